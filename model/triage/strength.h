// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include "model/analysis/groups.h"
#include "model/triage/fingerprint.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace skein::triage
{

/// What the goroutines of one group have in common; users switch between these. Place is the key of
/// REPORT.md (function, file and line of the site).
enum class Strength : std::uint8_t { Leak, Stack, StateLine, Place, Function, Creator, Label };

/// "leak", "stack", "state", "place", "function", "creator", "label"
std::string_view toString(Strength);
std::optional<Strength> strengthNamed(std::string_view name);
/// For menus: "Same state and line".
std::string_view title(Strength);
std::span<const Strength> strengths();

/// The groups of every snapshot, by snapshot, then largest first. `label` is the key of the label that Label
/// goes by; empty: all labels of a goroutine together. Linear in the number of threads.
std::vector<Group> groupsAt(const Log& log, Strength strength, std::string_view label = {});
/// The same for those who have the log's fingerprints already.
std::vector<Group> groupsAt(const Log& log, const Fingerprints& fingerprints, Strength strength,
                            std::string_view label = {});

/// Names groups so that those of two logs are the same group where the names are the same: functions, files
/// and lines instead of ids. For people too: "send · main.(*Pool).submit · pool.go:41".
class GroupNames
{
public:
    /// Keeps references to the log and its fingerprints.
    GroupNames(const Log& log, const Fingerprints& fingerprints, Strength strength,
               std::string_view label = {});
    std::string name(const Group& group) const;

private:
    const Log& m_log;
    Strength m_strength;
    std::string m_label;
    const Fingerprints& m_fingerprints;
};

/// The value of a goroutine's label; of all of them ("role=reader, shard=3") where `key` is empty; "" for
/// none.
std::string labelText(const Snapshot& snapshot, std::uint32_t thread, std::string_view key);

} // namespace skein::triage
