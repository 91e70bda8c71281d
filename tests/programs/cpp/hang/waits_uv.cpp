// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
//
// A thread in each of the waits of libuv; its own pool waits as well.
// flags: -luv
#include "../truth.h"

#include <uv.h>

using truth::waits;

namespace loop
{
uv_mutex_t held, forCondition;
uv_rwlock_t readWrite;
uv_cond_t condition;
uv_sem_t semaphore;
uv_barrier_t barrier;
uv_loop_t own;
uv_timer_t timer;
uv_work_t work;
} // namespace loop

template <class F>
void start(F f)
{
    std::thread(f).detach();
}

int main()
{
    using namespace loop;
    uv_mutex_init(&held);
    uv_mutex_init(&forCondition);
    uv_rwlock_init(&readWrite);
    uv_cond_init(&condition);
    uv_sem_init(&semaphore, 0);
    uv_barrier_init(&barrier, 2);
    uv_mutex_lock(&held);
    uv_rwlock_wrlock(&readWrite);
    start([] { waits("mutex", "uv_mutex", &held); uv_mutex_lock(&held); });
    start([] { waits("rwlock-read", "uv_rwlock-r", &readWrite); uv_rwlock_rdlock(&readWrite); });
    start([] { waits("rwlock-write", "uv_rwlock-w", &readWrite); uv_rwlock_wrlock(&readWrite); });
    start([] { uv_mutex_lock(&forCondition); waits("condition", "uv_cond", &condition); uv_cond_wait(&condition, &forCondition); });
    start([] { waits("semaphore", "uv_sem", &semaphore); uv_sem_wait(&semaphore); });
    start([] { waits("barrier", "uv_barrier"); uv_barrier_wait(&barrier); });
    start([] {
        uv_loop_init(&own);
        uv_timer_init(&own, &timer);
        uv_timer_start(&timer, [](uv_timer_t*) {}, 3600000, 0);
        uv_queue_work(&own, &work, [](uv_work_t*) { waits("sleep", "uv_sleep"); uv_sleep(3600000); }, nullptr);
        waits("poll", "uv_run");
        uv_run(&own, UV_RUN_DEFAULT);
    });
    start([] {
        uv_thread_t inner;
        uv_thread_create(&inner, [](void*) { waits("sleep", "sleep"); sleep(3600); }, nullptr);
        waits("join", "uv_thread_join");
        uv_thread_join(&inner);
    });
    truth::say("kind thread dump");
    truth::ready();
    for (;;)
        pause();
}
