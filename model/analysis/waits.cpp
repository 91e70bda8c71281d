// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "model/analysis/waits.h"

#include "model/analysis/idle_places.h"

#include <algorithm>
#include <span>

namespace skein {
namespace {

struct Named {
    std::string_view text;
    Wait wait;
};

// The runtime's wait reasons (runtime2.go, waitReasonStrings), matched by prefix: " (durable)" and "
// (leaked)" may follow. Longer ones first.
constexpr Named kReasons[] = {
    {"chan receive (nil chan)", Wait::NilReceive},
    {"chan send (nil chan)", Wait::NilSend},
    {"select (no cases)", Wait::NoCases},
    {"chan receive", Wait::ChanReceive},
    {"chan send", Wait::ChanSend},
    {"select", Wait::Select},
    {"sync.Mutex.Lock", Wait::Mutex},
    {"sync.RWMutex.RLock", Wait::ReadLock},
    {"sync.RWMutex.Lock", Wait::WriteLock},
    {"sync.WaitGroup.Wait", Wait::WaitGroup},
    {"sync.Cond.Wait", Wait::Condition},
    {"semacquire", Wait::Semaphore},
    {"sleep", Wait::Sleep},
    {"IO wait", Wait::Io},
    {"syscall", Wait::Syscall},
    {"mutex", Wait::Mutex},
    {"rwlock-read", Wait::ReadLock},
    {"rwlock-write", Wait::WriteLock},
    {"condition", Wait::Condition},
    {"semaphore", Wait::Semaphore},
    {"poll", Wait::Io},
    {"io", Wait::Io},
    {"GC ", Wait::Idle},
    {"finalizer wait", Wait::Idle},
    {"cleanup wait", Wait::Idle},
    {"force gc (idle)", Wait::Idle},
    {"timer goroutine (idle)", Wait::Idle},
    {"GOMAXPROCS updater (idle)", Wait::Idle},
    {"trace reader (blocked)", Wait::Idle},
};

// Which wait a stack in `semacquire` is in; the outermost sync frame of the run at its top decides, so that
// the Mutex inside RWMutex.Lock is a write lock.
constexpr Named kFrames[] = {
    {"sync.(*Mutex).", Wait::Mutex},
    {"internal/sync.(*Mutex).", Wait::Mutex},
    {"sync.runtime_SemacquireMutex", Wait::Mutex},
    {"internal/sync.runtime_SemacquireMutex", Wait::Mutex},
    {"sync.(*RWMutex).RLock", Wait::ReadLock},
    {"sync.runtime_SemacquireRWMutexR", Wait::ReadLock},
    {"sync.(*RWMutex).Lock", Wait::WriteLock},
    {"sync.runtime_SemacquireRWMutex", Wait::WriteLock},
    {"sync.(*WaitGroup).Wait", Wait::WaitGroup},
    {"sync.(*Cond).Wait", Wait::Condition},
    // as gccgo spells them
    {"sync.Mutex.", Wait::Mutex},
    {"sync.RWMutex.RLock", Wait::ReadLock},
    {"sync.RWMutex.Lock", Wait::WriteLock},
    {"sync.WaitGroup.Wait", Wait::WaitGroup},
    {"sync.Cond.Wait", Wait::Condition},
};

// What a stack without a state shows of its wait (pprof with runtime frames). Of several at the top of a
// stack the outermost decides: sync.(*RWMutex).Lock locks a Mutex inside.
constexpr Named kShown[] = {
    {"runtime.chansend", Wait::ChanSend},
    {"runtime.chanrecv", Wait::ChanReceive},
    {"runtime.selectgo", Wait::Select},
    {"runtime.block", Wait::NoCases},
    {"time.Sleep", Wait::Sleep},
    {"internal/poll.runtime_pollWait", Wait::Io},
    {"sync.(*Mutex).Lock", Wait::Mutex},
    {"sync.(*RWMutex).RLock", Wait::ReadLock},
    {"sync.(*RWMutex).Lock", Wait::WriteLock},
    {"sync.(*WaitGroup).Wait", Wait::WaitGroup},
    {"sync.(*Cond).Wait", Wait::Condition},
};

Wait lookUp(std::span<const Named> table, std::string_view text)
{
    const auto hit = std::ranges::find_if(table, [&](const Named& n) { return text.starts_with(n.text); });
    return hit == table.end() ? Wait::Other : hit->wait;
}

}  // namespace

ResourceKind resourceOf(Wait w)
{
    switch (w) {
    case Wait::Mutex: return ResourceKind::Mutex;
    case Wait::ReadLock:
    case Wait::WriteLock: return ResourceKind::RwMutex;
    case Wait::WaitGroup: return ResourceKind::WaitGroup;
    case Wait::Condition: return ResourceKind::Condition;
    case Wait::Semaphore: return ResourceKind::Semaphore;
    case Wait::ChanSend:
    case Wait::ChanReceive:
    case Wait::Select:
    case Wait::NilSend:
    case Wait::NilReceive:
    case Wait::NoCases: return ResourceKind::Channel;
    default: return ResourceKind::None;
    }
}

std::string_view describe(Wait w)
{
    switch (w) {
    case Wait::Mutex: return "a mutex";
    case Wait::ReadLock: return "the read side of an RWMutex";
    case Wait::WriteLock: return "the write side of an RWMutex";
    case Wait::WaitGroup: return "a WaitGroup";
    case Wait::Condition: return "a condition variable";
    case Wait::Semaphore: return "a semaphore or lock";
    case Wait::ChanSend: return "somebody to receive from a channel";
    case Wait::ChanReceive: return "somebody to send on a channel";
    case Wait::Select: return "one of several channels";
    case Wait::NilSend: return "a send on a nil channel";
    case Wait::NilReceive: return "a receive from a nil channel";
    case Wait::NoCases: return "a select without cases";
    case Wait::Sleep: return "a timer";
    case Wait::Io: return "input or output";
    case Wait::Syscall: return "the operating system";
    default: return "something else";
    }
}

Waits::Waits(const Log& log) : m_log(log)
{
    std::vector<FrameFacts> frames;
    frames.reserve(log.frames.size());
    for (const Frame& frame : log.frames) frames.push_back(factsOf(log.str(frame.function)));
    m_stacks.reserve(log.stackCount());
    for (std::uint32_t s = 0; s < log.stackCount(); ++s) m_stacks.push_back(factsOf(StackId(s), frames));
    m_reasons.assign(log.strings.size(), Wait::None);
    for (const Snapshot& snapshot : log.snapshots) {
        for (const Thread& thread : snapshot.threads) {
            if (!thread.waitReason) continue;
            Wait& known = m_reasons[thread.waitReason.value];
            if (known == Wait::None) known = lookUp(kReasons, log.str(thread.waitReason));
        }
    }
}

Waits::FrameFacts Waits::factsOf(std::string_view function)
{
    return {.wait = lookUp(kFrames, function),
            .shown = lookUp(kShown, function),
            .standard = isIdlePlace(function)};
}

Waits::StackFacts Waits::factsOf(StackId stack, std::span<const FrameFacts> byFrame) const
{
    StackFacts facts;
    const auto frames = m_log.stack(stack);
    facts.caller = static_cast<std::uint32_t>(m_log.siteIndex(stack).value_or(0));
    if (facts.caller + 1 < frames.size() &&
        m_log.function(frames[facts.caller]).ends_with("golang.org/x/sync/semaphore.(*Weighted).Acquire")) {
        facts.acquires = true;
        ++facts.caller;
    }
    for (std::size_t i = 0; i < frames.size() && i < facts.caller; ++i) {
        const Wait w = byFrame[frames[i].value].wait;
        if (w != Wait::Other) facts.byFrames = w;
    }
    for (std::size_t i = 0; i < frames.size(); ++i) {
        if (i >= facts.caller && m_log.frame(frames[i]).role != Role::Runtime) break;
        const Wait w = byFrame[frames[i].value].shown;
        if (w != Wait::Other) facts.shown = w;
    }
    const auto place = std::ranges::find_if(frames, [&](FrameId f) { return byFrame[f.value].standard; });
    facts.standard = place != frames.end();
    facts.idle = facts.standard && std::none_of(frames.begin(), place, [&](FrameId f) {
                     return m_log.frame(f).role == Role::User;
                 });
    return facts;
}

Wait Waits::of(const Thread& thread) const
{
    if (!thread.waitReason)
        return thread.state == ThreadState::Syscall   ? Wait::Syscall
               : thread.state == ThreadState::Waiting ? Wait::Other
                                                      : Wait::None;
    const Wait w = m_reasons[thread.waitReason.value];
    if (w == Wait::Semaphore && thread.stack) return m_stacks[thread.stack.value].byFrames;
    return w;
}

Wait Waits::shown(const Thread& thread) const
{
    Wait wait = Wait::Other;
    if (thread.waitReason)
        wait = of(thread);
    else if (thread.state == ThreadState::Running || thread.state == ThreadState::Runnable)
        wait = Wait::None;
    else if (thread.state == ThreadState::Syscall)
        wait = Wait::Io;
    if (thread.stack) {
        const Wait byFrames = m_stacks[thread.stack.value].shown;
        // The second in line of an RWMutex waits, since Go 1.20, for the Mutex inside it and says so.
        if (wait == Wait::Other || (isLock(wait) && isLock(byFrames))) wait = byFrames;
    }
    return wait == Wait::Syscall ? Wait::Io : wait;
}

}  // namespace skein
