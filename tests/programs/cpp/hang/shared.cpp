// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
//
// A std::shared_mutex that is read-locked, and a mutex: the reader wants the mutex, its holder wants to write.
#include "../truth.h"

#include <atomic>
#include <shared_mutex>

namespace config
{

std::shared_mutex values;
std::mutex listeners;
std::atomic<int> inside{0};

void meet()
{
    ++inside;
    while (inside < 2)
        std::this_thread::yield();
}

void notify()
{
    std::lock_guard<std::mutex> lock(listeners);
}

void lookUp()
{
    std::shared_lock<std::shared_mutex> lock(values);
    meet();
    notify();
}

void store()
{
    std::unique_lock<std::shared_mutex> lock(values);
}

void update()
{
    std::lock_guard<std::mutex> lock(listeners);
    meet();
    store();
}

} // namespace config

int main()
{
    std::thread a([] { truth::role("cycle-reader"); config::lookUp(); });
    std::thread b([] { truth::role("cycle-writer"); config::update(); });
    while (config::inside < 2)
        std::this_thread::yield();
    truth::lock("values", &config::values, "cycle-reader");
    truth::lock("listeners", &config::listeners, "cycle-writer");
    truth::say("unproved"); // an rwlock has no owner
    truth::say("kind deadlock of a shared_mutex and a mutex");
    truth::ready();
    a.join();
    b.join();
}
