// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
//
// ThreadSanitizer of gcc, clang and Rust (compiler-rt/lib/tsan/rtl/tsan_report.cpp):
//
//     WARNING: ThreadSanitizer: data race (pid=30101)
//       Read of size 8 at 0x720c00000008 by thread T2 (mutexes: write M1):
//         #0 exch::Book::notional() const /src/a.cc:32:20 (prog+0xea011) (BuildId: 55…)
//       Previous write of size 8 at 0x720c00000008 by thread T1:
//       As if synchronized via sleep:
//       Location is heap block of size 48 at 0x720c00000000 allocated by main thread:
//       Mutex M10 acquired here while holding mutex M9 in thread T1:
//       Mutex M1 (0x7ffe01675af0) created at:
//       Thread T2 (tid=30104, running) created by main thread at:
//       Cycle in lock order graph: M9 (0x7ffe01675af0) => M10 (0x7ffe01675b48) => M9
//     SUMMARY: ThreadSanitizer: data race /src/a.cc:32:20 in exch::Book::notional() const
#include "parser/native/common/report.h"
#include "parser/native/formats.h"

#include <algorithm>
#include <array>
#include <memory>

namespace skein::native
{

namespace
{

constexpr StackStyle kStyle{.frame = sanitizerFrame};
constexpr std::string_view kStart = "WARNING: ThreadSanitizer: ";

const std::vector<std::string_view>& anchors()
{
    static const std::vector<std::string_view> all = {kStart};
    return all;
}

constexpr std::array<std::string_view, 1> kSamples = {"WARNING: ThreadSanitizer: data race (pid=30101)"};

bool isStart(std::string_view s)
{
    return s.starts_with(kStart);
}

ReportKind kindOf(std::string_view what)
{
    if (what.starts_with("heap-use-after-free"))
        return ReportKind::UseAfterFree;
    if (what.starts_with("lock-order"))
        return ReportKind::LockOrder;
    if (what.starts_with("thread leak"))
        return ReportKind::ThreadLeak;
    if (scan::contains(what, "mutex") || what.starts_with("signal"))
        return ReportKind::LockMisuse;
    if (scan::contains(what, "race"))
        return ReportKind::DataRace;
    return ReportKind::Other;
}

struct OpWord {
    std::string_view word;
    AccessOp op;
};
constexpr OpWord kOps[] = {
    {"atomic write", AccessOp::AtomicWrite},
    {"atomic read", AccessOp::AtomicRead},
    {"write", AccessOp::Write},
    {"read-only access", AccessOp::Read},
    {"read", AccessOp::Read},
    {"modifying access", AccessOp::Write},
};

/// write M1, read M2)
std::vector<ReportedLock> lockSet(std::string_view s)
{
    std::vector<ReportedLock> locks;
    while (locks.size() < 64) {
        const bool shared = s.starts_with("read ");
        if (!scan::literal(s, "read ") && !scan::literal(s, "write "))
            break;
        const auto number = scan::literal(s, "M") ? scan::number(s) : std::nullopt;
        if (!number)
            break;
        locks.push_back({.number = *number, .shared = shared});
        if (!scan::literal(s, ", "))
            break;
    }
    return locks;
}

/// global 'toll::cars' of size 8 at 0x55d0c2e6feb0 (races+0x1f0)
/// heap block of size 48 at 0x720c00000000 allocated by main thread:
/// stack of main thread. | TLS of thread T1. | file descriptor 5 created by thread T1 at:
ReportedPlace placeOf(std::string_view s)
{
    using enum ReportedPlace::Kind;
    ReportedPlace place;
    if (scan::literal(s, "global '")) {
        place.kind = Global;
        const std::size_t end = s.rfind('\'');
        if (end != s.npos) {
            place.name = s.substr(0, end);
            s.remove_prefix(end);
        }
    } else if (s.starts_with("stack of")) {
        place.kind = Stack;
    } else if (s.starts_with("TLS of")) {
        place.kind = ThreadLocal;
    } else if (s.starts_with("file descriptor ")) {
        place.kind = FileDescriptor;
    } else if (s.starts_with("heap block") || s.find(" allocated by ") != s.npos) {
        place.kind = Heap;
    }
    for (const std::string_view by :
         {" allocated by ", " created by ", " destroyed by ", "stack of ", "TLS of "})
        if (const std::size_t at = s.find(by); at != s.npos && !place.thread.known())
            place.thread = threadNamed(s.substr(at + by.size()));
    if (const std::size_t size = s.find(" of size "); size != s.npos) {
        std::string_view rest = s.substr(size + 9);
        place.size = scan::number(rest).value_or(0);
    }
    if (const std::size_t at = s.find(" at 0x"); at != s.npos) {
        std::string_view rest = s.substr(at + 4);
        place.address = scan::hex(rest).value_or(0);
    }
    return place;
}

/// `Previous atomic write of size 4 at 0x7b… by thread T1 (mutexes: write M1):`
std::optional<ReportedAccess> accessLine(std::string_view s)
{
    scan::literal(s, "[Previous ]") || scan::literal(s, "Previous ") || scan::literal(s, "previous ");
    if (s.empty())
        return {};
    const char lower = static_cast<char>(s.front() | 0x20);
    for (const OpWord& op : kOps) {
        if (lower != op.word.front() || s.substr(1, op.word.size() - 1) != op.word.substr(1))
            continue;
        std::string_view rest = s.substr(op.word.size());
        ReportedAccess access{.op = op.op};
        if (!scan::literal(rest, " of "))
            return {};
        if (scan::literal(rest, "size "))
            access.size = static_cast<std::uint32_t>(scan::number(rest).value_or(0));
        const std::size_t at = rest.find(" at 0x");
        if (at != rest.npos || rest.starts_with("at 0x")) {
            rest.remove_prefix(at == rest.npos ? 3 : at + 4);
            access.address = scan::hex(rest).value_or(0);
        }
        const std::size_t by = rest.find("by ");
        if (by == rest.npos)
            return {};
        rest.remove_prefix(by + 3);
        access.thread = threadNamed(rest);
        access.locksShown = true; // it prints none where none were held
        if (const std::size_t locks = rest.find("(mutexes: "); locks != rest.npos)
            access.locks = lockSet(rest.substr(locks + 10));
        return access;
    }
    return {};
}

/// What may stand below the first line of a report.
bool beginsSection(std::string_view s)
{
    return s.starts_with("Cycle in lock order graph:") || s.starts_with("Thread T") || accessLine(s) ||
           sanitizerFrame(s);
}

class TsanReader final : public ReportReader
{
public:
    bool read(LineCursor& in, LogBuilder& out) override;

private:
    bool section(std::string_view s, LineCursor& in);
    bool acquired(std::string_view s, LineCursor& in);
    void stack(LineCursor& in);
    void thread(std::string_view s, LineCursor& in);
    void noteMutexes(std::string_view s);
    Thread* leakedThread()
    {
        const auto& threads = m_report->snapshot().threads;
        const auto leaked = std::ranges::find_if(threads, [](const Thread& t) { return t.leaked; });
        return leaked == threads.end()
                   ? nullptr
                   : &m_report->snapshot().threads[static_cast<std::size_t>(leaked - threads.begin())];
    }
    /// 0 where it is not printed.
    std::uint64_t addressOf(std::uint64_t mutex) const
    {
        const auto hit = m_mutexes.find(mutex);
        return hit == m_mutexes.end() ? 0 : hit->second;
    }
    ThreadId named(std::string_view s, const Line& line)
    {
        const ThreadId id = threadNamed(s);
        if (id.known())
            m_report->thread(id, line);
        return id;
    }

    std::map<std::uint64_t, std::uint64_t> m_mutexes; ///< number behind M → address
    std::vector<ReportedOrder> m_orders;              ///< addresses may stand further down
    StackId m_stack;
};

void TsanReader::stack(LineCursor& in)
{
    in.advance();
    while (!in.atEnd() && !in.line().foreign &&
           in.line().text.empty()) { // pasted with every second line blank
        const Line* next = in.peek();
        if (!next || !sanitizerFrame(scan::trimLeft(next->text)))
            break;
        in.advance();
    }
    if (!in.atEnd() && scan::contains(in.line().text, "[failed to restore the stack]")) {
        m_report->cover(in.line());
        in.advance();
    }
    readFrames(in, kStyle, *m_report);
    m_stack = m_report->endStack();
}

/// M9 (0x7ffe01675af0)
void TsanReader::noteMutexes(std::string_view s)
{
    for (std::size_t at; (at = s.find('M')) != s.npos;) {
        s.remove_prefix(at + 1);
        const auto number = scan::number(s);
        if (!number || !scan::literal(s, " ("))
            continue;
        if (const auto address = scan::hex(s); address && m_mutexes.size() < 10'000)
            m_mutexes.emplace(*number, *address);
    }
}

bool TsanReader::acquired(std::string_view s, LineCursor& in)
{
    static constexpr std::string_view kHere = " acquired here while holding mutex M";
    std::string_view rest = s;
    if (!scan::literal(rest, "Mutex M"))
        return false;
    const auto acquired = scan::number(rest);
    if (acquired && scan::literal(rest, kHere)) {
        const auto held = scan::number(rest);
        if (!held)
            return false;
        ReportedOrder order{.heldNumber = *held, .acquiredNumber = *acquired};
        if (scan::literal(rest, " in ")) // up to LLVM 3.4 not
            order.thread = named(rest, in.line());
        order.lines = {in.line().number, in.line().last};
        m_report->expect(About::Lock, order.thread, in.line());
        m_report->expected().address = addressOf(*acquired);
        stack(in);
        order.stack = m_stack;
        if (m_stack)
            order.lines = m_report->stackLines();
        if (m_orders.size() < 1000)
            m_orders.push_back(order);
        return true;
    }
    if (rest.starts_with(" previously acquired by the same thread here")) {
        const ThreadId same = m_orders.empty() ? ThreadId() : m_orders.back().thread;
        m_report->expect(About::Lock, same, in.line());
        m_report->expected().address = addressOf(acquired.value_or(0));
        stack(in);
        if (!m_orders.empty() && acquired == m_orders.back().heldNumber && m_stack) {
            m_orders.back().heldStack = m_stack;
            m_orders.back().heldLines = m_report->stackLines();
        }
        return true;
    }
    noteMutexes(s);
    if (s.ends_with("created at:")) {
        m_report->expect(About::MutexCreation, {}, in.line());
        m_report->expected().address = addressOf(acquired.value_or(0));
        stack(in);
    } else {
        m_report->cover(in.line());
        in.advance();
    }
    return true;
}

// Thread T2 'name' (tid=30104, running) created by main thread at:
void TsanReader::thread(std::string_view s, LineCursor& in)
{
    const ThreadId id = threadNamed(s.substr(7));
    const Line line = in.line();
    const std::string text(s);
    ThreadId creator;
    if (const std::size_t by = text.find(" created by "); by != text.npos)
        creator = named(std::string_view(text).substr(by + 12), line);
    Thread& record = m_report->thread(id, line);
    if (const std::size_t tid = text.find("(tid="); tid != text.npos) {
        std::string_view rest = std::string_view(text).substr(tid + 5);
        record.osId = scan::number(rest).value_or(ThreadId::kNone);
        if (scan::contains(rest, "running"))
            record.state = ThreadState::Running;
        else if (scan::contains(rest, "finished"))
            record.state = ThreadState::Dead;
    }
    if (const std::size_t quote = text.find('\''); quote != text.npos)
        if (const std::size_t end = text.find('\'', quote + 1); end != text.npos)
            record.name = m_report->out().intern(text.substr(quote + 1, end - quote - 1));
    record.creator = creator;
    m_report->expect(About::Creation, id, line);
    stack(in);
    const Log& log = m_report->out().log();
    Thread& again = m_report->thread(id, line);
    if (m_stack)
        if (const auto site = log.siteIndex(m_stack))
            again.createdAt = log.stack(m_stack)[*site];
    again.leaked = m_report->facts().kind == ReportKind::ThreadLeak;
    again.lastLine = std::max(again.lastLine, m_report->stackLines().last);
}

/// One paragraph of a report. False where the line is none.
bool TsanReader::section(std::string_view s, LineCursor& in)
{
    if (auto access = accessLine(s)) {
        if (access->thread.known())
            m_report->thread(access->thread, in.line());
        m_report->expect(About::Access, access->thread, in.line(), true);
        m_report->expected().op = access->op;
        m_report->expected().address = access->address;
        m_report->expected().size = access->size;
        const std::uint32_t first = in.line().number;
        stack(in);
        access->stack = m_stack;
        access->lines = {first, std::max(first, m_report->stackLines().last)};
        NativeFacts& facts = m_report->facts();
        if (facts.address == 0)
            facts.address = access->address;
        if (facts.accesses.size() < 1000)
            facts.accesses.push_back(*access);
        return true;
    }
    if (s.starts_with("Cycle in lock order graph:")) {
        noteMutexes(s);
        m_report->cover(in.line());
        in.advance();
        return true;
    }
    if (s.starts_with("Mutex M"))
        return acquired(s, in);
    if (s.starts_with("Thread T") && threadNamed(s.substr(7)).known()) {
        thread(s, in);
        return true;
    }
    if (s.starts_with("As if synchronized via sleep")) {
        m_report->expect(About::Sleep, {}, in.line());
        stack(in);
        return true;
    }
    if (s.starts_with("Location is ")) {
        ReportedPlace place = placeOf(s.substr(12));
        if (place.thread.known())
            m_report->thread(place.thread, in.line());
        m_report->expect(About::Allocation, place.thread, in.line(), true);
        OtherStack& section = m_report->expected();
        section.address = place.address;
        section.size = place.size;
        if (!place.name.empty())
            section.name = m_report->out().intern(place.name);
        place.lines = {in.line().number, in.line().last};
        stack(in);
        place.stack = m_stack;
        place.lines.last = std::max(place.lines.last, m_report->stackLines().last);
        if (m_report->facts().place.kind == ReportedPlace::Kind::Unknown)
            m_report->facts().place = std::move(place);
        return true;
    }
    if (s.starts_with("Freed by") || s.starts_with("Signal ")) {
        m_report->expect(s.starts_with("Signal ") ? About::Signal : About::Free, {}, in.line());
        stack(in);
        return true;
    }
    if (s.starts_with("And ") && m_report->facts().kind == ReportKind::ThreadLeak) {
        std::string_view rest = s.substr(4); // And 2 more similar thread leaks.
        const std::uint64_t more = scan::number(rest).value_or(0);
        if (Thread* leaked = leakedThread())
            leaked->count = static_cast<std::uint32_t>(std::min<std::uint64_t>(more, 1'000'000'000) + 1);
    }
    if (s.starts_with("Hint: ") || s.starts_with("HINT: ") || s.starts_with("And ") || s == "and:") {
        m_report->cover(in.line());
        in.advance();
        return true;
    }
    if (const auto frame = sanitizerFrame(s); frame && frame->index == 0) {
        // Mutex misuse: the stack has no header. Use-after-free and the like print one more paragraph.
        const LinePlace here = in.place();
        m_report->expect(m_report->facts().kind == ReportKind::LockMisuse ? About::Lock : About::Access, {},
                         in.line());
        readFrames(in, kStyle, *m_report);
        m_stack = m_report->endStack();
        return in.place().offset != here.offset;
    }
    return false;
}

bool TsanReader::read(LineCursor& in, LogBuilder& out)
{
    constexpr int kMostOthers = 30;
    if (!locatePrefix(in, isStart))
        return false;
    if (!m_report)
        m_report = std::make_unique<Report>(out, tsan.id);
    const std::uint32_t first = in.line().number;
    out.notePrefix(first, in.prefix());
    // The line may end behind the colon: then its blank is gone.
    const std::string_view start = body(in.line());
    std::string what(start.substr(std::min(kStart.size(), start.size())));
    const std::string reason = what;
    if (const std::size_t pid = what.find(" (pid="); pid != what.npos)
        what.resize(pid);
    m_mutexes.clear();
    m_orders.clear();
    m_report->open(in.line(), kindOf(what), what, reason);
    in.advance();
    // Somebody's words stood in front of the first line only: `race WARNING: ThreadSanitizer: data race`
    if (!in.atEnd() && in.line().foreign && beginsSection(scan::trimLeft(in.line().raw)))
        in.setPrefix({});
    int others = 0;
    while (!in.atEnd() && others < kMostOthers) {
        if (in.line().foreign) {
            ++others;
            in.advance();
            continue;
        }
        const std::string text(body(in.line()));
        if (text.starts_with("SUMMARY: ThreadSanitizer")) {
            m_report->cover(in.line());
            in.advance();
            break;
        }
        if (isStart(text) || scan::contains(in.line().raw, kStart))
            break;
        if (text.empty()) {
            m_report->out().recognise(in.line());
            in.advance();
        } else if (section(text, in)) {
            others = 0;
        } else {
            ++others;
            in.advance();
        }
    }
    for (ReportedAccess& access : m_report->facts().accesses)
        for (ReportedLock& lock : access.locks)
            lock.address = addressOf(lock.number);
    for (ReportedOrder& order : m_orders) {
        order.held = addressOf(order.heldNumber);
        order.acquired = addressOf(order.acquiredNumber);
        m_report->facts().orders.push_back(order);
    }
    out.countPrefix(in.prefix(), in.place().line - first);
    m_report->close();
    return true;
}

} // namespace

const Format tsan = {
    .id = "tsan",
    .title = "ThreadSanitizer report",
    .anchors = anchors,
    .samples = kSamples,
    .reader = [] -> std::unique_ptr<FormatReader> { return std::make_unique<TsanReader>(); },
};

} // namespace skein::native
