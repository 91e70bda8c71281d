// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
//
// Another part of WaitGraphBuilder: who is in the middle of the call that others wait for.
#include "model/analysis/go_name.h"
#include "model/analysis/seen_pointers.h"
#include "model/analysis/wait_graph_builder.h"

#include <algorithm>

namespace skein
{
namespace
{

bool isOnceFrame(std::string_view function)
{
    return function == "sync.(*Once).doSlow" || function == "sync.(*Once).Do";
}

} // namespace

/// Who is inside the function that a sync.Once runs has its mutex until that returns. The Once is told by the
/// place that calls Do:
///     sync.(*Once).doSlow(…) / conf.Get() at conf.go:14                               waits
///     … / conf.load() / sync.(*Once).doSlow(…) / conf.Get() at conf.go:14             runs it
void WaitGraphBuilder::addOnceHolders()
{
    if (m_snapshot.native)
        return;
    SeededMap<std::uint64_t, std::uint32_t> waiting; // place that calls Do → waited
    for (std::uint32_t w = 0; w < m_waited.size(); ++w)
        if (m_waited[w].lock.kind == ResourceKind::Once)
            for (const std::uint32_t t : m_waited[w].lock.waiters)
                waiting.try_emplace(m_places.place(m_places.site(m_snapshot.threads[t].stack)), w);
    if (waiting.empty())
        return;
    SeededMap<std::uint64_t, std::uint64_t>
        runs; // by stack: place and frame of the Do that it runs; 0 for none
    std::vector<std::uint32_t> holders(m_waited.size(), kNone);
    std::vector<std::uint32_t> frames(m_waited.size(), 0);
    for (std::uint32_t t = 0; t < m_snapshot.threads.size(); ++t) {
        const Thread& thread = m_snapshot.threads[t];
        if (!thread.stack)
            continue;
        const auto [known, isNew] = runs.try_emplace(thread.stack.value, 0);
        if (isNew) {
            const auto stack = m_log.stack(thread.stack);
            for (std::size_t i = m_waits.callerIndex(thread.stack) + 1; i + 1 < stack.size(); ++i) {
                if (!isOnceFrame(m_log.function(stack[i])) || isOnceFrame(m_log.function(stack[i + 1])))
                    continue;
                if (waiting.contains(m_places.place(stack[i + 1]))) {
                    known->second = i + 1;
                    break;
                }
            }
        }
        if (known->second == 0)
            continue;
        const std::uint32_t w = waiting.at(m_places.place(m_log.stack(thread.stack)[known->second]));
        holders[w] = holders[w] == kNone ? t : kNone - 1; // several: of which Once is not known
        frames[w] = static_cast<std::uint32_t>(known->second);
    }
    for (std::uint32_t w = 0; w < m_waited.size(); ++w)
        if (holders[w] < m_snapshot.threads.size())
            addHold({.waited = w,
                     .holder = holders[w],
                     .certainty = Certainty::Likely,
                     .exact = true,
                     .why = "it is inside the function that the Once runs, called from the same line",
                     .frameIndex = frames[w]});
}

void WaitGraphBuilder::addOnceHoldersOfTypes()
{
    constexpr int kMost = 16; // each asks all threads
    int asked = 0;
    for (std::uint32_t w = 0; w < m_waited.size(); ++w)
        if (m_waited[w].lock.kind == ResourceKind::Once && m_holdsOf[w].empty() &&
            !m_waited[w].lock.waiters.empty() && asked++ < kMost)
            addOnceHolderOfType(w);
}

/// Code of one type, or plain functions of one package, call the Once from several places:
///     sync.(*Once).doSlow(…) / eng.(*Engine).Use(…)                                       waits
///     … / eng.(*Engine).boot(…) / sync.(*Once).doSlow(…) / eng.(*Engine).Start(…)         the only one that
///     runs it
void WaitGraphBuilder::addOnceHolderOfType(std::uint32_t w)
{
    const auto scope = [](std::string_view function) {
        const std::string_view type = typeKey(function);
        return type.empty() ? parseGoName(function).package : type;
    };
    const StringId function = functionOf(m_waited[w].lock.waiters.front());
    if (!function)
        return;
    const std::string_view own = scope(m_log.str(function));
    std::uint32_t holder = kNone, frame = 0;
    StackMemo& runs = m_reader.memo();
    runs.start();
    for (std::uint32_t t = 0; t < m_snapshot.threads.size(); ++t) {
        const auto stack = m_log.stack(m_snapshot.threads[t].stack);
        if (stack.empty() || !runs.get(m_snapshot.threads[t].stack, [&] {
                return std::ranges::any_of(stack, [&](FrameId f) { return isOnceFrame(m_log.function(f)); });
            }))
            continue;
        for (std::size_t i = m_waits.callerIndex(m_snapshot.threads[t].stack) + 1; i + 1 < stack.size();
             ++i) {
            if (!isOnceFrame(m_log.function(stack[i])) || isOnceFrame(m_log.function(stack[i + 1])) ||
                scope(m_log.function(stack[i + 1])) != own)
                continue;
            if (holder != kNone)
                return; // several: of which Once is not known
            holder = t;
            frame = static_cast<std::uint32_t>(i + 1);
            break;
        }
    }
    if (holder != kNone)
        addHold({.waited = w,
                 .holder = holder,
                 .certainty = Certainty::Possible,
                 .why = "it is the only one inside a function that a Once runs, called from code of the same "
                        "type or "
                        "package",
                 .frameIndex = frame});
}

/// What a thread waits for is told by the arguments of its call, and so is not what all wait for that stand
/// at its place.
void WaitGraphBuilder::standApart(std::uint32_t thread)
{
    constexpr std::size_t kMost = 4096;
    const std::uint32_t together = m_waitOf[thread];
    if (m_waited[together].lock.address != 0)
        return;
    m_waited[together].certainty = std::min(m_waited[together].certainty, Certainty::Likely);
    if (m_waited[together].lock.waiters.size() < 2)
        return;
    m_waited[together].certainty = Certainty::Possible;
    if (m_waited[together].lock.waiters.size() > kMost)
        return;
    const Waited& old = m_waited[together];
    const std::uint32_t own = newWaited(old.lock.kind, old.wait, old.waitsAt, hashMix(old.key, thread + 1));
    m_waited[own].certainty = Certainty::Likely;
    std::erase(m_waited[together].lock.waiters, thread);
    addWaiter(own, thread);
    m_holdsOf.resize(m_waited.size());
}

/// One waits in a function for a result, and another one is further out in the same function with the same
/// arguments: it makes that result.
///     sync.(*WaitGroup).Wait(…) / memo.(*Memo).Get(0xc000012048, {0x4a75b0, 0x1})
///     … / memo.(*Memo).compute(…) / memo.(*Memo).Get(0xc000012048, {0x4a75b0, 0x1})
void WaitGraphBuilder::addSameCalls()
{
    constexpr std::size_t kMost = 256;
    struct Call {
        std::uint32_t thread = 0, frame = 0;
    };
    if (m_snapshot.native)
        return;
    std::vector<std::uint32_t> asking;
    SeededMap<std::uint64_t, bool>
        functions; // in which somebody waits → whether somebody is further out there
    for (std::uint32_t w = 0; w < m_waited.size() && asking.size() < kMost; ++w) {
        const ResourceKind kind = m_waited[w].lock.kind;
        if (kind != ResourceKind::WaitGroup && kind != ResourceKind::Channel &&
            kind != ResourceKind::Condition)
            continue;
        for (const std::uint32_t t : m_waited[w].lock.waiters) {
            if (asking.size() >= kMost || !functionOf(t))
                break;
            asking.push_back(t);
            functions.try_emplace(functionOf(t).value, false);
        }
    }
    const auto keysOf = [&](const FrameText& frame) {
        std::uint64_t key = 0;
        for (const ArgWord& a : frame.args) {
            if (!a.isNumber || a.stale)
                return std::uint64_t{0};
            key = hashMix(key, a.value + 1);
        }
        return frame.args.size() < 2 ? 0 : hashMix(key, m_log.frame(frame.frame).function.value);
    };
    SeededMap<std::uint64_t, Call> calls;
    StackMemo& matters = m_reader.memo();
    matters.start();
    for (std::uint32_t t = 0, read = 0; !asking.empty() && t < m_snapshot.threads.size() && read < kMost;
         ++t) {
        const Thread& thread = m_snapshot.threads[t];
        if (!thread.stack || thread.kind == ThreadKind::System)
            continue;
        const std::size_t site = m_waits.callerIndex(thread.stack);
        const bool further = matters.get(thread.stack, [&] {
            const auto stack = m_log.stack(thread.stack);
            for (std::size_t i = site + 1; i < stack.size(); ++i)
                if (functions.contains(m_log.frame(stack[i]).function.value))
                    return true;
            return false;
        });
        if (!further)
            continue;
        ++read;
        const std::vector<FrameText> frames = m_reader.frames(thread);
        for (std::size_t i = site + 1; i < frames.size(); ++i)
            if (const std::uint64_t key = keysOf(frames[i]);
                key != 0 && functions.contains(m_log.frame(frames[i].frame).function.value)) {
                const auto [hit, isNew] = calls.try_emplace(key, Call{t, static_cast<std::uint32_t>(i)});
                if (!isNew && hit->second.thread != t)
                    hit->second.thread = kNone; // several do the same
            }
    }
    for (const std::uint32_t t : asking) {
        if (calls.empty() || !m_holdsOf[m_waitOf[t]].empty())
            continue;
        const std::vector<FrameText> frames = m_reader.frames(m_snapshot.threads[t]);
        const std::size_t site = m_waits.callerIndex(m_snapshot.threads[t].stack);
        const auto hit = site < frames.size() ? calls.find(keysOf(frames[site])) : calls.end();
        if (hit == calls.end() || hit->second.thread == kNone)
            continue;
        standApart(t);
        addHold({.waited = m_waitOf[t],
                 .holder = hit->second.thread,
                 .certainty = Certainty::Likely,
                 .exact = true,
                 .lock = false,
                 .why = "it is further out in the same call, with the same arguments",
                 .frameIndex = hit->second.frame});
    }
}

} // namespace skein
