// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
//
// AB-BA over two recursive mutexes, one of them locked twice; two further threads queue behind.
#include "../truth.h"

#include <atomic>

namespace studio
{
std::recursive_mutex mixer, tape;
std::atomic<int> holding{0};

void meet()
{
    ++holding;
    while (holding < 2)
        std::this_thread::yield();
}

class Session
{
public:
    void record()
    {
        std::lock_guard<std::recursive_mutex> a(mixer);
        level();
        meet();
        std::lock_guard<std::recursive_mutex> b(tape);
        ++m_takes;
    }
    void rewind()
    {
        std::lock_guard<std::recursive_mutex> a(tape);
        meet();
        level();
    }
    void level()
    {
        std::lock_guard<std::recursive_mutex> a(mixer);
        ++m_levels;
    }

private:
    int m_takes = 0, m_levels = 0;
};
Session session;
} // namespace studio

int main()
{
    using namespace studio;
    truth::lock("mixer", &mixer, "cycle-record");
    truth::lock("tape", &tape, "cycle-rewind");
    std::thread a([] { truth::role("cycle-record"); session.record(); });
    std::thread b([] { truth::role("cycle-rewind"); session.rewind(); });
    std::this_thread::sleep_for(std::chrono::milliseconds(200));
    std::thread c([] { truth::role("queued-1"); session.level(); });
    std::thread d([] { truth::role("queued-2"); session.rewind(); });
    truth::say("kind AB-BA of std::recursive_mutex");
    truth::ready();
    a.join();
    b.join();
    c.join();
    d.join();
}
