// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "model/analysis/advice.h"

#include <algorithm>

namespace skein {
namespace {

struct Row {
    Situation situation;
    std::string_view title, text;
};

constexpr Row kTable[] = {
    {Situation::LockOrder, "Take the locks in one order",
     "Choose one order for these locks (by an id, by address, by layer) and take them in it everywhere. Or "
     "release "
     "the first lock before the second is taken."},
    {Situation::LockTwice, "Don't lock twice on one call path",
     "A Go mutex is not reentrant. Split the method: an exported one that locks, and an inner one that "
     "expects the "
     "lock to be held and is called by the others."},
    {Situation::RecursiveReadLock, "Don't take the read lock again below a read lock",
     "A waiting writer blocks new readers, also one that already reads. Let inner functions expect the read "
     "lock to "
     "be held instead of taking it again."},
    {Situation::SendUnderLock, "Don't wait for a channel while you hold a lock",
     "Copy what is to be sent under the lock, unlock, then send; or make the send a select with a default or "
     "a "
     "cancelled context. Whoever should receive needs the same lock first."},
    {Situation::ChannelCircle, "Let one side receive before it sends",
     "Each waits at a channel for another that waits too. Let one of them receive first, give the channels a "
     "buffer for what is under way, or make the send a select that also receives, or ends with a context."},
    {Situation::LockHeldLong, "Hold the lock for less",
     "Do the slow part (I/O, channel, another lock) outside the lock: copy under the lock, unlock, then work "
     "on the "
     "copy. `defer mu.Unlock()` right behind Lock keeps early returns and panics from leaving it locked."},
    {Situation::LockHolderUnknown, "Look for a path that leaves without Unlock",
     "A goroutine that has ended may have left the lock locked: an early return or a panic between Lock and "
     "Unlock. "
     "`defer mu.Unlock()` right behind Lock closes that path."},
    {Situation::NilChannel, "Make the channel before it is used",
     "A send or receive on a nil channel waits for ever. Look for a field that is never set with make, or a "
     "variable "
     "that is shadowed or assigned after the goroutine was started."},
    {Situation::EmptySelect, "Give the select a way out",
     "A select without cases waits for ever. Where main has to stay alive, wait for a signal or a context "
     "instead."},
    {Situation::NoReceiver, "Make sure that somebody receives",
     "An unbuffered send waits until somebody receives. Receive as often as there are sends, give the "
     "channel a "
     "buffer for every result, or put the send into a select with ctx.Done()."},
    {Situation::NoSender, "Close the channel, or send",
     "A receive waits until somebody sends or closes. Let the last sender close the channel (a WaitGroup "
     "tells when), "
     "and check paths on which no sender is started."},
    {Situation::WaitGroupNeverDone, "Call Done on every path",
     "Wait returns when each Add has had its Done. Put `defer wg.Done()` at the top of the goroutine, call "
     "Add before "
     "`go`, and pass the WaitGroup by pointer, never by value."},
    {Situation::ConditionNeverSignalled, "Signal under the lock, wait in a loop",
     "A signal that comes before the Wait is lost. Change the condition and call Signal or Broadcast with "
     "the lock "
     "held, and check the condition in a loop around Wait."},
    {Situation::AllAsleep, "Find the wait that nobody can end",
     "Start with the goroutines that wait for a channel or a lock, not with those that wait for other "
     "goroutines to "
     "finish."},
    {Situation::LeakedSend, "Let the sender go when nobody receives",
     "Give the result channel a buffer of one, or send in a select with ctx.Done(). Then the goroutine ends "
     "although "
     "the receiver has left."},
    {Situation::LeakedReceive, "Close the channel when no more comes",
     "A receiver goes on waiting until the channel is closed. Let the sender close it when it is done, or "
     "receive in a "
     "select with ctx.Done()."},
    {Situation::LeakedSelect, "Give the loop an end",
     "Add a case for ctx.Done() or a stop channel, and cancel or close it where the owner is closed."},
    {Situation::LeakedLock, "Find who keeps the lock",
     "These goroutines stay until the lock is released. Whoever holds it waits for something else, or left "
     "without "
     "Unlock."},
    {Situation::LeakedWait, "Find who should have finished",
     "These goroutines wait for others that never finish or never signal. Give those an end: a context, a "
     "timeout, a "
     "closed channel."},
    {Situation::UnlockTwice, "Pair each Unlock with its Lock",
     "Use `defer mu.Unlock()` right behind Lock and remove other Unlocks on the path; never copy a struct "
     "that holds a "
     "mutex (`go vet` finds copies), and use RUnlock behind RLock."},
    {Situation::SendOnClosed, "Only the sender closes",
     "Let the one sender close the channel, or with several senders the goroutine that has waited for all of "
     "them. "
     "Receivers stop senders through a context or a stop channel, not by closing."},
    {Situation::CloseTwice, "Close in one place",
     "Let one owner close the channel; where several may want to, wrap the close in a sync.Once."},
    {Situation::CloseNil, "Make the channel before it is closed",
     "The channel was never made, or the variable was set back to nil. Check the path that creates it."},
    {Situation::WaitGroupNegative, "One Done for each Add",
     "Done ran more often than Add. Call Add before `go`, put one `defer wg.Done()` into the goroutine, and "
     "don't call "
     "Done again on error paths."},
    {Situation::WaitGroupReused, "Add before Wait",
     "Call every Add before Wait can run (before `go`, not inside the goroutine), and start a new round only "
     "when Wait "
     "has returned."},
    {Situation::NilDereference, "Find out why it is nil here",
     "Look at the line for a pointer, interface or map lookup that may be nil. If another goroutine sets it, "
     "the read "
     "needs the same lock or a channel in between; `go test -race` shows whether it has one."},
    {Situation::OutOfRange, "Check the length where it is used",
     "If another goroutine changes the slice, length and index are read at different times: take the lock "
     "around both. "
     "`go test -race` shows it."},
    {Situation::NilMapWrite, "Make the map before it is written",
     "Reading a nil map works, writing panics. Make it in the constructor."},
    {Situation::TypeAssertion, "Use the two-value form",
     "`v, ok := x.(T)` does not panic; handle the other case."},
    {Situation::LogAfterTest, "Wait for the goroutine before the test ends",
     "The test returned while its goroutine still ran. Wait for it (WaitGroup, t.Cleanup) or cancel its "
     "context."},
    {Situation::OtherPanic, "Start at the first line of your own code",
     "The frames above it are the library's or the runtime's; the panic's text says what they did not "
     "accept."},
    {Situation::StackOverflow, "End the recursion",
     "The repeating frames show the cycle of calls. Look for a method that calls itself through String(), "
     "Error() or "
     "MarshalJSON, or for a structure that contains itself."},
    {Situation::OutOfMemory, "See what holds the memory",
     "Take a heap profile before it dies (`GOMEMLIMIT`, pprof). Thousands of goroutines in one group hold "
     "memory too."},
    {Situation::BadSignal, "Look below Go",
     "A signal without a Go panic comes from C code, from unsafe pointers, or from outside. Run with "
     "GOTRACEBACK=crash "
     "and look at the core file."},
    {Situation::OtherThrow, "Read the runtime's message",
     "A fatal error can't be recovered. If the message speaks of memory or pointers, look for a data race "
     "(`-race`), "
     "unsafe and cgo code."},
    {Situation::TestTimeout, "Look at where the test stands, not at the alarm",
     "The alarm goroutine only reports. The goroutine of the running test and those that it started show "
     "what was "
     "waited for."},
    {Situation::WaitForOwnWork, "Don't wait in a worker for work of the same pool",
     "A task that waits for another one keeps its worker or its slot; when all wait so, nobody is left to work. "
     "Give the slot back before the wait, run the inner task in place, or give it a pool of its own."},
    {Situation::WaitForOwnCall, "Don't ask for a result that is being made",
     "The call waits for a result that only it, or one that waits for it, can give. Find the circle in what is asked "
     "for (a key that needs itself), and return an error there, or make the inner part without sharing calls."},
    {Situation::JoinUnderLock, "Wait for others outside the lock",
     "Those that are waited for need what the waiting one holds. Unlock first, then wait, and lock again for what "
     "comes behind it."},
};

// What differs for C++ and the like.
constexpr Row kNative[] = {
    {Situation::WaitForOwnWork, "Don't wait in a worker for work of the same pool",
     "A task that waits for another task takes a thread away from it; when all threads wait so, nobody is left to "
     "work. Continue from a callback when the result is there, run the inner task in place, or give it a pool "
     "of its own."},
    {Situation::JoinUnderLock, "Join outside the lock",
     "The thread that is joined needs what the joining one holds. Unlock first, then join; a thread never joins "
     "one that joins it."},
    {Situation::LockOrder, "Take both with std::scoped_lock",
     "std::scoped_lock lock(a, b) takes several mutexes without deadlock, whatever the order of its arguments "
     "(pthread has none: take them by address). Where the locks are taken in different functions, choose one "
     "order and keep it everywhere, or release the first before the second is taken."},
    {Situation::LockTwice, "Don't lock twice on one call path",
     "std::mutex and a normal pthread mutex are not recursive. Split the function: one that locks, and an inner "
     "one that expects the lock to be held and is called by the others."},
    {Situation::RecursiveReadLock, "Don't take the read lock again below a read lock",
     "A waiting writer blocks new readers, also one that already reads (a std::shared_mutex may, glibc's rwlock "
     "does with PTHREAD_RWLOCK_PREFER_WRITER_NONRECURSIVE_NP). Let inner functions expect the read lock to be "
     "held."},
    {Situation::SendUnderLock, "Don't wait for others while you hold a lock",
     "Whoever should end the wait needs the same lock first. Unlock before you wait, or wait on a "
     "std::condition_variable, which releases the lock meanwhile."},
    {Situation::LockHeldLong, "Hold the lock for less",
     "Do the slow part (I/O, waiting, another lock) outside the lock: copy under the lock, unlock, then work on "
     "the copy. A std::lock_guard in a block of its own shows how far the lock reaches."},
    {Situation::LockHolderUnknown, "Look for a path that leaves without unlock",
     "A thread that has ended may have left the mutex locked: a return or an exception between lock() and "
     "unlock(), or a fork while another thread held it. std::lock_guard closes the first."},
    {Situation::ConditionNeverSignalled, "Notify after a change, wait with a predicate",
     "A notification that comes before the wait is lost. Change the state with the mutex held, notify then, and "
     "wait with a predicate: cv.wait(lock, [&] { return ready; }). notify_one wakes one of the waiters, and not "
     "always the right one: where they wait for different things, use notify_all."},
};

}  // namespace

Advice adviceFor(Situation situation, bool native)
{
    if (native) {
        const auto own = std::ranges::find(kNative, situation, &Row::situation);
        if (own != std::end(kNative)) return {std::string(own->title), std::string(own->text)};
    }
    const auto row = std::ranges::find(kTable, situation, &Row::situation);
    if (row == std::end(kTable)) return {};
    return {std::string(row->title), std::string(row->text)};
}

}  // namespace skein
