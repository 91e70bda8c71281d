// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
//
// Teams of OpenMP: a lock, a critical section, a barrier that one does not reach.
// flags: -fopenmp
#include "../truth.h"

#include <omp.h>

using truth::waits;

namespace field
{
omp_lock_t lock;
}

template <class F>
void start(F f)
{
    std::thread(f).detach();
}

int main()
{
    using namespace field;
    omp_init_lock(&lock);
    omp_set_lock(&lock);
    start([] { waits("mutex", "omp_set_lock", &lock); omp_set_lock(&lock); });
    start([] {
#pragma omp parallel num_threads(3)
        {
            if (omp_get_thread_num() == 0) {
#pragma omp critical
                {
                    waits("sleep", "in-critical");
                    sleep(3600);
                }
            } else if (omp_get_thread_num() == 1) {
                usleep(200000);
                waits("mutex", "critical");
#pragma omp critical
                usleep(1);
            } else {
                waits("barrier", "omp-barrier");
            }
        }
    });
    truth::say("kind thread dump");
    truth::ready();
    for (;;)
        pause();
}
