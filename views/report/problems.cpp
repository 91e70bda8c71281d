// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "views/report/problems.h"

#include "views/report/utf8.h"

namespace skein
{
namespace
{

/// Valid UTF-8 without controls, line by line.
std::string printableLines(std::string_view text)
{
    std::string out;
    while (true) {
        const auto end = text.find('\n');
        out += utf8::printable(text.substr(0, end));
        if (end == text.npos)
            return out;
        out += '\n';
        text.remove_prefix(end + 1);
    }
}

} // namespace

Problem cleaned(Problem p)
{
    for (std::string* s : {&p.title, &p.file, &p.name, &p.group, &p.accepted})
        *s = utf8::printable(*s);
    p.text = printableLines(p.text);
    return p;
}

} // namespace skein
