// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "model/access_op.h"
#include "model/ids.h"

/// What reports about native threads state beside stacks: accesses, lock orders, lock owners.
namespace skein {

enum class ReportKind : std::uint8_t {
    None, DataRace, UseAfterFree, LockOrder, LockMisuse, ThreadLeak, Crash, Contention, Other,
};

/// A lock that a thread held: `(mutexes: write M1, read M2)`, `Locks held: 1, at address 0x4DA2C80`.
struct ReportedLock {
    std::uint64_t address = 0;  ///< 0 where only its number is printed
    std::uint64_t number = 0;   ///< of ThreadSanitizer's M1; 0 where it has none
    bool shared = false;        ///< held for reading

    constexpr bool operator==(const ReportedLock&) const = default;
};

/// What is at the address of a conflict.
struct ReportedPlace {
    enum class Kind : std::uint8_t { Unknown, Global, Heap, Stack, ThreadLocal, FileDescriptor };
    Kind kind = Kind::Unknown;
    std::string name;             ///< of a global: "toll::cars"
    std::uint64_t address = 0;    ///< where it begins, 0 where it is not printed
    std::uint64_t size = 0;       ///< bytes, 0 where it is not printed
    ThreadId thread;              ///< who allocated it, or whose stack or thread-local memory it is
    StackId stack;                ///< of the allocation
    LineSpan lines;
};

/// `Previous write of size 8 at 0x7b0c00000008 by thread T1`: the operation is the one that is printed.
struct ReportedAccess {
    AccessOp op = AccessOp::Write;
    bool segmentOnly = false;  ///< DRD: the log shows only between which calls it happened
    ThreadId thread;
    StackId stack;
    std::uint64_t address = 0;  ///< 0 where it is not printed
    std::uint32_t size = 0;     ///< bytes, 0 where it is not printed
    LineSpan lines;
    bool locksShown = false;          ///< the tool says which locks were held; none may be
    std::vector<ReportedLock> locks;  ///< held by that thread then
};

/// `acquired` was locked while `held` was held.
struct ReportedOrder {
    static constexpr std::uint64_t kNoNumber = ~std::uint64_t{0};
    std::uint64_t held = 0, acquired = 0;  ///< addresses, 0 where they are not printed
    std::uint64_t heldNumber = kNoNumber;  ///< of ThreadSanitizer's M1
    std::uint64_t acquiredNumber = kNoNumber;
    ThreadId thread;      ///< unknown where the report does not say who
    StackId stack;        ///< where `acquired` was locked
    LineSpan lines;
    StackId heldStack;    ///< where `held` was locked; none where it is not printed
    LineSpan heldLines;
    bool headerOnly = false;  ///< `lock order "0xA before 0xB" violated`, and no stack that shows A before B
};

/// A mutex whose value is printed (`__owner = 4711`), or a lock guard that is alive in a frame.
struct LockOwner {
    std::uint64_t lock = 0;                ///< address; 0 where the value is printed without it
    std::uint64_t object = 0;              ///< address of the object that the lock is part of, where `lock` is 0
    std::uint64_t osId = ThreadId::kNone;  ///< the owner's TID; kNone: the thread with index `holder`
    std::uint32_t holder = 0;              ///< index into Snapshot::threads, of a guard's thread
    bool certain = true;                   ///< false for a guard whose constructor may not have run (yet)
    std::uint32_t frame = 0;               ///< of a guard: index of its frame in the holder's stack
    LineSpan lines;
};

struct NativeFacts {
    ReportKind kind = ReportKind::None;
    std::string what;  ///< "data race", "heap-use-after-free", the tool's own words
    std::uint64_t address = 0;
    std::vector<ReportedAccess> accesses;  ///< the current one first
    ReportedPlace place;                   ///< of the memory at `address`
    std::vector<ReportedOrder> orders;
    std::vector<LockOwner> owners;
};

}  // namespace skein
