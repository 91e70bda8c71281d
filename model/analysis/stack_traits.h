// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include "model/analysis/go_name.h"
#include "model/analysis/map_crash.h"
#include "model/log.h"

#include <cstdint>
#include <string_view>
#include <unordered_set>
#include <vector>

/// What a distinct stack shows by its names alone: worked out once, however many threads stand there.
namespace skein
{

struct StackTraits {
    std::uint32_t site = 0;  ///< index of the innermost frame that is not the runtime's
    bool allRuntime = false; ///< no other frame at all
    GoName siteName;
    MapPosition map;
    bool lockFrame = false; ///< a lock operation stands above the site
    bool elsewhere = false; ///< standard library code that has nothing to do with maps stands above the site
    bool parked = false;    ///< the innermost shown frame is the scheduler's
    bool inGc = false;      ///< parked inside an allocation or a garbage collection
    bool fresh = false;     ///< begins with runtime.goexit though runtime frames are hidden: has not run yet
};

/// sync.(*Mutex).Lock, sync.(*RWMutex).RUnlock, internal/sync.(*Mutex).lockSlow …
bool isLockFunction(std::string_view function);

StackTraits stackTraits(const Log& log, const Snapshot& snapshot, StackId stack);

/// The functions that some stack of the snapshot shows in a lock operation: whoever else stands in them holds
/// or takes that lock too. Names without closure suffixes. Linear in the distinct stacks of the snapshot.
std::unordered_set<std::string_view> lockingFunctions(const Log& log, const std::vector<StackId>& stacks);

} // namespace skein
