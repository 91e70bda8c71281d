// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include "model/log.h"

#include <cstdint>
#include <string_view>

namespace skein::go
{

/// What a frame on top of a waiting goroutine's stack says about what it waits for.
enum class WaitRule : std::uint8_t {
    None,
    Channel,   ///< the first argument is the channel
    Semaphore, ///< the first argument is the address of a semaphore inside of a lock
    Mutex,     ///< the receiver is the mutex
    RwMutexRead,
    RwMutexWrite,
    WaitGroup,
    Condition, ///< the receiver is the object
    CondList,  ///< the first argument is the address of a condition's waiter list
    LockValue, ///< the second argument is an interface that holds the lock (go-deadlock)
    Once,      ///< the mutex below belongs to this sync.Once
};

/// The rule of a function, None for nearly all.
WaitRule waitRuleOf(std::string_view function);

/// Works out what one goroutine waits for. Told its wait reason and then its innermost frames, from the
/// innermost outwards, until the first that is not the runtime's or the standard library's.
class WaitFinder
{
public:
    void begin(ResourceKind byReason)
    {
        *this = {};
        m_kind = byReason;
    }
    void frame(WaitRule rule, std::string_view args);
    /// After the last frame: a semaphore that no frame has explained is what is waited for itself.
    void end()
    {
        if (m_kind == ResourceKind::Semaphore && m_address == 0)
            m_address = m_semaphore;
    }
    ResourceKind kind() const { return m_kind; }
    std::uint64_t address() const { return m_address; }

private:
    void found(ResourceKind kind, std::string_view args, std::uint64_t semaphoreAt);

    ResourceKind m_kind = ResourceKind::None;
    std::uint64_t m_address = 0;
    std::uint64_t m_semaphore = 0; ///< seen, but not yet known in what
};

} // namespace skein::go
