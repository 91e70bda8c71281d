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
    static const std::vector<std::string_view> all = {" - User: ", " - Runtime: ", " - Go: ", " - Start: "};
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
};

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
        // Since when, in nanoseconds of a clock that the log does not know.
        const std::size_t space = findLast(e.status, ' ');
        if (space != e.status.npos && e.status.find_first_not_of("0123456789", space + 1) == e.status.npos)
            e.status = e.status.substr(0, space);
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
    if (!literal(s, "Goroutine "))
        return {};
    const auto id = number(s);
    if (!id || !literal(s, " - "))
        return {};
    e.id = *id;
    const std::size_t colon = s.find(": ");
    const std::string_view which = s.substr(0, std::min(colon, s.size()));
    if (which != "User" && which != "Runtime" && which != "Go" && which != "Start")
        return {};
    s.remove_prefix(colon + 2);
    const std::size_t space = s.find(' ');
    if (space == s.npos || !eatPlace(s.substr(0, space), e.file, e.line))
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

class DelveReader final : public FormatReader
{
public:
    bool read(LineCursor& in, LogBuilder& out) override
    {
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
    static void goroutine(LineCursor& in, LogBuilder& out, Dump& dump)
    {
        const Line line = in.line();
        const Entry e = *matchEntry(line.text);
        Thread t;
        t.id = ThreadId(e.id);
        t.osId = e.osId;
        t.textOffset = line.offset;
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
        std::string_view byFrames;
        for (const FrameId f : frames) {
            const Frame& frame = out.log().frames[f.value];
            if (frame.role != Role::Runtime)
                break;
            // The outermost of the runtime's frames knows best: a mutex is waited for by a semaphore.
            if (const auto w = waitOf(out.log().str(frame.function)); !w.empty())
                byFrames = w;
        }
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
                       !isBlank(line.text.front())) {
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
