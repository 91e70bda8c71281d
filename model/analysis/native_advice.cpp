// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "model/analysis/native_advice.h"

#include "model/analysis/advice.h"
#include "model/formatted.h"

#include <algorithm>
#include <string_view>

namespace skein
{
namespace
{

struct Row {
    std::string_view word, title, text;
};

/// By the tool's own words; the first that fits.
constexpr Row kMisuse[] = {
    {"signal-unsafe", "Do less in the signal handler",
     "A handler may interrupt a thread inside malloc or printf, whose locks it then needs itself. Set a "
     "volatile sig_atomic_t or write to a pipe, and let a normal thread do the rest."},
    {"signal handler", "Save and restore errno in the handler",
     "The code that was interrupted may be about to read errno: keep its value in a local at the beginning "
     "of the "
     "handler and put it back at the end."},
    {"destroy", "Destroy it when nobody can hold it",
     "Join or stop the threads that use the mutex before the object that it is part of goes away, and unlock "
     "it first."},
    {"Destroying", "Destroy it when nobody can hold it",
     "Join or stop the threads that use the mutex before the object that it is part of goes away, and unlock "
     "it first."},
    {"double lock", "Don't lock twice on one call path",
     "Split the function: one that locks, and an inner one that expects the lock to be held. "
     "std::recursive_mutex "
     "hides the question who may call whom."},
    {"Recursive locking", "Don't lock twice on one call path",
     "Split the function: one that locks, and an inner one that expects the lock to be held. "
     "std::recursive_mutex "
     "hides the question who may call whom."},
    {"invalid", "Keep the mutex alive",
     "It was destroyed or never made: it must outlive all of its users. Look for an object that is used "
     "after its "
     "destructor, and for globals that are destroyed before a thread ends."},
    {"not a mutex", "Make the mutex before it is used",
     "Initialise it (PTHREAD_MUTEX_INITIALIZER, pthread_mutex_init or std::mutex), and don't use it after "
     "its end."},
    {"still holds", "Unlock on every way out",
     "The thread ended between lock and unlock. std::lock_guard unlocks on each return and exception."},
    {"cond", "Hold the mutex around wait and notify",
     "Lock the mutex that belongs to the condition, change the state, then notify; wait with a predicate."},
    {"", "Let a guard hold the lock",
     "std::lock_guard and std::unique_lock unlock once, in the thread that locked; std::shared_lock keeps "
     "read locks "
     "and write locks apart."},
};

/// By the names of the frames between the access and the program's own code: what kind of object it is.
constexpr Row kObjects[] = {
    {"shared_ptr", "Replace the shared_ptr atomically",
     "Its count is atomic, the pointer itself is not. Use std::atomic<std::shared_ptr<T>> (std::atomic_load "
     "and "
     "std::atomic_store before C++20), or take a mutex around the copy and the assignment."},
    {"basic_string", "Guard the string",
     "A standard container may be read by many or written by one. Take one mutex around every use of it, "
     "reads as "
     "well."},
    {"vector", "Guard the container",
     "A standard container may be read by many or written by one. Take one mutex around every use of it, "
     "reads as "
     "well."},
    {"_Hashtable", "Guard the container",
     "A standard container may be read by many or written by one. Take one mutex around every use of it, "
     "reads as "
     "well."},
    {"__hash_", "Guard the container",
     "A standard container may be read by many or written by one. Take one mutex around every use of it, "
     "reads as "
     "well."},
    {"_Rb_tree", "Guard the container",
     "A standard container may be read by many or written by one. Take one mutex around every use of it, "
     "reads as "
     "well."},
    {"deque", "Guard the container",
     "A standard container may be read by many or written by one. Take one mutex around every use of it, "
     "reads as "
     "well."},
};

Advice fromRow(const Row& row)
{
    return {std::string(row.title), std::string(row.text)};
}

bool isAtomic(AccessOp op)
{
    return op == AccessOp::AtomicRead || op == AccessOp::AtomicWrite;
}

/// The runtime's frames above the access's own code.
const Row* objectOf(const Log& log, StackId stack)
{
    for (const FrameId id : log.stack(stack)) {
        const Frame& frame = log.frame(id);
        if (frame.role != Role::Runtime)
            break;
        for (const Row& row : kObjects)
            if (log.str(frame.function).contains(row.word) || log.str(frame.file).contains(row.word))
                return &row;
    }
    return nullptr;
}

Advice adviceForRace(const Log& log, const NativeFacts& facts, const std::string& lock)
{
    using enum ReportedPlace::Kind;
    if (facts.what.contains("vptr"))
        return {
            "Let nobody use the object while it is destroyed",
            "The destructor runs while another thread still makes a virtual call. Join the thread, or stop "
            "it, "
            "before the derived class's destructor begins; its last point is the top of that destructor."};
    const auto& a = facts.accesses;
    const bool two = a.size() > 1;
    const auto function = [&](std::size_t i) {
        const FrameId site = log.site(a[i].stack);
        return site ? log.function(site) : std::string_view();
    };
    if (two && a[0].locks.empty() != a[1].locks.empty() && !function(0).empty() && function(0) == function(1))
        return {"Initialise it with std::call_once", "One side looks before it locks, the other writes under "
                                                     "the lock: double-checked locking. A local static "
                                                     "variable or std::call_once does it safely; so does a "
                                                     "std::atomic pointer, stored with release and read "
                                                     "with acquire."};
    if (!lock.empty())
        return {
            "Hold one lock on both sides",
            formatted(
                "Take {} around the other access as well: a lock that only one side holds orders nothing.",
                lock)};
    if (two && isAtomic(a[0].op) != isAtomic(a[1].op))
        return {"Make both accesses atomic", "One side uses an atomic operation, the other a plain one. "
                                             "Declare the variable std::atomic, or reach it "
                                             "through std::atomic_ref everywhere; pthread and std::mutex "
                                             "functions are atomic inside, so an object "
                                             "may also be in use before it is constructed or after its end."};
    if (facts.place.kind == Stack)
        return {"Join before the variable goes", "The memory is a local variable of another thread's "
                                                 "function. Join, or wait for the result, before it is "
                                                 "used or left; or let the threads own it together with "
                                                 "std::shared_ptr, and take a mutex around it."};
    if (facts.place.kind == ThreadLocal)
        return {"Don't hand out thread-local memory", "The memory is another thread's thread_local variable. "
                                                      "Pass a copy, or share an object with a mutex."};
    for (const ReportedAccess& access : a)
        if (const Row* row = objectOf(log, access.stack))
            return fromRow(*row);
    if (two && a[0].size == a[1].size && a[0].size <= 8 && a[0].size != 0 && facts.place.kind == Global)
        return {"Make it std::atomic, or take one mutex around both",
                "A flag or counter on its own is a std::atomic (a bool that says stop as well; volatile "
                "orders nothing). "
                "Where other data changes with it, take one mutex around both sides."};
    return {"Order the two accesses", "Take one mutex around both, make the variable std::atomic, or join "
                                      "one thread before the other uses it. "
                                      "One locked side is not enough."};
}

} // namespace

Advice adviceForReport(const Log& log, const Snapshot& snapshot, const std::string& lock)
{
    const NativeFacts& facts = *snapshot.native;
    switch (facts.kind) {
    case ReportKind::DataRace:
        return adviceForRace(log, facts, lock);
    case ReportKind::UseAfterFree:
        if (facts.what.starts_with("double-free"))
            return {
                "Let one owner free it",
                "Two threads free the same memory. Give it one owner (std::unique_ptr), or count the owners "
                "(std::shared_ptr)."};
        return {
            "Keep the object alive",
            "Join the threads that use the object before it is destroyed, or share it with std::shared_ptr."};
    case ReportKind::LockOrder:
        return adviceFor(Situation::LockOrder, true);
    case ReportKind::ThreadLeak:
        return {"Join or detach", "Call join() or detach() on every thread, or use std::jthread."};
    case ReportKind::LockMisuse:
        return fromRow(
            *std::ranges::find_if(kMisuse, [&](const Row& r) { return facts.what.contains(r.word); }));
    case ReportKind::Contention:
        return adviceFor(Situation::LockHeldLong, true);
    default:
        return {"Look at the report", "The stacks of the report show where it happened."};
    }
}

} // namespace skein
