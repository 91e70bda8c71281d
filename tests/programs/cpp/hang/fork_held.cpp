// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
//
// A child that was forked while another thread held the lock that it needs.
#include "../truth.h"

#include <sys/wait.h>
#include <atomic>

namespace cache
{
std::mutex lock;
std::atomic<bool> held{false};
void lookup()
{
    std::lock_guard<std::mutex> guard(lock);
}
void fill()
{
    std::lock_guard<std::mutex> guard(lock);
    held = true;
    std::this_thread::sleep_for(std::chrono::hours(1));
}
} // namespace cache

int main()
{
    std::thread filler(cache::fill);
    filler.detach();
    while (!cache::held)
        std::this_thread::yield();
    if (fork() != 0) {
        waitpid(-1, nullptr, 0);
        _exit(0);
    }
    truth::say("kind thread dump");
    truth::say("process " + std::to_string(getpid()));
    std::thread watcher([] { truth::ready(); });
    cache::lookup();
    watcher.join();
}
