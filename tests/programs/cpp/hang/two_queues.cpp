// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
//
// A pile-up of two levels without a cycle: ten wait for a lock whose holder waits, with three others, for a lock whose holder reads from a pipe.
#include "../truth.h"

#include <atomic>
#include <vector>

namespace post
{
std::mutex counter, vault;
std::atomic<bool> hasVault{false}, hasCounter{false};
int pipes[2];

void fetch()
{
    std::lock_guard<std::mutex> guard(vault);
    hasVault = true;
    char c;
    (void)!::read(pipes[0], &c, 1);
}
void open()
{
    std::lock_guard<std::mutex> guard(vault);
}
void serve()
{
    std::lock_guard<std::mutex> guard(counter);
    hasCounter = true;
    open();
}
void ask()
{
    std::lock_guard<std::mutex> guard(counter);
}
template <typename F>
void until(F f)
{
    while (!f())
        std::this_thread::yield();
}
} // namespace post

int main()
{
    using namespace post;
    (void)!pipe(pipes);
    truth::lock("vault", &vault, "fetcher");
    truth::lock("counter", &counter, "clerk");
    std::vector<std::thread> all;
    all.emplace_back([] { truth::role("fetcher"); fetch(); });
    until([] { return hasVault.load(); });
    all.emplace_back([] { truth::role("clerk"); serve(); });
    until([] { return hasCounter.load(); });
    for (int i = 0; i < 10; ++i)
        all.emplace_back(ask);
    for (int i = 0; i < 3; ++i)
        all.emplace_back(open);
    truth::say("kind pile-up without a cycle");
    truth::ready();
    for (auto& t : all)
        t.join();
}
