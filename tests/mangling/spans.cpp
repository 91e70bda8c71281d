// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "tests/mangling/spans.h"

#include <algorithm>
#include <cctype>
#include <format>
#include <string_view>

namespace skein::test
{

namespace
{

constexpr std::uint32_t kMostLines = 200; // of one span

std::string lettersOf(std::string_view text)
{
    std::string out;
    for (const char c : text)
        if (std::isalnum(static_cast<unsigned char>(c)))
            out += c;
    return out;
}

bool isSubsequence(std::string_view part, std::string_view whole)
{
    for (const char c : whole)
        if (!part.empty() && c == part.front())
            part.remove_prefix(1);
    return part.empty();
}

/// The raw lines of a span hold `text`.
bool holds(const Log& log, LineSpan span, std::string_view text)
{
    if (span.empty() || span.last > log.text.lineCount() || span.last < span.first)
        return false;
    std::string raw;
    for (std::uint32_t n = span.first; n <= std::min(span.last, span.first + kMostLines); ++n)
        raw += log.text.line(n);
    const std::string wanted = lettersOf(text), letters = lettersOf(raw);
    return letters.contains(wanted) || isSubsequence(wanted, letters);
}

std::string_view lastWord(std::string_view function)
{
    return function.substr(std::min(function.rfind('.') + 1, function.size()));
}

} // namespace

std::string wrongSpan(const Log& log)
{
    for (const Snapshot& s : log.snapshots) {
        if (s.format != "go-traceback")
            continue;
        if (s.reason && !holds(log, s.reasonLines, log.str(s.reason).substr(0, 12)))
            return std::format("the reason is not in lines {}-{}", s.reasonLines.first, s.reasonLines.last);
        for (const Thread& t : s.threads) {
            if (t.id.known() && t.kind == ThreadKind::Goroutine &&
                !holds(log, {t.firstLine, t.lastLine}, toString(t.id)))
                return std::format("goroutine {} is not in lines {}-{}", toString(t.id), t.firstLine,
                                   t.lastLine);
            for (const FrameText& frame : log.threadText->frames(t)) {
                const std::string_view function = lastWord(log.function(frame.frame));
                if (!holds(log, frame.lines, function))
                    return std::format("{} is not in lines {}-{}", function, frame.lines.first,
                                       frame.lines.last);
            }
        }
    }
    return {};
}

} // namespace skein::test
