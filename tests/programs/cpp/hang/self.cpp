// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
//
// A thread locks a mutex that it holds already, two methods further in.
#include "../truth.h"

#include <map>

class Cache
{
public:
    int get(int key)
    {
        std::lock_guard<std::mutex> lock(mutex);
        const auto hit = m_values.find(key);
        return hit != m_values.end() ? hit->second : load(key);
    }
    void put(int key, int value)
    {
        std::lock_guard<std::mutex> lock(mutex);
        m_values[key] = value;
    }
    std::mutex mutex;

private:
    int load(int key)
    {
        put(key, key * 2);
        return key * 2;
    }
    std::map<int, int> m_values;
};

int main()
{
    static Cache cache;
    std::thread reader([] {
        truth::role("cycle-reader");
        truth::lock("cache", &cache.mutex, "cycle-reader");
        cache.get(7);
    });
    truth::say("kind deadlock of a thread with itself");
    truth::ready();
    reader.join();
}
