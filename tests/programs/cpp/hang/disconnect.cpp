// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
//
// A slot disconnects itself while its signal holds the lock of the slots; another thread waits to connect.

#include "../truth.h"

#include <functional>
#include <map>
#include <vector>
namespace ui
{
class Signal
{
public:
    int connect(std::function<void(int)> slot)
    {
        std::lock_guard l(m_mutex);
        m_slots[++m_last] = std::move(slot);
        return m_last;
    }
    void disconnect(int id)
    {
        std::lock_guard l(m_mutex);
        m_slots.erase(id);
    }
    void emit(int v)
    {
        std::lock_guard l(m_mutex);
        for (auto& [id, s] : m_slots)
            s(v);
    }
    const void* where() const { return &m_mutex; }

private:
    std::mutex m_mutex;
    std::map<int, std::function<void(int)>> m_slots;
    int m_last = 0;
};
Signal changed;
struct Once {
    int id = 0;
    void hit(int) { changed.disconnect(id); }
};
} // namespace ui
int main()
{
    static ui::Once once;
    once.id = ui::changed.connect([](int v) { once.hit(v); });
    truth::lock("slots", ui::changed.where(), "cycle-emitter");
    std::vector<std::thread> t;
    t.emplace_back([] {
        truth::role("cycle-emitter");
        ui::changed.emit(4);
    });
    std::this_thread::sleep_for(std::chrono::milliseconds(200));
    t.emplace_back([] { ui::changed.connect([](int) {}); });
    truth::say("kind self-deadlock");
    truth::ready();
    for (auto& x : t)
        x.join();
}
