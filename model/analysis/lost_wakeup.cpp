// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
//
// Native threads of which none is left to wake those that wait for a notification:
//
//     Thread 3:  pthread_cond_wait, called by mail::takeParcel
//     Thread 2:  pthread_cond_wait, called by mail::takeLetter
//     Thread 1:  pthread_join, called by main
#include "model/analysis/advice.h"
#include "model/analysis/detector_list.h"
#include "model/analysis/native_stacks.h"
#include "model/analysis/words.h"
#include "model/formatted.h"

#include <algorithm>
#include <array>
#include <utility>

namespace skein
{
namespace
{

constexpr std::size_t kMostEvidence = 6;

/// What only another thread can end, by Thread::waitReason.
struct Notified {
    std::string_view reason, what;
};
constexpr std::array<Notified, 4> kNotified = {{
    {"condition", "a condition variable"},
    {"semaphore", "a semaphore"},
    {"barrier", "a barrier or latch"},
    {"future", "the result of a future"},
}};

const Notified* notified(const Log& log, const Thread& thread)
{
    const auto hit = std::ranges::find(kNotified, log.str(thread.waitReason), &Notified::reason);
    return hit == kNotified.end() ? nullptr : &*hit;
}

/// A wait that the clock ends: pthread_cond_timedwait, std::condition_variable::wait_for<…>.
bool isTimed(const Log& log, const Thread& thread)
{
    // libstdc++'s futures wait without a limit in _M_futex_wait_until, too.
    constexpr std::string_view kTimed[] = {"cond_timedwait", "cond_clockwait", "sem_timedwait",
                                           "sem_clockwait",  "::wait_for",     "::wait_until",
                                           "::__wait_until", "try_acquire",    "::timed_wait"};
    return std::ranges::any_of(log.stack(thread.stack), [&](FrameId f) {
        return log.frame(f).role == Role::Runtime &&
               std::ranges::any_of(kTimed, [&](std::string_view t) { return log.function(f).contains(t); });
    });
}

/// Waits for what only another thread of the program can do.
bool isStuck(const Log& log, const Thread& thread)
{
    if (!thread.stack || thread.crashed || isTimed(log, thread))
        return false;
    return thread.waitsOnKind == ResourceKind::Thread || thread.waitsOnKind == ResourceKind::Mutex ||
           thread.waitsOnKind == ResourceKind::RwMutex || notified(log, thread);
}

/// Who waits for a notification holds a lock that another one waits for, and nobody is left but these:
///     Thread 3:  pthread_cond_wait, called by audit, which holds `accounts`
///     Thread 2:  pthread_mutex_lock (mutex=<accounts>), called by settle
bool findHeldOverWait(const DetectorInput& in, std::uint32_t index, std::vector<Finding>& out)
{
    const Snapshot& snapshot = in.log.snapshots[index];
    const WaitGraph& graph = in.waitGraphs[index];
    for (const WaitGraph::Edge& held : graph.edges) {
        if (held.kind != WaitGraph::Edge::Kind::HeldBy)
            continue;
        const std::uint32_t holder = graph.threads[held.to].threads.front();
        const ResourceKind kind = graph.resources[held.from].kind;
        if ((kind != ResourceKind::Mutex && kind != ResourceKind::RwMutex) ||
            !notified(in.log, snapshot.threads[holder]))
            continue;
        const auto waits = std::ranges::find_if(graph.edges, [&](const WaitGraph::Edge& e) {
            return e.kind == WaitGraph::Edge::Kind::WaitsFor && e.to == held.from;
        });
        if (waits == graph.edges.end())
            continue;
        const std::uint32_t waiter = graph.threads[waits->from].threads.front();
        const Thread &a = snapshot.threads[holder], &b = snapshot.threads[waiter];
        const ThreadRef first{index, holder}, second{index, waiter};
        Finding finding = words::finding(FindingKind::Deadlock, Certainty::Possible, index);
        finding.title = formatted("{} waits for a notification while it holds a lock that {} waits for",
                                  words::sentence(words::threadName(a)), words::threadName(b));
        finding.threads = {first, second};
        finding.cycle.push_back({first, a.waitsOn, in.log.site(a.stack), second, Certainty::Possible});
        finding.cycle.push_back(
            {second, b.waitsOn, in.log.site(b.stack), first, std::max(held.certainty, waits->certainty)});
        finding.evidence.push_back(
            {formatted("{} waits for {} in {}.", words::sentence(words::threadName(a)),
                       notified(in.log, a)->what, words::place(in.log, in.log.site(a.stack))),
             words::siteLines(in.log, a)});
        finding.evidence.push_back(
            {formatted("{} waits for {} in {}, and {} holds it: {}.", words::sentence(words::threadName(b)),
                       words::resource(kind, b.waitsOn), words::place(in.log, in.log.site(b.stack)),
                       words::threadName(a), held.why),
             held.logLines});
        finding.evidence.push_back(
            {"Every other thread in the log waits as well: none is left that could notify.", {}});
        finding.missing = {
            "who was to notify", "a condition variable does not know that",
            "gdb -p PID -batch -ex 'thread apply all bt full': the locals show what each waits for"};
        finding.advice.push_back({"Wait with no other lock held",
                                  "A wait for a condition gives up its own mutex only. Unlock everything "
                                  "else before it, so that those "
                                  "who notify can get there, or let one mutex guard both."});
        out.push_back(std::move(finding));
        return true;
    }
    return false;
}

/// The outermost function of the program that called a task in the stack of a thread that waits inside that task; none
/// where it waits for a task. The thread pool's loop, as a rule:
///     #5  Ticket::wait ()
///     #6  dinner ()
///     #9  std::function<void ()>::operator()() const ()
///     #10 Crew::work ()
StringId loopAroundTask(const Log& log, const Thread& thread)
{
    const auto stack = log.stack(thread.stack);
    StringId loop;
    bool inTask = false;
    for (std::size_t i = placeOf(log, thread.stack).frame; i < stack.size(); ++i) {
        const Frame& frame = log.frame(stack[i]);
        const std::string_view function = log.str(frame.function);
        if (function.starts_with("std::function<") || function.starts_with("std::packaged_task<") ||
            function.starts_with("std::move_only_function<") || function.contains("__1::function<"))
            inTask = true;
        else if (frame.role != Role::Runtime && std::exchange(inTask, false))
            loop = frame.function;
    }
    return loop;
}

/// Every worker of a pool waits inside a task, and nobody else is left: what they wait for is other tasks' to
/// do, which no worker is free to run.
bool findStarvedPool(const DetectorInput& in, std::uint32_t index, std::span<const std::uint32_t> waiting,
                     std::vector<Finding>& out)
{
    const Snapshot& snapshot = in.log.snapshots[index];
    std::vector<std::uint32_t> workers;
    StringId loop;
    for (const std::uint32_t t : waiting) {
        if (isMain(in.log, snapshot.threads[t]))
            continue;
        const StringId own = loopAroundTask(in.log, snapshot.threads[t]);
        if (!own || (loop && own != loop))
            return false;
        loop = own;
        workers.push_back(t);
    }
    if (workers.empty())
        return false;
    Finding finding = words::finding(FindingKind::Deadlock, Certainty::Possible, index);
    finding.threads = words::refs(index, workers);
    finding.title = formatted("{} in {} wait inside a task, and no worker is left to run another one",
                              words::sentence(words::count(workers.size(), "thread")), in.log.str(loop));
    for (std::size_t i = 0; i < workers.size() && i < kMostEvidence; ++i) {
        const Thread& thread = snapshot.threads[workers[i]];
        finding.evidence.push_back(
            {formatted("{} waits for {} in {}, called by a task.", words::sentence(words::threadName(thread)),
                       notified(in.log, thread)->what, words::place(in.log, in.log.site(thread.stack))),
             words::siteLines(in.log, thread)});
    }
    finding.evidence.push_back({"Every other thread in the log waits as well.", {}});
    finding.missing = {"which tasks are in the queue", "the log shows what runs, not what is queued",
                       "the queue's contents in gdb, or a log line where a task is put there"};
    finding.advice.push_back(adviceFor(Situation::WaitForOwnWork, true));
    out.push_back(std::move(finding));
    return true;
}

void findLostWakeups(const DetectorInput& in, std::vector<Finding>& out)
{
    for (std::uint32_t s = 0; s < in.log.snapshots.size(); ++s) {
        if (in.stop.stop_requested())
            return;
        const Snapshot& snapshot = in.log.snapshots[s];
        // Only a dump with all threads can tell that nobody is left: main is among them, and others.
        if (!hasNativeThreads(snapshot) || snapshot.threads.size() < 2 || !in.waitGraphs[s].cycles.empty() ||
            in.waitGraphs[s].knot ||
            !std::ranges::all_of(snapshot.threads, [&](const Thread& t) { return isStuck(in.log, t); }) ||
            std::ranges::none_of(snapshot.threads, [&](const Thread& t) { return isMain(in.log, t); }))
            continue;
        if (findHeldOverWait(in, s, out))
            continue;
        std::vector<std::uint32_t> waiting;
        for (std::uint32_t t = 0; t < snapshot.threads.size(); ++t)
            if (notified(in.log, snapshot.threads[t]))
                waiting.push_back(t);
        if (waiting.empty() || findStarvedPool(in, s, waiting, out))
            continue;
        Finding finding = words::finding(FindingKind::LostWakeup, Certainty::Possible, s);
        finding.threads = words::refs(s, waiting);
        finding.title = formatted("{} {} for a notification, and no thread is left to give it",
                                  words::sentence(words::threadNames(snapshot, waiting)),
                                  waiting.size() == 1 ? "waits" : "wait");
        for (std::size_t i = 0; i < waiting.size() && i < kMostEvidence; ++i) {
            const Thread& thread = snapshot.threads[waiting[i]];
            finding.evidence.push_back(
                {formatted("{} waits for {} in {}, without a time limit.",
                           words::sentence(words::threadName(thread)), notified(in.log, thread)->what,
                           words::place(in.log, in.log.site(thread.stack))),
                 words::siteLines(in.log, thread)});
        }
        finding.evidence.push_back(
            {"Every thread in the log waits for another one: none runs, sleeps, or waits "
             "for input. A signal handler or another process could still wake them.",
             {}});
        finding.missing = {
            "what was to be notified, and when",
            "the log does not show the condition that each of them waits for",
            "gdb -p PID -batch -ex 'thread apply all bt full': the locals show what each waits for"};
        finding.advice.push_back(adviceFor(Situation::ConditionNeverSignalled, true));
        out.push_back(std::move(finding));
    }
}

} // namespace

const Detector lostWakeupDetector{
    "lost-wakeup", "Threads wait for a notification that nobody is left to give", findLostWakeups};

} // namespace skein
