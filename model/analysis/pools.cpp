// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
//
// What well-known libraries show by where their goroutines stand: pools of which everything is in use, and
// HTTP responses that nobody has read to the end.
#include "model/analysis/detector_list.h"
#include "model/analysis/library_waits.h"
#include "model/analysis/waits.h"
#include "model/analysis/words.h"
#include "model/formatted.h"

#include <algorithm>
#include <optional>

namespace skein
{
namespace
{

constexpr std::uint32_t kFew = 3; ///< fewer may be a moment's load

/// A goroutine whose stack holds `function` and that is in the wait `wait`.
struct Known {
    std::string_view function;
    Wait wait;
    FindingKind kind;
    std::string_view title; ///< behind "N goroutines "
    std::string_view name;  ///< of what is used up
    std::string_view adviceTitle, advice;
};
constexpr std::string_view kGiveBack = "Give back what you take";
constexpr Known kKnown[] = {
    {"database/sql.(*DB).conn", Wait::Select, FindingKind::Contention, "wait for a database connection",
     "database connections", kGiveBack,
     "Close every Rows, and end every Tx with Commit or Rollback (`defer rows.Close()`, `defer "
     "tx.Rollback()`), also on "
     "error paths. DB.Stats() shows how many are in use."},
    {"github.com/jackc/puddle/v2.(*Pool", Wait::Select, FindingKind::Contention,
     "wait for a resource of a pool", "pool", kGiveBack,
     "Release every connection on every path; a Rows that isn't closed keeps one."},
    {"github.com/redis/go-redis/v9/internal/pool.(*ConnPool)", Wait::Select, FindingKind::Contention,
     "wait for a Redis connection", "Redis connections", kGiveBack,
     "Close PubSub and Conn objects, and look for calls that block inside a pipeline."},
    {"golang.org/x/sync/semaphore.(*Weighted).Acquire", Wait::Select, FindingKind::Contention,
     "wait for a semaphore", "semaphore", kGiveBack,
     "Put `defer sem.Release(n)` right behind a successful Acquire."},
    {"net/http.(*persistConn).readLoop", Wait::Select, FindingKind::GoroutineLeak,
     "keep HTTP connections open", "response bodies", "Close the body of every response",
     "`defer resp.Body.Close()` right behind the check of the error, also where only the status matters. To "
     "use the "
     "connection again, read the body to its end first."},
};

class Pools
{
public:
    Pools(const DetectorInput& in, std::uint32_t index, const Waits& waits,
          const std::vector<std::uint8_t>& byStack)
        : m_log(in.log),
          m_index(index),
          m_snapshot(in.log.snapshots[index]),
          m_library(in.log),
          m_found(std::size(kKnown))
    {
        for (std::uint32_t i = 0; i < m_snapshot.threads.size(); ++i) {
            const Thread& t = m_snapshot.threads[i];
            const std::uint8_t known = t.stack ? byStack[t.stack.value] : 0;
            if (known != 0 && waits.of(t) == kKnown[known - 1].wait)
                m_found[known - 1].push_back(i);
        }
    }

    void report(std::vector<Finding>& out) const
    {
        for (std::size_t k = 0; k < m_found.size(); ++k)
            if (m_found[k].size() >= kFew)
                out.push_back(finding(kKnown[k], m_found[k]));
    }

private:
    Finding finding(const Known& known, const std::vector<std::uint32_t>& threads) const
    {
        Finding f = words::finding(known.kind, Certainty::Likely, m_index);
        f.title = formatted("{} {}", words::count(threads.size(), "goroutine"), known.title);
        f.resource = Resource{ResourceKind::Semaphore, 0, std::string(known.name)};
        if (known.kind == FindingKind::GoroutineLeak) {
            f.title = formatted("The bodies of {} HTTP responses are neither read to the end nor closed",
                                threads.size());
            f.resource->kind = ResourceKind::Other;
        }
        f.threads = words::refs(m_index, threads);
        const LibraryWait* row = m_library.of(m_snapshot.threads[threads.front()], known.wait);
        Evidence where{row ? std::string(row->why) : std::string(), {}};
        for (std::size_t i = 0; i < threads.size() && i < 4; ++i) {
            const Thread& t = m_snapshot.threads[threads[i]];
            const auto stack = m_log.stack(t.stack);
            const auto at = std::ranges::find_if(
                stack, [&](FrameId frame) { return isFunction(m_log.function(frame), known.function); });
            words::addLines(where.logLines,
                            words::frameLines(m_log, t, static_cast<std::size_t>(at - stack.begin())));
        }
        f.evidence.push_back(std::move(where));
        const Thread& first = m_snapshot.threads[threads.front()];
        if (const FrameId site = m_log.site(first.stack); site && m_log.frame(site).role != Role::Runtime)
            f.evidence.push_back({formatted("The first one was called in {}.", words::place(m_log, site)),
                                  words::siteLines(m_log, first)});
        f.missing = Missing{"which calls took them", "the dump shows who waits, not who forgot to give back",
                            "a second dump later"};
        f.advice.push_back({std::string(known.adviceTitle), std::string(known.advice)});
        return f;
    }

    const Log& m_log;
    std::uint32_t m_index;
    const Snapshot& m_snapshot;
    const LibraryWaits m_library;
    std::vector<std::vector<std::uint32_t>> m_found;
};

void findPools(const DetectorInput& in, std::vector<Finding>& out)
{
    // Names first: there are few, however many stacks.
    std::vector<std::uint8_t> byFrame(in.log.frames.size());
    bool any = false;
    for (std::size_t f = 0; f < byFrame.size(); ++f)
        for (std::size_t k = 0; k < std::size(kKnown); ++k)
            if (isFunction(in.log.str(in.log.frames[f].function), kKnown[k].function)) {
                byFrame[f] = static_cast<std::uint8_t>(k + 1);
                any = true;
            }
    if (!any)
        return;
    std::vector<std::uint8_t> byStack(in.log.stackCount());
    for (std::uint32_t s = 0; s < byStack.size(); ++s)
        for (const FrameId f : in.log.stack(StackId(s)))
            if (byFrame[f.value] != 0 && byStack[s] == 0)
                byStack[s] = byFrame[f.value];
    const Waits waits(in.log);
    for (std::uint32_t s = 0; s < in.log.snapshots.size(); ++s) {
        if (in.stop.stop_requested())
            return;
        Pools(in, s, waits, byStack).report(out);
    }
}

} // namespace

const Detector poolDetector{"pools", "Pools that are used up, responses that are not closed", findPools};

} // namespace skein
