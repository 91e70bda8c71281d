// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
//
// A thread in each of the waits of Boost.Thread.
// flags: -DBOOST_THREAD_VERSION=4 -lboost_thread -lboost_chrono
#include "../truth.h"

#include <boost/thread.hpp>
#include <boost/thread/barrier.hpp>
#include <boost/thread/future.hpp>
#include <boost/thread/latch.hpp>
#include <boost/thread/shared_mutex.hpp>
#include <boost/thread/recursive_mutex.hpp>
#include <boost/thread/sync_queue.hpp>

using truth::waits;

namespace mill
{
boost::mutex held, forCondition;
boost::recursive_mutex recursive;
boost::shared_mutex shared;
boost::condition_variable condition;
boost::barrier barrier(2);
boost::latch latch(2);
boost::promise<int> promise;
boost::sync_queue<int> queue;
} // namespace mill

template <class F>
void start(F f)
{
    std::thread(f).detach();
}

int main()
{
    using namespace mill;
    held.lock();
    recursive.lock();
    shared.lock();
    static boost::shared_future<int> future = promise.get_future().share();
    start([] { waits("mutex", "boost::mutex", &held); held.lock(); });
    start([] { waits("mutex", "lock_guard", &held); boost::lock_guard<boost::mutex> lock(held); });
    start([] { waits("mutex", "recursive_mutex", &recursive); recursive.lock(); });
    start([] { waits("rwlock-write", "shared_mutex", &shared); boost::unique_lock<boost::shared_mutex> lock(shared); });
    start([] { waits("rwlock-read", "shared_mutex-r", &shared); boost::shared_lock<boost::shared_mutex> lock(shared); });
    start([] { boost::unique_lock<boost::mutex> lock(forCondition); waits("condition", "condition", &condition); condition.wait(lock); });
    start([] { waits("barrier", "barrier", &barrier); barrier.wait(); });
    start([] { waits("barrier", "latch", &latch); latch.wait(); });
    start([] { waits("future", "future"); (void)future.get(); });
    start([] { waits("condition", "sync_queue"); (void)queue.pull(); });
    start([] {
        boost::thread inner([] { waits("sleep", "sleep_for"); boost::this_thread::sleep_for(boost::chrono::hours(1)); });
        waits("join", "thread::join");
        inner.join();
    });
    truth::say("kind thread dump");
    truth::ready();
    for (;;)
        pause();
}
