// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
//
// How a holder is recognised. A goroutine waits in
//     sync.(*Mutex).lockSlow(0xc0000a6030)                                  the lock
//     github.com/acme/bank/bank.Transfer(0xc0000a6000, 0xc0000a6020, …)     the object around it: the nearest
//                                                                           pointer at or below, 0xc0000a6020
// Another one that was called with the same object, and stands in something else by now, may hold the lock.
// What it stands in, and whether it is past the line at which the others wait, tells how likely that is.
#include "model/analysis/holders.h"

#include <algorithm>
#include <array>
#include <format>
#include <optional>
#include <unordered_map>

#include "model/analysis/go_name.h"
#include "model/analysis/reasons.h"
#include "model/analysis/words.h"

namespace skein {

namespace {

constexpr std::size_t kWaitersRead = 8;  ///< of each lock, to learn who calls Lock
constexpr std::size_t kMostPerLock = 3;  ///< holders reported
constexpr std::size_t kMostLocksPerKey =
    16;  ///< an object or type with more contended locks says nothing about one
constexpr std::uint32_t kNone = ~std::uint32_t{0};

/// What speaks for a thread: how it is connected with the lock.
enum class Match : std::uint8_t {
    Package = 1,   ///< stands in code of the package that locks
    Type = 2,      ///< is in a method of the type that locks; of which object is not shown
    Argument = 3,  ///< was called with the object
    Receiver = 4,  ///< is in a method of the object
};

struct Candidate {
    std::uint32_t thread = 0, frameIndex = 0;
    std::int32_t score = 0;
    Match match = Match::Package;
    bool self = false;      ///< waits for this lock itself
    bool past = false;      ///< stands behind the line at which others wait
    bool related = false;   ///< was started by a waiter
    bool callback = false;  ///< foreign frames stand between its two methods

    bool exact() const { return match >= Match::Argument; }
};

struct Lock {
    const ContendedLock* from = nullptr;
    std::vector<std::uint64_t> objects{};   ///< pointers that the lock lies behind
    std::vector<FrameId> lockers{};         ///< frames that called Lock
    std::vector<std::string_view> types{};  ///< receiver types of those
    std::vector<std::string_view> packages{};
    std::array<Candidate, kMostPerLock> best{};
    std::size_t found = 0;
    std::optional<std::uint32_t> writer{};  ///< first waiter for the write side, if readers wait too
};

template <class T>
bool contains(const std::vector<T>& all, const T& one)
{
    return std::ranges::find(all, one) != all.end();
}

template <class T>
void addOnce(std::vector<T>& all, const T& one, std::size_t max)
{
    if (all.size() < max && !contains(all, one)) all.push_back(one);
}

class Inference {
public:
    Inference(const Log& log, const Snapshot& snapshot, const Waits& waits, ArgumentReader& reader)
        : m_log(log), m_snapshot(snapshot), m_waits(waits), m_reader(reader)
    {
        const Cause cause = causeOf(log, snapshot);
        m_stuck = cause == Cause::Asleep || cause == Cause::TestTimeout;
        m_waitsFor.assign(snapshot.threads.size(), kNone);
    }

    std::vector<Holding> run(std::span<const ContendedLock> locks)
    {
        for (const ContendedLock& lock : locks) addLock(lock);
        findRelevantFrames();
        readPointers();
        findObjects();
        for (const SeenPointer& p : m_seen.all()) matchObject(p);
        for (std::uint32_t i = 0; i < m_read.size(); ++i) matchNames(i);
        return result();
    }

private:
    void addLock(const ContendedLock& contended);
    void findRelevantFrames();
    void readPointers();
    void findObjects();
    void matchObject(const SeenPointer& pointer);
    void matchNames(std::uint32_t read);
    void consider(Lock& lock, std::uint32_t thread, std::uint32_t frameIndex, Match match);
    bool weighLines(const Lock& lock, const Frame& frame, Candidate& c) const;
    bool weighSelf(const Thread& thread, Candidate& c, bool entry) const;
    void weighOther(const Lock& lock, const Thread& thread, Candidate& c, bool entry) const;
    std::int32_t whereItStands(const Thread& thread, bool loop) const;
    static void keep(Lock& lock, const Candidate& c);
    bool startedBy(const Thread& thread, const Lock& lock) const;
    bool calledBack(const Thread& thread, std::size_t frame) const;
    Certainty certainty(const Lock& lock, std::size_t candidate) const;
    std::string reason(const Lock& lock, const Candidate& c) const;
    std::vector<Holding> result() const;

    std::string_view functionAt(const Thread& thread, std::size_t frame) const
    {
        return m_log.function(m_log.stack(thread.stack)[frame]);
    }

    const Log& m_log;
    const Snapshot& m_snapshot;
    const Waits& m_waits;
    ArgumentReader& m_reader;
    bool m_stuck = false;
    std::vector<Lock> m_locks;
    std::vector<std::uint32_t> m_waitsFor;  ///< per thread: its lock
    struct Read {
        std::uint32_t thread = 0;
        std::uint32_t firstPointer = 0;  ///< in m_seen
    };
    std::vector<Read> m_read;  ///< threads whose arguments were read
    SeenPointers m_seen;
    std::unordered_map<std::uint64_t, std::vector<std::uint32_t>> m_byObject;
    std::unordered_map<std::string_view, std::vector<std::uint32_t>> m_byType, m_byPackage;
    std::vector<bool> m_relevant;  ///< per frame: stands in a package that locks
};

void Inference::addLock(const ContendedLock& contended)
{
    Lock lock{.from = &contended};
    bool readers = false;
    std::vector<StackId> read;
    for (const std::uint32_t t : contended.waiters) {
        const Thread& thread = m_snapshot.threads[t];
        m_waitsFor[t] = static_cast<std::uint32_t>(m_locks.size());
        const Wait wait = m_waits.of(thread);
        readers |= wait == Wait::ReadLock;
        if (wait == Wait::WriteLock && !lock.writer) lock.writer = t;
        if (read.size() >= kWaitersRead || contains(read, thread.stack)) continue;
        read.push_back(thread.stack);
        const std::vector<FrameText> frames = m_reader.frames(thread);
        const std::size_t caller = m_waits.callerIndex(thread.stack);
        if (caller >= frames.size() || m_log.frame(frames[caller].frame).role == Role::Runtime) continue;
        const std::string_view function = m_log.function(frames[caller].frame);
        addOnce(lock.lockers, frames[caller].frame, 16);
        if (const auto type = typeKey(function); !type.empty()) addOnce(lock.types, type, 8);
        addOnce(lock.packages, parseGoName(function).package, 4);
        const std::uint64_t owner = ownerOf(m_log, frames, caller);
        const bool around = owner <= contended.address && contended.address - owner < kLargestObject;
        if (owner != 0 && (contended.address == 0 || around)) addOnce(lock.objects, owner, 4);
    }
    if (contended.owner != 0) addOnce(lock.objects, contended.owner, 4);
    if (!readers) lock.writer.reset();
    m_locks.push_back(std::move(lock));
}

void Inference::findRelevantFrames()
{
    for (std::uint32_t i = 0; i < m_locks.size(); ++i) {
        for (const auto type : m_locks[i].types) m_byType[type].push_back(i);
        for (const auto package : m_locks[i].packages) m_byPackage[package].push_back(i);
    }
    m_relevant.reserve(m_log.frames.size());
    for (const Frame& frame : m_log.frames)
        m_relevant.push_back(frame.role != Role::Runtime &&
                             m_byPackage.contains(parseGoName(m_log.str(frame.function)).package));
}

/// Threads that wait for no lock come first: should the budget end, they are the more likely holders.
void Inference::readPointers()
{
    std::vector<std::int8_t> relevant(m_log.stackCount(), -1);
    for (const bool waiting : {false, true}) {
        for (std::uint32_t i = 0; i < m_snapshot.threads.size(); ++i) {
            const Thread& thread = m_snapshot.threads[i];
            if (!thread.stack || thread.kind == ThreadKind::System || (m_waitsFor[i] != kNone) != waiting)
                continue;
            std::int8_t& stack = relevant[thread.stack.value];
            if (stack < 0)
                stack = std::ranges::any_of(m_log.stack(thread.stack),
                                            [&](FrameId f) { return m_relevant[f.value]; });
            if (stack == 0) continue;
            const std::vector<FrameText> frames = m_reader.frames(thread);
            if (frames.empty()) continue;
            m_read.push_back({i, static_cast<std::uint32_t>(m_seen.all().size())});
            m_seen.add(m_log, i, frames);
        }
    }
    m_seen.finish();
}

/// The receiver of the method that locks is the object. Otherwise it is where locks of the same caller lie in
/// theirs, or the nearest pointer at or below the lock that any of the threads was called with.
void Inference::findObjects()
{
    std::unordered_map<std::uint32_t, std::uint64_t> offsets;  // by the function that locks
    for (const Lock& lock : m_locks) {
        if (lock.from->address == 0 || lock.objects.empty()) continue;
        for (const FrameId f : lock.lockers)
            offsets.emplace(m_log.frame(f).function.value, lock.from->address - lock.objects.front());
    }
    for (Lock& lock : m_locks) {
        const std::uint64_t address = lock.from->address;
        if (address == 0) continue;
        for (const FrameId f : lock.lockers) {
            const auto offset = offsets.find(m_log.frame(f).function.value);
            if (lock.objects.empty() && offset != offsets.end())
                lock.objects.push_back(address - offset->second);
        }
        const std::uint64_t nearest = m_seen.nearestBelow(address);
        if (nearest != 0 && (lock.objects.empty() || nearest == address)) addOnce(lock.objects, nearest, 5);
    }
    for (std::uint32_t i = 0; i < m_locks.size(); ++i)
        for (const auto object : m_locks[i].objects) m_byObject[object].push_back(i);
}

void Inference::matchObject(const SeenPointer& pointer)
{
    const auto hit = m_byObject.find(pointer.value);
    if (hit == m_byObject.end() || hit->second.size() > kMostLocksPerKey) return;
    for (const std::uint32_t lock : hit->second)
        consider(m_locks[lock], pointer.thread, pointer.frame,
                 pointer.receiver ? Match::Receiver : Match::Argument);
}

/// Without the object: a method of the type that locks, called with a receiver that can't be trusted; or,
/// where it stands, any code of the package that locks.
void Inference::matchNames(std::uint32_t read)
{
    const std::uint32_t t = m_read[read].thread;
    const Thread& thread = m_snapshot.threads[t];
    const auto stack = m_log.stack(thread.stack);
    const std::size_t site = m_waits.callerIndex(thread.stack);
    std::vector<bool> known(stack.size(), false);  // frames that show their receiver
    for (const SeenPointer& p : m_seen.all().subspan(m_read[read].firstPointer)) {
        if (p.thread != t) break;
        if (p.receiver) known[p.frame] = true;
    }
    for (std::uint32_t i = static_cast<std::uint32_t>(site); i < stack.size(); ++i) {
        if (!m_relevant[stack[i].value] || known[i]) continue;
        const std::string_view function = m_log.function(stack[i]);
        // What a goroutine that waits for a lock itself was called with, in the code that locks, is that
        // lock's.
        const bool waits = m_waitsFor[t] != kNone && typeKey(function) == typeKey(functionAt(thread, site));
        if (waits && (i == site || typeKey(function).empty() || !calledBack(thread, i))) continue;
        const auto type = m_byType.find(typeKey(function));
        const bool byType = type != m_byType.end();
        if (!byType && i != site) continue;
        const auto& locks = byType ? type->second : m_byPackage.at(parseGoName(function).package);
        if (locks.size() > kMostLocksPerKey) continue;
        for (const std::uint32_t lock : locks)
            consider(m_locks[lock], t, i, byType ? Match::Type : Match::Package);
    }
}

/// Between the site of a thread and a frame further out stands code of another type: a callback.
bool Inference::calledBack(const Thread& thread, std::size_t frame) const
{
    for (std::size_t i = m_waits.callerIndex(thread.stack) + 1; i < frame; ++i)
        if (typeKey(functionAt(thread, i)) != typeKey(functionAt(thread, frame))) return true;
    return false;
}

/// True where the function is one that locks; whoever has not come to the line of that Lock yet does not hold
/// it.
bool Inference::weighLines(const Lock& lock, const Frame& frame, Candidate& c) const
{
    bool locks = false;
    for (const FrameId f : lock.lockers) {
        const Frame& locker = m_log.frame(f);
        if (locker.function != frame.function) continue;
        locks = true;
        c.past |= frame.line > locker.line;
        if (frame.line < locker.line && !c.self) c.score -= 5;
    }
    return locks;
}

/// Only a method further out, called on the same object, can have locked before this Lock.
bool Inference::weighSelf(const Thread& thread, Candidate& c, bool entry) const
{
    const std::size_t site = m_waits.callerIndex(thread.stack);
    if (c.frameIndex <= site) return false;
    c.callback = calledBack(thread, c.frameIndex);
    c.score +=
        (c.callback ? 2 : 0) + (m_stuck ? 2 : 0) + (thread.waitedMinutes > 0 ? 1 : 0) - (entry ? 2 : 0);
    return true;
}

void Inference::weighOther(const Lock& lock, const Thread& thread, Candidate& c, bool entry) const
{
    const std::size_t site = m_waits.callerIndex(thread.stack);
    c.score += whereItStands(thread, entry && c.frameIndex == site);
    c.related = startedBy(thread, lock);
    if (c.related) c.score += 2;
    if (m_stuck && !c.exact()) c.score += 1;
}

/// What a thread is doing tells whether it would keep others waiting. A `loop` that was started as a
/// goroutine and waits for work holds nothing, as a rule.
std::int32_t Inference::whereItStands(const Thread& thread, bool loop) const
{
    const Wait wait = m_waits.of(thread);
    if (isLock(wait) || wait == Wait::Semaphore) return 3;
    const std::size_t site = m_waits.callerIndex(thread.stack);
    // A select inside net/http is a request under way, not a loop's.
    const bool inLibrary = site > 0 && !functionAt(thread, site - 1).starts_with("runtime.");
    if (wait == Wait::Select && !inLibrary) return loop ? -1 : 1;
    if (isOnOthers(wait) || wait == Wait::Io || wait == Wait::Syscall || wait == Wait::Sleep)
        return loop ? 0 : 2;
    return thread.state == ThreadState::Unknown ? 0 : 1;
}

/// By the creator's number, or, up to Go 1.20, by the function that started it.
bool Inference::startedBy(const Thread& thread, const Lock& lock) const
{
    if (!thread.createdAt) return false;
    const auto& waiters = lock.from->waiters;
    const std::size_t n = std::min<std::size_t>(waiters.size(), 64);
    return std::any_of(
        waiters.begin(), waiters.begin() + static_cast<std::ptrdiff_t>(n),
        [&](std::uint32_t w) { return startedByThread(m_log, thread, m_snapshot.threads[w]); });
}

void Inference::consider(Lock& lock, std::uint32_t t, std::uint32_t frameIndex, Match match)
{
    const Thread& thread = m_snapshot.threads[t];
    const auto stack = m_log.stack(thread.stack);
    Candidate c{
        .thread = t, .frameIndex = frameIndex, .score = static_cast<std::int32_t>(match), .match = match};
    c.self = m_waitsFor[t] == static_cast<std::uint32_t>(&lock - m_locks.data());
    const bool locks = weighLines(lock, m_log.frame(stack[frameIndex]), c);
    const bool ofType = contains(lock.types, typeKey(m_log.function(stack[frameIndex])));
    c.score += (locks ? 2 : ofType ? 1 : 0) + (c.past ? 2 : 0);
    if (namedAsLocked(parseGoName(m_log.function(stack[frameIndex])).name)) c.score += 2;
    const bool entry =
        frameIndex + 1 >= stack.size() || m_log.frame(stack[frameIndex + 1]).role == Role::Runtime;
    if (c.self) {
        if (!weighSelf(thread, c, entry)) return;
        if (match != Match::Receiver && !locks && !(match == Match::Type && c.callback)) return;
    } else {
        weighOther(lock, thread, c, entry);
    }
    if (c.score >= (c.exact() || m_stuck ? 3 : 4)) keep(lock, c);
}

void Inference::keep(Lock& lock, const Candidate& c)
{
    auto* const begin = lock.best.data();
    auto* place =
        std::find_if(begin, begin + lock.found, [&](const Candidate& b) { return b.thread == c.thread; });
    if (place == begin + lock.found) {
        if (lock.found < kMostPerLock) ++lock.found;
        else if ((--place)->score >= c.score) return;
    } else if (place->score >= c.score) {
        return;
    }
    *place = c;
    std::stable_sort(begin, begin + lock.found,
                     [](const Candidate& a, const Candidate& b) { return a.score > b.score; });
}

Certainty Inference::certainty(const Lock& lock, std::size_t i) const
{
    const Candidate& c = lock.best[i];
    const bool ahead = i == 0 && (lock.found < 2 || c.score > lock.best[1].score);
    const bool onlyOne = lock.found == 1 && c.past && m_stuck && c.match == Match::Type;
    return ahead && c.score >= 7 && (c.exact() || onlyOne) ? Certainty::Likely : Certainty::Possible;
}

std::string Inference::reason(const Lock& lock, const Candidate& c) const
{
    const Thread& thread = m_snapshot.threads[c.thread];
    const std::string at = words::place(m_log, m_log.stack(thread.stack)[c.frameIndex]);
    if (c.self)
        return std::format("it is further out in {} of the same {}{}", at, c.exact() ? "object" : "type",
                           c.callback ? ", which called it back" : "");
    const Wait wait = m_waits.of(thread);
    const std::string doing = wait == Wait::None ? std::format("is {}", toString(thread.state))
                                                 : std::format("waits for {}", describe(wait));
    const std::string_view past = c.past ? ", is past the line where others wait for the lock" : "";
    const std::string_view started = c.related ? ", was started by one that waits" : "";
    if (c.exact())
        return std::format("it was called with the lock's object {} in {}{}{}, and {}",
                           hexAddress(lock.objects.front()), at, past, started, doing);
    return std::format("it is in {}, code of the same {}{}{}, and {}; of which object is not shown", at,
                       c.match == Match::Type ? "type" : "package", past, started, doing);
}

std::vector<Holding> Inference::result() const
{
    std::vector<Holding> all;
    std::vector<bool> taken(m_snapshot.threads.size(),
                            false);  // one guess by name alone is enough for one thread
    for (std::uint32_t i = 0; i < m_locks.size(); ++i) {
        const Lock& lock = m_locks[i];
        for (std::size_t k = 0; k < lock.found; ++k) {
            const Candidate& c = lock.best[k];
            if (!c.exact() && taken[c.thread]) continue;
            if (k == 0 || !c.exact()) taken[c.thread] = true;
            all.push_back({.lock = i,
                           .thread = c.thread,
                           .certainty = certainty(lock, k),
                           .why = reason(lock, c),
                           .frameIndex = c.frameIndex});
            if (!c.exact()) break;
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

}  // namespace

bool startedByThread(const Log& log, const Thread& thread, const Thread& creator)
{
    if (thread.creator.known()) return thread.creator == creator.id;
    if (!thread.createdAt || &thread == &creator) return false;
    const StringId function = log.frame(thread.createdAt).function;
    return std::ranges::any_of(log.stack(creator.stack),
                               [&](FrameId f) { return log.frame(f).function == function; });
}

std::vector<Holding> inferHolders(const Log& log, std::uint32_t snapshot, const Waits& waits,
                                  std::span<const ContendedLock> locks, ArgumentReader& reader)
{
    return locks.empty() ? std::vector<Holding>{}
                         : Inference(log, log.snapshots[snapshot], waits, reader).run(locks);
}

}  // namespace skein
