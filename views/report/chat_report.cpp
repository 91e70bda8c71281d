// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
//
// A few lines for a chat: the first finding, and how many more there are. No markup of any chat, so that it
// reads alike everywhere.
#include "views/report/exporters.h"
#include "views/report/finding_words.h"
#include "views/report/text_parts.h"
#include "views/report/utf8.h"

#include <format>

namespace skein
{
namespace
{

constexpr std::size_t kParties = 4, kEvidence = 2, kLongest = 220;

/// One line that tells nobody's client that they are spoken to: @here, @channel.
std::string plain(std::string_view text)
{
    std::string out;
    for (const char c : utf8::elided(utf8::printable(text), kLongest, utf8::Cut::End)) {
        out += c;
        if (c == '@')
            out += "\u200b";
    }
    return out;
}

void writeChat(const Analysis& analysis, const ReportOptions& options, Sink& sink)
{
    const Log& log = *analysis.log;
    const auto line = [&](const std::string& text) {
        sink.write(text);
        sink.put('\n');
    };
    const auto shown = shownFindings(analysis, options);
    const std::string path = log.input.path == "-" ? "standard input" : std::string(baseName(log.input.path));
    if (shown.empty()) {
        line(std::format("{}: no finding.", plain(path)));
        return;
    }
    const Finding& f = *shown.front();
    line(std::format("{} {}: {}", text::badge(f.certainty), toString(f.certainty), plain(f.title)));
    for (const std::string& party : words_of::parties(log, f, kParties))
        line("  " + plain(party));
    for (std::size_t i = 0; i < f.evidence.size() && i < kEvidence; ++i)
        line(std::format("  - {}{}", plain(f.evidence[i].text), words_of::lines(f.evidence[i].logLines)));
    if (f.missing)
        line(std::format("  Not in the log: {}.{}", plain(f.missing->what),
                         f.missing->capture.empty() ? "" : " Next time: " + plain(f.missing->capture)));
    if (!f.advice.empty())
        line(std::format("  → {}", plain(f.advice.front().title)));
    std::string rest =
        shown.size() > 1 ? text::counted(shown.size() - 1, "further finding", "further findings") + ". " : "";
    line(std::format("{}({}, Skein)", rest, plain(path)));
}

} // namespace

extern const Exporter chatExporter;
const Exporter chatExporter{
    .id = "chat", .title = "Short text for a chat", .suffix = "txt", .between = "\n", .write = writeChat};

} // namespace skein
