// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "parser/go/wait_table.h"

#include "parser/go/frame_line.h"
#include "parser/scan.h"

#include <algorithm>
#include <array>

// Signatures and layouts: Go 1.18 to 1.27, src/runtime/{chan,sema}.go,
// src/sync/{mutex,rwmutex,waitgroup,cond,once}.go, src/internal/sync/mutex.go. 64-bit; the semaphores have
// the same place on 32-bit.
//   Mutex     {state int32; sema uint32}                                        semaphore at 4
//   RWMutex   {w Mutex; writerSem, readerSem uint32; ...}                       semaphores at 8 and 12
//   WaitGroup {state uint64; sema uint32}                                       semaphore at 8
//   Cond      {L Locker; notify notifyList; ...}                                list at 16 (8 on 32-bit)
//   Once      {done uint32; m Mutex}                                            mutex at 4
namespace skein::go
{

namespace
{

struct Rule {
    std::string_view function;
    WaitRule rule;
};

constexpr std::array kRules = {
    Rule{"runtime.chanrecv", WaitRule::Channel},  // chanrecv(c, ep, block)
    Rule{"runtime.chanrecv1", WaitRule::Channel}, // chanrecv1(c, elem)
    Rule{"runtime.chanrecv2", WaitRule::Channel},
    Rule{"runtime.chansend", WaitRule::Channel}, // chansend(c, ep, block, callerpc)
    Rule{"runtime.chansend1", WaitRule::Channel},
    Rule{"runtime.semacquire", WaitRule::Semaphore},
    Rule{"runtime.semacquire1", WaitRule::Semaphore}, // semacquire1(addr, lifo, profile, skipframes, reason)
    Rule{"sync.runtime_Semacquire", WaitRule::Semaphore},
    Rule{"sync.runtime_SemacquireMutex", WaitRule::Semaphore},
    Rule{"internal/sync.runtime_SemacquireMutex", WaitRule::Semaphore},
    Rule{"sync.runtime_SemacquireRWMutexR", WaitRule::Semaphore},
    Rule{"sync.runtime_SemacquireRWMutex", WaitRule::Semaphore},
    Rule{"sync.runtime_SemacquireWaitGroup", WaitRule::Semaphore},
    Rule{"runtime.notifyListWait", WaitRule::CondList},
    Rule{"sync.runtime_notifyListWait", WaitRule::CondList},
    Rule{"sync.(*Mutex).Lock", WaitRule::Mutex},
    Rule{"sync.(*Mutex).lockSlow", WaitRule::Mutex},
    Rule{"internal/sync.(*Mutex).Lock", WaitRule::Mutex},
    Rule{"internal/sync.(*Mutex).lockSlow", WaitRule::Mutex},
    Rule{"sync.(*RWMutex).RLock", WaitRule::RwMutexRead},
    Rule{"sync.(*RWMutex).Lock", WaitRule::RwMutexWrite},
    Rule{"sync.(*WaitGroup).Wait", WaitRule::WaitGroup},
    Rule{"sync.(*Cond).Wait", WaitRule::Condition},
    Rule{"sync.(*Once).doSlow", WaitRule::Once},
    Rule{"github.com/sasha-s/go-deadlock.lock", WaitRule::LockValue}, // lock(lockFn, ptr interface{})
};

constexpr std::uint64_t kMutexSema = 4, kWriterSema = 8, kReaderSema = 12, kWaitGroupSema = 8, kOnceMutex = 4;

constexpr std::uint64_t condListAt(std::uint64_t address)
{
    return address >> 32 ? 16 : 8;
}

/// Where the semaphore of such a resource stands, when only the wait reason tells its kind.
std::uint64_t reliableOr(std::string_view args, std::uint64_t otherwise)
{
    const auto value = reliableArgument(args, 0);
    return value && *value != 0 ? *value : otherwise;
}

/// Up to Go 1.8 the channel's type stands before the channel, an address in the program's data.
// 0xc00003a760, {0x4cf3e0, 0x59fd60}
std::uint64_t lockValueOf(std::string_view args)
{
    const std::size_t open = args.find('{'), comma = args.find(',', open), close = args.find('}', open);
    if (open == args.npos || comma == args.npos || close == args.npos || comma > close)
        return 0;
    std::string_view s = scan::trimLeft(args.substr(comma + 1, close - comma - 1));
    const auto value = scan::hex(s);
    return value && s.empty() ? *value : 0;
}

std::uint64_t channelOf(std::string_view args)
{
    const std::uint64_t first = reliableOr(args, 0);
    const std::uint64_t second = reliableArgument(args, 1).value_or(0);
    return first != 0 && first >> 32 == 0 && second >> 32 != 0 ? second : first;
}

} // namespace

WaitRule waitRuleOf(std::string_view function)
{
    if (!function.starts_with("runtime.") && !function.starts_with("sync.") &&
        !function.starts_with("internal/sync.") && !function.ends_with("go-deadlock.lock"))
        return WaitRule::None;
    const auto it = std::ranges::find(kRules, function, &Rule::function);
    return it == kRules.end() ? WaitRule::None : it->rule;
}

/// The object is the receiver, or stands `semaphoreAt` bytes before the semaphore that was seen.
void WaitFinder::found(ResourceKind kind, std::string_view args, std::uint64_t semaphoreAt)
{
    m_kind = kind;
    if (m_address == 0)
        m_address = reliableOr(args, m_semaphore > semaphoreAt ? m_semaphore - semaphoreAt : 0);
}

void WaitFinder::frame(WaitRule rule, std::string_view args)
{
    switch (rule) {
    case WaitRule::None:
        return;
    case WaitRule::Channel:
        m_kind = ResourceKind::Channel;
        if (m_address == 0)
            m_address = channelOf(args);
        return;
    case WaitRule::Semaphore:
        if (m_semaphore == 0)
            m_semaphore = reliableOr(args, 0);
        return;
    case WaitRule::CondList: {
        m_kind = ResourceKind::Condition;
        const std::uint64_t list = reliableOr(args, 0);
        if (m_address == 0 && list > 16)
            m_address = list - condListAt(list);
        return;
    }
    case WaitRule::Mutex:
        found(ResourceKind::Mutex, args, kMutexSema);
        return;
    // A writer first takes the mutex at the lock's own address; what it waits for is the lock all the same.
    case WaitRule::RwMutexRead:
        found(ResourceKind::RwMutex, args, kReaderSema);
        return;
    case WaitRule::RwMutexWrite:
        found(ResourceKind::RwMutex, args, kWriterSema);
        return;
    case WaitRule::WaitGroup:
        found(ResourceKind::WaitGroup, args, kWaitGroupSema);
        return;
    case WaitRule::Condition:
        found(ResourceKind::Condition, args, 0);
        return;
    case WaitRule::LockValue:
        // An RWMutex begins with the mutex of its writers, and go-deadlock's locks with those of sync.
        if (const std::uint64_t lock = lockValueOf(args); lock != 0)
            m_address = lock;
        return;
    case WaitRule::Once:
        if (m_kind != ResourceKind::Mutex)
            return;
        m_kind = ResourceKind::Once;
        if (m_address > kOnceMutex)
            m_address -= kOnceMutex;
        else
            m_address = reliableOr(args, 0);
        return;
    }
}

} // namespace skein::go
