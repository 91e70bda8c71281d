// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include "model/finding.h"

#include <cstdint>

namespace skein {

/// Situations that have a repair of their own. The text of each stands in one table in advice.cpp.
enum class Situation : std::uint8_t {
    LockOrder,
    LockTwice,
    RecursiveReadLock,
    SendUnderLock,
    ChannelCircle,
    LockHeldLong,
    LockHolderUnknown,
    NilChannel,
    EmptySelect,
    NoReceiver,
    NoSender,
    WaitGroupNeverDone,
    ConditionNeverSignalled,
    AllAsleep,
    LeakedSend,
    LeakedReceive,
    LeakedSelect,
    LeakedLock,
    LeakedWait,
    UnlockTwice,
    SendOnClosed,
    CloseTwice,
    CloseNil,
    WaitGroupNegative,
    WaitGroupReused,
    NilDereference,
    OutOfRange,
    NilMapWrite,
    TypeAssertion,
    LogAfterTest,
    OtherPanic,
    StackOverflow,
    OutOfMemory,
    BadSignal,
    OtherThrow,
    TestTimeout,
    WaitForOwnWork,
    WaitForOwnCall,
    JoinUnderLock,
};

/// `native`: of threads of C++ and the like, where the repair is another one than for goroutines.
Advice adviceFor(Situation situation, bool native = false);

}  // namespace skein
