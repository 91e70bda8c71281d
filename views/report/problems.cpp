// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "views/report/problems.h"

#include "views/report/utf8.h"

#include <algorithm>

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
    for (ProblemNote& note : p.said)
        note = cleaned(std::move(note));
    return p;
}

ProblemNote cleaned(ProblemNote note)
{
    for (std::string* s : {&note.author, &note.time, &note.about, &note.file})
        *s = utf8::printable(*s);
    note.text = printableLines(note.text);
    return note;
}

std::string inWords(const ProblemNote& note, std::size_t columns)
{
    std::string text = note.text;
    std::ranges::replace(text, '\n', ' ');
    return "said by " + note.author + (note.time.empty() ? "" : ", " + note.time) +
           (note.about.empty() ? "" : ", on " + note.about) + ": " +
           utf8::elided(text, columns, utf8::Cut::End);
}

} // namespace skein
