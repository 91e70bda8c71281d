// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
//
// One thread at each of the things that nobody opens: latch, barrier, semaphores, condition, future, futex.
#include "../truth.h"

#include <barrier>
#include <condition_variable>
#include <future>
#include <latch>
#include <pthread.h>
#include <semaphore.h>
#include <semaphore>
#include <vector>

namespace gate
{

std::latch latch(2);
std::barrier<> barrier(2);
std::counting_semaphore<8> counting(0);
sem_t posix;
pthread_barrier_t pthreadBarrier;
std::mutex mutex;
std::condition_variable_any any;
std::promise<int> promise;
std::atomic<int> word{0};

} // namespace gate

int main()
{
    using namespace gate;
    sem_init(&posix, 0, 0);
    pthread_barrier_init(&pthreadBarrier, nullptr, 2);
    std::vector<std::thread> all;
    all.emplace_back([] { truth::role("latch"); latch.wait(); });
    all.emplace_back([] { truth::role("barrier"); barrier.arrive_and_wait(); });
    all.emplace_back([] { truth::role("counting"); counting.acquire(); });
    all.emplace_back([] { truth::role("posix"); sem_wait(&posix); });
    all.emplace_back([] { truth::role("pthread-barrier"); pthread_barrier_wait(&pthreadBarrier); });
    all.emplace_back([] {
        truth::role("condition-any");
        std::unique_lock<std::mutex> lock(mutex);
        any.wait(lock);
    });
    all.emplace_back([] { truth::role("future"); promise.get_future().get(); });
    all.emplace_back([] { truth::role("atomic"); word.wait(0); });
    truth::say("kind thread dump");
    truth::ready();
    for (auto& t : all)
        t.join();
}
