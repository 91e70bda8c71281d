// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
//
// stop() joins the worker with the lock held that the worker needs to see that it should stop.
#include "../truth.h"

#include <atomic>

class Poller
{
public:
    void start()
    {
        m_thread = std::thread([this] { truth::role("cycle-worker"); loop(); });
    }
    void stop()
    {
        std::lock_guard<std::mutex> lock(mutex);
        m_stop = true;
        stopping = true;
        m_thread.join();
    }
    std::atomic<bool> stopping{false};
    std::mutex mutex;

private:
    void loop()
    {
        while (!stopping)
            std::this_thread::yield();
        while (!stopped())
            std::this_thread::yield();
    }
    bool stopped()
    {
        std::lock_guard<std::mutex> lock(mutex);
        return m_stop;
    }
    bool m_stop = false;
    std::thread m_thread;
};

int main()
{
    static Poller poller;
    poller.start();
    std::thread closer([] { truth::role("cycle-closer"); truth::lock("poller", &poller.mutex, "cycle-closer"); poller.stop(); });
    truth::say("kind deadlock of a join and a lock");
    truth::ready();
    closer.join();
}
