// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "tests/mangling/spans.h"

#include "model/formatted.h"

#include <algorithm>
#include <cctype>
#include <string_view>
#include <vector>

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

/// The letters and digits of a log's lines.
class RawLetters
{
public:
    explicit RawLetters(const Log& log) : m_log(log)
    {
        const std::string_view text = log.text.bytes();
        for (std::size_t at = 0; at < text.size(); at = std::min(text.find('\n', at), text.size() - 1) + 1)
            m_starts.push_back(at);
        m_starts.push_back(text.size());
    }
    /// The raw lines of a span hold `text`.
    bool hold(LineSpan span, std::string_view text)
    {
        if (span.empty() || span.last > m_log.text.lineCount() || span.last < span.first)
            return false;
        // Of a log in one line every span is the same.
        if (span != m_span) {
            m_span = span;
            const std::size_t begin = m_starts[span.first - 1];
            const std::size_t end = m_starts[std::min(span.last, span.first + kMostLines)];
            m_letters = lettersOf(m_log.text.bytes().substr(begin, end - begin));
        }
        const std::string wanted = lettersOf(text);
        return m_letters.contains(wanted) || isSubsequence(wanted, m_letters);
    }

private:
    const Log& m_log;
    std::vector<std::size_t> m_starts; ///< of each line, and the end
    LineSpan m_span;
    std::string m_letters; ///< of m_span
};

std::string_view lastWord(std::string_view function)
{
    return function.substr(std::min(function.rfind('.') + 1, function.size()));
}

} // namespace

std::string wrongSpan(const Log& log)
{
    RawLetters raw(log);
    for (const Snapshot& s : log.snapshots) {
        if (s.format != "go-traceback")
            continue;
        if (s.reason && !raw.hold(s.reasonLines, log.str(s.reason).substr(0, 12)))
            return formatted("the reason is not in lines {}-{}", s.reasonLines.first, s.reasonLines.last);
        for (const Thread& t : s.threads) {
            if (t.id.known() && t.kind == ThreadKind::Goroutine &&
                !raw.hold({t.firstLine, t.lastLine}, toString(t.id)))
                return formatted("goroutine {} is not in lines {}-{}", toString(t.id), t.firstLine,
                                 t.lastLine);
            for (const FrameText& frame : log.threadText->frames(t)) {
                const std::string_view function = lastWord(log.function(frame.frame));
                if (!raw.hold(frame.lines, function))
                    return formatted("{} is not in lines {}-{}", function, frame.lines.first,
                                     frame.lines.last);
            }
        }
    }
    return {};
}

} // namespace skein::test
