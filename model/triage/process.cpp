// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "model/triage/process.h"

#include "model/analysis/hashing.h"

#include <algorithm>
#include <numeric>
#include <string_view>

namespace skein::triage
{

Births::Births(const Log& log)
{
    m_frames.reserve(log.frames.size());
    for (const Frame& frame : log.frames) {
        const std::string_view function = log.str(frame.function);
        const bool own = frame.role == Role::Runtime || function.starts_with("runtime.");
        m_frames.push_back(own ? 0 : hashMix(hashBytes(function), frame.line));
    }
}

std::uint64_t Births::of(const Thread& thread) const
{
    const std::uint64_t frame = thread.createdAt ? m_frames[thread.createdAt.value] : 0;
    return frame == 0 ? 0 : hashMix(frame, thread.creator.value);
}

std::vector<std::uint32_t> processesOf(std::span<const LogPtr> logs)
{
    using Born = SeededMap<std::uint64_t, std::uint64_t>; // number → birth
    struct Process {
        Born born;
        bool numbered = true;
    };
    std::vector<Process> processes;
    std::vector<std::uint32_t> of;
    for (const LogPtr& log : logs) {
        const Births births(*log);
        Born mine;
        bool numbered = false;
        for (const Snapshot& snapshot : log->snapshots)
            for (const Thread& thread : snapshot.threads) {
                if (thread.kind == ThreadKind::System || !thread.id.known())
                    continue;
                numbered = true;
                if (const std::uint64_t birth = births.of(thread))
                    mine.try_emplace(thread.id.value, birth);
            }
        const auto fits = [&](const Process& process) {
            if (!numbered || !process.numbered)
                return numbered == process.numbered;
            const auto contradicts = [&](const auto& one) {
                const auto other = process.born.find(one.first);
                return other != process.born.end() && other->second != one.second;
            };
            return std::ranges::none_of(mine, contradicts) && std::ranges::any_of(mine, [&](const auto& one) {
                       return process.born.contains(one.first);
                   });
        };
        const auto known = std::ranges::find_if(processes, fits);
        of.push_back(static_cast<std::uint32_t>(known - processes.begin()));
        if (known == processes.end())
            processes.push_back({.born = std::move(mine), .numbered = numbered});
        else
            known->born.merge(mine);
    }
    return of;
}

std::optional<std::int64_t> timeOf(const Log& log, const Snapshot& snapshot)
{
    const auto behind = std::ranges::upper_bound(log.clock, snapshot.lines.last, {}, &ClockMark::line);
    if (behind == log.clock.begin())
        return std::nullopt;
    return std::prev(behind)->unixMillis;
}

bool comparable(const Log& a, std::int64_t timeA, const Log& b, std::int64_t timeB)
{
    constexpr std::int64_t kDated = 315'532'800'000; // 1980; no program runs for ten years
    return &a == &b || (timeA >= kDated && timeB >= kDated);
}

std::optional<std::vector<std::size_t>> orderByTime(std::span<const LogPtr> logs)
{
    std::vector<std::int64_t> times;
    for (const LogPtr& log : logs) {
        std::optional<std::int64_t> first;
        for (const Snapshot& snapshot : log->snapshots)
            if (const auto time = timeOf(*log, snapshot))
                first = std::min(first.value_or(*time), *time);
        if (!first || !comparable(*logs.front(), times.empty() ? *first : times.front(), *log, *first))
            return std::nullopt;
        times.push_back(*first);
    }
    std::vector<std::size_t> order(logs.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::stable_sort(order, {}, [&](std::size_t i) { return times[i]; });
    return order;
}

} // namespace skein::triage
