// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
//
// The future of std::async is destroyed, and so waited for, while a lock is held that its task needs.
#include "../truth.h"

#include <atomic>
#include <future>

namespace index_
{
class Index
{
public:
    void rebuild()
    {
        std::lock_guard<std::mutex> guard(m_mutex);
        std::async(std::launch::async, [this] { add(1); });
    }
    void add(int word)
    {
        truth::role("cycle-task");
        std::lock_guard<std::mutex> guard(m_mutex);
        m_words += word;
    }
    const void* address() const { return &m_mutex; }

private:
    std::mutex m_mutex;
    int m_words = 0;
};
Index index;
} // namespace index_

int main()
{
    truth::lock("index", index_::index.address(), "cycle-rebuild");
    std::thread builder([] { truth::role("cycle-rebuild"); index_::index.rebuild(); });
    truth::say("kind deadlock of a future's destructor under a lock");
    truth::ready();
    builder.join();
}
