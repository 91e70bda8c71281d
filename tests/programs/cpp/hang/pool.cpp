// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
//
// A pool of 300 threads (or argv[1]) in which every task waits for a task of the same pool.
#include "../truth.h"

#include <atomic>
#include <condition_variable>
#include <deque>
#include <functional>
#include <future>
#include <memory>
#include <vector>

namespace render
{

std::atomic<int> started{0};

class Pool
{
public:
    explicit Pool(int threads)
    {
        for (int i = 0; i < threads; ++i)
            m_threads.emplace_back([this] { work(); });
    }
    std::future<int> submit(std::function<int()> task)
    {
        auto packaged = std::make_shared<std::packaged_task<int()>>(std::move(task));
        std::future<int> result = packaged->get_future();
        {
            std::lock_guard<std::mutex> lock(m_mutex);
            m_tasks.push_back([packaged] { (*packaged)(); });
        }
        m_more.notify_one();
        return result;
    }

private:
    void work()
    {
        for (;;) {
            std::unique_lock<std::mutex> lock(m_mutex);
            m_more.wait(lock, [this] { return !m_tasks.empty(); });
            auto task = std::move(m_tasks.front());
            m_tasks.pop_front();
            lock.unlock();
            task();
        }
    }
    std::mutex m_mutex;
    std::condition_variable m_more;
    std::deque<std::function<void()>> m_tasks;
    std::vector<std::thread> m_threads;
};

int tile(Pool& pool, int threads)
{
    ++started;
    while (started < threads)
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
    std::future<int> border = pool.submit([] { return 1; });
    return border.get() + 1;
}

} // namespace render

int main(int argc, char** argv)
{
    const int threads = argc > 1 ? std::atoi(argv[1]) : 300;
    static render::Pool pool(threads);
    std::vector<std::future<int>> tiles;
    for (int i = 0; i < threads; ++i)
        tiles.push_back(pool.submit([threads] { return render::tile(pool, threads); }));
    while (render::started < threads)
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
    truth::say("kind pool of " + std::to_string(threads) + " threads that wait for their own work, futures waiting");
    truth::say("group " + std::to_string(threads) + " render::tile");
    truth::ready();
    int sum = 0;
    for (auto& t : tiles)
        sum += t.get();
    std::printf("%d\n", sum);
}
