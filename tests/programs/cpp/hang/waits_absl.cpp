// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
//
// A thread in each of the waits of Abseil.
// flags: -labsl_synchronization -labsl_time -labsl_base $(ls /usr/lib/*/libabsl_kernel_timeout_internal.so 2>/dev/null)
#include "../truth.h"

#include <absl/synchronization/mutex.h>
#include <absl/synchronization/notification.h>
#include <absl/synchronization/blocking_counter.h>
#include <absl/synchronization/barrier.h>

using truth::waits;

namespace yard
{
absl::Mutex held, forCondition, forAwait, byReader;
absl::CondVar condition;
absl::Notification notification;
absl::BlockingCounter counter(1);
absl::Barrier barrier(2);
bool never = false;
} // namespace yard

template <class F>
void start(F f)
{
    std::thread(f).detach();
}

int main()
{
    using namespace yard;
    held.Lock();
    byReader.ReaderLock();
    start([] { waits("mutex", "Mutex::Lock", &held); held.Lock(); });
    start([] { waits("mutex", "MutexLock", &held); absl::MutexLock lock(&held); });
    start([] { waits("rwlock-read", "ReaderLock", &held); absl::ReaderMutexLock lock(&held); });
    start([] { waits("mutex", "WriterLock", &byReader); byReader.WriterLock(); });
    start([] { absl::MutexLock lock(&forCondition); waits("condition", "CondVar", &condition); condition.Wait(&forCondition); });
    start([] { absl::MutexLock lock(&forCondition); waits("condition", "CondVar-time", &condition); condition.WaitWithTimeout(&forCondition, absl::Hours(1)); });
    start([] { forAwait.Lock(); waits("condition", "Await", &forAwait); forAwait.Await(absl::Condition(&never)); });
    start([] { waits("condition", "LockWhen", &forAwait); forAwait.LockWhen(absl::Condition(&never)); });
    start([] { waits("condition", "Notification", &notification); notification.WaitForNotification(); });
    start([] { waits("barrier", "BlockingCounter", &counter); counter.Wait(); });
    start([] { waits("barrier", "Barrier", &barrier); barrier.Block(); });
    truth::say("kind thread dump");
    truth::ready();
    for (;;)
        pause();
}
