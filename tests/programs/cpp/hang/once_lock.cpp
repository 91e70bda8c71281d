// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
//
// std::call_once whose function waits for a lock, while the holder of the lock waits for that call_once.
#include "../truth.h"

#include <atomic>

namespace plugin
{
std::once_flag loaded;
std::mutex registryLock;
std::atomic<bool> loading{false}, locked{false};
int plugins = 0;

void scan()
{
    loading = true;
    while (!locked)
        std::this_thread::yield();
    std::lock_guard<std::mutex> guard(registryLock);
    ++plugins;
}
void ensureLoaded() { std::call_once(loaded, scan); }
int count()
{
    std::lock_guard<std::mutex> guard(registryLock);
    locked = true;
    ensureLoaded();
    return plugins;
}
} // namespace plugin

int main()
{
    truth::lock("registry", &plugin::registryLock, "cycle-count");
    std::thread a([] { truth::role("cycle-scan"); plugin::ensureLoaded(); });
    while (!plugin::loading)
        std::this_thread::yield();
    std::thread b([] { truth::role("cycle-count"); plugin::count(); });
    truth::say("kind deadlock of call_once and a mutex");
    truth::ready();
    a.join();
    b.join();
}
