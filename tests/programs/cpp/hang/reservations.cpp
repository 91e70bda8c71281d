// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
//
// Two std::scoped_lock of one mutex each, in opposite orders; a third thread waits for one of them, a fourth
// sleeps.

#include "../truth.h"

#include <atomic>
#include <map>
#include <string>
#include <vector>
namespace stock
{
std::atomic<int> in{0};
template <class T>
struct Shelf {
    std::mutex guard;
    std::map<std::string, T> items;
};
struct Order {
    int pieces;
};
Shelf<int> counts;
Shelf<Order> orders;
void meet()
{
    ++in;
    while (in < 2)
        std::this_thread::yield();
}
void reserve(const std::string& what)
{
    std::scoped_lock hold(counts.guard);
    counts.items[what]--;
    meet();
    std::scoped_lock also(orders.guard);
    orders.items[what].pieces++;
}
struct Canceller {
    void operator()(const std::string& what) const
    {
        const std::scoped_lock first{orders.guard};
        orders.items.erase(what);
        meet();
        give(what);
    }
    void give(const std::string& what) const
    {
        const std::scoped_lock second{counts.guard};
        counts.items[what]++;
    }
};
int total()
{
    std::scoped_lock l(counts.guard);
    return (int)counts.items.size();
}
} // namespace stock
int main()
{
    truth::lock("counts", &stock::counts.guard, "cycle-reserver");
    truth::lock("orders", &stock::orders.guard, "cycle-canceller");
    std::vector<std::thread> t;
    t.emplace_back([] {
        truth::role("cycle-reserver");
        stock::reserve("nail");
    });
    t.emplace_back([] {
        truth::role("cycle-canceller");
        stock::Canceller{}("nail");
    });
    std::this_thread::sleep_for(std::chrono::milliseconds(200));
    t.emplace_back([] { stock::total(); });
    t.emplace_back([] {
        for (;;)
            std::this_thread::sleep_for(std::chrono::seconds(3));
    });
    truth::say("kind std::mutex AB-BA deadlock");
    truth::ready();
    for (auto& x : t)
        x.join();
}
