// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include "model/native_facts.h"
#include "parser/native/wait_patterns.h"

#include <cstdint>
#include <string_view>
#include <vector>

namespace skein::native
{

/// Lock guards among the locals that `bt full` prints, of one thread:
///
///     a = {_M_device = @0x7ffebf94c8f0}                                 std::lock_guard
///     lock = {_M_device = 0x55d0c2e6feb0, _M_owns = true}               std::unique_lock
///     both = {_M_devices = std::tuple containing = {[0] = @0x55d0c2e6feb0, [1] = @0x55d0c2e6fed8}}
///
/// gdb prints every local of the blocks that a frame is in, whether its constructor has run or not, so that
/// one may show what an earlier call left in its memory.
class Guards
{
public:
    void clear() { m_seen.clear(); }
    /// One line of locals; `frame` is the index of the frame that they belong to, `inLock` says that what it
    /// calls may be the locking itself.
    void read(std::string_view line, LineSpan lines, std::uint32_t frame, bool inLock);
    /// The guards as owners without a holder, when it is known what the thread waits for.
    std::vector<LockOwner> owners(const NativeWait& wait) const;

private:
    struct Seen {
        LockOwner owner;
        bool owns = false;   ///< it records that it owns the mutex, and forgets it when it is destroyed
        bool disowns = false; ///< it records that it does not own it (yet): it only tells what comes before it
        bool inLock = false;
    };
    std::vector<Seen> m_seen;
};

} // namespace skein::native
