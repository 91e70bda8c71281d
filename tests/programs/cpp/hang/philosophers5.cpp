// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
//
// Five threads at one line, each with one lock in its hand; pthread mutexes and threads of C.
#include "../truth.h"

#include <atomic>
#include <pthread.h>

struct seat {
    pthread_mutex_t *left, *right;
    int number;
};

static pthread_mutex_t forks[5];
static std::atomic<int> hungry{0};

static void dine(struct seat* seat)
{
    pthread_mutex_lock(seat->left);
    ++hungry;
    while (hungry < 5)
        usleep(1000);
    pthread_mutex_lock(seat->right);
    pthread_mutex_unlock(seat->right);
    pthread_mutex_unlock(seat->left);
}

static void* philosopher(void* arg)
{
    auto* seat = static_cast<struct seat*>(arg);
    const std::string name = "cycle-" + std::to_string(seat->number);
    truth::role(name);
    truth::lock("fork" + std::to_string(seat->number), seat->left, name);
    dine(seat);
    return nullptr;
}

static void* waiter(void*)
{
    truth::role("bystander");
    pthread_mutex_lock(&forks[2]);
    pthread_mutex_unlock(&forks[2]);
    return nullptr;
}

int main()
{
    pthread_t threads[6];
    struct seat seats[5];
    for (int i = 0; i < 5; ++i)
        pthread_mutex_init(&forks[i], nullptr);
    for (int i = 0; i < 5; ++i) {
        seats[i] = {&forks[i], &forks[(i + 1) % 5], i};
        pthread_create(&threads[i], nullptr, philosopher, &seats[i]);
    }
    while (hungry < 5)
        usleep(1000);
    pthread_create(&threads[5], nullptr, waiter, nullptr);
    truth::say("kind 5-cycle deadlock of pthread_mutex");
    truth::ready();
    for (pthread_t t : threads)
        pthread_join(t, nullptr);
}
