// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
//
// AB-BA of two absl::Mutex, each taken by an absl::MutexLock.
// flags: -labsl_synchronization -labsl_time -labsl_base $(ls /usr/lib/*/libabsl_kernel_timeout_internal.so 2>/dev/null)
#include "../truth.h"

#include <absl/synchronization/mutex.h>

#include <atomic>

namespace mill
{

absl::Mutex wheel, sluice;
std::atomic<int> holding{0};

void meet()
{
    ++holding;
    while (holding < 2)
        std::this_thread::yield();
}

void grind()
{
    absl::MutexLock outer(&wheel);
    meet();
    absl::MutexLock inner(&sluice);
}

void drain()
{
    absl::MutexLock outer(&sluice);
    meet();
    absl::MutexLock inner(&wheel);
}

} // namespace mill

int main()
{
    absl::SetMutexDeadlockDetectionMode(absl::OnDeadlockCycle::kIgnore); // it would end the program
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
    truth::say("kind AB-BA of absl::Mutex");
    truth::ready();
    a.join();
    b.join();
}
