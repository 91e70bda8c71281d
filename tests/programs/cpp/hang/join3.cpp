// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
//
// Three threads that join each other in a ring.
#include "../truth.h"

#include <atomic>
#include <pthread.h>

namespace relay
{
pthread_t runners[3];
std::atomic<int> started{0};

void* run(void* next)
{
    const auto number = reinterpret_cast<long>(next);
    truth::role("cycle-" + std::to_string(number));
    ++started;
    while (started < 4)
        std::this_thread::yield();
    pthread_join(runners[(number + 1) % 3], nullptr);
    return nullptr;
}
} // namespace relay

int main()
{
    using namespace relay;
    for (long i = 0; i < 3; ++i)
        pthread_create(&runners[i], nullptr, run, reinterpret_cast<void*>(i));
    ++started;
    truth::say("kind deadlock: three threads join each other");
    truth::ready();
    for (;;)
        pause();
}
