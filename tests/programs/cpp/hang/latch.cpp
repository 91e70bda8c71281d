// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
//
// One thread waits at a latch with a mutex in its hand; the one that would count the latch down waits for the
// mutex.

#include "../truth.h"

#include <latch>
#include <vector>
namespace boot
{
std::mutex config;
std::latch ready(2);
void master()
{
    std::lock_guard<std::mutex> l(config);
    ready.arrive_and_wait();
}
void helper()
{
    {
        std::lock_guard<std::mutex> l(config);
    }
    ready.count_down();
}
} // namespace boot
int main()
{
    truth::lock("config", &boot::config, "cycle-master");
    std::vector<std::thread> t;
    t.emplace_back([] {
        truth::role("cycle-master");
        boot::master();
    });
    std::this_thread::sleep_for(std::chrono::milliseconds(200));
    t.emplace_back([] {
        truth::role("cycle-helper");
        boot::helper();
    });
    truth::say("unproved");
    truth::say("kind deadlock over a mutex and a latch");
    truth::ready();
    for (auto& x : t)
        x.join();
}
