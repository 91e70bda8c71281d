// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
//
// What Android's runtime prints of its threads when an application does not answer: traces.txt, `kill -3`,
// Google Play's copy (art/runtime/thread.cc, monitor.cc; before Android 5 dalvik/vm/Thread.cpp):
//
//     ----- pid 4601 at 2026-11-21 10:12:13 -----
//     "main" prio=5 tid=1 Blocked                          also "io" daemon prio=5 tid=9 Waiting; Play:
//     "main" tid=1 Native
//       | sysTid=4601 nice=0 cgrp=default sched=0/0 handle=0x7b4fc98ed8
//       native: #00 pc 000000000001c1c0  /system/lib64/libc.so (syscall+28)
//       at org.shop.Cart.add(Cart.java:40)                 also `add (Cart.java:40)`, (Native method)
//       - waiting to lock <0x0734e62f> (a org.shop.Cart) held by thread 12        Dalvik: held by tid=12 (io)
//       - locked <0x0ca0760f> (a java.lang.Object)
//       - waiting on <0x0ca0760f> (a java.lang.Object)      which gives the lock up
//     ----- end 4601 -----
#include "parser/native/common/thread_dump.h"
#include "parser/native/formats.h"

#include <algorithm>
#include <array>
#include <memory>
#include <unordered_map>
#include <unordered_set>

namespace skein::native
{

namespace
{

const std::vector<std::string_view>& anchors()
{
    static const std::vector<std::string_view> all = {"----- pid 9", "\" prio=9", "\" daemon prio=9",
                                                      "\" tid=9"};
    return all;
}

constexpr std::array<std::string_view, 2> kSamples = {
    "\"main\" prio=5 tid=1 Blocked",
    "\"pool-1-thread-2\" daemon prio=5 tid=90 TimedWaiting",
};

struct Header {
    ThreadId id;
    std::string_view name, state;
};

std::optional<Header> threadHeader(std::string_view s)
{
    Header header;
    scan::literal(s, "`"); // somebody's quotation mark
    if (!scan::literal(s, "\"") || s.size() > 1000)
        return {};
    std::size_t quote = s.find("\" daemon prio=");
    for (const std::string_view behind : {"\" prio=", "\" tid="})
        quote = std::min(quote, s.find(behind));
    if (quote == s.npos)
        return {};
    header.name = s.substr(0, quote);
    s.remove_prefix(quote + 2);
    scan::literal(s, "daemon ");
    if (scan::literal(s, "prio=") && (!scan::number(s) || !scan::literal(s, " ")))
        return {};
    const auto id = scan::literal(s, "tid=") ? scan::number(s) : std::nullopt;
    if (!id || !scan::literal(s, " ") || s.empty() || !scan::isAlpha(s[0])) // HotSpot: tid=0x00007f12…
        return {};
    header.id = ThreadId(*id);
    header.state = scan::trimRight(s);
    return header;
}

bool isProcess(std::string_view s)
{
    return s.starts_with("----- pid ");
}

bool isStart(std::string_view s)
{
    return isProcess(s) || threadHeader(s);
}

/// `at org.shop.Cart.add(Cart.java:40)`, `native: #00 pc 000… /system/lib64/libc.so (syscall+28)`
std::optional<NativeFrame> anrFrame(std::string_view s)
{
    if (scan::literal(s, "native: ") || s.starts_with("#"))
        return tombstoneFrame(s);
    if (!scan::literal(s, "at "))
        return {};
    NativeFrame frame;
    const std::size_t open = s.rfind('(');
    if (open == s.npos || open == 0)
        return {};
    if (s.ends_with(')')) // else the log was cut off
        splitFileLine(s.substr(open + 1, s.size() - open - 2), frame.file, frame.line);
    frame.function = scan::trimRight(s.substr(0, open));
    if (frame.function.empty() || frame.function.find(' ') != s.npos || frame.function.find('.') == s.npos)
        return {};
    return frame;
}

/// What one of its `- …` lines says.
struct LockLine {
    enum class Kind : std::uint8_t { Blocked, Waits, Sleeps, Locked } kind = Kind::Locked;
    std::uint64_t object = 0;
    ThreadId holder; ///< of Blocked
};

std::optional<LockLine> lockLine(std::string_view s)
{
    using enum LockLine::Kind;
    struct Row {
        std::string_view words;
        LockLine::Kind kind;
    };
    constexpr Row kRows[] = {{"- waiting to lock ", Blocked},
                             {"- waiting on ", Waits},
                             {"- sleeping on ", Sleeps},
                             {"- locked ", Locked}};
    for (const Row& row : kRows) {
        std::string_view rest = s;
        if (!scan::literal(rest, row.words))
            continue;
        LockLine line{.kind = row.kind, .holder = {}};
        if (std::string_view object = rest; scan::literal(object, "<"))
            line.object = scan::hex(object).value_or(0);
        for (const std::string_view by : {" held by thread ", " held by tid=", " held by threadid="})
            if (const std::size_t at = rest.find(by); row.kind == Blocked && at != rest.npos) {
                std::string_view number = rest.substr(at + by.size());
                if (const auto id = scan::number(number))
                    line.holder = ThreadId(*id);
            }
        return line;
    }
    return {};
}

/// Is this line part of a thread's paragraph?
bool isPart(std::string_view s)
{
    return s.starts_with("| ") || s.starts_with("- ") || s.starts_with("kernel: ") ||
           s.starts_with("(no managed stack frames)") || anrFrame(s);
}

/// Calls `f` for each line of the thread whose header is behind the cursor; blank lines may stand between
/// them.
template <class F>
void forEachLine(LineCursor& in, F&& f)
{
    constexpr int kMostOthers = 3;
    while (!in.atEnd()) {
        LineCursor ahead = in.ahead();
        int others = 0;
        const auto isOther = [](const Line& line) { return line.foreign || !isPart(body(line)); };
        while (others < kMostOthers && !ahead.atEnd() && isOther(ahead.line()) &&
               !isStart(body(ahead.line()))) {
            ahead.advance();
            ++others;
        }
        if (ahead.atEnd() || isOther(ahead.line()))
            return;
        for (; others > 0; --others)
            in.advance();
        f(in.line());
        in.advance();
    }
}

class AnrReader final : public DumpReader
{
public:
    bool read(LineCursor& in, LogBuilder& out) override;
    void finish(LogBuilder&) override { close(); }

private:
    void thread(const Header& header, LineCursor& in);
    void close();

    struct Held {
        std::uint64_t lock;
        ThreadId holder;
        LineSpan lines;
    };
    std::vector<Held> m_held;
    std::unordered_set<std::uint64_t> m_ids; ///< of the dump's threads
};

void AnrReader::thread(const Header& header, LineCursor& in)
{
    constexpr std::size_t kMostLocks = 100'000, kMostOfOne = 256;
    const std::string state(header.state);
    const ThreadId id = header.id;
    std::uint64_t osId = ThreadId::kNone;
    std::optional<LockLine> waits;
    std::vector<Held> locked;
    m_dump->begin(in.line(), id, osId, header.name);
    in.advance();
    forEachLine(in, [&](const Line& line) {
        const std::string_view s = body(line);
        const LineSpan lines{line.number, line.last};
        if (const auto frame = anrFrame(s)) {
            m_dump->frame(*frame, lines);
            return;
        }
        m_dump->detail(line);
        if (const std::size_t at = s.find("sysTid="); s.starts_with('|') && at != s.npos) {
            std::string_view rest = s.substr(at + 7);
            osId = scan::number(rest).value_or(osId);
        }
        const auto lock = lockLine(s);
        if (!lock)
            return;
        if (lock->kind == LockLine::Kind::Locked) {
            if (lock->object != 0 && locked.size() < kMostOfOne)
                locked.push_back({lock->object, id, lines});
            return;
        }
        if (!waits)
            waits = lock;
        if (lock->object != 0 && lock->holder.known() && m_held.size() < kMostLocks)
            m_held.push_back({lock->object, lock->holder, lines});
    });
    m_dump->end();
    for (const Held& held : locked) // who waits for an object has given its lock up
        if ((!waits || waits->object != held.lock) && m_held.size() < kMostLocks)
            m_held.push_back(held);
    auto& threads = m_dump->snapshot().threads;
    const auto hit = std::ranges::find(threads.rbegin(), threads.rend(), id, &Thread::id);
    if (hit == threads.rend())
        return;
    if (osId != ThreadId::kNone)
        hit->osId = osId;
    if (waits) {
        const bool blocked = waits->kind == LockLine::Kind::Blocked;
        hit->state = ThreadState::Waiting;
        hit->waitReason = m_dump->intern(blocked                                 ? "mutex"
                                         : waits->kind == LockLine::Kind::Sleeps ? "sleep"
                                                                                 : "condition");
        hit->waitsOn = waits->object;
        hit->waitsOnKind = blocked                                 ? ResourceKind::Mutex
                           : waits->kind == LockLine::Kind::Sleeps ? ResourceKind::None
                                                                   : ResourceKind::Condition;
    } else if (state.starts_with("Runnable") || state == "RUNNABLE") {
        hit->state = ThreadState::Running;
    } else if (hit->state == ThreadState::Unknown && !state.starts_with("Native") &&
               !state.starts_with("NATIVE")) {
        hit->state = ThreadState::Waiting;
    }
}

/// Owners by the TID that the log prints of them, by the number of the thread where it prints none.
void AnrReader::close()
{
    if (!m_dump)
        return;
    std::unordered_map<std::uint64_t, std::uint64_t> osIds;
    for (const Thread& t : m_dump->snapshot().threads)
        osIds.emplace(t.id.value, t.osId);
    for (const Held& held : m_held) {
        const auto known = osIds.find(held.holder.value);
        const bool hasTid = known != osIds.end() && known->second != ThreadId::kNone;
        m_dump->owner(
            {.lock = held.lock, .osId = hasTid ? known->second : held.holder.value, .lines = held.lines});
    }
    m_held.clear();
    m_ids.clear();
    m_dump->close();
}

bool AnrReader::read(LineCursor& in, LogBuilder& out)
{
    dumpInto(out, androidAnr.id);
    if (!locatePrefix(in, isStart))
        return false;
    out.notePrefix(in.line().number, in.prefix());
    const std::uint32_t first = in.line().number;
    const std::string text(body(in.line()));
    if (isProcess(text)) {
        close();
        m_dump->cover(in.line());
        in.advance();
    } else if (const auto header = threadHeader(text)) {
        // A number that comes again begins another dump.
        if (m_ids.size() > 1 && m_ids.contains(header->id.value))
            close();
        m_ids.insert(header->id.value);
        thread(*header, in);
    }
    out.countPrefix(in.prefix(), in.place().line - first);
    return true;
}

ThreadLines readThread(LineCursor& in, const Log& log, const Thread& thread)
{
    std::vector<LineSpan> spans;
    in.advance();
    forEachLine(in, [&](const Line& line) {
        if (anrFrame(body(line)))
            spans.push_back({line.number, line.last});
    });
    return framesAt(log, thread, spans);
}

} // namespace

const Format androidAnr = {
    .id = "android-anr",
    .title = "Android thread dump",
    .anchors = anchors,
    .samples = kSamples,
    .reader = [] -> std::unique_ptr<FormatReader> { return std::make_unique<AnrReader>(); },
    .readThread = readThread,
};

} // namespace skein::native
