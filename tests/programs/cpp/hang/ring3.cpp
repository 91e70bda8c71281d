// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
//
// Three threads in three functions, each holds a mutex and waits for the next one's; two others wait and hold nothing.
#include "../truth.h"

#include <atomic>

namespace yard
{

struct Crane {
    std::mutex mutex;
    long loads = 0;
};

struct Dock {
    std::mutex mutex;
    long ships = 0;
};

struct Ledger {
    std::mutex mutex;
    long entries = 0;
};

Crane crane;
Dock dock;
Ledger ledger;
std::atomic<int> holding{0};

void meet()
{
    ++holding;
    while (holding < 3)
        std::this_thread::yield();
}

void unload(Crane& c, Dock& d)
{
    std::lock_guard<std::mutex> atCrane(c.mutex);
    meet();
    std::lock_guard<std::mutex> atDock(d.mutex);
    ++d.ships;
}

void berth(Dock& d, Ledger& l)
{
    std::lock_guard<std::mutex> atDock(d.mutex);
    meet();
    std::lock_guard<std::mutex> atLedger(l.mutex);
    ++l.entries;
}

void audit(Ledger& l, Crane& c)
{
    std::lock_guard<std::mutex> atLedger(l.mutex);
    meet();
    std::lock_guard<std::mutex> atCrane(c.mutex);
    ++c.loads;
}

long count(Dock& d)
{
    std::lock_guard<std::mutex> lock(d.mutex);
    return d.ships;
}

} // namespace yard

int main()
{
    using namespace yard;
    std::thread a([] { truth::role("cycle-unload"); unload(crane, dock); });
    std::thread b([] { truth::role("cycle-berth"); berth(dock, ledger); });
    std::thread c([] { truth::role("cycle-audit"); audit(ledger, crane); });
    while (holding < 3)
        std::this_thread::yield();
    truth::lock("crane", &crane.mutex, "cycle-unload");
    truth::lock("dock", &dock.mutex, "cycle-berth");
    truth::lock("ledger", &ledger.mutex, "cycle-audit");
    std::thread d([] { truth::role("bystander"); count(dock); });
    std::thread e([] { truth::role("bystander-2"); count(dock); });
    truth::say("kind 3-cycle of std::mutex");
    truth::ready();
    for (std::thread* t : {&a, &b, &c, &d, &e})
        t->join();
}
