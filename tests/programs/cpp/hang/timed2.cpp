// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
//
// AB-BA over timed mutexes with a time limit of an hour.
#include "../truth.h"

#include <atomic>

namespace rail
{
using Clock = std::chrono::hours;
struct Track {
    std::timed_mutex free;
    int trains = 0;
};
std::atomic<int> holding{0};

template <typename Mutex>
bool enter(Track& from, Track& to)
{
    std::unique_lock<Mutex> here(from.free, Clock(1));
    ++holding;
    while (holding < 2)
        std::this_thread::yield();
    std::unique_lock<Mutex> there(to.free, Clock(1));
    ++to.trains;
    return there.owns_lock();
}
Track north, south;
} // namespace rail

int main()
{
    using namespace rail;
    truth::lock("north", &north.free, "cycle-southbound");
    truth::lock("south", &south.free, "cycle-northbound");
    std::thread a([] { truth::role("cycle-southbound"); enter<std::timed_mutex>(north, south); });
    std::thread b([] { truth::role("cycle-northbound"); enter<std::timed_mutex>(south, north); });
    truth::say("kind AB-BA of std::timed_mutex");
    truth::ready();
    a.join();
    b.join();
}
