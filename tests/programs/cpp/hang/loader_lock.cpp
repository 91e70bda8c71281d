// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
//
// A callback of dl_iterate_phdr, which holds a lock of the dynamic loader, joins a thread that needs that lock.
#include "../truth.h"

#include <atomic>
#include <dlfcn.h>
#include <link.h>

namespace symbols
{
int count(dl_phdr_info*, std::size_t, void* data)
{
    ++*static_cast<int*>(data);
    return 0;
}
int modules()
{
    int n = 0;
    dl_iterate_phdr(count, &n);
    return n;
}
int visit(dl_phdr_info*, std::size_t, void*)
{
    std::thread helper([] { truth::role("cycle-helper"); modules(); });
    helper.join();
    return 1;
}
} // namespace symbols

int main()
{
    std::thread walker([] { truth::role("cycle-walker"); dl_iterate_phdr(symbols::visit, nullptr); });
    truth::say("kind deadlock of a join under the loader's lock");
    truth::ready();
    walker.join();
}
