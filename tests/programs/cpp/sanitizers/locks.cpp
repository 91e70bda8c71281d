// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
//
// Locks in opposite orders and locks that are misused, one for each name: locks NAME.
#include "truth.h"

#include <cerrno>
#include <csignal>
#include <map>
#include <mutex>
#include <pthread.h>
#include <shared_mutex>
#include <string>

using truth::address, truth::later, truth::spawn;

namespace bank // two mutexes
{
struct Account {
    std::mutex mutex;
    long cents = 0;
};
Account checking, savings;
void move(Account& from, Account& to)
{
    std::lock_guard a(from.mutex);
    std::lock_guard b(to.mutex); //@ order2 second
    from.cents -= 5;
    to.cents += 5;
}
void run()
{
    address("checking", &checking.mutex);
    address("savings", &savings.mutex);
    auto a = spawn("saver", [] { move(checking, savings); });
    a.join();
    auto b = spawn("spender", [] { move(savings, checking); });
    b.join();
}
} // namespace bank

namespace ring // three mutexes
{
std::mutex red, green, blue;
void hand(std::mutex& from, std::mutex& to)
{
    from.lock();
    to.lock();
    to.unlock();
    from.unlock();
}
void run()
{
    address("red", &red);
    address("green", &green);
    address("blue", &blue);
    spawn("one", [] { hand(red, green); }).join();
    spawn("two", [] { hand(green, blue); }).join();
    spawn("three", [] { hand(blue, red); }).join();
}
} // namespace ring

namespace library // a reader-writer lock and a mutex, one side is the main thread
{
std::shared_mutex books;
std::mutex desk;
void lend()
{
    std::shared_lock read(books);
    std::lock_guard lock(desk);
}
void close()
{
    std::lock_guard lock(desk);
    std::unique_lock write(books);
}
void run()
{
    address("books", &books);
    address("desk", &desk);
    spawn("lender", lend).join();
    close();
}
} // namespace library

pthread_mutex_t plain = PTHREAD_MUTEX_INITIALIZER;
pthread_rwlock_t readers = PTHREAD_RWLOCK_INITIALIZER;

void unlockUnlocked()
{
    address("mutex", &plain);
    spawn("culprit", [] { pthread_mutex_unlock(&plain); }).join();
}
void unlockOther()
{
    address("mutex", &plain);
    pthread_mutex_lock(&plain);
    spawn("culprit", [] { pthread_mutex_unlock(&plain); }).join();
}
void destroyLocked()
{
    auto* mutex = new pthread_mutex_t;
    pthread_mutex_init(mutex, nullptr);
    address("mutex", mutex);
    spawn("culprit", [=] {
        pthread_mutex_lock(mutex);
        pthread_mutex_destroy(mutex);
    }).join();
}
void doubleLock()
{
    static pthread_mutex_t mutex;
    pthread_mutexattr_t attributes;
    pthread_mutexattr_init(&attributes);
    pthread_mutexattr_settype(&attributes, PTHREAD_MUTEX_ERRORCHECK);
    pthread_mutex_init(&mutex, &attributes);
    address("mutex", &mutex);
    spawn("culprit", [] {
        pthread_mutex_lock(&mutex);
        pthread_mutex_lock(&mutex);
        pthread_mutex_unlock(&mutex);
    }).join();
}
void useDestroyed()
{
    static pthread_mutex_t mutex;
    pthread_mutex_init(&mutex, nullptr);
    pthread_mutex_destroy(&mutex);
    address("mutex", &mutex);
    spawn("culprit", [] { pthread_mutex_lock(&mutex); }).join();
}
void rwUnlock()
{
    address("mutex", &readers);
    spawn("culprit", [] { pthread_rwlock_unlock(&readers); }).join();
}
void readWriteLocked()
{
    address("mutex", &readers);
    pthread_rwlock_wrlock(&readers);
    spawn("culprit", [] { pthread_rwlock_tryrdlock(&readers); pthread_rwlock_unlock(&readers); }).join();
}
void waitWithout()
{
    static pthread_cond_t condition = PTHREAD_COND_INITIALIZER;
    address("mutex", &plain);
    spawn("culprit", [] {
        timespec soon{1, 0};
        pthread_cond_timedwait(&condition, &plain, &soon);
    }).join();
}
void signalWithout()
{
    static pthread_cond_t condition = PTHREAD_COND_INITIALIZER;
    auto waiter = spawn("waiter", [] {
        timespec when;
        clock_gettime(CLOCK_REALTIME, &when);
        when.tv_sec += 1;
        pthread_mutex_lock(&plain);
        pthread_cond_timedwait(&condition, &plain, &when);
        pthread_mutex_unlock(&plain);
    });
    auto signaller = spawn("culprit", [] { later(400); pthread_cond_signal(&condition); });
    waiter.join();
    signaller.join();
}
void exitHolding()
{
    static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
    address("mutex", &mutex);
    spawn("culprit", [] { pthread_mutex_lock(&mutex); }).join();
}
void heldLong()
{
    address("mutex", &plain);
    spawn("culprit", [] {
        pthread_mutex_lock(&plain);
        later(200);
        pthread_mutex_unlock(&plain);
    }).join();
}
void* idle(void*)
{
    return nullptr;
}
void leak()
{
    for (int i = 0; i < 3; ++i) {
        pthread_t thread;
        truth::role("leaked");
        pthread_create(&thread, nullptr, idle, nullptr); //@ leak made
    }
    later(200);
}
void onSignal(int)
{
    void* volatile p = std::malloc(10);
    std::free(p);
    errno = 3;
}
void signalUnsafe()
{
    std::signal(SIGALRM, onSignal);
    spawn("culprit", [] { raise(SIGALRM); }).join();
}

int main(int, char** argv)
{
    const std::map<std::string, void (*)()> all = {
        {"order2", bank::run},          {"order3", ring::run},         {"order-rw", library::run},
        {"unlock-unlocked", unlockUnlocked}, {"unlock-other", unlockOther}, {"destroy-locked", destroyLocked},
        {"double-lock", doubleLock},    {"use-destroyed", useDestroyed}, {"rw-unlock", rwUnlock},
        {"read-write-locked", readWriteLocked}, {"wait-without", waitWithout}, {"signal-without", signalWithout},
        {"exit-holding", exitHolding},  {"held-long", heldLong},       {"leak", leak},
        {"signal-unsafe", signalUnsafe},
    };
    const auto found = all.find(argv[1] ? argv[1] : "");
    if (found == all.end())
        return 2;
    found->second();
}
