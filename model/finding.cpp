// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "model/finding.h"

namespace skein {

std::string_view toString(Certainty certainty)
{
    switch (certainty) {
    case Certainty::Proved: return "proved";
    case Certainty::Likely: return "likely";
    case Certainty::Possible: return "possible";
    }
    return "possible";
}

std::string_view toString(AccessOp op)
{
    switch (op) {
    case AccessOp::Read: return "read";
    case AccessOp::Write: return "write";
    case AccessOp::Iterate: return "iterate";
    case AccessOp::Delete: return "delete";
    case AccessOp::AtomicRead: return "atomic-read";
    case AccessOp::AtomicWrite: return "atomic-write";
    case AccessOp::Free: return "free";
    }
    return "write";
}

std::string_view toString(FindingKind kind)
{
    switch (kind) {
    case FindingKind::ConcurrentMapAccess: return "concurrent-map-access";
    case FindingKind::DataRace: return "data-race";
    case FindingKind::UseAfterFree: return "use-after-free";
    case FindingKind::Deadlock: return "deadlock";
    case FindingKind::LockOrderInversion: return "lock-order-inversion";
    case FindingKind::LostWakeup: return "lost-wakeup";
    case FindingKind::Contention: return "contention";
    case FindingKind::GoroutineLeak: return "goroutine-leak";
    case FindingKind::ThreadLeak: return "thread-leak";
    case FindingKind::LockMisuse: return "lock-misuse";
    case FindingKind::ChannelMisuse: return "channel-misuse";
    case FindingKind::WaitGroupMisuse: return "waitgroup-misuse";
    case FindingKind::Panic: return "panic";
    case FindingKind::Crash: return "crash";
    case FindingKind::TestTimeout: return "test-timeout";
    }
    return "crash";
}

}  // namespace skein
