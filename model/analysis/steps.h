// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include "model/analysis/order.h"

#include <cstdint>
#include <string>
#include <vector>

namespace skein {

/// One event of a timeline, told in words, with all that is known of its place among the others.
struct Step {
    std::uint32_t event = 0;   ///< index into Timeline::events
    std::uint32_t thread = 0;  ///< index into Snapshot::threads, or Event::kNobody
    Certainty certainty = Certainty::Proved;  ///< that it happened
    std::string text{};        ///< "Goroutine 35 writes the map in streams.New (streams.go:65)."
    /// Steps that are known to come directly before this one, by index; ascending.
    struct Before {
        std::uint32_t step = 0;
        HappensBefore::Why why = HappensBefore::Why::ProgramOrder;
        Certainty certainty = Certainty::Proved;
    };
    std::vector<Before> after{};
    /// Earlier steps of the list that may as well have come later: nothing tells which was first. Ascending.
    std::vector<std::uint32_t> unordered{};
    /// A sentence about its place: "After step 2 (creation, proved); no order is known with steps 3 and 4."
    std::string order{};
    std::vector<std::uint32_t> logLines{};
};

/// The events of a timeline one after another, in an order that contradicts none that is known. It is one of
/// many where steps are unordered: whoever shows it has to show Step::order as well. At most kMostSteps; those
/// left out are the last before the end, which is always the last step. Linear in the events that are shown,
/// times their number for what is unordered.
struct Steps {
    static constexpr std::size_t kMostSteps = 400;
    std::vector<Step> list{};
    std::size_t leftOut = 0;  ///< events of the timeline that have no step
};
/// `finding` may be null; it names what the accesses are about.
Steps buildSteps(const Log& log, const Timeline& timeline, const Finding* finding);

/// "creation", "the same thread", "the order of the report", "the lock", "the end comes last"
std::string_view toString(HappensBefore::Why why);

}  // namespace skein
