// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
//
// How a holder is recognised. A goroutine waits in
//     sync.(*Mutex).lockSlow(0xc0000a6030)                                  the lock
//     github.com/acme/bank/bank.Transfer(0xc0000a6000, 0xc0000a6020, …)     the object around it: the nearest
//                                                                           pointer below, 0xc0000a6020
// Another one that was called with the same object, and stands in something else by now, may hold the lock.
// What it stands in, and whether it is past the line at which the others wait, tells how likely that is.
#include "model/analysis/holders.h"

#include "model/analysis/call_args.h"
#include "model/analysis/go_name.h"
#include "model/analysis/reasons.h"
#include "model/analysis/words.h"

#include <algorithm>
#include <array>
#include <format>
#include <unordered_map>
#include <unordered_set>

namespace skein
{

ArgumentReader::ArgumentReader(const Log& log)
    : m_log(log), m_linesLeft(std::max<std::uint64_t>(200'000, log.text.lineCount() / 10))
{
}

std::vector<FrameText> ArgumentReader::frames(const Thread& thread)
{
    const std::uint64_t lines = thread.lastLine - thread.firstLine + 1;
    if (!thread.stack || lines > m_linesLeft || !m_log.threadText)
        return {};
    m_linesLeft -= lines;
    return m_log.threadText->frames(thread);
}

std::string_view typeKey(std::string_view function)
{
    const std::string_view type = parseGoName(function).type;
    return type.empty() ? type : function.substr(0, static_cast<std::size_t>(type.end() - function.begin()));
}

std::uint64_t objectOf(const Log& log, const FrameText& frame)
{
    const auto receiver = receiverOf(log, frame);
    return receiver && !receiver->stale && receiver->value >= kLowestPointer ? receiver->value : 0;
}

namespace
{

constexpr std::size_t kWaitersRead = 8; ///< of each lock
constexpr std::size_t kMostPerLock = 3; ///< holders reported
constexpr std::size_t kMostLocksPerKey =
    16; ///< a type with more contended locks says nothing about one of them

/// What a candidate has for it and against it. Weights were set by what each says about a lock in Go code,
/// see `weigh`; only their order matters much.
struct Candidate {
    std::uint32_t thread = 0, frameIndex = 0;
    std::int32_t score = 0;
    bool exact = false;    ///< has the very object
    bool self = false;     ///< waits for this lock itself
    bool past = false;     ///< stands behind the line at which others wait
    bool created = false;  ///< was started by a waiter
    bool callback = false; ///< foreign frames stand between its two methods
};

struct Lock {
    const ContendedLock* from = nullptr;
    std::vector<std::uint64_t> objects{};  ///< pointers that the lock lies behind
    std::vector<FrameId> lockers{};        ///< frames that called Lock
    std::vector<std::string_view> types{}; ///< receiver types of those
    std::vector<std::string_view> packages{};
    std::array<Candidate, kMostPerLock> best{};
    std::size_t found = 0;
    std::optional<std::uint32_t> writer{}; ///< first waiter for the write side, if readers wait too
};

template <class T>
bool contains(const std::vector<T>& all, const T& one)
{
    return std::ranges::find(all, one) != all.end();
}

template <class T>
void addOnce(std::vector<T>& all, const T& one, std::size_t max)
{
    if (all.size() < max && !contains(all, one))
        all.push_back(one);
}

class Inference
{
public:
    Inference(const Log& log, const Snapshot& snapshot, const Waits& waits, ArgumentReader& reader)
        : m_log(log), m_snapshot(snapshot), m_waits(waits), m_reader(reader)
    {
        const Cause cause = causeOf(log, snapshot);
        m_stuck = cause == Cause::Asleep || cause == Cause::TestTimeout;
    }

    void addLock(const ContendedLock& contended);
    void indexLocks();
    void weighThreads();
    std::vector<Holding> result() const;

private:
    void lookAt(std::uint32_t index);
    void consider(Lock& lock, std::uint32_t thread, std::uint32_t frameIndex,
                  std::span<const FrameText> frames, std::int32_t match, bool exact);
    std::int32_t whereItStands(const Thread& thread, Wait wait, bool entry) const;
    bool isRelevant(StackId stack) const;
    std::string reason(const Lock& lock, const Candidate& candidate) const;
    Certainty certainty(const Lock& lock, std::size_t candidate) const;

    const Log& m_log;
    const Snapshot& m_snapshot;
    const Waits& m_waits;
    ArgumentReader& m_reader;
    bool m_stuck = false;
    std::vector<Lock> m_locks;
    std::vector<std::uint32_t> m_waitedBy; ///< per thread: lock that it waits for
    std::unordered_map<std::uint64_t, std::vector<std::uint32_t>> m_byObject;
    std::unordered_map<std::string_view, std::vector<std::uint32_t>> m_byType, m_byPackage;
    std::vector<bool> m_relevantFrame;
    std::vector<std::int8_t> m_relevantStack; // lazily; -1 unknown
};

void Inference::addLock(const ContendedLock& contended)
{
    Lock lock{.from = &contended};
    const auto number = static_cast<std::uint32_t>(m_locks.size());
    m_waitedBy.resize(m_snapshot.threads.size(), ~std::uint32_t{0});
    bool readers = false;
    std::vector<StackId> read;
    for (const std::uint32_t t : contended.waiters) {
        const Thread& thread = m_snapshot.threads[t];
        m_waitedBy[t] = number;
        const Wait wait = m_waits.of(thread);
        readers |= wait == Wait::ReadLock;
        if (wait == Wait::WriteLock && !lock.writer)
            lock.writer = t;
        if (read.size() >= kWaitersRead || contains(read, thread.stack))
            continue;
        read.push_back(thread.stack);
        const std::vector<FrameText> frames = m_reader.frames(thread);
        const std::size_t caller = m_waits.callerIndex(thread.stack);
        if (caller >= frames.size() || m_log.frame(frames[caller].frame).role == Role::Runtime)
            continue;
        const std::string_view function = m_log.function(frames[caller].frame);
        addOnce(lock.lockers, frames[caller].frame, 16);
        if (const auto type = typeKey(function); !type.empty())
            addOnce(lock.types, type, 8);
        addOnce(lock.packages, parseGoName(function).package, 4);
        // The nearest pointer at or below the lock, in the innermost frame that has one; lockers are often
        // inlined.
        for (std::size_t i = caller; i < frames.size() && i < caller + 6; ++i) {
            std::uint64_t nearest = contended.address == 0 && i == caller ? objectOf(m_log, frames[i]) : 0;
            for (const ArgWord& arg : frames[i].args) {
                const bool fits = arg.isNumber && !arg.stale && arg.value >= kLowestPointer &&
                                  arg.value <= contended.address &&
                                  contended.address - arg.value < kLargestObject;
                if (fits)
                    nearest = std::max(nearest, arg.value);
            }
            if (nearest == 0)
                continue;
            addOnce(lock.objects, nearest, 4);
            break;
        }
    }
    if (contended.owner != 0)
        addOnce(lock.objects, contended.owner, 4);
    if (!readers)
        lock.writer.reset();
    m_locks.push_back(std::move(lock));
}

void Inference::indexLocks()
{
    for (std::uint32_t i = 0; i < m_locks.size(); ++i) {
        for (const auto object : m_locks[i].objects)
            m_byObject[object].push_back(i);
        for (const auto type : m_locks[i].types)
            m_byType[type].push_back(i);
        for (const auto package : m_locks[i].packages)
            m_byPackage[package].push_back(i);
    }
    m_relevantFrame.reserve(m_log.frames.size());
    for (const Frame& frame : m_log.frames)
        m_relevantFrame.push_back(frame.role != Role::Runtime &&
                                  m_byPackage.contains(parseGoName(m_log.str(frame.function)).package));
    m_relevantStack.assign(m_log.stackCount(), -1);
}

bool Inference::isRelevant(StackId stack) const
{
    return std::ranges::any_of(m_log.stack(stack), [&](FrameId f) { return m_relevantFrame[f.value]; });
}

/// Threads that wait for no lock come first: should the budget end, they are the more likely holders.
void Inference::weighThreads()
{
    for (const bool waiting : {false, true}) {
        for (std::uint32_t i = 0; i < m_snapshot.threads.size(); ++i) {
            const Thread& thread = m_snapshot.threads[i];
            if (!thread.stack || thread.kind == ThreadKind::System)
                continue;
            if ((m_waitedBy[i] != ~std::uint32_t{0}) != waiting)
                continue;
            std::int8_t& relevant = m_relevantStack[thread.stack.value];
            if (relevant < 0)
                relevant = isRelevant(thread.stack);
            if (relevant)
                lookAt(i);
        }
    }
}

void Inference::lookAt(std::uint32_t index)
{
    const std::vector<FrameText> frames = m_reader.frames(m_snapshot.threads[index]);
    const std::size_t site = m_waits.callerIndex(m_snapshot.threads[index].stack);
    if (site >= frames.size()) return;
    const std::string_view siteType = typeKey(m_log.function(frames[site].frame));
    for (std::uint32_t i = static_cast<std::uint32_t>(site); i < frames.size(); ++i) {
        if (!m_relevantFrame[frames[i].frame.value] && frames[i].args.empty())
            continue;
        if (m_log.frame(frames[i].frame).role == Role::Runtime)
            continue;
        const std::string_view function = m_log.function(frames[i].frame);
        const GoName name = parseGoName(function);
        const bool method = name.pointerReceiver && !name.closure;
        for (const ArgWord& arg : frames[i].args) {
            if (!arg.isNumber || arg.stale || arg.value < kLowestPointer)
                continue;
            const auto hit = m_byObject.find(arg.value);
            if (hit == m_byObject.end() || hit->second.size() > kMostLocksPerKey)
                continue;
            for (const std::uint32_t lock : hit->second)
                consider(m_locks[lock], index, i, frames, method && arg.position == 0 ? 4 : 3, true);
        }
        // Without the object, what a goroutine that waits for a lock itself was called with tells nothing.
        if (m_waitedBy[index] != ~std::uint32_t{0} && typeKey(function) == siteType) continue;
        if (method && objectOf(m_log, frames[i]) != 0)
            continue; // a method of another object
        const auto type = m_byType.find(typeKey(function));
        if (type != m_byType.end() && type->second.size() <= kMostLocksPerKey) {
            for (const std::uint32_t lock : type->second)
                consider(m_locks[lock], index, i, frames, 2, false);
        } else if (i == site && type == m_byType.end()) {
            const auto package = m_byPackage.find(name.package);
            if (package == m_byPackage.end() || package->second.size() > kMostLocksPerKey)
                continue;
            for (const std::uint32_t lock : package->second)
                consider(m_locks[lock], index, i, frames, 1, false);
        }
    }
}

/// What a thread is doing tells whether it would keep others waiting.
std::int32_t Inference::whereItStands(const Thread& thread, Wait wait, bool entry) const
{
    if (isLock(wait) || wait == Wait::Semaphore)
        return 3;
    if (wait == Wait::Select)
        return entry ? -1 : 1; // a loop that waits for work holds nothing, as a rule
    if (isOnOthers(wait) || wait == Wait::Io || wait == Wait::Syscall || wait == Wait::Sleep)
        return entry ? 0 : 2;
    return thread.state == ThreadState::Unknown ? 0 : 1;
}

void Inference::consider(Lock& lock, std::uint32_t t, std::uint32_t frameIndex,
                         std::span<const FrameText> frames, std::int32_t match, bool exact)
{
    const Thread& thread = m_snapshot.threads[t];
    const std::string_view function = m_log.function(frames[frameIndex].frame);
    const std::size_t site = m_waits.callerIndex(thread.stack);
    Candidate c{.thread = t, .frameIndex = frameIndex, .score = match, .exact = exact};
    c.self = m_waitedBy[t] == static_cast<std::uint32_t>(&lock - m_locks.data());
    const Frame& frame = m_log.frame(frames[frameIndex].frame);
    bool locks = false;
    for (const FrameId f : lock.lockers) {
        const Frame& locker = m_log.frame(f);
        if (locker.function != frame.function)
            continue;
        locks = true;
        c.past |= frame.line > locker.line;
        if (frame.line < locker.line && !c.self)
            c.score -= 5; // it has yet to come to that Lock
    }
    // Only a method further out, called on the same object, can have locked before this Lock.
    if (c.self && (frameIndex <= site || !(match == 4 || locks)))
        return;
    const bool ofType = contains(lock.types, typeKey(function));
    c.score += locks ? 2 : ofType ? 1 : 0;
    if (c.past)
        c.score += 2;
    const bool entry =
        frameIndex + 1 >= frames.size() || m_log.frame(frames[frameIndex + 1].frame).role == Role::Runtime;
    if (c.self) {
        for (std::size_t i = site + 1; i < frameIndex; ++i)
            c.callback |= typeKey(m_log.function(frames[i].frame)) != typeKey(function);
        c.score +=
            (c.callback ? 2 : 0) + (m_stuck ? 2 : 0) + (thread.waitedMinutes > 0 ? 1 : 0) - (entry ? 2 : 0);
    } else {
        c.score += whereItStands(thread, m_waits.of(thread), entry && frameIndex == site);
        c.created = thread.creator.known() && std::ranges::any_of(lock.from->waiters, [&](std::uint32_t w) {
                        return m_snapshot.threads[w].id == thread.creator;
                    });
        if (c.created)
            c.score += 2;
    }
    if (c.score < (exact ? 3 : 4))
        return;
    auto* const end = lock.best.data() + lock.found;
    auto* place = std::find_if(lock.best.data(), end, [&](const Candidate& b) { return b.thread == t; });
    if (place != end && place->score >= c.score)
        return;
    if (place == end && lock.found == kMostPerLock) {
        place = end - 1;
        if (place->score >= c.score)
            return;
    }
    if (place == end)
        ++lock.found;
    *place = c;
    std::stable_sort(lock.best.data(), lock.best.data() + lock.found,
                     [](const Candidate& a, const Candidate& b) { return a.score > b.score; });
}

Certainty Inference::certainty(const Lock& lock, std::size_t i) const
{
    const Candidate& c = lock.best[i];
    const bool ahead = lock.found < 2 || i > 0 ? i == 0 : c.score > lock.best[1].score;
    return c.exact && c.score >= 7 && ahead ? Certainty::Likely : Certainty::Possible;
}

std::string Inference::reason(const Lock& lock, const Candidate& c) const
{
    const Thread& thread = m_snapshot.threads[c.thread];
    const FrameId frame = m_log.stack(thread.stack)[c.frameIndex];
    const std::string at = words::place(m_log, frame);
    const std::string object = lock.objects.empty() ? "it" : hexAddress(lock.objects.front());
    if (c.self)
        return std::format("it is further out in {} on the same object{}", at,
                           c.callback ? ", which called it back" : "");
    const Wait wait = m_waits.of(thread);
    const std::string doing = wait == Wait::None ? std::format("is {}", toString(thread.state))
                                                 : std::format("waits for {}", describe(wait));
    if (c.exact)
        return std::format("it was called with the object around the lock, {}, in {}{}, and {}", object, at,
                           c.past ? ", is past the line where the others wait" : "", doing);
    return std::format(
        "it stands in {}, code of the same {}{}, and {}; the log does not show of which object", at,
        contains(lock.types, typeKey(m_log.function(frame))) ? "type" : "package",
        c.created ? ", was started by a waiter" : "", doing);
}

std::vector<Holding> Inference::result() const
{
    std::vector<Holding> all;
    for (std::uint32_t i = 0; i < m_locks.size(); ++i) {
        const Lock& lock = m_locks[i];
        for (std::size_t k = 0; k < lock.found; ++k) {
            const Candidate& c = lock.best[k];
            all.push_back({.lock = i,
                           .thread = c.thread,
                           .certainty = certainty(lock, k),
                           .why = reason(lock, c),
                           .frameIndex = c.frameIndex});
        }
        if (lock.writer)
            all.push_back(
                {.lock = i,
                 .thread = *lock.writer,
                 .certainty = Certainty::Likely,
                 .queued = true,
                 .why = "it waits for the write lock, and readers that come later queue behind it"});
    }
    return all;
}

} // namespace

std::vector<Holding> inferHolders(const Log& log, std::uint32_t snapshot, const Waits& waits,
                                  std::span<const ContendedLock> locks, ArgumentReader& reader)
{
    if (locks.empty())
        return {};
    Inference inference(log, log.snapshots[snapshot], waits, reader);
    for (const ContendedLock& lock : locks)
        inference.addLock(lock);
    inference.indexLocks();
    inference.weighThreads();
    return inference.result();
}

} // namespace skein
