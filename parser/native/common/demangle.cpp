// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "parser/native/common/demangle.h"

#include "parser/native/common/native_frame.h"
#include "parser/scan.h"

#include <cxxabi.h>

#include <array>
#include <cstdlib>
#include <memory>
#include <utility>

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

/// Rust before its own mangling: `core::option::Option$LT$T$GT$::unwrap::h0123456789abcdef`
void undoRust(std::string& text)
{
    constexpr std::size_t kHash = 19; // ::h and sixteen digits
    if (text.size() <= kHash || text.compare(text.size() - kHash, 3, "::h") != 0)
        return;
    for (std::size_t i = text.size() - 16; i < text.size(); ++i)
        if (scan::hexValue(text[i]) < 0)
            return;
    text.resize(text.size() - kHash);
    constexpr std::array<std::pair<std::string_view, std::string_view>, 12> kEscapes = {{
        {"$LT$", "<"},
        {"$GT$", ">"},
        {"$RF$", "&"},
        {"$BP$", "*"},
        {"$LP$", "("},
        {"$RP$", ")"},
        {"$C$", ","},
        {"$u20$", " "},
        {"$u7b$", "{"},
        {"$u7d$", "}"},
        {"$u27$", "'"},
        {"..", "::"},
    }};
    std::string plain;
    for (std::size_t i = 0; i < text.size();) {
        const std::string_view rest = std::string_view(text).substr(i);
        bool escaped = false;
        for (const auto& [from, to] : kEscapes) {
            if (!rest.starts_with(from))
                continue;
            plain += to;
            i += from.size();
            escaped = true;
            break;
        }
        if (!escaped)
            plain += text[i++];
    }
    text = std::move(plain);
}

} // namespace

std::string demangled(std::string_view name)
{
    if (name.starts_with("__Z"))
        name.remove_prefix(1);
    // foo.part.0, foo.constprop.0, foo@@LIB_1.2
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
    undoRust(plain);
    return plain;
}

} // namespace skein::native
