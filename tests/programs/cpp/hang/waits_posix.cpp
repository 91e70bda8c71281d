// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
//
// A thread in each of the waits of POSIX and Linux.
#include "../truth.h"

#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <semaphore.h>
#include <signal.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/select.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <netinet/in.h>
#include <atomic>
#include <mqueue.h>

using truth::waits;

namespace dock
{
pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
pthread_mutex_t forCondition = PTHREAD_MUTEX_INITIALIZER;
pthread_rwlock_t readWrite = PTHREAD_RWLOCK_INITIALIZER;
pthread_spinlock_t spin;
pthread_barrier_t barrier;
pthread_cond_t condition = PTHREAD_COND_INITIALIZER;
sem_t semaphore;
std::atomic<int> turn{0};
int pipes[2], sockets[2], never[2];
char buffer[65536];

/// Waits in its own code.
[[gnu::noinline]] void waitForTurn()
{
    while (turn.load(std::memory_order_relaxed) == 0) {
    }
}
} // namespace dock

template <class F>
void start(F f)
{
    std::thread(f).detach();
}

int main()
{
    using namespace dock;
    pthread_mutex_lock(&mutex);
    pthread_rwlock_wrlock(&readWrite);
    pthread_spin_init(&spin, 0);
    pthread_spin_lock(&spin);
    pthread_barrier_init(&barrier, nullptr, 2);
    sem_init(&semaphore, 0, 0);
    (void)!pipe(pipes);
    (void)!pipe(never);
    socketpair(AF_UNIX, SOCK_STREAM, 0, sockets);
    start([] { waits("mutex", "mutex", &mutex); pthread_mutex_lock(&mutex); });
    start([] { timespec t{4000000000, 0}; waits("mutex", "mutex-timed", &mutex); pthread_mutex_timedlock(&mutex, &t); });
    start([] { waits("rwlock-read", "rdlock", &readWrite); pthread_rwlock_rdlock(&readWrite); });
    start([] { waits("rwlock-write", "wrlock", &readWrite); pthread_rwlock_wrlock(&readWrite); });
    start([] { waits("spin", "spin_lock", (void*)&spin); pthread_spin_lock(&spin); });
    start([] { waits("barrier", "barrier", &barrier); pthread_barrier_wait(&barrier); });
    start([] { pthread_mutex_lock(&forCondition); waits("condition", "condition", &condition); pthread_cond_wait(&condition, &forCondition); });
    start([] { waits("semaphore", "sem", &semaphore); sem_wait(&semaphore); });
    start([] { timespec t{4000000000, 0}; waits("semaphore", "sem-timed", &semaphore); sem_timedwait(&semaphore, &t); });
    start([] {
        pthread_t other;
        pthread_create(&other, nullptr, [](void*) -> void* { waits("sleep", "nanosleep"); timespec t{3600, 0}; for (;;) nanosleep(&t, nullptr); return nullptr; }, nullptr);
        waits("join", "pthread_join");
        pthread_join(other, nullptr);
    });
    start([] { epoll_event e; const int fd = epoll_create1(0); waits("poll", "epoll_wait"); for (;;) epoll_wait(fd, &e, 1, -1); });
    start([] { pollfd p{never[0], POLLIN, 0}; waits("poll", "poll"); for (;;) poll(&p, 1, -1); });
    start([] { pollfd p{never[0], POLLIN, 0}; waits("poll", "ppoll"); for (;;) ppoll(&p, 1, nullptr, nullptr); });
    start([] { fd_set s; FD_ZERO(&s); FD_SET(never[0], &s); waits("poll", "select"); for (;;) select(never[0] + 1, &s, nullptr, nullptr, nullptr); });
    start([] { waits("io", "read"); (void)!read(never[0], buffer, 1); });
    start([] { waits("io", "write"); for (;;) (void)!write(pipes[1], buffer, sizeof buffer); });
    start([] { waits("io", "recv"); recv(sockets[0], buffer, 1, 0); });
    start([] { msghdr m{}; waits("io", "recvmsg"); recvmsg(sockets[1], &m, 0); });
    start([] {
        const int fd = socket(AF_INET, SOCK_STREAM, 0);
        sockaddr_in a{};
        a.sin_family = AF_INET;
        a.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        bind(fd, reinterpret_cast<sockaddr*>(&a), sizeof a);
        listen(fd, 1);
        waits("io", "accept");
        accept(fd, nullptr, nullptr);
    });
    start([] { const int fd = eventfd(0, 0); eventfd_t v; waits("io", "eventfd_read"); eventfd_read(fd, &v); });
    start([] {
        const pid_t child = fork();
        if (child == 0)
            for (;;)
                pause();
        waits("io", "waitpid");
        waitpid(child, nullptr, 0);
    });
    start([] { sigset_t s; sigemptyset(&s); sigaddset(&s, SIGUSR1); int n; waits("sleep", "sigwait"); sigwait(&s, &n); });
    start([] { waits("sleep", "usleep"); for (;;) usleep(900000000); });
    start([] { waits("spin", "own-spin"); waitForTurn(); });
    truth::say("kind thread dump");
    truth::ready();
    for (;;)
        pause();
}
