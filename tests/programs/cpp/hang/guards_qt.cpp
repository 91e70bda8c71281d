// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
//
// AB-BA of two QMutex, each taken by a QMutexLocker.
// flags: $(pkg-config --cflags --libs Qt6Core 2>/dev/null || pkg-config --cflags --libs Qt5Core) -fPIC
#include "../truth.h"

#include <QMutex>
#include <QMutexLocker>

#include <atomic>

namespace mill
{

QMutex wheel, sluice;
std::atomic<int> holding{0};

void meet()
{
    ++holding;
    while (holding < 2)
        std::this_thread::yield();
}

void grind()
{
    QMutexLocker outer(&wheel);
    meet();
    QMutexLocker inner(&sluice);
}

void drain()
{
    QMutexLocker outer(&sluice);
    meet();
    QMutexLocker inner(&wheel);
}

} // namespace mill

int main()
{
    truth::lock("wheel", &mill::wheel, "cycle-grinder");
    truth::lock("sluice", &mill::sluice, "cycle-drainer");
    std::thread a([] {
        truth::role("cycle-grinder");
        mill::grind();
    });
    std::thread b([] {
        truth::role("cycle-drainer");
        mill::drain();
    });
    truth::say("kind AB-BA of QMutex");
    truth::ready();
    a.join();
    b.join();
}
