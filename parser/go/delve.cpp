// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "parser/go/delve.h"

#include "parser/go/dump.h"
#include "parser/go/frame_line.h"
#include "parser/go/header.h"
#include "parser/go/report_start.h"
#include "parser/scan.h"

#include <array>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace skein::go
{

namespace
{

using namespace scan;

constexpr std::string_view kFormat = "delve";
/// Ordinary lines (local variables, remarks) that may stand between two goroutines or two frames.
constexpr int kMaxBetween = 60;

const std::vector<std::string_view>& anchors()
{
    static const std::vector<std::string_view> all = {
        " - User: ", " - Runtime: ", " - Go: ", " - Start: ", "Thread 9", "(dlv) "};
    return all;
}

constexpr std::array<std::string_view, 2> kSamples = {
    "* Goroutine 1 - User: ./main.go:22 main.main (0x10c29ce) (thread 145740)",
    "  Goroutine 2 - User: /usr/local/go/src/runtime/proc.go:305 runtime.gopark (0x103623b) [force gc "
    "(idle)]",
};

struct Entry {
    std::uint64_t id = 0;
    bool current = false;
    std::string_view file, function, status;
    std::uint32_t line = 0;
    std::uint64_t pc = 0, osId = ThreadId::kNone;
    std::int32_t minutes = -1;
    bool isThread = false; ///< of the operating system
};

/// "2h31m14.2s" → 151; -1 where it says no minutes, or more than a clock that was never set gives.
std::int32_t minutesOf(std::string_view duration)
{
    constexpr std::uint64_t kMost = 366 * 24 * 60;
    std::uint64_t minutes = 0;
    for (std::string_view s = duration; const auto n = number(s);) {
        if (*n < kMost && literal(s, "h"))
            minutes += *n * 60;
        else if (*n < kMost && !s.starts_with("ms") && literal(s, "m"))
            minutes += *n;
        else if (*n >= kMost)
            return -1;
        else
            break;
    }
    return minutes > 0 && minutes < kMost ? static_cast<std::int32_t>(minutes) : -1;
}

/// "/src/a.go:41" → file and line.
bool eatPlace(std::string_view place, std::string_view& file, std::uint32_t& line)
{
    const std::size_t colon = findLast(place, ':');
    if (colon == place.npos || colon == 0)
        return false;
    std::string_view digits = place.substr(colon + 1);
    const auto n = number(digits);
    if (!n || !digits.empty() || *n > UINT32_MAX)
        return false;
    file = place.substr(0, colon);
    line = static_cast<std::uint32_t>(*n);
    return true;
}

/// What stands behind the place: `(0x4aa4f7) [select 3] (thread 1903)`
void readTail(std::string_view s, Entry& e)
{
    s = trimLeft(s);
    if (literal(s, "(") && s.starts_with("0x")) {
        e.pc = hex(s).value_or(0);
        literal(s, ")");
    }
    s = trimLeft(s);
    if (const std::size_t end = s.find(']'); s.starts_with('[') && end != s.npos) {
        e.status = s.substr(1, end - 1);
        // Since when, in nanoseconds of a clock that the log does not know, or for how long: "5m12.3s".
        const std::size_t space = findLast(e.status, ' ');
        if (space != e.status.npos && isDigit(e.status[std::min(space + 1, e.status.size() - 1)]) &&
            e.status.find_first_not_of("0123456789.hmsnu\xc2\xb5", space + 1) == e.status.npos) {
            e.minutes = minutesOf(e.status.substr(space + 1));
            e.status = e.status.substr(0, space);
        }
        s = trimLeft(s.substr(end + 1));
    }
    if (literal(s, "(thread "))
        e.osId = number(s).value_or(ThreadId::kNone);
}

std::optional<Entry> matchEntry(std::string_view text)
{
    std::string_view s = trimLeft(text);
    Entry e;
    if (literal(s, "*")) {
        e.current = true;
        s = trimLeft(s);
    }
    // * Thread 13055 at 0x469bb3 /usr/local/go/src/runtime/sys_linux_amd64.s:563 runtime.futex
    e.isThread = literal(s, "Thread ");
    if (!e.isThread && !literal(s, "Goroutine "))
        return {};
    const auto id = number(s);
    if (!id)
        return {};
    e.id = *id;
    if (e.isThread) {
        const auto pc = literal(s, " at ") ? hex(s) : std::nullopt;
        if (!pc || !literal(s, " "))
            return {};
        e.pc = *pc;
    } else {
        if (!literal(s, " - "))
            return {};
        const std::size_t colon = s.find(": ");
        const std::string_view which = s.substr(0, std::min(colon, s.size()));
        if (which != "User" && which != "Runtime" && which != "Go" && which != "Start")
            return {};
        s.remove_prefix(colon + 2);
    }
    // c:/program files/go/src/runtime/proc.go:367 runtime.gopark
    std::size_t space = s.find(' ');
    while (space != s.npos && !eatPlace(s.substr(0, space), e.file, e.line))
        space = s.find(' ', space + 1);
    if (space == s.npos)
        return {};
    s.remove_prefix(space + 1);
    const std::size_t end = std::min(s.find(" (0x"), s.size());
    e.function = trimRight(s.substr(0, end));
    readTail(s.substr(end), e);
    return e.function.empty() ? std::nullopt : std::optional(e);
}

bool isEntry(std::string_view text)
{
    return matchEntry(text).has_value();
}

int judge(LineCursor&)
{
    return 1;
}

/// `\t0  0x000000000042faab in runtime.gopark`: what stands behind ` in `, with the program counter.
struct FrameStart {
    std::string_view function;
    std::uint64_t pc = 0;
};
std::optional<FrameStart> matchFrame(std::string_view text)
{
    std::string_view s = trimLeft(text);
    const auto index = number(s);
    if (!index || !s.starts_with(' '))
        return {};
    s = trimLeft(s);
    const auto pc = hex(s);
    if (!pc || !literal(s, " in ") || s.empty())
        return {};
    return FrameStart{s, *pc};
}

/// `\t   at /usr/local/go/src/runtime/proc.go:305`
bool matchAt(std::string_view text, Location& location)
{
    std::string_view s = trimLeft(text);
    return literal(s, "at ") && eatPlace(s, location.file, location.line);
}

/// What the frames say of the wait; nothing where they don't.
std::string_view waitOf(std::string_view function)
{
    struct Row {
        std::string_view function, reason;
    };
    static constexpr std::array kRows = {
        Row{"sync.(*RWMutex).RLock", "sync.RWMutex.RLock"},
        Row{"sync.(*RWMutex).Lock", "sync.RWMutex.Lock"},
        Row{"sync.(*WaitGroup).Wait", "sync.WaitGroup.Wait"},
        Row{"sync.(*Cond).Wait", "sync.Cond.Wait"},
        Row{"sync.(*Mutex).Lock", "sync.Mutex.Lock"},
        Row{"sync.(*Mutex).lockSlow", "sync.Mutex.Lock"},
        Row{"internal/sync.(*Mutex).Lock", "sync.Mutex.Lock"},
        Row{"internal/sync.(*Mutex).lockSlow", "sync.Mutex.Lock"},
        Row{"runtime.chanrecv", "chan receive"},
        Row{"runtime.chansend", "chan send"},
        Row{"runtime.selectgo", "select"},
        Row{"runtime.block", "select (no cases)"},
        Row{"time.Sleep", "sleep"},
        Row{"internal/poll.runtime_pollWait", "IO wait"},
    };
    for (const Row& row : kRows)
        if (row.function == function)
            return row.reason;
    return {};
}

/// `(dlv) goroutine 8 bt`, `(dlv) gr 8 bt`: whose frames follow; unknown where it doesn't say.
ThreadId commandsGoroutine(std::string_view text)
{
    std::string_view s = text;
    if (!literal(s, "(dlv) goroutine ") && !literal(s, "(dlv) gr "))
        return {};
    const auto id = number(s);
    return id ? ThreadId(*id) : ThreadId();
}

/// `> [Breakpoint 1] main.main() ./main.go:5 (hits goroutine(4):1 total:1) (PC: 0x43b144)`: the goroutine at
/// which the program has stopped; `before` ends with the prompt of a command that is about this one.
ThreadId stoppedGoroutine(std::string_view before)
{
    constexpr std::size_t kFar = 16 * 1024;
    constexpr std::string_view kHits = "(hits goroutine(";
    if (before.size() > kFar)
        before.remove_prefix(before.size() - kFar);
    const std::size_t at = before.rfind(kHits);
    if (at == before.npos)
        return {};
    std::string_view s = before.substr(at + kHits.size());
    const auto id = number(s);
    return id && s.starts_with(')') ? ThreadId(*id) : ThreadId();
}

bool isCommand(std::string_view text)
{
    return text.starts_with("(dlv) ");
}

/// The frames of a goroutine follow.
int judgeCommand(LineCursor& in)
{
    in.advance();
    const Line* next = in.atEnd() ? nullptr : in.peek();
    Location location;
    return next && !in.line().foreign && matchFrame(in.line().text) && matchAt(next->text, location) ? 1 : 0;
}

class DelveReader final : public FormatReader
{
public:
    bool read(LineCursor& in, LogBuilder& out) override
    {
        if (contains(in.line().raw, "(dlv) "))
            return locateStart(in, isCommand, judgeCommand) && backtrace(in, out);
        if (!locateStart(in, isEntry, judge))
            return false;
        m_used = true;
        Dump dump(out);
        const LinePrefix prefix = in.prefix();
        const std::uint32_t first = in.line().number;
        out.notePrefix(first, prefix);
        dump.open(first);
        dump.describe(kFormat, {}, {});
        do
            goroutine(in, out, dump);
        while (toNext(in));
        // [7 goroutines]
        if (!in.atEnd() && in.line().text.starts_with('[') && in.line().text.ends_with(" goroutines]")) {
            out.recognise(in.line());
            dump.coverUpTo(in.line().last);
            in.advance();
        }
        dump.close();
        out.countPrefix(prefix, in.place().line - first);
        return true;
    }
    void finish(LogBuilder& out) override
    {
        if (m_used)
            markLibraries(out.log());
    }

private:
    bool backtrace(LineCursor& in, LogBuilder& out)
    {
        m_used = true;
        Dump dump(out);
        const Line line = in.line();
        dump.open(line.number);
        dump.describe(kFormat, {}, {});
        out.recognise(line);
        Thread t;
        t.id = commandsGoroutine(line.text);
        const bool current = !t.id.known();
        if (current)
            t.id = stoppedGoroutine(in.text().substr(0, line.offset));
        t.kind = ThreadKind::Goroutine;
        t.textOffset = line.threadOffset();
        t.firstLine = line.number;
        std::vector<FrameId> frames;
        std::uint32_t last = line.last;
        in.advance();
        readFrames(in, out, frames, last);
        dump.showsRuntimeFrames();
        setState(t, std::string(waitOfStack(out.log(), frames)), current, out);
        t.stack = out.stack(frames);
        t.lastLine = last;
        dump.addThread(t, {});
        dump.close();
        return true;
    }

    /// The outermost of the runtime's frames knows best: a mutex is waited for by a semaphore.
    static std::string_view waitOfStack(const Log& log, const std::vector<FrameId>& frames)
    {
        std::string_view wait;
        for (const FrameId f : frames) {
            const Frame& frame = log.frames[f.value];
            if (frame.role != Role::Runtime)
                break;
            if (const auto w = waitOf(log.str(frame.function)); !w.empty())
                wait = w;
        }
        return wait;
    }

    static void goroutine(LineCursor& in, LogBuilder& out, Dump& dump)
    {
        const Line line = in.line();
        const Entry e = *matchEntry(line.text);
        Thread t;
        t.id = ThreadId(e.id);
        t.osId = e.osId;
        t.waitedMinutes = e.minutes;
        if (e.isThread)
            t.kind = ThreadKind::Thread;
        t.textOffset = line.threadOffset();
        t.firstLine = line.number;
        std::uint32_t last = line.last;
        out.recognise(line);
        std::string reason(e.status);
        std::vector<FrameId> frames;
        const FrameId own = out.frame({e.function, e.file, e.line, e.pc}, roleOf);
        in.advance();
        readFrames(in, out, frames, last);
        if (frames.empty())
            frames.push_back(own);
        else
            dump.showsRuntimeFrames();
        const std::string_view byFrames = waitOfStack(out.log(), frames);
        if (!byFrames.empty())
            reason = byFrames;
        setState(t, reason, e.osId != ThreadId::kNone, out);
        t.stack = out.stack(frames);
        t.lastLine = last;
        dump.addThread(t, {});
        dump.coverUpTo(last);
    }

    static void setState(Thread& t, const std::string& reason, bool onThread, LogBuilder& out)
    {
        if (reason.empty()) {
            t.state = onThread ? ThreadState::Running : ThreadState::Unknown;
            return;
        }
        const std::string text = "goroutine 1 [" + reason + "]:";
        const auto header = matchHeader(text);
        t.state = header ? header->state : ThreadState::Waiting;
        if (t.state == ThreadState::Waiting) {
            t.waitReason = out.intern(reason);
            t.waitsOnKind = header ? header->waitsOn : ResourceKind::None;
        }
    }

    static void readFrames(LineCursor& in, LogBuilder& out, std::vector<FrameId>& frames, std::uint32_t& last)
    {
        for (int others = 0; !in.atEnd() && others < kMaxBetween;) {
            const Line& line = in.line();
            const Line* next = in.peek();
            if (!line.foreign && isEntry(line.text))
                return;
            const auto start = line.foreign ? std::nullopt : matchFrame(line.text);
            Location location;
            if (start && next && !next->foreign && matchAt(next->text, location)) {
                frames.push_back(
                    out.frame({start->function, location.file, location.line, start->pc}, roleOf));
                out.recognise(line);
                out.recognise(*next);
                last = next->last;
                in.advance();
                others = 0;
            } else if (line.text.empty() || line.text.ends_with(" goroutines]") ||
                       (!isBlank(line.text.front()) && line.text != "(truncated)")) {
                return;
            } else {
                ++others; // local variables of -full, (truncated)
            }
            in.advance();
        }
    }

    /// Past blank lines.
    static bool toNext(LineCursor& in)
    {
        for (int i = 0; i < 3 && !in.atEnd(); ++i) {
            if (!in.line().foreign && isEntry(in.line().text))
                return true;
            if (!in.line().text.empty())
                return false;
            in.advance();
        }
        return false;
    }

    bool m_used = false;
};

std::unique_ptr<FormatReader> makeReader()
{
    return std::make_unique<DelveReader>();
}

/// Delve prints no arguments: only the lines of the frames are told.
ThreadLines readThread(LineCursor& in, const Log& log, const Thread& thread)
{
    ThreadLines lines;
    const auto stack = log.stack(thread.stack);
    if (!in.atEnd())
        in.advance();
    for (; !in.atEnd() && in.line().number <= thread.lastLine && lines.frames.size() < stack.size();
         in.advance()) {
        Location location;
        const Line* next = in.peek();
        if (matchFrame(in.line().text) && next && matchAt(next->text, location))
            lines.frames.push_back({stack[lines.frames.size()], {in.line().number, next->last}, {}});
    }
    while (lines.frames.size() < stack.size())
        lines.frames.push_back({stack[lines.frames.size()], {thread.firstLine, thread.firstLine}, {}});
    return lines;
}

} // namespace

const Format delve = {
    .id = kFormat,
    .title = "Delve's goroutines",
    .anchors = anchors,
    .samples = kSamples,
    .reader = makeReader,
    .readThread = readThread,
};

} // namespace skein::go
