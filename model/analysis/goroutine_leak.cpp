// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
//
// Goroutines that nobody will ever wake. Proved where the runtime says so (` (leaked)` in the header, Go 1.26
// and later) or where nothing can end the wait (a nil channel); otherwise many of them at one place for long.
#include "model/analysis/advice.h"
#include "model/analysis/capture_hints.h"
#include "model/analysis/detector_list.h"
#include "model/analysis/leak_reasons.h"
#include "model/analysis/reasons.h"
#include "model/analysis/waits.h"
#include "model/analysis/words.h"
#include "model/formatted.h"

#include <algorithm>

namespace skein {
namespace {

/// How many at one place, for how many minutes at least, make a leak likely or possible. Senders are suspect
/// sooner than receivers: a pool of workers waits in a receive for as long as a program lives.
struct Threshold {
    Wait wait;
    std::uint32_t likely, likelyMinutes;  ///< at least so many that have waited at least so long
    std::uint32_t many;                   ///< or so many, however long
    std::uint32_t possible, possibleMinutes;
};
constexpr std::uint32_t kNever = ~std::uint32_t{0};
constexpr Threshold kThresholds[] = {
    {Wait::ChanSend, 3, 2, 20, 2, 1},       {Wait::ChanReceive, 20, 10, kNever, 4, 5},
    {Wait::Select, 20, 10, kNever, 8, 5},   {Wait::Condition, 20, 10, kNever, 6, 5},
    {Wait::WaitGroup, 10, 5, kNever, 4, 5}, {Wait::Mutex, 10, 5, kNever, 8, 1},
    {Wait::ReadLock, 10, 5, kNever, 8, 1},  {Wait::WriteLock, 10, 5, kNever, 8, 1},
    {Wait::Semaphore, 10, 5, kNever, 8, 1},
};
constexpr std::uint32_t kAlwaysPossible = 12;  ///< so many in one wait are worth a look without any minutes
constexpr std::uint32_t kLonelyPool = 5;       ///< the same, of receivers that share one channel
constexpr std::uint32_t kLonely = 3;           ///< so many with nobody at the other end of their channels
constexpr std::size_t kMost = 12;              ///< findings of each snapshot

Situation situationOf(Wait wait)
{
    switch (wait) {
    case Wait::NilSend:
    case Wait::NilReceive: return Situation::NilChannel;
    case Wait::NoCases: return Situation::EmptySelect;
    case Wait::ChanSend: return Situation::LeakedSend;
    case Wait::ChanReceive: return Situation::LeakedReceive;
    case Wait::Select: return Situation::LeakedSelect;
    case Wait::Mutex:
    case Wait::ReadLock:
    case Wait::WriteLock:
    case Wait::Semaphore: return Situation::LeakedLock;
    default: return Situation::LeakedWait;
    }
}

/// Members of a group that are in the same wait.
struct Parked {
    Wait wait = Wait::Other;
    std::vector<std::uint32_t> threads{};
    std::uint32_t count = 0, marked = 0;
    std::int32_t minWaited = -1, maxWaited = -1;
    std::vector<std::uint64_t> channels{};  ///< addresses, one per thread that has one
};

class LeakSearch {
public:
    LeakSearch(const DetectorInput& in, std::uint32_t snapshot, const Waits& waits)
        : m_log(in.log), m_index(snapshot), m_snapshot(in.log.snapshots[snapshot]), m_waits(waits),
          m_graph(in.waitGraphs[snapshot])
    {
        m_cause = causeOf(m_log, m_snapshot);
        for (const Thread& t : m_snapshot.threads) {
            if (t.waitsOn == 0) continue;
            const Wait wait = waits.of(t);
            if (wait == Wait::ChanSend) m_sendsOn.push_back(t.waitsOn);
            if (wait == Wait::ChanReceive) m_receivesOn.push_back(t.waitsOn);
        }
        std::ranges::sort(m_sendsOn);
        std::ranges::sort(m_receivesOn);
    }

    void look(const Group& group, std::vector<Finding>& out) const
    {
        for (const Parked& parked : split(group)) {
            const auto certainty = judge(parked);
            if (certainty) out.push_back(finding(group, parked, *certainty));
        }
    }

private:
    std::vector<Parked> split(const Group& group) const
    {
        std::vector<Parked> all;
        if (m_snapshot.native) return all;  // C++ threads wait in pools for as long as they live
        for (const std::uint32_t i : group.threads) {
            const Thread& thread = m_snapshot.threads[i];
            const Wait wait = m_waits.of(thread);
            if (!isOnOthers(wait) && !thread.leaked) continue;
            auto hit = std::ranges::find(all, wait, &Parked::wait);
            if (hit == all.end()) hit = all.insert(hit, Parked{.wait = wait});
            hit->threads.push_back(i);
            hit->count += thread.count;
            hit->marked += thread.leaked ? thread.count : 0;
            if (thread.waitedMinutes >= 0)
                hit->minWaited = hit->minWaited < 0 ? thread.waitedMinutes
                                                    : std::min(hit->minWaited, thread.waitedMinutes);
            hit->maxWaited = std::max(hit->maxWaited, thread.waitedMinutes);
            if (thread.waitsOn != 0) hit->channels.push_back(thread.waitsOn);
        }
        return all;
    }

    std::optional<Certainty> judge(const Parked& p) const
    {
        if (p.marked > 0) return Certainty::Proved;
        if (m_cause == Cause::Asleep) return {};  // then all of them are stuck
        if (p.wait == Wait::NilSend || p.wait == Wait::NilReceive) return Certainty::Proved;
        const auto limit = std::ranges::find(kThresholds, p.wait, &Threshold::wait);
        if (limit == std::end(kThresholds) || m_cause == Cause::TestTimeout) return {};
        if (m_waits.standard(m_snapshot.threads[p.threads.front()].stack)) return {};
        // Goroutines of nothing but the standard library share no place: each waits in its own way.
        const FrameId site = m_log.site(m_snapshot.threads[p.threads.front()].stack);
        if (site && m_log.frame(site).role == Role::Runtime) return {};
        if ((isLock(p.wait) || p.wait == Wait::Semaphore) && oneAddress(p))
            return {};  // contention, not a leak
        const auto longest = static_cast<std::uint32_t>(std::max(p.maxWaited, 0));
        const bool lonely = nobodyAtTheOtherEnd(p);
        if (m_cause == Cause::None || m_cause == Cause::Dump) {
            if (p.count >= limit->likely && longest >= limit->likelyMinutes) return Certainty::Likely;
            // Receivers that share a channel may be a pool that waits for work.
            const bool pool = p.wait == Wait::ChanReceive && oneAddress(p);
            if (p.count >= limit->many || (lonely && !pool && p.count >= kAlwaysPossible))
                return Certainty::Likely;
            if (p.count >= kAlwaysPossible || (lonely && p.count >= (pool ? kLonelyPool : kLonely)))
                return Certainty::Possible;
        }
        // While a program crashes, only many that have waited for long are worth a look.
        if (p.count >= limit->possible && longest >= limit->possibleMinutes) return Certainty::Possible;
        return p.count >= 5 * kAlwaysPossible ? std::optional(Certainty::Possible) : std::nullopt;
    }

    static bool oneAddress(const Parked& p)
    {
        return p.channels.size() == p.threads.size() &&
               std::ranges::all_of(p.channels, [&](std::uint64_t c) { return c == p.channels.front(); });
    }

    /// None of the channels has anybody at its other end, as far as a dump shows.
    bool nobodyAtTheOtherEnd(const Parked& p) const
    {
        if (p.channels.size() < p.threads.size()) return false;
        if (p.wait != Wait::ChanSend && p.wait != Wait::ChanReceive) return false;
        const auto& other = p.wait == Wait::ChanSend ? m_receivesOn : m_sendsOn;
        return std::ranges::none_of(p.channels,
                                    [&](std::uint64_t c) { return std::ranges::binary_search(other, c); });
    }

    Finding finding(const Group& group, const Parked& p, Certainty certainty) const
    {
        Finding f = words::finding(FindingKind::GoroutineLeak, certainty, m_index);
        const bool forever = p.wait == Wait::NilSend || p.wait == Wait::NilReceive;
        const std::string verb = p.count == 1 ? "waits" : "wait";
        f.title = formatted("{} {} in {}", words::count(p.count, "goroutine"),
                            forever ? verb + " for ever on a nil channel"
                                    : formatted("{} for {}", verb, describe(p.wait)),
                            words::place(m_log, group.site));
        if (p.marked > 0) f.title += ", leaked";
        if (p.marked > 0 && p.marked < p.count)
            f.title = formatted("{} ({} of them)", f.title, p.marked);
        f.threads = words::refs(m_index, p.threads);
        f.resource = Resource{resourceOf(p.wait), 0, {}};
        if (oneAddress(p)) f.resource->address = p.channels.front();
        addEvidence(f, group, p, forever);
        if (certainty != Certainty::Proved)
            f.missing = missingOf(m_log, m_index, Wanted::LeakProof, "whether anybody will still come");
        f.advice.push_back(adviceFor(situationOf(p.wait)));
        return f;
    }

    void addEvidence(Finding& f, const Group& group, const Parked& p, bool forever) const
    {
        Evidence where{formatted("{} [{}] in {}{}.", words::count(p.count, "stands", "stand"),
                                 stateText(m_log, m_snapshot.threads[p.threads.front()]),
                                 words::place(m_log, group.site), waited(p)),
                       {}};
        where.text = formatted("{} {}", p.count, where.text.substr(where.text.find(' ') + 1));
        for (std::size_t i = 0; i < p.threads.size() && i < 6; ++i)
            words::addLines(where.logLines, words::siteLines(m_log, m_snapshot.threads[p.threads[i]]));
        f.evidence.push_back(std::move(where));
        if (p.marked > 0)
            f.evidence.push_back(
                {"The runtime marked them as leaked: nothing that still runs can reach what they wait for.",
                 {m_snapshot.threads[p.threads.front()].firstLine}});
        if (forever) f.evidence.push_back({"Nothing can end a wait on a nil channel.", {}});
        if (!m_reasons) m_reasons.emplace(m_log, m_index, m_waits, &m_graph);
        for (LeakReason& reason : m_reasons->of(p.threads, p.wait, group.createdAt))
            f.evidence.push_back(std::move(reason));
        if (!group.createdAt) return;
        const Thread& thread = m_snapshot.threads[p.threads.front()];
        const LineSpan lines = m_log.threadText ? m_log.threadText->createdByLines(thread) : LineSpan{};
        f.evidence.push_back(
            {formatted("All were started in {}{}.", words::place(m_log, group.createdAt),
                       group.creator.known() ? formatted(" by goroutine {}", toString(group.creator))
                                             : std::string()),
             words::spanLines(lines, 2)});
    }

    static std::string waited(const Parked& p)
    {
        if (p.maxWaited < 0) return "";
        if (p.minWaited == p.maxWaited)
            return formatted(", for at least {}", words::minutes(p.minWaited));
        return formatted(", for at least {} to {}", words::minutes(p.minWaited), words::minutes(p.maxWaited));
    }

    const Log& m_log;
    const std::uint32_t m_index;
    const Snapshot& m_snapshot;
    const Waits& m_waits;
    const WaitGraph& m_graph;
    Cause m_cause = Cause::None;
    mutable std::optional<LeakReasons> m_reasons;  ///< made for the first finding
    std::vector<std::uint64_t> m_sendsOn, m_receivesOn;  ///< sorted
};

/// Something in the snapshot is known to be wrong.
bool explainsMore(const WaitGraph& graph, std::span<const Finding> found)
{
    const auto queue = [](const WaitGraph::ResourceNode& r) {
        return r.kind != ResourceKind::Channel && r.address != 0 && r.waiters >= kLonely;
    };
    return !graph.cycles.empty() || std::ranges::any_of(graph.resources, queue) ||
           std::ranges::any_of(found, [](const Finding& f) { return f.certainty != Certainty::Possible; });
}

/// A few that have not waited for a minute: worth a look only where there is nothing else to look at.
bool isWeak(const Snapshot& snapshot, const Finding& finding)
{
    return finding.certainty == Certainty::Possible && finding.threads.size() < kAlwaysPossible &&
           std::ranges::all_of(
               finding.threads, [&](ThreadRef t) { return snapshot.threads[t.index].waitedMinutes < 1; });
}

void findLeaks(const DetectorInput& in, std::vector<Finding>& out)
{
    const Waits waits(in.log);
    auto group = in.groups.begin();
    for (std::uint32_t s = 0; s < in.log.snapshots.size(); ++s) {
        if (in.stop.stop_requested()) return;
        const LeakSearch search(in, s, waits);
        std::vector<Finding> found;
        // Whoever else has printed them has judged them too: see reported_leak.cpp.
        const std::string_view format = in.log.snapshots[s].format;
        if (format == "goleak" || format == "leaktest" || format == "go-pprof") {
            while (group != in.groups.end() && group->snapshot == s) ++group;
            continue;
        }
        for (; group != in.groups.end() && group->snapshot == s; ++group) search.look(*group, found);
        if (explainsMore(in.waitGraphs[s], found))
            std::erase_if(found, [&](const Finding& f) { return isWeak(in.log.snapshots[s], f); });
        std::ranges::stable_sort(found, {},
                                 [](const Finding& f) { return std::pair(f.certainty, ~f.threads.size()); });
        if (found.size() > kMost) found.resize(kMost);
        std::ranges::move(found, std::back_inserter(out));
    }
}

}  // namespace

const Detector goroutineLeakDetector{"goroutine-leak", "Goroutines that nobody wakes", findLeaks};

}  // namespace skein
