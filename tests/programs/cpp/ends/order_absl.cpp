// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
//
// Locks of Abseil that are taken in different orders, one after another: nothing hangs, but Abseil ends the program at
// the lock that closes the circle. The argument says how many locks it has.
#include <absl/debugging/symbolize.h>
#include <absl/synchronization/mutex.h>

#include <cstdio>
#include <string_view>

namespace harbour
{

absl::Mutex pier, hold, quay;

[[gnu::noinline]] void load()
{
    absl::MutexLock outer(&pier);
    absl::MutexLock inner(&hold);
    std::fprintf(stderr, "loaded\n");
}

[[gnu::noinline]] void discharge(absl::Mutex& last)
{
    absl::MutexLock outer(&hold);
    absl::MutexLock inner(&last);
    std::fprintf(stderr, "discharged\n");
}

[[gnu::noinline]] void moor()
{
    absl::MutexLock outer(&quay);
    absl::MutexLock inner(&pier);
    std::fprintf(stderr, "moored\n");
}

} // namespace harbour

int main(int count, char** words)
{
    const bool three = count > 1 && std::string_view(words[1]) == "order-of-three";
    absl::InitializeSymbolizer(words[0]);
    harbour::load();
    harbour::discharge(three ? harbour::quay : harbour::pier);
    harbour::moor();
}
