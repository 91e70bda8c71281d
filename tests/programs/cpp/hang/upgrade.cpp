// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
//
// Two readers of one std::shared_mutex want to write without giving up their read lock; a third only waits for a condition.
#include "../truth.h"

#include <atomic>
#include <condition_variable>
#include <shared_mutex>

namespace atlas
{
class Map
{
public:
    int resolve(int tile)
    {
        std::shared_lock<std::shared_mutex> reading(m_mutex);
        ++readers;
        while (readers < 2)
            std::this_thread::yield();
        refresh(tile);
        return m_tiles;
    }
    static inline std::atomic<int> readers{0};

private:
    void refresh(int tile)
    {
        std::unique_lock<std::shared_mutex> writing(m_mutex);
        m_tiles += tile;
    }
    std::shared_mutex m_mutex;
    int m_tiles = 0;
};
Map map;
std::mutex idle;
std::condition_variable more;
} // namespace atlas

int main()
{
    using namespace atlas;
    std::thread one([] { truth::role("cycle-one"); map.resolve(1); });
    std::thread two([] { truth::role("cycle-two"); map.resolve(2); });
    std::thread bystander([] {
        truth::role("bystander");
        std::unique_lock lock(idle);
        more.wait(lock);
    });
    truth::say("kind deadlock: two readers upgrade one rwlock");
    truth::ready();
    one.join();
    two.join();
    bystander.join();
}
