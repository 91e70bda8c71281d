// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
//
// A thread in each of the waits of the C++ library.
#include "../truth.h"

#include <atomic>
#include <barrier>
#include <condition_variable>
#include <future>
#include <latch>
#include <semaphore>
#include <shared_mutex>

using truth::waits;

namespace store
{
std::mutex plain;
std::recursive_mutex recursive;
std::timed_mutex timed;
std::shared_mutex shared;
std::shared_timed_mutex sharedTimed;
std::condition_variable condition;
std::condition_variable_any any;
std::promise<int> promise;
std::latch latch(2);
std::barrier<> barrier(2);
std::counting_semaphore<8> counting(0);
std::binary_semaphore binary(0);
std::atomic<int> word{0};
std::atomic_flag flag;
std::atomic<bool> spin{false};
std::once_flag once;
std::mutex forCondition, forAny;
} // namespace store

template <class F>
void start(F f)
{
    std::thread(f).detach();
}

int main()
{
    using namespace store;
    plain.lock();
    recursive.lock();
    timed.lock();
    shared.lock();
    sharedTimed.lock();
    static std::shared_future<int> future = promise.get_future().share();
    start([] { waits("mutex", "std::mutex", &plain); plain.lock(); });
    start([] { waits("mutex", "recursive_mutex", &recursive); recursive.lock(); });
    start([] { waits("mutex", "timed_mutex", &timed); (void)timed.try_lock_for(std::chrono::hours(1)); });
    start([] { waits("rwlock-write", "shared_mutex", &shared); shared.lock(); });
    start([] { waits("rwlock-read", "shared_mutex-r", &shared); shared.lock_shared(); });
    start([] { waits("rwlock-read", "shared_timed-r", &sharedTimed); sharedTimed.lock_shared(); });
    start([] {
        std::unique_lock lock(forCondition);
        waits("condition", "condition", &condition);
        condition.wait(lock);
    });
    start([] {
        std::unique_lock lock(forAny);
        waits("condition", "condition_any");
        any.wait_for(lock, std::chrono::hours(1));
    });
    start([] { waits("future", "future.get"); (void)future.get(); });
    start([] { waits("future", "future.wait_for"); (void)future.wait_for(std::chrono::hours(1)); });
    start([] { waits("barrier", "latch"); latch.wait(); });
    start([] { waits("barrier", "barrier"); barrier.arrive_and_wait(); });
    start([] { waits("semaphore", "counting"); counting.acquire(); });
    start([] { waits("semaphore", "binary"); (void)binary.try_acquire_for(std::chrono::hours(1)); });
    start([] { waits("futex", "atomic.wait", &word); word.wait(0); });
    start([] { waits("futex", "atomic_flag", &flag); flag.wait(false); });
    start([] { std::call_once(once, [] { waits("sleep", "once"); std::this_thread::sleep_for(std::chrono::hours(1)); }); });
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
    start([] { waits("mutex", "call_once", &once); std::call_once(once, [] {}); });
    start([] { waits("spin", "spin"); while (!spin) std::this_thread::yield(); });
    start([] {
        std::thread inner([] { waits("sleep", "sleep_until"); std::this_thread::sleep_until(std::chrono::steady_clock::now() + std::chrono::hours(1)); });
        waits("join", "join");
        inner.join();
    });
    truth::say("kind thread dump");
    truth::ready();
    for (;;)
        pause();
}
