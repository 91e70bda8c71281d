// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
//
// https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands: a line that begins
// with
// :: is a command; what it says is escaped as the runner's toolkit does (packages/core/src/command.ts).
#include "views/report/problems.h"
#include "views/report/utf8.h"

namespace skein
{

namespace
{

/// In a message %, CR and LF are escaped; in a property : and , as well.
std::string escaped(std::string_view text, bool property)
{
    std::string out;
    for (const char c : utf8::valid(text)) {
        switch (c) {
        case '%':
            out += "%25";
            break;
        case '\r':
            out += "%0D";
            break;
        case '\n':
            out += "%0A";
            break;
        case ':':
            out += property ? "%3A" : ":";
            break;
        case ',':
            out += property ? "%2C" : ",";
            break;
        default:
            if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f)
                out += ' ';
            else
                out += c;
        }
    }
    return out;
}

std::string_view command(Level level)
{
    return level == Level::Error ? "::error" : level == Level::Warning ? "::warning" : "::notice";
}

} // namespace

void writeGithub(const Problems& problems, Sink& sink)
{
    constexpr std::size_t kNotes = 10, kLongest = 300;
    const auto write = [&](const Problem& p) {
        sink.write(command(p.level));
        char separator = ' ';
        const auto property = [&](std::string_view name, std::string_view value) {
            sink.put(separator);
            separator = ',';
            sink.write(name);
            sink.put('=');
            sink.write(escaped(value, true));
        };
        if (!p.file.empty()) {
            property("file", p.file);
            if (p.line > 0)
                property("line", std::to_string(p.line));
        }
        property("title", p.title);
        sink.write("::");
        sink.write(escaped(p.text, false));
        for (std::size_t i = 0; i < p.said.size() && i < kNotes; ++i)
            sink.write(escaped('\n' + inWords(p.said[i], kLongest), false));
        if (p.said.size() > kNotes)
            sink.write(escaped("\nand " + std::to_string(p.said.size() - kNotes) + " further notes", false));
        sink.put('\n');
    };
    for (const Problem& p : problems.list)
        write(p);
    // GitHub shows ten annotations of a kind for each step.
    for (std::size_t i = 0; i < problems.said.size() && i < kNotes; ++i) {
        const ProblemNote& note = problems.said[i];
        Problem p{
            .level = Level::Note, .file = note.file, .inRepository = note.inRepository, .line = note.line};
        p.title = "Said by " + note.author + (note.about.empty() ? "" : ", on " + note.about);
        p.text = utf8::elided(note.text, kLongest, utf8::Cut::End);
        write(p);
    }
}

} // namespace skein
