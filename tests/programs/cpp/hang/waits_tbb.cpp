// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
//
// Waits of oneTBB: a mutex, a task group, workers without work.
// flags: -ltbb
#include "../truth.h"

#include <oneapi/tbb.h>

using truth::waits;

namespace plant
{
tbb::spin_mutex spin;
tbb::queuing_mutex queuing;
tbb::concurrent_bounded_queue<int> queue;
} // namespace plant

template <class F>
void start(F f)
{
    std::thread(f).detach();
}

int main()
{
    using namespace plant;
    spin.lock();
    static tbb::queuing_mutex::scoped_lock holder(queuing);
    start([] { waits("spin", "spin_mutex", &spin); spin.lock(); });
    start([] { waits("spin", "queuing_mutex", &queuing); tbb::queuing_mutex::scoped_lock lock(queuing); });
    start([] { waits("condition", "bounded_queue"); int i; queue.pop(i); });
    start([] {
        tbb::task_group group;
        group.run([] { waits("sleep", "task"); std::this_thread::sleep_for(std::chrono::hours(1)); });
        group.run_and_wait([] { waits("sleep", "task2"); std::this_thread::sleep_for(std::chrono::hours(1)); });
    });
    truth::say("kind thread dump");
    truth::ready();
    for (;;)
        pause();
}
