// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
//
// Native threads that may be stuck with each other, where the log names no lock: eu-stack prints no
// arguments, and no tool says which thread a future waits for.
#include "model/analysis/native_stacks.h"

#include <algorithm>
#include <unordered_map>
#include <utility>

namespace skein
{

namespace
{

/// Waiters grouped by the function that they wait in, in the order in which these come up.
std::vector<std::vector<std::uint32_t>> byPlace(const Log& log, const Snapshot& snapshot,
                                                std::span<const std::uint32_t> threads)
{
    std::vector<std::vector<std::uint32_t>> groups;
    std::unordered_map<std::uint64_t, std::size_t> known;
    for (const std::uint32_t t : threads) {
        const NativePlace at = placeOf(log, snapshot.threads[t].stack);
        const auto [hit, isNew] = known.try_emplace(at.function, groups.size());
        if (isNew)
            groups.emplace_back();
        groups[hit->second].push_back(t);
    }
    return groups;
}

/// Waiters that have come from code of a class in which another one waits: each may hold what the other
/// wants.
///     View::changed, called by Document::edit          Document::redrawn, called by View::paint
std::vector<std::uint32_t> crossing(const Log& log, const Snapshot& snapshot,
                                    std::span<const std::uint32_t> waiters)
{
    constexpr std::size_t kMost = 64;
    if (waiters.size() > kMost)
        return {};
    std::vector<std::string_view> scopes;
    for (const std::uint32_t t : waiters) {
        const StackId stack = snapshot.threads[t].stack;
        const NativePlace at = placeOf(log, stack);
        scopes.push_back(at ? scopeOf(log.function(log.stack(stack)[at.frame])) : std::string_view{});
    }
    std::vector<std::uint32_t> found;
    for (std::size_t i = 0; i < waiters.size(); ++i) {
        const auto frames = log.stack(snapshot.threads[waiters[i]].stack);
        const bool crosses = std::ranges::any_of(frames, [&](FrameId f) {
            if (log.frame(f).role != Role::User)
                return false;
            const std::string_view scope = scopeOf(log.function(f));
            return !scope.empty() && scope != scopes[i] && std::ranges::contains(scopes, scope);
        });
        if (crosses)
            found.push_back(waiters[i]);
    }
    return found;
}

/// Those who wait to write in different functions: for different rwlocks, as a rule.
std::vector<std::uint32_t> writersApart(const Log& log, const Snapshot& snapshot,
                                        std::span<const std::uint32_t> waiters)
{
    std::vector<std::uint32_t> writers;
    for (const std::uint32_t t : waiters)
        if (log.str(snapshot.threads[t].waitReason) == "rwlock-write")
            writers.push_back(t);
    return byPlace(log, snapshot, writers).size() > 1 ? writers : std::vector<std::uint32_t>{};
}

/// Somebody who does not wait is in code of the class or namespace in which these wait.
bool somebodyElseCould(const Log& log, const Snapshot& snapshot, std::span<const std::uint32_t> waiters)
{
    std::vector<std::string_view> scopes;
    std::vector<std::uint64_t> functions;
    for (const std::uint32_t t : waiters) {
        const NativePlace at = placeOf(log, snapshot.threads[t].stack);
        if (at && !std::ranges::contains(functions, at.function))
            functions.push_back(at.function);
        if (at)
            scopes.push_back(scopeOf(log.function(log.stack(snapshot.threads[t].stack)[at.frame])));
    }
    const bool apart = functions.size() > 1 && std::ranges::all_of(waiters, [&](std::uint32_t t) {
                           return snapshot.threads[t].waitsOnKind == ResourceKind::Mutex;
                       });
    for (std::uint32_t t = 0; t < snapshot.threads.size(); ++t) {
        const Thread& thread = snapshot.threads[t];
        if (isParked(log, thread) || std::ranges::contains(waiters, t) ||
            thread.waitsOnKind == ResourceKind::Mutex || thread.waitsOnKind == ResourceKind::RwMutex)
            continue;
        if (!thread.stack)
            return true;
        // Functions of C have no scope. One that sleeps in another function is a housekeeper, where those who
        // wait do not stand in one and the same function, as behind one lock.
        const NativePlace own = placeOf(log, thread.stack);
        if (apart && log.str(thread.waitReason) == "sleep" && own &&
            !std::ranges::contains(functions, own.function) &&
            std::ranges::contains(scopes, std::string_view{}))
            continue;
        for (const FrameId f : log.stack(thread.stack)) {
            if (log.frame(f).role != Role::User)
                continue;
            const std::string_view function = log.function(f);
            if (function.empty() || function == "??" || std::ranges::contains(scopes, scopeOf(function)))
                return true;
        }
    }
    return false;
}

/// Of the waiters of locks in one class the only one that has come there from code of that class: it waits
/// for the lock that it took further out.
///     Signal::disconnect, …, called by Signal::emit       Signal::connect
std::vector<std::uint32_t> reentrant(const Log& log, const Snapshot& snapshot,
                                     std::span<const std::uint32_t> waiters, bool calledBack)
{
    std::string_view scope;
    std::vector<std::uint32_t> found;
    for (const std::uint32_t t : waiters) {
        const auto stack = log.stack(snapshot.threads[t].stack);
        const NativePlace at = placeOf(log, snapshot.threads[t].stack);
        const std::string_view own = at ? scopeOf(log.function(stack[at.frame])) : std::string_view{};
        if (own.empty() || (!scope.empty() && own != scope))
            return {};
        scope = own;
        bool left = !calledBack; // for other code, which called it back
        for (const FrameId f : stack.subspan(at.frame + 1)) {
            const bool inScope = log.frame(f).role == Role::User && scopeOf(log.function(f)) == scope;
            left = left || (log.frame(f).role == Role::User && !inScope);
            if (!inScope || !left)
                continue;
            found.push_back(t);
            break;
        }
    }
    return found.size() == 1 ? found : std::vector<std::uint32_t>{};
}

/// The only waiter for a lock, while all others join: the lock is held by itself, where it has come to it
/// from code of the same class, or by one that joins in code of that class.
///     Cache::put, called by Cache::load            Poller::stopped      pthread_join, called by Poller::stop
std::vector<std::uint32_t> aloneWith(const Log& log, const Snapshot& snapshot, std::uint32_t waiter)
{
    const auto stack = log.stack(snapshot.threads[waiter].stack);
    const NativePlace at = placeOf(log, snapshot.threads[waiter].stack);
    const std::string_view scope = at ? scopeOf(log.function(stack[at.frame])) : std::string_view{};
    const auto inScope = [&](FrameId f) {
        return log.frame(f).role == Role::User && scopeOf(log.function(f)) == scope;
    };
    // Critical sections of Windows are recursive, and so is a recursive_mutex.
    const bool recursive =
        std::ranges::any_of(stack.first(std::min(at.frame + 1, stack.size())), [&](FrameId f) {
            const std::string_view function = log.function(f);
            return function.contains("CriticalSection") || function.contains("recursive_mutex");
        });
    if (scope.empty())
        return {};
    std::vector<std::uint32_t> found{waiter};
    bool bystanders = false; // who sleeps in code that has nothing to do with it
    for (std::uint32_t t = 0; t < snapshot.threads.size(); ++t) {
        const Thread& thread = snapshot.threads[t];
        if (t == waiter)
            continue;
        const bool near = std::ranges::any_of(log.stack(thread.stack), inScope);
        const std::string_view reason = log.str(thread.waitReason);
        const bool aside = !near && (reason == "sleep" || reason == "poll") && placeOf(log, thread.stack);
        if (thread.waitsOnKind != ResourceKind::Thread && !aside)
            return {};
        bystanders = bystanders || aside;
        if (near)
            found.push_back(t);
    }
    if (found.size() == 2 || (found.size() == 1 && !bystanders && !recursive &&
                              std::ranges::any_of(stack.subspan(at.frame + 1), inScope)))
        return found;
    return {};
}

/// The only waiter for a lock and the only other thread besides main and those who join, which waits to be
/// notified: it may hold the lock that it would be notified behind.
///     boot::helper, in std::mutex::lock              boot::master, in std::latch::arrive_and_wait
std::vector<std::uint32_t> withTheOther(const Log& log, const Snapshot& snapshot, std::uint32_t waiter)
{
    std::vector<std::uint32_t> found{waiter};
    for (std::uint32_t t = 0; t < snapshot.threads.size(); ++t) {
        const Thread& thread = snapshot.threads[t];
        if (t == waiter || thread.waitsOnKind == ResourceKind::Thread)
            continue;
        if (found.size() > 1 || !isParked(log, thread) || isMain(log, thread) || !placeOf(log, thread.stack))
            return {};
        found.push_back(t);
    }
    return found.size() == 2 ? found : std::vector<std::uint32_t>{};
}

/// All threads but main wait for the end of others, as they can only for each other's.
std::vector<std::uint32_t> joinEachOther(const Log& log, const Snapshot& snapshot)
{
    constexpr std::size_t kMost = 16;
    std::vector<std::uint32_t> joining;
    for (std::uint32_t t = 0; t < snapshot.threads.size() && joining.size() <= kMost; ++t) {
        if (isMain(log, snapshot.threads[t]))
            continue;
        if (snapshot.threads[t].waitsOnKind != ResourceKind::Thread)
            return {};
        joining.push_back(t);
    }
    return joining.size() < 2 || joining.size() > kMost || joining.size() == snapshot.threads.size()
               ? std::vector<std::uint32_t>{}
               : joining;
}

} // namespace

std::string_view scopeOf(std::string_view function)
{
    int depth = 0;
    for (std::size_t i = function.size(); i-- > 1;) {
        const char c = function[i];
        if (c == '>' || c == ')' || c == '}')
            ++depth;
        else if (c == '<' || c == '(' || c == '{')
            --depth;
        else if (c == ':' && function[i - 1] == ':' && depth == 0)
            return function.substr(0, i - 1);
    }
    return {};
}

bool isMain(const Log& log, const Thread& thread)
{
    return std::ranges::any_of(log.stack(thread.stack), [&](FrameId f) {
        const std::string_view function = log.function(f);
        return function == "main" || function == "__libc_start_main" || function == "__libc_start_call_main";
    });
}

bool isParked(const Log& log, const Thread& thread)
{
    constexpr std::string_view kParked[] = {"join", "condition", "semaphore", "barrier", "future", "poll"};
    const std::string_view reason = log.str(thread.waitReason);
    if (std::ranges::contains(kParked, reason))
        return true;
    // `while (true) sleep(1);` of main
    return reason == "sleep" && isMain(log, thread);
}

std::optional<WaitGraph::Knot> nativeKnot(const Log& log, const Snapshot& snapshot)
{
    constexpr std::size_t kMost = 8; // more at one place are a pile-up behind one lock, as a rule
    std::vector<std::uint32_t> mutexes, rwlocks, futures, spins;
    for (std::uint32_t t = 0; t < snapshot.threads.size(); ++t) {
        const Thread& thread = snapshot.threads[t];
        const std::string_view reason = log.str(thread.waitReason);
        if (reason == "mutex" && thread.waitsOn == 0)
            mutexes.push_back(t);
        else if (reason == "spin" && thread.waitsOnKind == ResourceKind::Mutex && thread.waitsOn == 0)
            spins.push_back(t);
        else if (thread.waitsOnKind == ResourceKind::RwMutex && thread.waitsOn == 0)
            rwlocks.push_back(t);
        else if (reason == "future" && !isMain(log, thread))
            futures.push_back(t);
        else if (thread.waitsOn != 0 &&
                 (thread.waitsOnKind == ResourceKind::Mutex || thread.waitsOnKind == ResourceKind::RwMutex))
            return {}; // addresses are printed: what follows from them is in the graph
    }
    // Whoever spins may be about to get the lock: they are asked where all do it in one function and all
    // others join.
    if (mutexes.empty() && rwlocks.empty() && spins.size() > 1 && byPlace(log, snapshot, spins).size() == 1 &&
        std::ranges::all_of(snapshot.threads, [](const Thread& t) {
            return t.waitsOnKind == ResourceKind::Mutex || t.waitsOnKind == ResourceKind::Thread;
        }))
        mutexes = std::move(spins);
    WaitGraph::Knot knot;
    if (mutexes.empty() && rwlocks.empty() && futures.empty()) {
        knot.threads = joinEachOther(log, snapshot);
        knot.kind = ResourceKind::Thread;
        if (knot.threads.empty())
            return {};
        return knot;
    }
    if (const auto writers = writersApart(log, snapshot, rwlocks); writers.size() > 1) {
        knot.threads = writers;
    } else if (const auto pair = readerAndWriter(log, snapshot, rwlocks)) {
        knot.threads = {pair->first, pair->second};
        knot.kind = ResourceKind::RwMutex;
    } else if (rwlocks.size() == 1 && mutexes.size() == 1) {
        knot.threads = {rwlocks.front(), mutexes.front()};
        if (!std::ranges::all_of(snapshot.threads, [&](const Thread& t) {
                return t.waitsOnKind == ResourceKind::Thread || t.waitsOnKind == ResourceKind::Mutex ||
                       t.waitsOnKind == ResourceKind::RwMutex;
            }))
            return {};
    } else if (mutexes.size() + rwlocks.size() == 1 && futures.empty()) {
        const std::uint32_t waiter = mutexes.empty() ? rwlocks.front() : mutexes.front();
        knot.threads = aloneWith(log, snapshot, waiter);
        if (knot.threads.empty())
            knot.threads = withTheOther(log, snapshot, waiter);
        if (knot.threads.empty())
            return {};
        std::ranges::sort(knot.threads);
        return knot;
    } else {
        // Of different kinds, they wait for different locks.
        if (!mutexes.empty())
            mutexes.insert(mutexes.end(), rwlocks.begin(), rwlocks.end());
        auto& waiters = mutexes.size() >= 2 ? mutexes : futures;
        knot.kind = mutexes.size() >= 2 ? ResourceKind::Mutex : ResourceKind::Other;
        auto groups = byPlace(log, snapshot, waiters);
        const auto largest = std::ranges::max_element(groups, {}, [](const auto& g) { return g.size(); });
        if (largest == groups.end())
            return {};
        std::vector<std::uint32_t> alone; // nobody else waits in the function that it waits in
        for (const auto& group : groups)
            if (group.size() == 1)
                alone.push_back(group.front());
        knot.threads = crossing(log, snapshot, waiters);
        if (knot.threads.size() < 2)
            knot.threads = reentrant(log, snapshot, mutexes, true);
        if (knot.threads.empty() && largest->size() > 2) // a pair may well be two who take two locks
            knot.threads = reentrant(log, snapshot, mutexes, false);
        if (knot.threads.empty() && alone.size() < 2 && largest->size() > 1)
            knot.threads = *largest; // they may be in each other's way, as those who pass a lock on
        else if (knot.threads.empty() && alone.size() > 1)
            knot.threads = alone;
    }
    if (knot.threads.empty() || knot.threads.size() > kMost || somebodyElseCould(log, snapshot, knot.threads))
        return {};
    std::ranges::sort(knot.threads);
    return knot;
}

} // namespace skein
