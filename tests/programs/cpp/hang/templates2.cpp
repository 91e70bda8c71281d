// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
//
// AB-BA in templates and lambdas.
#include "../truth.h"

#include <atomic>
#include <map>
#include <string>

namespace shop
{
template <typename Key, typename Value>
class Table
{
public:
    template <typename F>
    auto with(F&& f)
    {
        std::lock_guard<std::mutex> guard(m_mutex);
        return f(m_rows);
    }
    const void* address() const { return &m_mutex; }

private:
    std::mutex m_mutex;
    std::map<Key, Value> m_rows;
};
Table<std::string, int> stock;
Table<int, std::string> orders;
std::atomic<int> holding{0};

void meet()
{
    ++holding;
    while (holding < 2)
        std::this_thread::yield();
}
} // namespace shop

int main()
{
    using namespace shop;
    truth::lock("stock", stock.address(), "cycle-sell");
    truth::lock("orders", orders.address(), "cycle-refund");
    std::thread sell([] {
        truth::role("cycle-sell");
        stock.with([](auto& rows) {
            meet();
            return orders.with([&rows](auto& all) { all[1] = rows.empty() ? "none" : rows.begin()->first; return 1; });
        });
    });
    std::thread refund([] {
        truth::role("cycle-refund");
        orders.with([](auto& all) {
            meet();
            return stock.with([&all](auto& rows) { rows[all[1]] = 1; return 2; });
        });
    });
    truth::say("kind AB-BA of std::mutex in templates and lambdas");
    truth::ready();
    sell.join();
    refund.join();
}
