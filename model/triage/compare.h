// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include "model/analysis/leak_reasons.h"
#include "model/finding.h"
#include "model/triage/filter.h"
#include "model/triage/strength.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace skein::triage
{

/// One picture of a program at one instant: a snapshot that shows goroutines where they stand.
struct Dump {
    LogPtr log;
    std::uint32_t snapshot = 0;
    std::string name;                       ///< "crash.log", "crash.log #2" where a file holds several
    std::optional<std::int64_t> unixMillis; ///< where the log has times
};

/// Every dump of the logs, in the order given. Reports that speak of the past (races) are none.
std::vector<Dump> dumpsOf(std::span<const LogPtr> logs);

/// From the first dump to the last. Passing: in neither of them, in one between.
enum class Change : std::uint8_t { New, Grew, Stayed, Shrank, Gone, Passing };
std::string_view toString(Change);

struct ComparedGroup {
    static constexpr std::uint32_t kNone = ~std::uint32_t{0};
    std::string name; ///< see GroupNames
    Change change = Change::Stayed;
    std::vector<std::uint64_t> counts; ///< per dump
    std::vector<std::uint32_t> groups; ///< per dump: index into Comparison::groupsOf[dump], kNone for none
    std::optional<double> perMinute; ///< growth: slope of the line of least squares over the dumps with times
    /// In the last dump that shows it, somebody in it can be a leak; see Interest.
    bool waiting = false;
    /// Goroutines of the last dump that have not moved since the first one that shows them.
    std::uint64_t stuck = 0;
    /// Of groups of the last dump that wait and are new, grow or don't move (the first 1,000 of them): why.
    std::vector<LeakReason> reasons;
};

/// One goroutine over the dumps, where ids persist.
struct ComparedThread {
    ThreadId id;
    Change change = Change::Stayed; ///< New, Stayed, Gone or Passing
    bool samePlace = false;         ///< in two dumps or more, and always in the same stack and wait
    /// Set where it is stuck: in the same place of the first and the last dump that show it, and waiting
    /// longer in the last. Proved where the clock shows that it waited all the time between, else likely.
    std::optional<Certainty> stuck;
};

struct Comparison {
    Strength strength = Strength::Leak;
    std::vector<Dump> dumps;
    std::vector<std::vector<Group>> groupsOf; ///< per dump
    std::vector<ComparedGroup> groups;        ///< new and growing ones first, larger changes first
    bool idsPersist = false;             ///< the dumps are of one process, as far as ids and creators show
    std::vector<ComparedThread> threads; ///< by id; empty where ids do not persist
    std::vector<std::uint32_t> cells;    ///< matrix: threads × dumps, row by row; see cell()

    /// Index of the thread in its snapshot; ComparedGroup::kNone where that dump does not show it.
    std::uint32_t cell(std::size_t thread, std::size_t dump) const
    {
        return cells[thread * dumps.size() + dump];
    }
};

/// Compares dumps of one program, oldest first. Linear in the number of threads of all of them.
Comparison compare(std::vector<Dump> dumps, Strength strength = Strength::Leak, std::string_view label = {});

/// Leaves out the groups that the filter does not match, and the threads that are in none of those left. A
/// group is looked at as the last dump that has it shows it.
void only(Comparison& comparison, const Filter& filter);

} // namespace skein::triage
