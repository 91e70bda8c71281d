// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include "model/log.h"

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace skein {

/// What a thread waits for, by kind. The header's wait reason decides; where that is the old catch-all
/// `semacquire` (Go up to 1.19 for every lock, up to 1.23 for WaitGroup) the frames do.
enum class Wait : std::uint8_t {
    None,  ///< running, runnable, unknown
    Mutex,
    ReadLock,
    WriteLock,
    WaitGroup,
    Condition,
    Semaphore,
    ChanSend,
    ChanReceive,
    Select,
    NilSend,
    NilReceive,
    NoCases,  ///< nothing can ever end these
    Sleep,
    Io,
    Syscall,
    Idle,  ///< the runtime's own workers
    Other,
};

constexpr bool isLock(Wait w) { return w == Wait::Mutex || w == Wait::ReadLock || w == Wait::WriteLock; }
constexpr bool isChannel(Wait w)
{
    return w == Wait::ChanSend || w == Wait::ChanReceive || w == Wait::Select;
}
constexpr bool isForever(Wait w) { return w == Wait::NilSend || w == Wait::NilReceive || w == Wait::NoCases; }
/// Waits that only another thread of the same program can end.
constexpr bool isOnOthers(Wait w) { return w >= Wait::Mutex && w <= Wait::NoCases; }
ResourceKind resourceOf(Wait w);
/// "a mutex", "a channel that receives": for sentences of the form "goroutine 7 waits for …".
std::string_view describe(Wait w);

/// Answers questions about waits; everything that depends on a stack alone is worked out once per distinct
/// stack.
class Waits {
public:
    explicit Waits(const Log& log);

    Wait of(const Thread& thread) const;
    /// The same, and where no reason is printed (profiles) what the runtime's frames show; Other where they
    /// don't. Reading and writing is Io, whether it is in a system call or not.
    Wait shown(const Thread& thread) const;
    /// Index of the frame that called the lock, channel or wait: the first outside the runtime and outside
    /// what acquires() knows.
    std::size_t callerIndex(StackId stack) const { return stack ? m_stacks[stack.value].caller : 0; }
    /// It waits in a semaphore that is no part of the runtime: that one's method stands before the caller.
    ///     golang.org/x/sync/semaphore.(*Weighted).Acquire(0xc000066230, …) /
    ///     mem.(*Budget).Grow(0xc0000100a8, 0x5)
    bool acquires(StackId stack) const { return stack && m_stacks[stack.value].acquires; }
    /// True for places of the standard library and well-known libraries in which goroutines wait for work for
    /// as long as a program lives: accept loops, connection openers, signal handlers, the test runner.
    bool standard(StackId stack) const { return stack && m_stacks[stack.value].standard; }
    /// The same, unless such a place has called code of the program, as a server calls its handlers: what a handler
    /// waits for, others may hold.
    bool idle(StackId stack) const { return stack && m_stacks[stack.value].idle; }

private:
    struct StackFacts {
        std::uint32_t caller = 0;
        Wait byFrames = Wait::Semaphore;
        Wait shown = Wait::Other;
        bool standard = false, idle = false, acquires = false;
    };
    struct FrameFacts {
        Wait wait = Wait::Other, shown = Wait::Other;
        bool standard = false;
    };
    static FrameFacts factsOf(std::string_view function);
    StackFacts factsOf(StackId stack, std::span<const FrameFacts> byFrame) const;

    const Log& m_log;
    std::vector<StackFacts> m_stacks{};
    std::vector<Wait> m_reasons{};  ///< by StringId
};

}  // namespace skein
