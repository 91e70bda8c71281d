// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
//
// Three components, each calls the next one back while it holds its own lock; the calls go through std::function and virtual functions.
#include "../truth.h"

#include <atomic>
#include <functional>
#include <memory>
#include <vector>

namespace office
{
std::atomic<int> inside{0};

struct Listener {
    virtual ~Listener() = default;
    virtual void changed(int value) = 0;
};

class Ledger : public Listener
{
public:
    void book(int value)
    {
        std::lock_guard<std::mutex> guard(m_lock);
        ++inside;
        while (inside < 3)
            std::this_thread::yield();
        m_next(value);
    }
    void changed(int value) override
    {
        std::unique_lock<std::mutex> guard(m_lock);
        m_sum += value;
    }
    void then(std::function<void(int)> next) { m_next = std::move(next); }
    const void* address() const { return &m_lock; }

private:
    std::mutex m_lock;
    std::function<void(int)> m_next;
    int m_sum = 0;
};

void tell(Listener& listener, int value) { listener.changed(value + 1); }
} // namespace office

int main()
{
    using namespace office;
    static Ledger first, second, third;
    first.then([](int v) { tell(second, v); });
    second.then([](int v) { tell(third, v); });
    third.then([](int v) { tell(first, v); });
    truth::lock("first", first.address(), "cycle-first");
    truth::lock("second", second.address(), "cycle-second");
    truth::lock("third", third.address(), "cycle-third");
    std::thread a([] { truth::role("cycle-first"); first.book(1); });
    std::thread b([] { truth::role("cycle-second"); second.book(2); });
    std::thread c([] { truth::role("cycle-third"); third.book(3); });
    truth::say("kind 3-cycle of std::mutex through callbacks");
    truth::ready();
    a.join();
    b.join();
    c.join();
}
