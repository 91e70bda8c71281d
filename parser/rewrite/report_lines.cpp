// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "parser/rewrite/report_lines.h"

#include "parser/scan.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <span>

// What tools print whose lines can be told by how they begin:
//
//     Thread 2 (LWP 7): #0  0x00007f04 in f () at f.c:1 x = 2 #1  0x0000a1 in main () at f.c:9 No locals.
//     PID 7 - process TID 7: #0  0x00007f04 f #1  0x000000a1 main
//     * thread #1, name = 'program' * frame #0: 0x00007f04 f frame #1: 0x000000a1 main
//     ==7== Thread 3: ==7== Conflicting load by thread 3 at 0x0011 size 8 ==7==    at 0x10C026: f (f.c:1)
//     goroutine profile: total 2 2 @ 0x46c22e # 0x4d2fa8 main.f+0x28 /src/f.go:1
//     POTENTIAL DEADLOCK: Previous place where the lock was grabbed goroutine 7 lock 0x561f80 f.go:1 main.f {
//     x }
namespace skein
{

namespace
{

using namespace scan;

/// What has been seen of the line so far.
struct Walk {
    std::string_view line;
    std::size_t at = 0;          ///< where the next line may begin
    std::uint64_t frame = ~0ULL; ///< number of the frame before, plus one wraps to the first
    bool justFrame = false;      ///< the line before is a frame's first
    bool anyNumber = false;      ///< frames are taken in any order

    std::string_view before() const { return trimRight(line.substr(0, at)); }
    std::string_view rest() const { return line.substr(at); }
    /// Frames are numbered from 0 on.
    bool isNext(std::uint64_t number)
    {
        if (number != 0 && number != frame + 1 && !anyNumber)
            return false;
        frame = number;
        return true;
    }
};

/// How long the words are by which the line is known, 0 where it does not begin here.
using Match = std::size_t (*)(Walk& walk, std::string_view behind);

/// `word`, and what `match` says of what stands behind it.
struct Row {
    std::string_view word;
    Match match = nullptr;
    std::string_view indent = "";
    bool blankBefore = false;
};

std::size_t eaten(std::string_view all, std::string_view rest)
{
    return all.size() - rest.size();
}

/// `#1  0x00007f04 in f ()`
std::size_t frameNumber(Walk& walk, std::string_view behind)
{
    std::string_view s = behind;
    const auto n = number(s);
    return n && s.starts_with(' ') && walk.isNext(*n) ? eaten(behind, s) : 0;
}
/// `frame #1: 0x00007f04`, but not behind its star.
std::size_t lldbFrame(Walk& walk, std::string_view behind)
{
    std::string_view s = behind;
    const auto n = number(s);
    return n && s.starts_with(": ") && !walk.before().ends_with('*') && walk.isNext(*n) ? eaten(behind, s)
                                                                                        : 0;
}
std::size_t lldbThread(Walk& walk, std::string_view behind)
{
    std::string_view s = behind;
    return std::size_t(number(s) && (s.starts_with(',') || s.starts_with(": ")) &&
                       !walk.before().ends_with('*'));
}
/// `0  0x000000000043b144 in runtime.fatal`, the word is the empty one.
std::size_t delveFrame(Walk& walk, std::string_view behind)
{
    if (!isDigit(behind.front()))
        return 0;
    std::string_view s = behind;
    const auto n = number(s);
    if (!n || !s.starts_with("  0x"))
        return 0;
    s = trimLeft(s);
    if (!hex(s) || !s.starts_with(" in ") || !walk.isNext(*n))
        return 0;
    walk.justFrame = true;
    return eaten(behind, s);
}
/// `at ./main.go:12`
std::size_t delvePlace(Walk& walk, std::string_view behind)
{
    const bool is = walk.justFrame;
    walk.justFrame = false;
    return is ? std::max<std::size_t>(behind.find(' '), 1) : 0;
}
template <char end>
std::size_t numberThen(Walk&, std::string_view behind)
{
    std::string_view s = behind;
    return std::size_t(number(s) && s.starts_with(end));
}
/// `2    Thread 0x7f04 (LWP 7) "program" f ()` of `info threads`, but not behind its star
std::size_t listedThread(Walk& walk, std::string_view behind)
{
    std::string_view s = behind;
    return isDigit(behind.front()) && number(s) && !walk.before().ends_with('*') &&
           (s.starts_with("    Thread 0x") || s.starts_with("   Thread 0x") || s.starts_with("    LWP "));
}
/// `Thread 2 (Thread 0x7f04 (LWP 7)):`
std::size_t gdbThread(Walk&, std::string_view behind)
{
    std::string_view s = behind;
    return number(s) && (literal(s, " (Thread 0x") || literal(s, " (LWP ") || literal(s, " (process "))
               ? eaten(behind, s)
               : 0;
}
std::size_t goroutineEntry(Walk& walk, std::string_view behind)
{
    std::string_view s = behind;
    return std::size_t(number(s) && s.starts_with(" - ") && !walk.before().ends_with('*'));
}
/// `==7==`, of valgrind and AddressSanitizer
std::size_t processNumber(Walk&, std::string_view behind)
{
    std::string_view s = behind;
    return number(s) && s.starts_with("==") ? eaten(behind, s) : 0;
}
std::size_t ruler(Walk&, std::string_view behind)
{
    const std::size_t end = std::min(behind.find_first_not_of('='), behind.size());
    return end >= 10 && (end == behind.size() || isBlank(behind[end])) ? end : 0;
}
std::size_t digitFollows(Walk&, std::string_view behind)
{
    return std::size_t(isDigit(behind.front()));
}
/// `0x504000000030 is located 0 bytes inside`
std::size_t located(Walk&, std::string_view behind)
{
    const std::size_t end = std::min(behind.find_first_not_of("0123456789abcdef"), behind.size());
    return std::size_t(end > 0 && behind.substr(end).starts_with(" is located "));
}
std::size_t notPreviously(Walk& walk, std::string_view)
{
    return std::size_t(!walk.before().ends_with("previously"));
}
std::size_t accessFollows(Walk&, std::string_view behind)
{
    return std::size_t(behind.starts_with("read ") || behind.starts_with("write ") ||
                       behind.starts_with("atomic "));
}
/// `20 @ 0x46c22e`, `6358244282 319 @ 0x4b5850`
std::size_t profileRecord(Walk&, std::string_view behind)
{
    if (!isDigit(behind.front()))
        return 0;
    std::string_view s = behind;
    if (!number(s))
        return 0;
    if (s.starts_with(" @"))
        return eaten(behind, s);
    return literal(s, " ") && number(s) && s.starts_with(" @") ? eaten(behind, s) : 0;
}
/// `#\t0x4d2fa8\tmain.f+0x28`, whatever became of the tabs
std::size_t symbolFollows(Walk&, std::string_view behind)
{
    return std::size_t(behind.starts_with('#') && trimLeft(behind.substr(1)).starts_with("0x"));
}
/// `goroutine profile: total 26`
std::size_t total(Walk&, std::string_view behind)
{
    std::string_view s = behind;
    return number(s) ? eaten(behind, s) : 0;
}
/// `goroutine 7 lock 0x561f80`, `goroutine 7 [select]:`
std::size_t goroutineLine(Walk& walk, std::string_view behind)
{
    std::string_view s = behind;
    return std::size_t(number(s) &&
                       (s.starts_with(" lock 0x") || s.starts_with(" [") || s.starts_with(" gp=")) &&
                       !walk.before().ends_with("current"));
}
std::size_t notInAnother(Walk& walk, std::string_view)
{
    return std::size_t(!walk.before().ends_with("in another goroutine:"));
}
/// `ledger/ledger.go:53 ledger.Audit { lookup.mu.Lock() } <<<<<`, the word is the empty one.
std::size_t lockedPlace(Walk&, std::string_view behind)
{
    const std::size_t end = behind.find(' ');
    const std::size_t colon = findLast(behind.substr(0, end), ':');
    if (end == behind.npos || colon == behind.npos || colon < 3 ||
        colon + 1 + digits(behind.substr(colon + 1)) != end)
        return 0;
    const std::string_view file = behind.substr(0, colon);
    if (!file.ends_with(".go") && !file.ends_with(".s") && !file.ends_with("<autogenerated>"))
        return 0;
    const std::string_view function = behind.substr(end + 1, behind.substr(end + 1).find(' '));
    const std::string_view source = behind.substr(std::min(end + 2 + function.size(), behind.size()));
    return function.contains('.') && (source.starts_with("{ ") || source.starts_with("???"))
               ? end + 1 + function.size()
               : 0;
}

constexpr std::array kGdb = {
    Row{"#", frameNumber},
    Row{"Thread ", gdbThread, "", true},
    Row{"* ", digitFollows},
    Row{"", listedThread, "  "},
    Row{"[Inferior "},
    Row{"[Switching to "},
    Row{"[New "},
    Row{"[Current thread is "},
    Row{"[Thread debugging "},
    Row{"warning: "},
    Row{"Program received signal "},
    Row{"Program terminated with signal "},
    Row{"Core was generated by "},
    Row{"No locals."},
    Row{"No symbol table info available."},
    Row{"(gdb) "},
    Row{"$", digitFollows},
    Row{"$mutex = "},
    Row{"$semaphore = "},
    Row{"$rwlock = "},
};
constexpr std::array kEuStack = {
    Row{"PID ", numberThen<' '>},
    Row{"TID ", numberThen<':'>},
    Row{"#", frameNumber},
};
constexpr std::array kLldb = {
    Row{"* thread #", digitFollows},
    Row{"thread #", lldbThread, "  "},
    Row{"* frame #", lldbFrame, "  "},
    Row{"frame #", lldbFrame, "    "},
    Row{"(lldb) "},
    Row{"Process ", numberThen<' '>},
    Row{"Executable module set "},
    Row{"Architecture set "},
};
constexpr std::array kDelve = {
    Row{"(dlv) "},
    Row{"> ["},
    Row{"* Goroutine ", digitFollows},
    Row{"Goroutine ", goroutineEntry, "  "},
    Row{"at ", delvePlace, "\t    "},
    Row{"", delveFrame, "\t"},
    Row{"(truncated)", nullptr, "\t"},
    Row{"[", numberThen<' '>},
    Row{"Process ", numberThen<' '>},
};
constexpr std::array kValgrind = {
    Row{"==", processNumber},
};
constexpr std::array kTsan = {
    Row{"=", ruler},
    Row{"WARNING: ThreadSanitizer: "},
    Row{"SUMMARY: ThreadSanitizer: ", nullptr, "", true},
    Row{"ThreadSanitizer: reported "},
    Row{"#", frameNumber, "    "},
    Row{"Read of size ", nullptr, "  "},
    Row{"Write of size ", nullptr, "  "},
    Row{"Atomic read of size ", nullptr, "  "},
    Row{"Atomic write of size ", nullptr, "  "},
    Row{"Previous ", accessFollows, "  ", true},
    Row{"[failed to restore the stack]", nullptr, "    "},
    Row{"As if synchronized via sleep:", nullptr, "  ", true},
    Row{"Location is ", nullptr, "  ", true},
    Row{"Mutex M", digitFollows, "  ", true},
    Row{"Thread T", digitFollows, "  ", true},
    Row{"Cycle in lock order graph: ", nullptr, "  "},
    Row{"Hint: ", nullptr, "    "},
    Row{"And ", digitFollows, "  ", true},
    Row{"Freed by ", nullptr, "  ", true},
    Row{"Signal ", digitFollows, "  ", true},
};
constexpr std::array kAsan = {
    Row{"=", ruler},
    Row{"==", processNumber},
    Row{"#", frameNumber, "    "},
    Row{"READ of size "},
    Row{"WRITE of size "},
    Row{"0x", located, "", true},
    Row{"freed by thread ", nullptr, "", true},
    Row{"previously allocated by thread ", nullptr, "", true},
    Row{"allocated by thread ", notPreviously, "", true},
    Row{"Thread T", digitFollows, "", true},
    Row{"Direct leak of ", nullptr, "", true},
    Row{"Indirect leak of ", nullptr, "", true},
    Row{"SUMMARY: "},
    Row{"AddressSanitizer can not provide ", nullptr, "", true},
    Row{"Shadow bytes around "},
};
constexpr std::array kProfile = {
    Row{"goroutine profile: total ", total},
    Row{"goroutineleak profile: total ", total},
    Row{"threadcreate profile: total ", total},
    Row{"--- contention:"},
    Row{"--- mutex:"},
    Row{"cycles/second=", total},
    Row{"sampling period=", total},
    Row{"", profileRecord},
    Row{"", symbolFollows},
    Row{"# labels: {"},
};
constexpr std::array kGoDeadlock = {
    Row{"POTENTIAL DEADLOCK:"},
    Row{"happened before", notInAnother},
    Row{"happened after", notInAnother, "", true},
    Row{"happend after", notInAnother, "", true},
    Row{"in another goroutine: happened ", nullptr, "", true},
    Row{"Previous place where the lock was grabbed"},
    Row{"Have been trying to lock it again for more than ", nullptr, "", true},
    Row{"Here is what goroutine ", nullptr, "", true},
    Row{"Other goroutines holding locks:", nullptr, "", true},
    Row{"All current goroutines:", nullptr, "", true},
    Row{"current goroutine ", digitFollows},
    Row{"goroutine ", goroutineLine},
    Row{"", lockedPlace},
};

} // namespace

/// What a report of that kind holds, all of it; and its lines.
struct ReportGrammar {
    std::array<std::string_view, 2> signs;
    std::span<const Row> rows;
    FrameTail tail = FrameTail::None;
};
namespace
{

using Kind = ReportGrammar;
// Of several that could be meant the first.
constexpr std::array kKinds = {
    Kind{{"POTENTIAL DEADLOCK:", " { "}, kGoDeadlock},
    Kind{{"(dlv) ", "  0x"}, kDelve},
    Kind{{" - User: ", " Goroutine "}, kDelve},
    Kind{{" profile: total ", " @"}, kProfile},
    Kind{{"--- contention:", " @ 0x"}, kProfile},
    Kind{{"--- mutex:", " @ 0x"}, kProfile},
    Kind{{"WARNING: ThreadSanitizer: ", "#0 "}, kTsan, FrameTail::Module},
    Kind{{"AddressSanitizer", "#0 "}, kAsan},
    Kind{{"LeakSanitizer", "#0 "}, kAsan},
    Kind{{"frame #0: ", "frame #1: "}, kLldb},
    Kind{{"TID ", "#0  0x"}, kEuStack, FrameTail::Source},
    Kind{{"#0  ", "#1  "}, kGdb, FrameTail::Locals},
    Kind{{"==    at 0x", "==    by 0x"}, kValgrind},
    Kind{{"== ", "== Command: "}, kValgrind},
};

} // namespace

const ReportGrammar* reportIn(std::string_view text)
{
    const auto holds = [text](std::string_view sign) { return contains(text, sign); };
    const auto* const kind =
        std::ranges::find_if(kKinds, [&](const Kind& k) { return std::ranges::all_of(k.signs, holds); });
    return kind == kKinds.end() ? nullptr : &*kind;
}

bool isLineOf(const ReportGrammar& grammar, std::string_view line)
{
    Walk walk{.line = line, .justFrame = true, .anyNumber = true};
    return std::ranges::any_of(grammar.rows, [&](const Row& row) {
        std::string_view behind = line;
        return literal(behind, row.word) && (!row.match || (!behind.empty() && row.match(walk, behind) > 0));
    });
}

bool holdsReport(std::string_view line)
{
    constexpr std::size_t kLeast = 160, kLeastProfile = 32;
    if (line.size() <= kLeast && (line.size() <= kLeastProfile || !contains(line, " profile: total ")))
        return false;
    return reportIn(line) != nullptr;
}

std::vector<ReportLine> reportLines(std::string_view line)
{
    std::vector<ReportLine> found;
    const Kind* const kind = reportIn(line);
    if (!kind)
        return {{line, "", false}};
    Walk walk{line};
    ReportLine open;
    std::size_t begin = 0;
    bool frame = false;
    const auto close = [&](std::size_t end) {
        open.text = trimRight(trimLeft(line.substr(begin, end - begin)));
        if (open.text.empty())
            return;
        if (frame)
            addFrame(open, kind->tail, found);
        else
            found.push_back(open);
    };
    for (walk.at = 0; walk.at < line.size();) {
        std::size_t length = 0;
        const std::string_view rest = walk.rest();
        if (walk.at == 0 || isBlank(line[walk.at - 1])) {
            for (const Row& row : kind->rows) {
                if (!rest.starts_with(row.word))
                    continue;
                const std::string_view behind = rest.substr(row.word.size());
                const std::size_t more = !row.match ? 1 : behind.empty() ? 0 : row.match(walk, behind);
                if (more == 0)
                    continue;
                close(walk.at);
                begin = walk.at;
                frame = row.word == "#";
                open = {{}, row.indent, row.blankBefore};
                length = row.word.size() + (row.match ? more : 0);
                break;
            }
        }
        walk.at += std::max<std::size_t>(length, 1);
    }
    close(line.size());
    return found;
}

} // namespace skein
