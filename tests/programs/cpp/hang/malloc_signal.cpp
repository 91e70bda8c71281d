// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
//
// A signal handler calls malloc while the interrupted thread is inside malloc.
#include "../truth.h"

#include <atomic>
#include <csignal>

namespace pager
{
std::atomic<long> handled{0};
void onSignal(int)
{
    std::free(std::malloc(3000));
    ++handled;
}
[[gnu::noinline]] void churn()
{
    void* blocks[64] = {};
    for (unsigned i = 0;; ++i) {
        std::free(blocks[i % 64]);
        blocks[i % 64] = std::malloc(2000 + i % 977);
    }
}
} // namespace pager

int main()
{
    std::signal(SIGUSR1, pager::onSignal);
    std::thread worker([] { truth::role("cycle-churn"); pager::churn(); });
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
    for (int quiet = 0; quiet < 40;) {
        const long before = pager::handled;
        pthread_kill(worker.native_handle(), SIGUSR1);
        for (int i = 0; i < 100 && pager::handled == before; ++i)
            usleep(300);
        quiet = pager::handled == before ? quiet + 1 : 0;
    }
    truth::say("kind deadlock with itself: malloc in a signal handler");
    truth::ready();
    worker.join();
}
