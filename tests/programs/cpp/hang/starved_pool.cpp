// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
//
// Four workers, each in a task that waits on its own condition until a further task of the same pool has run.
#include "../truth.h"

#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <vector>

namespace kitchen
{
class Ticket
{
public:
    void done()
    {
        const std::lock_guard lock(m_mutex);
        m_done = true;
        m_changed.notify_all();
    }
    void wait()
    {
        std::unique_lock lock(m_mutex);
        m_changed.wait(lock, [this] { return m_done; });
    }

private:
    std::mutex m_mutex;
    std::condition_variable m_changed;
    bool m_done = false;
};

class Crew
{
public:
    explicit Crew(int size)
    {
        for (int i = 0; i < size; ++i)
            m_threads.emplace_back(&Crew::work, this);
    }
    std::shared_ptr<Ticket> post(std::function<void()> job)
    {
        auto ticket = std::make_shared<Ticket>();
        {
            const std::lock_guard lock(m_mutex);
            m_jobs.push_back([ticket, job] { job(); ticket->done(); });
        }
        m_more.notify_one();
        return ticket;
    }
    void join()
    {
        for (auto& t : m_threads)
            t.join();
    }

private:
    void work()
    {
        for (;;) {
            std::function<void()> job;
            {
                std::unique_lock lock(m_mutex);
                m_more.wait(lock, [this] { return !m_jobs.empty(); });
                job = std::move(m_jobs.front());
                m_jobs.pop_front();
            }
            job();
        }
    }
    std::mutex m_mutex;
    std::condition_variable m_more;
    std::deque<std::function<void()>> m_jobs;
    std::vector<std::thread> m_threads;
};

void dinner(Crew& crew)
{
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
    crew.post([] {})->wait();
}
} // namespace kitchen

int main()
{
    static kitchen::Crew crew(4);
    for (int i = 0; i < 4; ++i)
        crew.post([] { kitchen::dinner(crew); });
    truth::say("kind pool of 4 threads that wait for their own work, by a cond");
    truth::say("group 4 kitchen::Ticket::wait");
    truth::ready();
    crew.join();
}
