// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "parser/native/common/demangle.h"

#include "parser/native/common/native_frame.h"
#include "parser/native/common/rust_name.h"
#include "parser/scan.h"

#include <cxxabi.h>

#include <cstdlib>
#include <memory>

namespace skein::native
{

namespace
{

constexpr std::size_t kLongest = 2000;     ///< of a mangled name
constexpr std::size_t kLongestText = 4000; ///< of what comes out
constexpr int kMostReferences = 12;

/// Every `S1_` or `T_` may stand for all that was before it, so that the text may double with each of them.
bool mayExplode(std::string_view name)
{
    int references = 0;
    for (std::size_t i = 0; i < name.size(); ++i) {
        if (name[i] != 'S' && name[i] != 'T')
            continue;
        std::size_t end = i + 1;
        while (end < name.size() && (scan::isDigit(name[end]) || (name[end] >= 'A' && name[end] <= 'Z')))
            ++end;
        references += end < name.size() && name[end] == '_' ? 1 : 0;
    }
    return references > kMostReferences;
}

} // namespace

std::string demangled(std::string_view name)
{
    if (name.starts_with("__Z"))
        name.remove_prefix(1);
    if (name.starts_with("_R") || name.starts_with("__R"))
        return demangledRust(name);
    if (const std::size_t hash = name.find("17h"); hash != name.npos && name.substr(hash + 3).find('E') == 16)
        name = name.substr(0, hash + 20); // Rust: `..` stands for `::`
    else                                  // foo.part.0, foo.constprop.0, foo@@LIB_1.2
        name = name.substr(0, name.find_first_of(".@("));
    if (!name.starts_with("_Z") || name.size() > kLongest || mayExplode(name))
        return {};
    const std::string terminated(name);
    int status = 0;
    const std::unique_ptr<char, decltype(&std::free)> text(
        abi::__cxa_demangle(terminated.c_str(), nullptr, nullptr, &status), &std::free);
    if (status != 0 || !text)
        return {};
    std::string plain(withoutParameters(text.get()));
    if (plain.size() > kLongestText)
        return {};
    return withoutRustHash(plain);
}

} // namespace skein::native
