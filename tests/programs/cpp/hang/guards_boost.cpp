// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
//
// AB-BA of Boost's mutexes: boost::lock_guard on one side, boost::unique_lock on the other.
// flags: -DBOOST_THREAD_VERSION=4 -lboost_thread -lboost_chrono
#include "../truth.h"

#include <atomic>

#include <boost/thread/lock_guard.hpp>
#include <boost/thread/lock_types.hpp>
#include <boost/thread/mutex.hpp>

namespace mill
{

boost::mutex wheel, sluice;
std::atomic<int> holding{0};

void meet()
{
    ++holding;
    while (holding < 2)
        std::this_thread::yield();
}

void grind()
{
    boost::lock_guard<boost::mutex> outer(wheel);
    meet();
    boost::lock_guard<boost::mutex> inner(sluice);
}

void drain()
{
    boost::unique_lock<boost::mutex> outer(sluice);
    meet();
    boost::unique_lock<boost::mutex> inner(wheel);
}

} // namespace mill

int main()
{
    truth::lock("wheel", &mill::wheel, "cycle-grinder");
    truth::lock("sluice", &mill::sluice, "cycle-drainer");
    std::thread a([] {
        truth::role("cycle-grinder");
        mill::grind();
    });
    std::thread b([] {
        truth::role("cycle-drainer");
        mill::drain();
    });
    truth::say("kind AB-BA of boost::mutex");
    truth::ready();
    a.join();
    b.join();
}
