// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include "model/analysis/go_version.h"
#include "model/finding.h"

#include <cstdint>
#include <string>

/// What to capture next time. It depends on the Go that printed this log and on the level at which it did:
/// one table.
namespace skein
{

enum class Wanted : std::uint8_t {
    OtherGoroutines, ///< the log has the crashing goroutine alone
    MapOfWriter,     ///< the map's address, which the writer's hidden frames hold
    MapOfReader,
    MapOfLoop,
    PartyThatLeft,      ///< the other goroutine at the moment of its access
    StackOnOtherThread, ///< of a goroutine that was running
    WhatIsWaitedFor,    ///< channels and locks of goroutines that wait
    WhoRanBefore,       ///< the same, where these are shown already
    LeakProof,          ///< whether anybody will still come
    Starter,            ///< the stack of the goroutine that started this one
};

/// The dump has other goroutines than the one that it is about.
bool showsOthers(const Snapshot& snapshot);

/// Fills in why it is missing, and what to set so that the next log has it. `what` names it.
Missing missingOf(const Log& log, std::uint32_t snapshot, Wanted wanted, std::string what);

/// What to run to have the owners of native locks in the log, by the tool that wrote this one.
std::string captureOwners(const Snapshot& snapshot);

} // namespace skein
