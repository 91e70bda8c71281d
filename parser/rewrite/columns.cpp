// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "parser/rewrite/columns.h"

#include "parser/go/frame_line.h"
#include "parser/rewrite/rewrites.h"
#include "parser/scan.h"

#include <algorithm>
#include <array>
#include <bitset>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

// Lines that were broken at the edge of a terminal, whatever they say. All that are broken are equally wide,
// and what goes on in the next line begins nothing there:
//
//     #1  0x00007f59e82a1cb2 in lll_mutex_lock_optimized (mutex=0x5
//     5f78e45b168 <main::poller+8>) at ./nptl/pthread_mutex_lock.c:
//     48
namespace skein
{

namespace
{

using namespace scan;

constexpr std::size_t kNarrowest = 30, kWidest = 2000;
/// So many columns are tried.
constexpr std::size_t kMostColumns = 4;
constexpr std::size_t kMaxJoined = 1024 * 1024;
/// So much of the front of lines is compared to tell what stands before each of them.
constexpr std::size_t kLongestFront = 12, kLongFront = 10;

/// How lines of dumps begin, behind their indentation; a 9 stands for any digits.
constexpr auto kItems = std::to_array<std::string_view>(
    {// Go
     "goroutine 9 [", "goroutine 9 gp=", "created by ", "fatal error: ", "panic: ", "[signal ",
     "[originating", "runtime stack:", "exit status ", "SIG", "PC=", "# ", "#\t", "9 @ 0x",
     // debuggers
     "#9 ", "9# ", "9  0x", "* thread #9", "thread #9", "frame #9:", "* frame #", "Thread 9",
     "TID 9:", "PID 9 -", "[New ", "[Thread ", "[Switching", "[Current ", "[Inferior ", "No locals.",
     "No symbol", "(dlv) ", "(gdb) ", "(lldb) ", "* Goroutine",
     // sanitizers, valgrind, absl
     "Thread T9", "==9==", "--9--", "====", "WARNING: ", "SUMMARY: ", "Previous ", "Read of ", "Write of ",
     "READ of ", "WRITE of ", "Location is", "Mutex M9", "As if sync", "Cycle in ", "freed by ",
     "previously ", "***", "$9 = ", "PC: @", "@  "});

bool isItem(std::string_view s, std::string_view item)
{
    for (const char c : item) {
        if (s.empty())
            return false;
        if (c == '9') {
            const std::size_t n = digits(s);
            if (n == 0)
                return false;
            s.remove_prefix(n);
        } else if (s.front() != c) {
            return false;
        } else {
            s.remove_prefix(1);
        }
    }
    return true;
}

struct Piece {
    std::string_view text;
    std::size_t columns = 0;

    /// Some break between characters, some between bytes.
    bool fills(std::size_t width) const { return columns == width || text.size() == width; }
    std::size_t indent() const { return text.size() - trimLeft(text).size(); }
};

Piece pieceOf(std::string_view line)
{
    if (line.ends_with('\r'))
        line.remove_suffix(1);
    return {line, columnsOf(line)};
}

/// "May 00 00:00" of "May 04 09:31:07 node1 shopd[2113]: main.f()": what may stand before every line, with
/// zeros behind a shorter one.
using Front = std::array<char, kLongestFront>;

constexpr char anyDigit(char c)
{
    return isDigit(c) ? '0' : c;
}
Front frontOf(std::string_view line)
{
    Front front{};
    std::ranges::transform(line.substr(0, front.size()), front.begin(), anyDigit);
    return front;
}

bool isTailOfPlace(std::string_view more)
{
    return more.find_first_not_of("0123456789abcdefx +=ps:") == more.npos;
}
/// `        /src/main.go:41 +0x1d`, from its beginning to where it may end
bool isPlace(std::string_view line)
{
    static constexpr std::array<std::string_view, 5> kSources = {".go", ".s", ".c", ".h", ".cc"};
    constexpr std::size_t kLongest = 4096;
    go::Location place;
    if (line.size() > kLongest || !go::matchLocation(line, place) || place.file.contains(' ') ||
        place.file.contains('"'))
        return false;
    const std::string_view behind = trimLeft(line).substr(place.file.size());
    return isTailOfPlace(behind) &&
           std::ranges::any_of(kSources, [&](std::string_view end) { return place.file.ends_with(end); });
}
/// Where go-deadlock names a source: `shop/main.go:30 main.lock { mu.Lock() }`
bool holdsSource(std::string_view line)
{
    for (std::size_t at = line.find(".go:"); at != line.npos; at = line.find(".go:", at + 1)) {
        const std::string_view rest = line.substr(at + 4);
        const std::size_t n = digits(rest);
        if (n > 0 && rest.substr(n).starts_with(' '))
            return true;
    }
    return false;
}
bool isRule(std::string_view line)
{
    return !line.empty() && line.find_first_not_of('=') == line.npos;
}

bool saysSomething(std::string_view line)
{
    return std::ranges::any_of(line, isAlnum);
}

/// No prefix, but the beginning of a word with which lines begin.
bool isWord(std::string_view front)
{
    return std::ranges::all_of(front, [](char c) { return c == ' ' || isAlpha(c); });
}

/// What tells a line that begins something from the rest of a broken one, if lines are broken at one width:
/// all that stand behind a narrower line begin something.
class Beginnings
{
public:
    Beginnings(const std::vector<Piece>& lines, std::size_t width)
    {
        constexpr std::size_t kEnough = 2000;
        std::vector<Front> fronts;
        for (std::size_t i = 0; i < lines.size(); ++i) {
            if ((i > 0 && lines[i - 1].fills(width)) || !saysSomething(lines[i].text))
                continue;
            if (++m_count <= kEnough)
                fronts.push_back(frontOf(lines[i].text));
            if (const std::size_t indent = lines[i].indent(); indent < m_indents.size())
                m_indents.set(indent);
        }
        constexpr std::size_t kFewLines = 4;
        m_oneLine = m_count * 20 < lines.size() || (m_count == 1 && lines.size() >= kFewLines);
        std::ranges::sort(fronts);
        for (std::size_t i = 1; i < fronts.size(); ++i)
            if (fronts[i] == fronts[i - 1] && (m_starts.empty() || m_starts.back() != fronts[i]))
                m_starts.push_back(fronts[i]);
        if (fronts.size() > 1 && !m_oneLine)
            learnFronts(fronts);
    }

    /// Enough lines begin something to say what that looks like.
    bool areKnown() const
    {
        // Two that begin alike for so long: `{"level":"`
        const bool alike = !m_fronts.empty() && m_fronts.front().size() >= kLongFront;
        return m_oneLine || m_count > 2 || alike;
    }

    /// Does `line` begin something, behind `before`, which goes up to the edge?
    bool has(const Piece& line, std::string_view before) const
    {
        const std::string_view text = line.text;
        if (trimRight(text).empty() || (text.starts_with("{\"") && before.ends_with('}')))
            return true;
        if (before.ends_with("]:")) // goroutine 1234 [chan receive]:
            return true;
        if (m_oneLine || (isRule(text) && isRule(before)))
            return false;
        // Two lines of one logger.
        constexpr std::size_t kStamp = 8;
        if (looksLike(text, "0000-00-00") || looksLike(text, "00:00:00") ||
            (text.size() > kStamp && beginsLike(before, text.substr(0, kStamp))))
            return true;
        if (!m_fronts.empty())
            return std::ranges::any_of(m_fronts,
                                       [text](const std::string& f) { return beginsLike(text, f); }) ||
                   (!saysSomething(text) && text.front() == m_fronts.front().front());
        // A path below a call that has lost its tab.
        if ((text.starts_with('/') && before.ends_with(')')) ||
            std::ranges::binary_search(m_starts, frontOf(text)))
            return true;
        if (const std::size_t indent = line.indent();
            indent > 1 && indent < m_indents.size() && m_indents[indent])
            return true;
        if (isPlace(before) && !isTailOfPlace(text))
            return true;
        const std::size_t word = std::min(text.find(' '), text.size());
        if (holdsSource(text.substr(0, word + 1)) && (before.ends_with(':') || holdsSource(before)))
            return true;
        const std::string_view s = trimLeft(text);
        return std::ranges::any_of(kItems, [s](std::string_view item) { return isItem(s, item); });
    }

private:
    /// So many lines have `text` in front of them.
    struct Common {
        std::size_t count = 0;
        std::string_view text;

        auto operator<=>(const Common&) const = default;
    };
    /// What stands in front of more than one line and is `length` long, the commonest first. `fronts` are
    /// sorted.
    static std::vector<Common> commonFronts(const std::vector<Front>& fronts, std::size_t length)
    {
        std::vector<Common> common;
        const auto textOf = [length](const Front& f) { return std::string_view(f.data(), length); };
        for (auto it = fronts.begin(); it != fronts.end();) {
            const std::string_view text = textOf(*it);
            const auto end =
                std::find_if(it + 1, fronts.end(), [&](const Front& f) { return textOf(f) != text; });
            if (end - it > 1 && text.back() != '\0' && text.find_first_not_of(' ') != text.npos)
                common.push_back({static_cast<std::size_t>(end - it), text});
            it = end;
        }
        std::ranges::sort(common, std::greater{});
        return common;
    }

    /// Prefixes that nearly all lines have, where there are such: the longest that cover most lines. Several
    /// containers may write one log.
    void learnFronts(const std::vector<Front>& fronts)
    {
        constexpr std::size_t kMostWriters = 4, kShort = 6, kFewLines = 5;
        const std::size_t writers = fronts.size() < kFewLines ? 1 : kMostWriters;
        const auto covers = [&](std::span<const Common> common) {
            std::size_t covered = 0;
            for (const Common& c : common)
                covered += c.count;
            return covered * 20 >= fronts.size() * 19 ? covered : 0;
        };
        const auto firstOf = [](const std::vector<Common>& common, std::size_t most) {
            return std::span(common).first(std::min(common.size(), most));
        };
        // What doesn't stand before the shortest fronts doesn't stand before longer ones.
        if (covers(firstOf(commonFronts(fronts, 2), writers)) == 0)
            return;
        std::size_t best = 0;
        for (std::size_t length = kLongestFront; length > 1; length -= 2) {
            const std::vector<Common> common = commonFronts(fronts, length);
            for (const std::size_t most : {std::size_t{1}, length < kShort ? 1 : writers}) {
                const std::span<const Common> some = firstOf(common, most);
                const std::size_t covered = covers(some);
                if (covered > best && std::ranges::none_of(some, isWord, &Common::text)) {
                    best = covered;
                    m_fronts.clear();
                    for (const Common& c : some)
                        m_fronts.emplace_back(c.text);
                }
            }
        }
    }

    std::bitset<kWidest> m_indents;
    std::vector<Front> m_starts;       ///< how several lines begin; sorted
    std::vector<std::string> m_fronts; ///< equally long
    std::size_t m_count = 0;
    bool m_oneLine = false; ///< nearly all lines are the rest of one
};

/// The columns at which lines may have been broken: the widest, and where several end.
std::vector<std::size_t> candidates(const std::vector<Piece>& lines)
{
    std::array<std::size_t, kWidest> count{};
    for (const Piece& line : lines)
        if (line.columns >= kNarrowest && line.columns < kWidest)
            ++count[line.columns];
    std::vector<std::size_t> found;
    std::size_t wider = 0, seen = 0;
    for (std::size_t width = kWidest; width-- > kNarrowest && found.size() < kMostColumns && seen < 20;) {
        if (count[width] == 0)
            continue;
        if (seen++ == 0 || (count[width] > 2 && count[width] > wider))
            found.push_back(width);
        wider += count[width];
    }
    return found;
}

/// A bracket or a quotation mark is open at the end.
bool isOpen(std::string_view line)
{
    const auto count = [line](char c) { return std::ranges::count(line, c); };
    // Not braces: go-deadlock quotes the first line of a function, `func (m *Mutex) Lock() {`.
    return count('(') > count(')') || count('<') > count('>') || count('[') > count(']') ||
           count('"') % 2 != 0;
}

/// What stands in `next` is the rest of one word, or begins with the blank behind one, which no line does.
bool isRestOf(std::string_view line, std::string_view next)
{
    if (next.front() == ' ')
        return next.size() > 1 && !isBlank(next[1]);
    return isAlnum(line.back()) && isAlnum(next.front()) && !next.contains(' ');
}
/// A word seems to go on in `next`.
bool splitsWord(std::string_view line, std::string_view next)
{
    const auto isLower = [](char c) { return c >= 'a' && c <= 'z'; };
    return isRestOf(line, next) || (isLower(line.back()) && isLower(next.front()));
}

/// A call with its place below it, or a place with what comes behind it: as in every dump that nothing has
/// broken.
bool isWholeFrame(std::string_view line, std::string_view next)
{
    return (line.ends_with(')') && next.starts_with('\t')) || (isPlace(line) && !isTailOfPlace(next));
}

/// How many lines are broken at `width`; 0 where the few that are may be as wide by chance, where blanks fill
/// them up, or where they say themselves that they go on.
std::size_t brokenAt(const std::vector<Piece>& lines, std::size_t width)
{
    constexpr std::size_t kMoreThanChance = 3;
    // Most widths are soon told: what begins something is learned only where a line may be broken.
    std::size_t wide = 0, likely = 0;
    for (std::size_t i = 0; i + 1 < lines.size() && wide < kMoreThanChance; ++i) {
        const std::string_view next = lines[i + 1].text;
        if (!lines[i].fills(width) || trimRight(next).empty() || isWholeFrame(lines[i].text, next))
            continue;
        ++wide;
        likely += isOpen(lines[i].text) || splitsWord(lines[i].text, next);
    }
    if (wide < kMoreThanChance && likely == 0)
        return 0;
    const Beginnings beginnings(lines, width);
    std::size_t full = 0, broken = 0, open = 0, split = 0, rest = 0, soft = 0, flowed = 0, padded = 0;
    for (std::size_t i = 0; i + 1 < lines.size(); ++i) {
        const std::string_view text = lines[i].text;
        if (!lines[i].fills(width))
            continue;
        ++full;
        if (beginnings.has(lines[i + 1], text))
            continue;
        ++broken;
        open += isOpen(text);
        split += isOpen(text) || splitsWord(text, lines[i + 1].text);
        rest += isRestOf(text, lines[i + 1].text);
        padded += text.ends_with("  ");
        soft += text.ends_with('=');
        flowed += text.ends_with(' ') && !text.ends_with("  ");
    }
    const bool few = broken < kMoreThanChance;
    if (!beginnings.areKnown() || (few && open < broken && (split < broken || broken + rest < 2)) ||
        (broken * 2 <= full && open < broken))
        return 0;
    const auto nearlyAll = [broken](std::size_t n) { return n * 10 >= broken * 9; };
    return nearlyAll(soft) || (nearlyAll(flowed) && !few) || padded * 5 > broken * 4 ? 0 : broken;
}

struct Column {
    std::size_t width = 0, broken = 0;
};
/// The column at which most lines go on in one that begins nothing.
Column columnOf(const std::vector<Piece>& lines)
{
    Column best;
    for (const std::size_t width : candidates(lines))
        if (const std::size_t broken = brokenAt(lines, width); broken > best.broken)
            best = {width, broken};
    return best;
}

} // namespace

std::size_t columnsOf(std::string_view line)
{
    std::size_t columns = 0;
    for (const char c : line)
        columns = c == '\t' ? (columns / 8 + 1) * 8
                            : columns + ((static_cast<unsigned char>(c) & 0xc0) != 0x80 ? 1 : 0);
    return columns;
}

std::size_t linesBrokenAtColumn(std::string_view text)
{
    std::vector<Piece> lines;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t end = std::min(text.find('\n', at), text.size());
        lines.push_back(pieceOf(text.substr(at, end - at)));
        at = end + 1;
    }
    return columnOf(lines).broken;
}

bool suspectsColumns(std::string_view sample)
{
    return linesBrokenAtColumn(sample) != 0;
}

void undoColumns(const RewrittenText& in, RewrittenText& out)
{
    std::vector<Piece> lines;
    std::vector<LineSpan> origins;
    in.forEach([&](std::string_view line, LineSpan origin) {
        lines.push_back(pieceOf(line));
        origins.push_back(origin);
    });
    const std::size_t width = columnOf(lines).width;
    const Beginnings beginnings(lines, width);
    std::string joined;
    for (std::size_t i = 0; i < lines.size();) {
        joined = lines[i].text;
        LineSpan from = origins[i];
        std::size_t next = i + 1;
        for (; width != 0 && next < lines.size() && lines[next - 1].fills(width) &&
               !beginnings.has(lines[next], joined) && joined.size() < kMaxJoined;
             ++next) {
            joined += lines[next].text;
            from = {std::min(from.first, origins[next].first), std::max(from.last, origins[next].last)};
        }
        out.add(joined, from);
        i = next;
    }
}

} // namespace skein
