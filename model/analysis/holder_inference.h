// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "model/analysis/hashing.h"
#include "model/analysis/holders.h"
#include "model/analysis/reasons.h"

/// The inside of inferHolders: holders.cpp gathers, holder_weights.cpp judges.
namespace skein {

constexpr std::size_t kStacksSeen = 8;      ///< of the waiters of each lock, to learn who calls Lock
constexpr std::uint32_t kWaitersRead = 16;  ///< threads of one stack that wait for one lock
constexpr std::uint32_t kOthersRead = 512;  ///< threads of one stack that wait for no lock
constexpr std::size_t kMostPerLock = 3;     ///< holders reported
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
    bool atLock = false;    ///< was called with the lock's own address
    bool related = false;   ///< was started by a waiter
    bool callback = false;  ///< foreign frames stand between its two methods
    bool exported = false;  ///< that frame's function is; of equal candidates the one to believe

    bool both = false;      ///< it was called with the object, and is in a method of the type as well

    bool exact() const { return match >= Match::Argument; }
};

struct Lock {
    const ContendedLock* from = nullptr;
    std::vector<std::uint64_t> objects{};   ///< pointers that the lock lies behind
    std::vector<std::uint64_t> guessed{};   ///< may be such: what methods further out were called on
    std::uint64_t owner = 0;  ///< the object of the method that locks, where the lock lies outside of it: behind a
                              ///< pointer or an interface, or in a table
    std::vector<std::uint64_t> keys{};  ///< what else all waiters gave to the function that locks: of a table's locks, which
    bool keysRead = false, byKey = false;
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
        m_isRead.assign(snapshot.threads.size(), false);
        for (const Thread& t : snapshot.threads)
            if (t.creator.known() && t.createdAt)
                m_parents.insert(hashMix(t.creator.value, log.frame(t.createdAt).function.value));
    }

    std::vector<Holding> run(std::span<const ContendedLock> locks)
    {
        for (const ContendedLock& lock : locks) addLock(lock);
        indexNames();
        readPointers();
        findObjects();
        for (const SeenPointer& p : m_seen.all()) matchObject(p);
        for (std::uint32_t i = 0; i < m_read.size(); ++i) matchNames(i);
        for (Lock& lock : m_locks)
            preferCalledWithLock(lock);
        return result();
    }

private:
    void addLock(const ContendedLock& contended);
    bool isBehindWriter(const Thread& thread) const;
    void indexNames();
    bool isRelevant(FrameId frame);
    void learnOwner(Lock& lock, std::span<const FrameText> frames, std::size_t caller);
    void learnKeys(Lock& lock, const FrameText& frame) const;
    void findIndirect();
    void checkGuessed();
    void readPointers();
    void findObjects();
    void matchObject(const SeenPointer& pointer);
    void matchNames(std::uint32_t read);
    /// `atLock`: it was called with the very address of the lock.
    void consider(Lock& lock, std::uint32_t thread, std::uint32_t frameIndex, Match match,
                  bool atLock = false);
    bool weighLines(const Lock& lock, const Frame& frame, Candidate& c) const;
    bool weighSelf(const Thread& thread, Candidate& c, bool entry) const;
    void weighOther(const Lock& lock, const Thread& thread, Candidate& c, bool entry) const;
    std::int32_t whereItStands(const Thread& thread, bool loop, bool below) const;
    static bool addUp(Candidate& known, const Candidate& c);
    static void keep(Lock& lock, const Candidate& c);
    static void preferCalledWithLock(Lock& lock);
    bool explainedByOwnWait(const Lock& lock, std::uint32_t thread, std::uint32_t frame) const;
    bool startedBy(const Thread& thread, const Lock& lock) const;
    bool startedTheWaiters(const Thread& thread, std::size_t frame) const;
    bool isLoop(const Thread& thread, std::size_t entry) const;
    bool hasChildren(const Thread& thread) const;
    bool calledBack(const Thread& thread, std::size_t frame) const;
    bool isEntry(std::span<const FrameId> stack, std::size_t frame) const;
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
    std::vector<bool> m_isRead;  ///< per thread
    std::vector<Read> m_read;    ///< threads whose arguments were read
    SeenPointers m_seen;
    std::unordered_set<std::uint64_t> m_parents;  ///< creator and function that started a goroutine
    SeededMap<std::uint64_t, std::vector<std::uint32_t>> m_byObject;
    SeededMap<std::string_view, std::vector<std::uint32_t>> m_byType, m_byPackage;
    std::unordered_map<std::uint32_t, bool> m_relevant;  ///< per frame, when asked for
};

}  // namespace skein
