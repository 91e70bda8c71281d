// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include "model/analysis/map_candidates.h"
#include "model/analysis/map_crash.h"
#include "model/finding.h"

#include <optional>
#include <string>
#include <vector>

namespace skein
{

/// What the finding about a map crash says: never more than `ranking` supports.
class MapWording
{
public:
    MapWording(const Log& log, const MapCrash& crash, const MapRanking& ranking)
        : m_log(log), m_crash(crash), m_ranking(ranking), m_snapshot(log.snapshots[crash.snapshot])
    {
    }

    /// "Goroutines 35 and 51 wrote the same map at once"
    std::string title() const;
    std::vector<Evidence> evidence() const;
    std::optional<Missing> missing() const;

private:
    std::string goroutine(std::uint32_t thread) const;
    std::string place(const Thread& t, std::uint32_t frame) const;
    void message(std::vector<Evidence>& out) const;
    void position(const MapCandidate& c, std::vector<Evidence>& out) const;
    void address(const MapCandidate& c, std::vector<Evidence>& out) const;
    void crowd(std::vector<Evidence>& out) const;
    void ruledOut(std::vector<Evidence>& out) const;
    Missing absent() const;
    bool showsNoObject() const;
    std::vector<std::uint32_t> lines(const Thread& t, std::uint32_t frame) const;

    const Log& m_log;
    const MapCrash& m_crash;
    const MapRanking& m_ranking;
    const Snapshot& m_snapshot;
};

/// The strongest reasons for a candidate as one clause.
std::string whyCandidate(const MapCandidate& c);

} // namespace skein
