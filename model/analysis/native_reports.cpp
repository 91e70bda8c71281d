// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
//
// What sanitizers and valgrind report about native threads. The tool has seen it happen: what its report
// states is proved.
#include "model/analysis/detector_list.h"
#include "model/analysis/native_advice.h"
#include "model/analysis/repeats.h"
#include "model/analysis/words.h"
#include "model/formatted.h"

#include <algorithm>

namespace skein
{
namespace
{

std::optional<FindingKind> kindOf(ReportKind kind)
{
    switch (kind) {
    case ReportKind::DataRace:
        return FindingKind::DataRace;
    case ReportKind::UseAfterFree:
        return FindingKind::UseAfterFree;
    case ReportKind::LockOrder:
        return FindingKind::LockOrderInversion;
    case ReportKind::LockMisuse:
        return FindingKind::LockMisuse;
    case ReportKind::ThreadLeak:
        return FindingKind::ThreadLeak;
    case ReportKind::Contention:
        return FindingKind::Contention;
    case ReportKind::Crash:
        return FindingKind::Crash;
    default:
        return {};
    }
}

ThreadRef refOf(const Snapshot& snapshot, std::uint32_t index, ThreadId id)
{
    const auto at = std::ranges::find(snapshot.threads, id, &Thread::id);
    if (!id.known() || at == snapshot.threads.end())
        return {index, ThreadRef::kNone};
    return {index, static_cast<std::uint32_t>(at - snapshot.threads.begin())};
}

std::string nameOf(ThreadId id)
{
    if (id == ThreadId::main())
        return "the main thread";
    return id.known() ? formatted("thread {}", toString(id)) : "a thread";
}

std::string_view verbOf(AccessOp op)
{
    switch (op) {
    case AccessOp::Read:
        return "reads";
    case AccessOp::AtomicRead:
        return "atomically reads";
    case AccessOp::AtomicWrite:
        return "atomically writes";
    case AccessOp::Free:
        return "frees";
    default:
        return "writes";
    }
}

/// Which lock, and where it was made.
std::string lockName(const Log& log, const Snapshot& snapshot, const ReportedLock& lock)
{
    std::string name = lock.address != 0 ? formatted("the lock {}", hexAddress(lock.address))
                                         : formatted("the lock M{}", lock.number);
    if (lock.address == 0)
        return name;
    for (const OtherStack& section : snapshot.otherStacks)
        if (section.about == About::MutexCreation && section.address == lock.address && section.stack)
            return formatted("{}, first seen in {},", name, words::place(log, log.site(section.stack)));
    return name;
}

bool same(const ReportedLock& a, const ReportedLock& b)
{
    return a.address == b.address && a.number == b.number;
}

std::string heldBy(const ReportedAccess& access)
{
    if (!access.locksShown)
        return {};
    if (access.locks.empty())
        return ", holding no lock";
    std::string text = ", holding";
    constexpr std::size_t kMost = 4;
    for (std::size_t i = 0; i < std::min(kMost, access.locks.size()); ++i) {
        const ReportedLock& lock = access.locks[i];
        text += formatted("{} {}{}", i > 0 ? "," : "",
                          lock.address != 0 ? hexAddress(lock.address) : formatted("M{}", lock.number),
                          lock.shared ? " for reading" : "");
    }
    return text;
}

/// One report as a finding.
class ReportFinding
{
public:
    ReportFinding(const Log& log, std::uint32_t index, Repeats& repeats)
        : m_log(log),
          m_index(index),
          m_snapshot(log.snapshots[index]),
          m_facts(*m_snapshot.native),
          m_repeats(repeats)
    {
    }

    Finding make(FindingKind kind)
    {
        // A stack that the program printed, without a word of why: as a rule a crash handler's.
        const bool only = kind == FindingKind::Crash && !m_snapshot.reason;
        m_finding = words::finding(kind, only ? Certainty::Possible : Certainty::Proved, m_index);
        if (m_snapshot.reason)
            m_finding.evidence.push_back(
                {formatted("The report says: {}", words::shorten(m_log.str(m_snapshot.reason))),
                 words::spanLines(m_snapshot.reasonLines)});
        addResource();
        addAccesses();
        addOrders();
        addOthers();
        m_finding.title = title();
        const std::string lock = addLocks();
        addPlace();
        addMissing();
        for (std::uint32_t t = 0; m_finding.threads.empty() && t < m_snapshot.threads.size(); ++t)
            if (m_facts.kind != ReportKind::ThreadLeak || m_snapshot.threads[t].leaked)
                m_finding.threads.push_back({m_index, t});
        m_finding.advice.push_back(adviceForReport(m_log, m_snapshot, lock));
        return std::move(m_finding);
    }

private:
    bool isMemory() const
    {
        return m_facts.kind == ReportKind::DataRace || m_facts.kind == ReportKind::UseAfterFree;
    }

    void addParty(ThreadId id)
    {
        const ThreadRef ref = refOf(m_snapshot, m_index, id);
        if (ref && !std::ranges::contains(m_finding.threads, ref))
            m_finding.threads.push_back(ref);
    }

    void addResource()
    {
        std::uint64_t address = m_facts.address;
        for (const OtherStack& section : m_snapshot.otherStacks)
            if (address == 0 && section.about == About::MutexCreation)
                address = section.address;
        if (address != 0 || !m_facts.place.name.empty())
            m_finding.resource = Resource{
                isMemory() || m_facts.kind == ReportKind::Crash ? ResourceKind::Memory : ResourceKind::Mutex,
                address, m_facts.place.name};
    }

    void addAccesses()
    {
        for (const ReportedAccess& a : m_facts.accesses) {
            Access access;
            access.op = a.op;
            access.thread = refOf(m_snapshot, m_index, a.thread);
            access.certainty = a.segmentOnly ? Certainty::Likely : Certainty::Proved;
            access.stack = a.stack;
            access.frame = m_repeats.site(a.stack);
            const auto frames = m_log.stack(a.stack);
            access.frameIndex =
                static_cast<std::uint32_t>(std::ranges::find(frames, access.frame) - frames.begin());
            access.logLines.push_back(a.lines.first);
            if (a.segmentOnly)
                access.why = "the report shows only between which calls it happened";
            addParty(a.thread);
            const std::string where =
                access.frame ? formatted(" in {}", words::place(m_log, access.frame)) : std::string();
            const std::string_view when =
                m_finding.accesses.empty() || m_facts.kind != ReportKind::DataRace ? "" : "Earlier, ";
            m_finding.evidence.push_back(
                {words::sentence(formatted("{}{} {} {}{}{}{}.", when, nameOf(a.thread), verbOf(a.op),
                                           a.size != 0 ? words::count(a.size, "byte at ", "bytes at ") : "",
                                           a.address != 0 ? hexAddress(a.address) : "the memory", where,
                                           heldBy(a))),
                 {a.lines.first}});
            m_finding.accesses.push_back(std::move(access));
        }
        if (m_finding.accesses.size() > 1)
            m_finding.certainty = m_finding.accesses[1].certainty;
    }

    void addOrders()
    {
        for (const ReportedOrder& o : m_facts.orders) {
            if (o.headerOnly)
                continue; // the report's own words are the first evidence
            m_finding.lockOrder.push_back({o.held, o.acquired, o.thread, o.stack});
            addParty(o.thread);
            const FrameId site = m_repeats.site(o.stack);
            m_finding.evidence.push_back(
                {formatted("{} took the lock {}{} while it held {}.", words::sentence(nameOf(o.thread)),
                           o.acquired != 0 ? hexAddress(o.acquired) : "of unknown address",
                           site ? formatted(" in {}", words::place(m_log, site)) : std::string(),
                           o.held != 0 ? hexAddress(o.held) : "one of unknown address"),
                 {o.lines.first}});
        }
    }

    /// Where a lock was misused, a signal handler called what it must not, or a thread was made that nobody
    /// joined.
    void addOthers()
    {
        if (!m_finding.accesses.empty() || !m_finding.lockOrder.empty())
            return;
        for (const OtherStack& section : m_snapshot.otherStacks) {
            const FrameId site = m_repeats.site(section.stack);
            if (!site)
                continue;
            const std::string where = words::place(m_log, site);
            if (section.about == About::Lock || section.about == About::Access) {
                addParty(section.thread);
                m_finding.evidence.push_back({formatted("It happened in {}.", where), {section.lines.first}});
            } else if (section.about == About::MutexCreation) {
                m_finding.evidence.push_back(
                    {formatted("The lock {} was first seen in {}.",
                               section.address != 0 ? hexAddress(section.address) : "", where),
                     {section.lines.first}});
            } else if (section.about == About::Creation && m_facts.kind == ReportKind::ThreadLeak) {
                m_finding.evidence.push_back(
                    {formatted("{} was made in {}.", words::sentence(nameOf(section.thread)), where),
                     {section.lines.first}});
            }
            if (m_finding.evidence.size() > 8)
                return;
        }
    }

    /// Which locks the sides held; returns the one that both should hold.
    std::string addLocks()
    {
        const auto& all = m_facts.accesses;
        if (m_facts.kind != ReportKind::DataRace || all.size() < 2 || !all[0].locksShown ||
            !all[1].locksShown)
            return {};
        const ReportedAccess &a = all[0], &b = all[1];
        const std::vector<std::uint32_t> lines{a.lines.first, b.lines.first};
        if (a.locks.empty() && b.locks.empty())
            return {};
        if (a.locks.empty() || b.locks.empty()) {
            const ReportedAccess &locked = a.locks.empty() ? b : a, &bare = a.locks.empty() ? a : b;
            m_finding.evidence.push_back({formatted("Only {} holds a lock; {} holds none.",
                                                    nameOf(locked.thread), nameOf(bare.thread)),
                                          lines});
            return locked.locks.size() == 1 ? lockName(m_log, m_snapshot, locked.locks[0]) : std::string();
        }
        for (const ReportedLock& lock : a.locks)
            for (const ReportedLock& other : b.locks)
                if (same(lock, other)) {
                    m_finding.evidence.push_back(
                        {"Both hold the same lock, but at most for reading: a write needs it for writing.",
                         lines});
                    return lockName(m_log, m_snapshot, lock) + " for writing";
                }
        m_finding.evidence.push_back(
            {"The two hold different locks, which order nothing between them.", lines});
        return formatted("either {} or {}", lockName(m_log, m_snapshot, a.locks[0]),
                         lockName(m_log, m_snapshot, b.locks[0]));
    }

    /// The memory is part of 48 bytes that the main thread allocated in main (a.cc:70).
    void addPlace()
    {
        using enum ReportedPlace::Kind;
        const ReportedPlace& place = m_facts.place;
        const FrameId site = m_repeats.site(place.stack);
        std::string text;
        switch (place.kind) {
        case Global:
            text = place.name.empty() ? "The memory is a global variable."
                                      : formatted("The memory is the global variable {}.", place.name);
            break;
        case Heap:
            if (!site && place.size == 0)
                return;
            text = formatted(
                "The memory is part of {} {}.",
                place.size != 0 ? words::count(place.size, "byte") : std::string("a block"),
                site ? formatted("that {} allocated in {}", nameOf(place.thread), words::place(m_log, site))
                     : std::string("on the heap"));
            if (m_facts.address > place.address && place.address != 0 &&
                m_facts.address - place.address < place.size)
                text.insert(text.size() - 1, formatted(", {} bytes in", m_facts.address - place.address));
            break;
        case Stack:
            text = formatted("The memory is on the stack of {}.", nameOf(place.thread));
            break;
        case ThreadLocal:
            text = formatted("The memory is thread-local to {}.", nameOf(place.thread));
            break;
        case FileDescriptor:
            text = "It is about a file descriptor, not about memory.";
            break;
        default:
            return;
        }
        m_finding.evidence.push_back(
            {std::move(text), words::spanLines({place.lines.first, place.lines.first})});
    }

    void addMissing()
    {
        const auto& all = m_facts.accesses;
        const bool tsan = m_snapshot.format == "tsan";
        if (m_facts.kind == ReportKind::DataRace && all.size() == 1) {
            Access access;
            access.op = AccessOp::Write;
            access.why = "a race has two sides, and the log ends before it names the other";
            if (all[0].op == AccessOp::Read || all[0].op == AccessOp::AtomicRead) {
                m_finding.accesses.push_back(access);
                m_finding.certainty = access.certainty;
            }
            m_finding.missing = Missing{
                "the previous access", "the report is not complete in this log, or the tool has forgotten it",
                tsan ? "TSAN_OPTIONS=history_size=7:log_path=tsan" : "--history-level=full"};
        } else if (std::ranges::any_of(all, &ReportedAccess::segmentOnly)) {
            m_finding.missing =
                Missing{"where the other access was", "the tool shows only between which calls it happened",
                        "valgrind --tool=helgrind --history-level=full"};
        } else if (tsan && std::ranges::any_of(all, [](const ReportedAccess& a) { return !a.stack; })) {
            m_finding.missing =
                Missing{"the stack of one access", "the detector keeps only the latest events of each thread",
                        "TSAN_OPTIONS=history_size=7"};
        } else if (m_snapshot.format != "helgrind" && !all.empty() &&
                   std::ranges::all_of(all, [&](const ReportedAccess& a) {
                       return a.stack && std::ranges::all_of(m_log.stack(a.stack), [&](FrameId f) {
                                  return m_log.function(f) == "<null>";
                              });
                   })) {
            m_finding.missing = Missing{"the names of functions", "nothing has translated the addresses",
                                        "build with -g, and put llvm-symbolizer into PATH"};
        } else if (tsan && m_facts.kind == ReportKind::LockOrder &&
                   std::ranges::count(m_snapshot.otherStacks, About::Lock, &OtherStack::about) <=
                       static_cast<std::ptrdiff_t>(m_facts.orders.size())) {
            m_finding.missing = Missing{"where the first lock of each pair was taken",
                                        "the report shows only where the second was taken",
                                        "TSAN_OPTIONS=second_deadlock_stack=1"};
        }
    }

    ///     #0 malloc    #1 onSignal(int)    #2 __tsan::CallUserSignalHandler(…)    #3 the function that was
    ///     interrupted
    std::string signalTitle() const
    {
        const StackId id = m_snapshot.otherStacks.empty() ? StackId() : m_snapshot.otherStacks.front().stack;
        const auto stack = m_log.stack(id);
        const auto called = std::ranges::find_if(
            stack, [&](FrameId f) { return m_log.function(f).contains("CallUserSignalHandler"); });
        if (called == stack.end() || called == stack.begin())
            return "A signal handler calls a function that is not safe there";
        return formatted("The signal handler {} calls {}, which is not safe there",
                         words::shorten(m_log.function(*std::prev(called)), 60),
                         words::shorten(m_log.function(stack.front()), 60));
    }

    std::string title() const
    {
        const auto& a = m_facts.accesses;
        const auto party = [&](std::size_t i) {
            return i < a.size() ? nameOf(a[i].thread) : "another thread";
        };
        const std::string what = !m_facts.place.name.empty()     ? words::shorten(m_facts.place.name, 60)
                                 : m_facts.what.contains("vptr") ? "the vptr of an object"
                                                                 : "memory";
        switch (m_facts.kind) {
        case ReportKind::DataRace: {
            if (a.empty())
                return "Two threads use the same memory without synchronisation";
            if (a.size() > 1 && verbOf(a[0].op) == verbOf(a[1].op) && verbOf(a[0].op) == "writes")
                return formatted("{} and {} write {} without synchronisation", words::sentence(party(0)),
                                 party(1), what == "memory" ? "the same memory" : what);
            if (a.size() > 1)
                return formatted("{} {} {} that {} {}, without synchronisation", words::sentence(party(0)),
                                 verbOf(a[0].op), what, party(1), verbOf(a[1].op));
            return formatted("{} {} {} in a data race", words::sentence(party(0)), verbOf(a[0].op), what);
        }
        case ReportKind::UseAfterFree:
            if (m_facts.what.starts_with("double-free"))
                return formatted("{} frees memory that {} has freed", words::sentence(party(0)), party(1));
            return formatted("{} uses memory that {} has freed", words::sentence(party(0)), party(1));
        case ReportKind::LockOrder:
            return "Locks are taken in opposite orders, which can deadlock";
        case ReportKind::LockMisuse:
            if (m_facts.what.starts_with("signal-unsafe"))
                return signalTitle();
            if (m_facts.what.starts_with("signal handler"))
                return "A signal handler changes errno";
            return formatted("A lock is misused: {}", words::shorten(m_facts.what, 100));
        case ReportKind::ThreadLeak: {
            std::size_t leaked = 0;
            for (const Thread& t : m_snapshot.threads)
                leaked += t.leaked ? t.count : 0;
            if (leaked > 1)
                return formatted("{} threads were never joined", leaked);
            const auto one =
                std::ranges::find(m_snapshot.threads, true, [](const Thread& t) { return t.leaked; });
            return formatted("{} was never joined", one == m_snapshot.threads.end()
                                                        ? std::string("A thread")
                                                        : words::sentence(nameOf(one->id)));
        }
        default:
            return words::sentence(words::shorten(m_facts.what, 100));
        }
    }

    const Log& m_log;
    std::uint32_t m_index;
    const Snapshot& m_snapshot;
    const NativeFacts& m_facts;
    Repeats& m_repeats;
    Finding m_finding;
};

/// The stacks by which a report is known: of its accesses, of its lock orders, or else the first one.
void stacksOf(const Snapshot& snapshot, std::vector<StackId>& stacks)
{
    constexpr std::size_t kMost = 8;
    stacks.clear();
    for (const ReportedAccess& a : snapshot.native->accesses)
        if (stacks.size() < 2) // a second previous access is another race's
            stacks.push_back(a.stack);
    for (const ReportedOrder& o : snapshot.native->orders)
        if (stacks.size() < kMost && !o.headerOnly)
            stacks.push_back(o.stack);
    if (stacks.empty() && !snapshot.otherStacks.empty())
        stacks.push_back(snapshot.otherStacks.front().stack);
}

void findReports(const DetectorInput& in, std::vector<Finding>& out)
{
    const bool any = std::ranges::any_of(
        in.log.snapshots, [](const Snapshot& s) { return s.native && kindOf(s.native->kind); });
    if (!any)
        return;
    Repeats repeats(in.log);
    std::vector<StackId> stacks;
    for (std::uint32_t s = 0; s < in.log.snapshots.size(); ++s) {
        if (in.stop.stop_requested())
            return;
        const Snapshot& snapshot = in.log.snapshots[s];
        if (!snapshot.native)
            continue;
        const auto kind = kindOf(snapshot.native->kind);
        if (!kind)
            continue;
        if (*kind == FindingKind::Crash && snapshot.signal)
            continue; // the crash detector's
        stacksOf(snapshot, stacks);
        const bool known = std::ranges::any_of(stacks, [](StackId id) { return static_cast<bool>(id); });
        if (*kind != FindingKind::Crash && known && repeats.isRepeat(*kind, stacks, s, out))
            continue;
        out.push_back(ReportFinding(in.log, s, repeats).make(*kind));
    }
}

} // namespace

const Detector nativeReportDetector{"native-report", "What a sanitizer or valgrind reports", findReports};

} // namespace skein
