// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "parser/rewrite/rewritten_text.h"

#include "parser/scan.h"
#include "parser/words.h"

#include <algorithm>
#include <array>
#include <numeric>
#include <ranges>

namespace skein
{

RewrittenText::RewrittenText(std::string_view text, std::uint32_t firstLine)
    : m_bytes(text), m_open(!text.empty() && text.back() != '\n')
{
    const auto ends = static_cast<std::size_t>(std::ranges::count(text, '\n'));
    m_origins.reserve(ends + 1);
    for (std::uint32_t n = 0; n < ends + (m_open ? 1 : 0); ++n)
        m_origins.push_back({firstLine + n, firstLine + n});
}

void RewrittenText::add(std::string_view line, LineSpan origin)
{
    while (true) {
        const std::size_t end = line.find('\n');
        m_bytes.append(line.substr(0, end)).push_back('\n');
        m_origins.push_back(origin);
        if (end == line.npos)
            return;
        line.remove_prefix(end + 1);
    }
}

void RewrittenText::finish(const RewrittenText& madeFrom)
{
    m_open = madeFrom.m_open;
    if (m_open && !m_bytes.empty() && m_bytes.back() == '\n')
        m_bytes.pop_back();
    // An empty line without an end is no line.
    if (m_bytes.empty() || m_bytes.back() == '\n')
        m_origins.resize(static_cast<std::size_t>(std::ranges::count(m_bytes, '\n')));
}

LineSpan RewrittenText::origin(std::uint32_t number) const
{
    if (m_origins.empty() || number == 0)
        return {};
    return m_origins[std::min<std::size_t>(number, m_origins.size()) - 1];
}

LineSpan RewrittenText::origin(LineSpan lines) const
{
    if (lines.empty())
        return {};
    const LineSpan a = origin(lines.first), b = origin(lines.last);
    return {std::min(a.first, b.first), std::max(a.last, b.last)};
}

void RewrittenText::indexOrigins()
{
    m_byOrigin.clear();
    if (std::ranges::is_sorted(m_origins, {}, &LineSpan::first))
        return;
    m_byOrigin.resize(m_origins.size());
    std::iota(m_byOrigin.begin(), m_byOrigin.end(), 0u);
    std::ranges::stable_sort(m_byOrigin, {}, [this](std::uint32_t i) { return m_origins[i].first; });
}

LineSpan RewrittenText::linesFrom(LineSpan origin) const
{
    const auto indexAt = [this](std::uint32_t i) { return m_byOrigin.empty() ? i : m_byOrigin[i]; };
    const auto originAt = [&](std::uint32_t i) { return m_origins[indexAt(i)]; };
    const auto count = static_cast<std::uint32_t>(m_origins.size());
    std::uint32_t at = *std::ranges::lower_bound(std::views::iota(0u, count), origin.first, {},
                                                 [&](std::uint32_t i) { return originAt(i).first; });
    // A line that was put together began before.
    while (at > 0 && originAt(at - 1).last >= origin.first)
        --at;
    LineSpan found;
    for (; at < count && originAt(at).first <= origin.last; ++at) {
        const std::uint32_t number = indexAt(at) + 1;
        found = found.empty() ? LineSpan{number, number}
                              : LineSpan{std::min(found.first, number), std::max(found.last, number)};
    }
    return found;
}

std::vector<RewrittenText::Line> RewrittenText::lines() const
{
    std::vector<Line> all;
    all.reserve(m_origins.size());
    forEach([&](std::string_view text, LineSpan origin) { all.push_back({text, origin}); });
    return all;
}

namespace
{

/// A word with which a dump begins; where `number`, a number follows, and `behind` after that.
struct Beginning {
    std::string_view word;
    bool number = false;
    std::string_view behind;
};
constexpr std::array kBeginnings = {
    Beginning{"fatal error: "},
    Beginning{"panic: "},
    Beginning{"SIGQUIT: "},
    Beginning{"SIGSEGV: "},
    Beginning{"SIGABRT: "},
    Beginning{"SIGBUS: "},
    Beginning{"SIGFPE: "},
    Beginning{"SIGILL: "},
    Beginning{"SIGTRAP: "},
    Beginning{"goleak: "},
    Beginning{"runtime: "},
    Beginning{"unexpected fault "},
    Beginning{"goroutine ", true},
    Beginning{"goroutine profile: "},
    Beginning{"goroutineleak profile: "},
    Beginning{"threadcreate profile: "},
    Beginning{"--- contention:"},
    Beginning{"--- mutex:"},
    Beginning{"POTENTIAL DEADLOCK:"},
    Beginning{"==================", false},
    Beginning{"WARNING: ThreadSanitizer: "},
    Beginning{"==", true, "=="},           // valgrind, AddressSanitizer
    Beginning{"PID ", true, " - process"}, // eu-stack
    Beginning{"TID ", true, ":"},
};

constexpr Words kWords([] {
    std::array<std::string_view, kBeginnings.size()> words;
    std::ranges::transform(kBeginnings, words.begin(), &Beginning::word);
    return words;
}());

bool beginsAt(std::string_view line, std::size_t at, const Beginning& beginning)
{
    std::string_view rest = line.substr(at);
    if (!scan::literal(rest, beginning.word))
        return false;
    const std::size_t digits = beginning.number ? scan::digits(rest) : 0;
    return !beginning.number || (digits > 0 && rest.substr(digits).starts_with(beginning.behind));
}

} // namespace

std::optional<std::size_t> beginOfDump(std::string_view line)
{
    for (std::size_t at = kWords.find(line); at != line.npos; at = kWords.find(line, at + 1))
        if (!line.substr(0, at).ends_with("[signal ") && // … SIGSEGV: segmentation violation code=0x1]
            std::ranges::any_of(kBeginnings, [&](const Beginning& b) { return beginsAt(line, at, b); }))
            return at;
    return {};
}

} // namespace skein
