// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
//
// Six threads wait for a mutex whose holder reads from a pipe; four more for a second mutex whose holder sleeps. No cycle.
#include "../truth.h"

#include <atomic>
#include <vector>

namespace news
{

int pipes[2];
std::atomic<int> holding{0};

class Archive
{
public:
    void fetch()
    {
        std::lock_guard<std::mutex> lock(mutex);
        ++holding;
        char byte = 0;
        if (read(pipes[0], &byte, 1) == 1)
            ++m_articles;
    }
    long size()
    {
        std::lock_guard<std::mutex> lock(mutex);
        return m_articles;
    }
    std::mutex mutex;

private:
    long m_articles = 0;
};

class Feed
{
public:
    void retry()
    {
        std::lock_guard<std::mutex> lock(mutex);
        ++holding;
        for (;;)
            std::this_thread::sleep_for(std::chrono::seconds(60));
    }
    long age()
    {
        std::lock_guard<std::mutex> lock(mutex);
        return m_age;
    }
    std::mutex mutex;

private:
    long m_age = 0;
};

} // namespace news

int main()
{
    static news::Archive archive;
    static news::Feed feed;
    if (pipe(news::pipes) != 0)
        return 1;
    std::vector<std::thread> threads;
    threads.emplace_back([] { truth::role("holder-archive"); archive.fetch(); });
    threads.emplace_back([] { truth::role("holder-feed"); feed.retry(); });
    while (news::holding < 2)
        std::this_thread::yield();
    truth::lock("archive", &archive.mutex, "holder-archive");
    truth::lock("feed", &feed.mutex, "holder-feed");
    for (int i = 0; i < 6; ++i)
        threads.emplace_back([] { archive.size(); });
    for (int i = 0; i < 4; ++i)
        threads.emplace_back([] { feed.age(); });
    truth::say("kind contention");
    truth::say("group 6 news::Archive::size");
    truth::say("group 4 news::Feed::age");
    truth::ready();
    for (auto& t : threads)
        t.join();
}
