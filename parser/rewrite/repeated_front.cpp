// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "parser/line_prefix.h"
#include "parser/rewrite/quality.h"
#include "parser/rewrite/report_lines.h"
#include "parser/rewrite/rewritten_text.h"
#include "parser/scan.h"

#include <algorithm>
#include <cstdint>
#include <functional>
#include <optional>
#include <ranges>
#include <string_view>
#include <utility>
#include <vector>

// Lines that became one, each with the same before it, whoever has put it there:
//
//     > goroutine 1 [running]: > main.main() > \t/src/main.go:5 +0x1d
namespace skein
{

namespace
{

using namespace scan;

/// A dump begins so far from the beginning of the line, and so much of it is looked at to choose what stands
/// before its lines.
constexpr std::size_t kFarthest = 64 * 1024, kLook = 8 * 1024;
constexpr std::size_t kShortestLine = 200, kLongestFront = 400, kFewestLines = 4;

/// Collectors put that before lines.
bool isPrefix(std::string_view words)
{
    if (words.empty() || isBlank(words.front()) || !isBlank(words.back()))
        return false;
    while (!words.empty()) {
        std::size_t length = 0;
        for (const PrefixGrammar& grammar : prefixGrammars())
            if (length = grammar.match(words).length; length != 0)
                break;
        if (length == 0)
            return false;
        words.remove_prefix(std::min(length, words.size()));
    }
    return true;
}

/// How long `postgres-1  | ` is at the front of `s`: another container's lines in the log of compose.
std::size_t containerAt(std::string_view s)
{
    const std::size_t name = std::min(s.find_first_of(" |"), s.size());
    const std::size_t bar = s.find_first_not_of(' ', name);
    return name > 0 && bar != s.npos && bar > name && s.substr(bar).starts_with("| ") ? bar + 2 : 0;
}

/// What stands before each line, apart from the numbers in it.
class Front
{
public:
    /// With `containers` what compose puts before the lines of others will do, too.
    explicit Front(std::string_view text, bool containers = false)
        : m_text(text),
          m_container(containers && containerAt(text) == text.size() && isPrefix(text)),
          m_marks(std::ranges::none_of(text, isAlnum)),
          m_numbers(text.find_first_not_of("0123456789 \t") == text.npos)
    {
    }

    std::string_view text() const { return m_text; }

    /// The lines of `line`; one where it isn't so.
    std::vector<std::string_view> linesOf(std::string_view line) const
    {
        std::vector<std::string_view> lines;
        std::size_t begin = 0;
        forEach(line, wordsOf(line), [&](std::size_t at, std::size_t) {
            if (at > begin && goesOn(line.substr(begin, at - begin), line.substr(at)))
                return;
            if (at > begin)
                lines.push_back(line.substr(begin, at - begin - 1));
            begin = at;
        });
        lines.push_back(line.substr(begin));
        return lines;
    }
    /// How many of them have something behind it. `words` are those of `line`.
    std::size_t count(std::string_view line, const std::vector<std::size_t>& words) const
    {
        std::size_t found = 0, end = 0;
        forEach(line, words, [&](std::size_t at, std::size_t length) {
            found += trimLeft(line.substr(end, at - end)).empty() ? 0u : 1u;
            end = at + length;
        });
        return found;
    }
    /// Where the words of `line` begin.
    static std::vector<std::size_t> wordsOf(std::string_view line)
    {
        std::vector<std::size_t> words;
        for (std::size_t at = 0; at < line.size(); ++at)
            if (!isBlank(line[at]) && (at == 0 || isBlank(line[at - 1])))
                words.push_back(at);
        return words;
    }

    /// Of `one` of the lines.
    std::string_view behind(std::string_view one) const { return one.substr(lengthAt(one)); }

private:
    /// Calls `f(at, length)` for each place where it stands.
    template <class F>
    void forEach(std::string_view line, const std::vector<std::size_t>& words, F&& f) const
    {
        std::uint64_t next = 0; // of lines that are numbered
        std::size_t end = 0;
        for (const std::size_t at : words) {
            if (at < end || (line[at] != m_text.front() && !m_container && !isDigit(line[at])))
                continue;
            const std::size_t length = lengthAt(line.substr(at));
            if (length == 0)
                continue;
            if (m_numbers) {
                std::string_view rest = line.substr(at);
                const auto n = number(rest).value_or(0);
                if ((next != 0 && n != next) || line.substr(0, at).ends_with("goroutine "))
                    continue;
                next = n + 1;
            }
            end = at + length;
            f(at, length);
        }
    }
    /// How much of `s` it is, 0 where it doesn't stand there.
    std::size_t lengthAt(std::string_view s) const
    {
        std::size_t i = 0, j = 0;
        while (i < m_text.size()) {
            const char c = m_text[i], d = j < s.size() ? s[j] : ' ';
            if (isDigit(c) && isDigit(d)) {
                i += digits(m_text.substr(i));
                j += digits(s.substr(j));
            } else if (c == ' ' && (d == ' ' || m_marks)) { // columns are filled up; `> > ` is `>>`, too
                i = std::min(m_text.find_first_not_of(' ', i), m_text.size());
                j = std::min(s.find_first_not_of(' ', std::min(j, s.size())), s.size());
            } else if (c == d || ((c == 'F' || c == 'P') && (d == 'F' || d == 'P'))) { // CRI's parts
                ++i, ++j;
            } else {
                return m_container ? containerAt(s) : 0;
            }
        }
        // `# ` before each line of a profile, but not `#\t0x4b584f`
        if (m_text.ends_with(' ') && j < s.size() && s[j - 1] != ' ')
            return 0;
        // `+` before each line of a patch, but not `main.go:12 +0x1d`
        return m_text.ends_with('+') && s.substr(std::min(j, s.size())).starts_with("0x")
                   ? 0
                   : std::min(j, s.size());
    }

    /// `- fatal error: all goroutines are asleep`, `- deadlock!`
    bool goesOn(std::string_view line, std::string_view more) const
    {
        const std::string_view text = behind(line);
        return m_marks && isCutMessage(trimRight(text)) &&
               (isCutMessage(line.substr(line.size() - text.size())) || more.starts_with("- deadlock!"));
    }

    std::string_view m_text;
    bool m_container, m_marks, m_numbers;
};

/// Nothing that ends so goes on in a word. A path is part of a dump.
bool mayEnd(std::string_view front)
{
    const char last = front.back();
    if ((front.starts_with('/') && !front.starts_with("//")) || front.ends_with(".go:"))
        return false;
    return isBlank(last) || (!isAlnum(last) && !std::string_view("/._([{<*&").contains(last));
}

/// Where a line of a dump begins in `s`, as far as that is easily told.
std::optional<std::size_t> beginOfLine(std::string_view s)
{
    std::size_t at = beginOfDump(s).value_or(s.npos);
    for (const std::string_view word : {"created by ", "leaktest.go:"})
        at = std::min(at, s.find(word));
    return at == s.npos ? std::nullopt : std::optional(at);
}

/// The words directly before beginnings of lines, and those at the front.
std::vector<std::string_view> frontsOf(std::string_view line)
{
    constexpr int kMostLines = 8;
    constexpr std::size_t kMost = 100, kLongestFirst = 150;
    std::vector<std::string_view> found;
    const auto add = [&](std::string_view front) {
        if (front.empty() || isBlank(front.front()) || found.size() == kMost)
            return;
        if (front.ends_with("  ") && !isAlnum(trimRight(front).back())) // the line is indented
            front = front.substr(0, trimRight(front).size() + 1);
        if (mayEnd(front) && !std::ranges::contains(found, front))
            found.push_back(front);
    };
    std::size_t from = 0;
    for (int n = 0; n < kMostLines; ++n) {
        const auto begin = beginOfLine(line.substr(from));
        if (!begin)
            break;
        const std::size_t end = from + *begin;
        for (std::size_t at = end - std::min(end, kLongestFront); at < end; ++at)
            if (at == 0 || isBlank(line[at - 1]))
                add(line.substr(at, end - at));
        from = end + 1;
    }
    for (std::size_t n = 1; n <= std::min(line.size(), kLongestFirst); ++n)
        if (n == line.size() || !isBlank(line[n]))
            add(line.substr(0, n));
    return found;
}

/// `goroutine 1 [running]:$ main.main()$ ^I/src/main.go:5$`: `cat -A` marks the ends of lines.
std::vector<std::string_view> linesWithEnds(std::string_view line)
{
    std::vector<std::string_view> lines;
    std::size_t begin = 0;
    for (std::size_t at = line.find('$'); at != line.npos; at = line.find('$', at + 1)) {
        if (at + 1 < line.size() && line[at + 1] != ' ')
            continue;
        lines.push_back(line.substr(begin, at + 1 - begin));
        begin = std::min(at + 2, line.size());
    }
    if (begin < line.size())
        lines.push_back(line.substr(begin));
    return lines;
}

} // namespace

std::vector<std::string_view> linesBehindFront(std::string_view line, bool (*isMany)(std::string_view))
{
    constexpr std::size_t kTried = 12;
    if (line.size() < kShortestLine)
        return {};
    const auto begin = beginOfLine(line.substr(0, kFarthest));
    if (!begin)
        return {};
    std::size_t from = *begin - std::min(*begin, kLongestFront); // where a word begins
    while (from > 0 && from < *begin && !isBlank(line[from - 1]))
        ++from;
    const std::string_view look = line.substr(from, kLook);
    struct Candidate {
        std::size_t lines = 0;
        std::string_view front;
    };
    std::vector<Candidate> candidates;
    const std::vector<std::size_t> words = Front::wordsOf(look);
    // Native reports are full of words that come again: only what collectors put there is known.
    const bool goroutines = contains(look, "goroutine ") || contains(look, ".go:");
    for (const std::string_view text : frontsOf(look)) {
        if (!goroutines && !isPrefix(text))
            continue;
        const std::size_t said = Front(text).count(look, words);
        if (said >= kFewestLines)
            candidates.push_back({said, text});
    }
    // The longest of those that come often: part of one may come twice in it, and empty lines have nothing
    // behind the whole of it.
    const std::size_t most =
        candidates.empty() ? 0 : std::ranges::max(candidates, {}, &Candidate::lines).lines;
    std::erase_if(candidates, [most](const Candidate& c) { return c.lines * 20 < most * 9; });
    std::ranges::sort(candidates, std::greater{}, [](const Candidate& c) { return c.front.size(); });
    for (const Candidate& candidate : candidates | std::views::take(kTried)) {
        const Front front(candidate.front, true);
        auto lines = front.linesOf(line);
        // Words that come again in a dump stand anywhere in its lines.
        const auto many = static_cast<std::size_t>(std::ranges::count_if(
            lines, [&](std::string_view one) { return isMany(trimLeft(front.behind(one))); }));
        if (isPrefix(candidate.front) || many * 8 <= lines.size())
            return lines;
    }
    if (line.ends_with('$'))
        if (auto lines = linesWithEnds(line);
            lines.size() >= kFewestLines && std::ranges::none_of(lines, isMany))
            return lines;
    return {};
}

} // namespace skein
