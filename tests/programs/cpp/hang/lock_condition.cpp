// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
//
// One thread waits for a condition while it holds a second mutex, which the thread that would notify it waits for.
#include "../truth.h"

#include <atomic>
#include <condition_variable>

namespace bank
{
std::mutex accounts, settled;
std::condition_variable done;
std::atomic<bool> waiting{false};
bool isSettled = false;

void audit()
{
    std::lock_guard<std::mutex> all(accounts);
    std::unique_lock<std::mutex> lock(settled);
    waiting = true;
    done.wait(lock, [] { return isSettled; });
}

void settle()
{
    while (!waiting)
        std::this_thread::yield();
    std::lock_guard<std::mutex> all(accounts);
    {
        std::lock_guard<std::mutex> lock(settled);
        isSettled = true;
    }
    done.notify_all();
}
} // namespace bank

int main()
{
    truth::lock("accounts", &bank::accounts, "cycle-audit");
    truth::say("unproved"); // nobody owns a condition
    std::thread a([] { truth::role("cycle-audit"); bank::audit(); });
    std::thread b([] { truth::role("cycle-settle"); bank::settle(); });
    truth::say("kind deadlock: a lock is held over a wait for a condition");
    truth::ready();
    a.join();
    b.join();
}
