// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
//
// A thread in each of the waits of GLib.
// flags: $(pkg-config --cflags --libs glib-2.0)
#include "../truth.h"

#include <glib.h>

using truth::waits;

namespace bakery
{
GMutex held, forCondition;
GRecMutex recursive;
GRWLock readWrite;
GCond condition;
GAsyncQueue* queue;
} // namespace bakery

template <class F>
void start(F f)
{
    std::thread(f).detach();
}

int main()
{
    using namespace bakery;
    queue = g_async_queue_new();
    g_mutex_lock(&held);
    g_rec_mutex_lock(&recursive);
    g_rw_lock_writer_lock(&readWrite);
    start([] { waits("mutex", "g_mutex_lock", &held); g_mutex_lock(&held); });
    start([] { waits("mutex", "g_rec_mutex", &recursive); g_rec_mutex_lock(&recursive); });
    start([] { waits("rwlock-read", "g_rw_lock-r", &readWrite); g_rw_lock_reader_lock(&readWrite); });
    start([] { waits("rwlock-write", "g_rw_lock-w", &readWrite); g_rw_lock_writer_lock(&readWrite); });
    start([] { g_mutex_lock(&forCondition); waits("condition", "g_cond_wait", &condition); g_cond_wait(&condition, &forCondition); });
    start([] { waits("condition", "g_async_queue"); g_async_queue_pop(queue); });
    start([] { waits("poll", "g_main_loop"); g_main_loop_run(g_main_loop_new(nullptr, FALSE)); });
    start([] { waits("sleep", "g_usleep"); g_usleep(3600000000UL); });
    start([] {
        GThread* inner = g_thread_new("inner", [](gpointer) -> gpointer { waits("poll", "g_poll"); g_poll(nullptr, 0, -1); return nullptr; }, nullptr);
        waits("join", "g_thread_join");
        g_thread_join(inner);
    });
    truth::say("kind thread dump");
    truth::ready();
    for (;;)
        pause();
}
