// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
//
// AB-BA of two pthread mutexes in plain C functions; two more threads only wait for one of them.

#include "../truth.h"

#include <atomic>
#include <vector>
static pthread_mutex_t inode_lock = PTHREAD_MUTEX_INITIALIZER, journal_lock = PTHREAD_MUTEX_INITIALIZER;
static std::atomic<int> here;
static int journal_begin(void)
{
    pthread_mutex_lock(&journal_lock);
    return 0;
}
static int inode_write(int n)
{
    pthread_mutex_lock(&inode_lock);
    ++here;
    while (here < 2)
        usleep(100);
    int r = journal_begin();
    pthread_mutex_unlock(&journal_lock);
    pthread_mutex_unlock(&inode_lock);
    return r + n;
}
static int journal_commit(void)
{
    pthread_mutex_lock(&journal_lock);
    ++here;
    while (here < 2)
        usleep(100);
    pthread_mutex_lock(&inode_lock);
    pthread_mutex_unlock(&inode_lock);
    pthread_mutex_unlock(&journal_lock);
    return 0;
}
static void* writer(void*)
{
    truth::role("cycle-writer");
    inode_write(3);
    return nullptr;
}
static void* committer(void*)
{
    truth::role("cycle-committer");
    journal_commit();
    return nullptr;
}
static void* stat_thread(void*)
{
    usleep(300000);
    pthread_mutex_lock(&inode_lock);
    return nullptr;
}
int main()
{
    truth::lock("inode", &inode_lock, "cycle-writer");
    truth::lock("journal", &journal_lock, "cycle-committer");
    pthread_t t[4];
    pthread_create(&t[0], 0, stat_thread, 0);
    pthread_create(&t[1], 0, writer, 0);
    pthread_create(&t[2], 0, committer, 0);
    pthread_create(&t[3], 0, stat_thread, 0);
    truth::say("kind AB-BA deadlock of pthread mutexes");
    truth::ready();
    for (auto x : t)
        pthread_join(x, nullptr);
}
