// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "parser/go/gccgo.h"

#include <array>
#include <cstddef>

namespace skein::go
{

namespace
{

struct Mark {
    char code, character;
};

constexpr std::array kMarks = {
    Mark{'_', '_'}, Mark{'0', '.'}, Mark{'1', '/'}, Mark{'2', '*'}, Mark{'3', ','}, Mark{'4', '{'},
    Mark{'5', '}'}, Mark{'6', '['}, Mark{'7', ']'}, Mark{'8', '('}, Mark{'9', ')'},
};

} // namespace

std::string gccgoName(std::string_view name)
{
    std::string out;
    out.reserve(name.size());
    for (std::size_t i = 0; i < name.size(); ++i) {
        char c = name[i];
        if (c == '_' && i + 1 < name.size()) {
            for (const Mark& m : kMarks) {
                if (m.code != name[i + 1])
                    continue;
                c = m.character;
                ++i;
                break;
            }
        }
        out += c;
    }
    return out;
}

bool isGccgoName(std::string_view name)
{
    const std::string_view package = name.substr(0, name.find('.'));
    return package.size() < name.size() && package.find('/') == package.npos &&
           package.find("_1") != package.npos && package.find("_1") != 0;
}

} // namespace skein::go
