// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "parser/rewrite/quality.h"

#include "parser/gaps.h"
#include "parser/rewrite/rewrites.h"
#include "parser/rewrite/signs.h"
#include "parser/scan.h"
#include "parser/words.h"

#include <algorithm>
#include <array>
#include <optional>
#include <ranges>
#include <string_view>

namespace skein
{

namespace
{

constexpr std::size_t kThreadsWithArguments = 200;
/// So much of a log is searched for lines that a collector has split.
constexpr std::size_t kMaxSplit = 1024 * 1024;

/// Texts that no function or file name of a program holds.
constexpr Words
    kRemains(std::to_array<std::string_view>({"&lt;", "&gt;", "&amp;",    "&#",   "=3D",
                                              "](",   "<br",  "\xe2\x80", "\x1b", "\t",
                                              "\\n",  "\\t",  "\\u",      "\\_",  "\\<",
                                              "\\[",  "\\*",  "[0m",      "[22m", "&nbsp;",
                                              "([",   ", [",  "\xc2\xa0", ", \\", std::string_view("\0", 1),
                                              "\r",   "#012", "({[0x"}));

/// `library::close() [shopd]`: what stands before every line, within one of which the pieces were put
/// together.
bool endsInPrefix(std::string_view name)
{
    const std::size_t open = scan::findLast(name, '[');
    return name.ends_with(']') && open != name.npos && name.substr(0, open).ends_with(") ") &&
           !name.substr(open).contains(' ');
}

bool looksDamaged(std::string_view name)
{
    if (name.starts_with(' ') || name.starts_with('[') || name.starts_with('"') || name.ends_with('\\') ||
        name.starts_with("//") || name.starts_with("# ") || name.starts_with("> ") ||
        name.starts_with("^I") || name.starts_with('$') || name.ends_with('$') || name.ends_with("\",") ||
        (name.ends_with('=') && !scan::contains(name, "operator")) || endsInPrefix(name))
        return true;
    std::size_t at = kRemains.find(name);
    // `std::mutex::lock[abi:ne190107](…)`: libc++'s functions have a version
    while (at != name.npos && name.substr(at).starts_with("](") && name.substr(0, at).contains("[abi:"))
        at = kRemains.find(name, at + 1);
    return at != name.npos;
}

/// Function names of Go hold a dot and no blanks. Native ones may be anything.
bool isWhole(const Log& log, const Frame& frame)
{
    const std::string_view function = log.str(frame.function), file = log.str(frame.file);
    const bool cpp = frame.address != 0 || scan::contains(function, "::");
    const bool native = frame.module || (cpp && !file.ends_with(".go") && !file.ends_with(".s"));
    return !looksDamaged(function) && !looksDamaged(file) && !looksDamaged(log.str(frame.module)) &&
           (native || (function.contains('.') &&
                       function.find(' ') >= function.find('['))); // type arguments hold blanks, names don't
}

/// Per frame of the log: what one printing of it counts.
std::vector<std::int64_t> worthOfFrames(const Log& log)
{
    std::vector<std::int64_t> worth;
    worth.reserve(log.frames.size());
    for (const Frame& frame : log.frames)
        worth.push_back(isWhole(log, frame) ? (frame.file ? 8 : 2) + (frame.module ? 1 : 0) : 1);
    return worth;
}

std::int64_t argumentsOf(const Log& log, const Thread& thread)
{
    std::int64_t count = 0;
    for (const FrameText& frame : log.threadText->frames(thread))
        for (const ArgWord& word : frame.args)
            count += word.isNumber ? 1 : word.value == 0 ? -1 : 0;
    return count;
}

/// A goroutine that should have frames. It has none where it had just been created (gccgo), and in reports
/// that print stacks of what was done instead of stacks of goroutines.
bool isPoor(const Snapshot& snapshot, const Thread& t)
{
    if (t.stack || t.stackUnavailable || t.cutOff ||
        (t.kind != ThreadKind::Goroutine && snapshot.format != "eu-stack"))
        return false;
    constexpr std::uint32_t kNewborn = 3; // header, creator and its place: nothing that might be a frame
    if (t.createdAt && t.lastLine - t.firstLine < kNewborn)
        return false;
    return !std::ranges::contains(snapshot.otherStacks, t.id, &OtherStack::thread);
}

/// The log ends within what it says about this goroutine, which is not the only one that could be read: the
/// log is cut off, as `goroutine 7 [select]:`, `main.run(0xc00012`.
bool isLast(const Log& log, const Snapshot& snapshot, const Thread& t)
{
    constexpr std::uint32_t kLinesOfFrame = 2;
    return &t == &snapshot.threads.back() && t.lastLine + kLinesOfFrame >= log.text.lineCount() &&
           snapshot.threads.size() > 1 && snapshot.threads.front().stack;
}

/// `panic: index out of range [7] with length 0 [recovere`
bool isCutReason(std::string_view reason)
{
    // `panic: boom"`: the line is a string, of which only the beginning was taken away
    const bool quoted = reason.ends_with('"') && std::ranges::count(reason, '"') % 2 == 1;
    return quoted || isCutMessage(reason) ||
           std::ranges::count(reason, '[') > std::ranges::count(reason, ']');
}

/// `[signal SIGSEGV: segmentation violation code=0x1 addr=0x0 pc=0x4c`
bool isCutRemark(std::string_view text)
{
    return text.starts_with("[signal ") && (!text.ends_with(']') || scan::contains(text, "=3D"));
}

/// Where a line of a dump goes on in the next one: `2026-11-20T09:31:00.000000118Z stderr P main.ma`, behind
/// something because of which it wasn't joined while reading.
std::optional<std::uint64_t> splitPlace(const Log& log, std::size_t limit)
{
    if (log.snapshots.empty() || log.input.linePrefix == "kubernetes")
        return {};
    const std::uint64_t begin = log.text.lineOffset(log.snapshots.front().lines.first);
    const std::string_view text = log.text.bytes().substr(begin, limit);
    return scan::contains(text, " stderr P ") || scan::contains(text, " stdout P ") ? std::optional(begin)
                                                                                    : std::nullopt;
}

/// How many lines go on in the next one and weren't joined to it.
std::int64_t splitLines(const Log& log)
{
    const auto begin = splitPlace(log, kMaxSplit);
    if (!begin)
        return 0;
    const std::string_view text = log.text.bytes().substr(*begin, kMaxSplit);
    std::int64_t count = 0;
    for (const std::string_view mark : {" stderr P ", " stdout P "})
        for (std::size_t at = text.find(mark); at != text.npos; at = text.find(mark, at + 1))
            ++count;
    return count;
}

bool runs(const Thread& t)
{
    return t.state == ThreadState::Running && t.stack;
}

/// A panic of which several goroutines run: all but one may stand in its value, which empty lines tell. One
/// that has printed itself is none of another program's.
bool mayQuote(const Log& log, const Snapshot& snapshot)
{
    const auto first = std::ranges::find_if(snapshot.threads, runs);
    return log.str(snapshot.reason).starts_with("panic: ") &&
           std::ranges::count_if(snapshot.threads, runs) > 1 &&
           log.function(log.stack(first->stack).front()) != "runtime/debug.Stack";
}

/// Only readers of goroutines look past the empty lines that some viewers put behind every line.
bool isDoubleSpaced(const Log& log)
{
    return (log.snapshots.empty() || std::ranges::any_of(log.snapshots,
                                                         [&](const Snapshot& s) {
                                                             return s.format != "go-traceback" ||
                                                                    mayQuote(log, s);
                                                         })) &&
           suspectsDoubleSpacing(log.text.bytes().substr(0, kMaxSplit)) &&
           (!log.snapshots.empty() || holdsSign(log.text.bytes().substr(0, kMaxSplit)));
}

std::size_t framesOf(const Log& log, const Thread& thread)
{
    return thread.stack ? log.stack(thread.stack).size() : 0;
}

/// Several lines are as long as the longest one, where terminals break them.
bool looksWrapped(std::string_view text)
{
    constexpr std::size_t kMostLines = 400, kSeveral = 3, kNarrowest = 30;
    std::size_t longest = 0, count = 0;
    for (std::size_t n = 0; n < kMostLines && !text.empty(); ++n) {
        const std::size_t size = std::min(text.find('\n'), text.size());
        if (size > longest)
            count = 0;
        longest = std::max(longest, size);
        count += size == longest;
        text.remove_prefix(std::min(size + 1, text.size()));
    }
    return longest >= kNarrowest && count >= kSeveral;
}

/// A dump of native threads in pieces: each frame a thread of its own because the newest line is the first,
/// or many lines between the frames that nobody knows: the ends of broken ones, or the other fields of
/// records.
bool isInPieces(const Log& log, const Snapshot& snapshot)
{
    constexpr std::size_t kFewThreads = 4, kLook = 64 * 1024;
    constexpr std::uint32_t kFewLines = 10;
    const std::uint32_t all = snapshot.lines.last - snapshot.lines.first + 1;
    if (snapshot.format == "go-traceback" || all <= kFewLines)
        return false;
    const std::string_view text = log.text.bytes().substr(log.text.lineOffset(snapshot.lines.first), kLook);
    const auto lone = static_cast<std::size_t>(
        std::ranges::count(snapshot.threads, 1u, [&](const Thread& t) { return framesOf(log, t); }));
    if (snapshot.threads.size() >= kFewThreads && lone * 2 > snapshot.threads.size() &&
        suspectsReversal(text))
        return true;
    std::uint32_t known = 0;
    for (auto span = std::ranges::lower_bound(log.recognised, snapshot.lines.first, {}, &LineSpan::last);
         span != log.recognised.end() && span->first <= snapshot.lines.last; ++span)
        known += std::min(span->last, snapshot.lines.last) - std::max(span->first, snapshot.lines.first) + 1;
    return known < all - all / 5 && (looksWrapped(text) || suspectsJournal(text) || suspectsStamps(text));
}

/// A title without what it announces.
bool isEmptyReport(const Log& log, const Snapshot& snapshot)
{
    constexpr std::size_t kLook = 4096;
    const std::string_view reason = log.str(snapshot.reason);
    const auto recordsFollow = [&] {
        const std::string_view text = log.text.bytes().substr(log.text.lineOffset(snapshot.lines.first));
        return scan::contains(text.substr(0, kLook), " @ 0x");
    };
    return snapshot.threads.empty() &&
           (snapshot.format == "go-deadlock" || (reason.starts_with("--- ") && recordsFollow()) ||
            (snapshot.format == "go-pprof" && scan::contains(reason, " profile: total ") &&
             !reason.ends_with(" 0")));
}

/// A reason without goroutines, right above goroutines without a reason.
bool isApart(const Log& log, const Snapshot& snapshot)
{
    constexpr std::uint32_t kNear = 3;
    if (snapshot.format != "go-traceback" || !snapshot.threads.empty() || &snapshot == &log.snapshots.back())
        return false;
    const Snapshot& next = *(&snapshot + 1);
    return snapshot.reason && !next.reason && next.format == snapshot.format &&
           next.lines.first <= snapshot.lines.last + kNear;
}

/// Two frames of a stack.
bool holdsFrames(std::string_view line)
{
    constexpr std::size_t kShortest = 200;
    return line.size() > kShortest &&
           ((scan::contains(line, "#0 ") && scan::contains(line, "#1 ")) ||
            (scan::contains(line, "frame #0: ") && scan::contains(line, "frame #1: ")) ||
            (scan::contains(line, "==    at 0x") && scan::contains(line, "==    by 0x")));
}

/// `goroutine 7 [running]: main.f() /src/main.go:5`, `--- contention: … 158 @ 0x4d2ca9`: more than the first
/// line of a dump.
bool holdsMore(std::string_view line)
{
    const std::size_t header = line.find("goroutine ");
    const std::size_t state = header == line.npos ? line.npos : line.find("]: ", header);
    return (state != line.npos && scan::contains(line.substr(state), ".go:")) ||
           ((scan::contains(line, "--- contention:") || scan::contains(line, "--- mutex:")) &&
            scan::contains(line, " @ 0x"));
}

/// The line holds more headers, `goroutine 7 [select]:`, than goroutines were read of it.
bool holdsMissed(const Log& log, std::string_view line, std::uint32_t number)
{
    std::ptrdiff_t headers = 0, read = 0;
    bool frames = false;
    for (std::size_t at = line.find("goroutine "); at != line.npos; at = line.find("goroutine ", at + 1)) {
        const std::string_view rest = line.substr(at + 10);
        if (!rest.substr(scan::digits(rest)).starts_with(" ["))
            continue;
        frames = frames || (headers == 0 && scan::contains(rest, ".go:"));
        ++headers;
    }
    for (const Snapshot& s : log.snapshots)
        if ((headers > 1 || frames) && s.lines.first <= number && s.lines.last >= number)
            read += std::ranges::count(s.threads, number, &Thread::firstLine);
    return (headers > 1 && read > 0 && read < headers) || (frames && read == 0);
}

/// A line that was recognised by how it begins and holds many: `==1== Helgrind, a thread error
/// detector\n==1== …`
std::optional<std::uint64_t> longPlace(const Log& log, std::size_t limit)
{
    constexpr std::size_t kLong = 2000, kMostSpans = 64;
    const std::string_view text = log.text.bytes();
    for (const LineSpan span : log.recognised | std::views::take(kMostSpans)) {
        const std::uint64_t begin = log.text.lineOffset(span.first);
        if (begin > limit)
            break;
        const std::string_view line = text.substr(begin, text.substr(begin, limit).find('\n'));
        if ((line.size() > kLong && holdsSign(line)) || holdsFrames(line) || holdsMore(line) ||
            holdsMissed(log, line, span.first))
            return begin;
    }
    return {};
}

} // namespace

std::int64_t qualityOf(const Log& log, const BrokenLines& broken)
{
    const std::vector<std::int64_t> worth = worthOfFrames(log);
    std::vector<std::int64_t> ofStack(log.stackCount(), -1);
    std::int64_t sum = 0;
    std::size_t asked = 0;
    const auto worthOfStack = [&](StackId stack) {
        std::int64_t& known = ofStack[stack.value];
        if (known < 0) {
            known = 4;
            for (const FrameId frame : log.stack(stack))
                known += worth[frame.value];
        }
        return known;
    };
    for (const Snapshot& snapshot : log.snapshots) {
        // What announces a dump is worth something together with the dump only. What ends a C program may be
        // all that it says.
        if (snapshot.threads.empty() && snapshot.otherStacks.empty()) {
            sum += snapshot.format == "abort-message" && !looksDamaged(log.str(snapshot.reason)) ? 5 : 0;
            continue;
        }
        for (const OtherStack& other : snapshot.otherStacks)
            sum += other.stack ? worthOfStack(other.stack) : 0;
        sum += !snapshot.reason ? -1 : isCutReason(log.str(snapshot.reason)) ? 25 : 30;
        sum += std::min<std::int64_t>(
            std::ranges::count_if(snapshot.remarks,
                                  [&](const Remark& r) { return !isCutRemark(log.str(r.text)); }),
            4);
        // Of a panic's goroutines that run all but the last stand in its value.
        const auto last = mayQuote(log, snapshot) ? std::ranges::find_last_if(snapshot.threads, runs).begin()
                                                  : snapshot.threads.begin();
        sum -= last - snapshot.threads.begin();
        const bool allPoor =
            std::ranges::all_of(snapshot.threads, [&](const Thread& t) { return isPoor(snapshot, t); });
        for (const Thread& thread : std::ranges::subrange(last, snapshot.threads.end())) {
            if (thread.stack) {
                // A stack that fell to pieces is worth less than a whole one.
                const bool piece = thread.kind != ThreadKind::Goroutine && framesOf(log, thread) == 1 &&
                                   snapshot.threads.size() > 1;
                sum += worthOfStack(thread.stack) - (piece ? 8 : 0);
            } else if (thread.stackUnavailable) {
                sum += 4;
            }
            if (thread.createdAt)
                sum += worth[thread.createdAt.value] / 2;
            sum += !allPoor && isPoor(snapshot, thread) ? -1 : thread.state == ThreadState::Unknown ? 0 : 1;
            if (asked < kThreadsWithArguments && ++asked)
                sum += argumentsOf(log, thread);
        }
    }
    if (sum <= 0)
        return sum;
    const auto split = splitLines(log) + static_cast<std::int64_t>(broken.count);
    return sum - std::min(split, sum / 16 + 1);
}

std::optional<std::uint64_t> suspiciousPlace(const Log& log, std::size_t limit)
{
    if (const auto place = splitPlace(log, limit))
        return place;
    if (isDoubleSpaced(log))
        return 0;
    if (const auto place = longPlace(log, limit))
        return place;
    for (const Snapshot& snapshot : log.snapshots)
        if (isInPieces(log, snapshot) || isEmptyReport(log, snapshot) || isApart(log, snapshot))
            return log.text.lineOffset(snapshot.lines.first);
    for (const Snapshot& snapshot : log.snapshots)
        for (const Thread& thread : snapshot.threads)
            if (isPoor(snapshot, thread) && !isLast(log, snapshot, thread))
                return thread.textOffset;
    for (const Snapshot& snapshot : log.snapshots)
        if (isCutReason(log.str(snapshot.reason)) || looksDamaged(log.str(snapshot.reason)) ||
            std::ranges::any_of(snapshot.remarks,
                                [&](const Remark& r) { return isCutRemark(log.str(r.text)); }))
            return log.text.lineOffset(snapshot.lines.first);
    const auto damaged = [&](const Frame& frame) {
        return looksDamaged(log.str(frame.function)) || looksDamaged(log.str(frame.file)) ||
               looksDamaged(log.str(frame.module));
    };
    if (std::ranges::any_of(log.frames, damaged))
        return log.snapshots.empty() ? 0 : log.text.lineOffset(log.snapshots.front().lines.first);
    std::string_view text = log.text.bytes();
    // How a line without its end goes on isn't known, and the others could be read.
    if (log.stackCount() > 0 && !text.ends_with('\n'))
        text = text.substr(0, text.rfind('\n') + 1);
    // Lines of a report were recognised that came to nothing.
    if (log.snapshots.empty() && !log.recognised.empty() && holdsSign(text.substr(0, limit)))
        return 0;
    std::optional<std::uint64_t> place;
    forEachGap(log, [&](std::uint32_t, std::uint64_t begin, std::uint64_t end) {
        const std::size_t size =
            std::min<std::size_t>(std::min<std::size_t>(end, text.size()) - begin, limit);
        if (holdsSign(text.substr(begin, size)))
            place = begin;
        limit -= size;
        return !place && limit > 0;
    });
    return place;
}

} // namespace skein
