// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include "model/analysis/analysis.h"
#include "model/analysis/leak_reasons.h"
#include "model/triage/baseline.h"
#include "model/triage/filter.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace skein::triage
{

/// Where a row stands in one input: its goroutines of one snapshot.
struct RowPart {
    std::uint32_t input = 0; ///< index of the analysis
    Group group;             ///< of Strength::Leak; its snapshot and threads
};

/// One leak, with what the team knows about it.
struct Row {
    Fingerprint fingerprint;
    Status status = Status::New;
    bool fromBaseline = false; ///< the baseline has an entry of this fingerprint
    bool grown = false;        ///< more goroutines than the baseline's count
    bool back = false;         ///< the baseline says fixed, and here it is again
    std::uint64_t count = 0;   ///< in the inputs; 0 for entries of the baseline that are in none
    std::uint64_t known = 0;   ///< count of the baseline
    /// How sure it is that they leak: proved where the runtime or a leak checker says so, or a finding; none
    /// for a group of a plain dump that nothing is known against.
    std::optional<Certainty> certainty;
    std::string why; ///< one sentence: the finding's title, or who says so; may be empty
    /// Why it doesn't go on, as far as the first input that shows it can tell; of goroutines always one at
    /// least.
    std::vector<LeakReason> reasons;
    /// What static checkers say of its lines (Log::lint): sentences with lines of the first input.
    std::vector<Evidence> lint;
    ThreadKind kind = ThreadKind::Goroutine;
    std::string state;      ///< "chan send"
    std::string function;   ///< in which it stands, as printed
    std::string file;       ///< as printed
    std::uint32_t line = 0; ///< 0 where not known
    std::string createdBy;  ///< function
    std::string createdFile;
    std::uint32_t createdLine = 0;
    std::int32_t waitedMinutes = -1; ///< the longest
    std::string owner, note;
    /// A fingerprint of the baseline that is not in the inputs, and of which this may be the successor; see
    /// Likeness. `likeness` is Other where there is none.
    Fingerprint resembles;
    Likeness likeness = Likeness::Other;
    std::vector<RowPart> parts; ///< empty for entries that are in no input
};

struct Options {
    std::vector<Filter> ignore; ///< rows that one of these matches are left out, besides the baseline's own
    Filter only;                ///< rows that it does not match are left out
    bool newest = false;        ///< of several inputs the last one counts, not the largest or their sum
    bool idle = false;          ///< keep the usual idle goroutines of the runtime and well-known libraries
};

/// Everything found in the inputs, and everything that the baseline knows.
struct Triage {
    std::vector<Row>
        rows; ///< new ones first, then grown, then known; those that are gone last; larger ones first
    std::uint64_t ignored = 0;            ///< goroutines that were left out by `ignore`
    std::uint64_t idle = 0;               ///< that were set aside as idle
    std::vector<std::uint32_t> processes; ///< per input: which run of a program it shows, see processesOf
    std::vector<std::string>
        warnings; ///< one sentence each: an ignore of the baseline that cannot be understood
};

/// Counts each leak once: over several dumps of one process the largest count, over several processes their
/// sum; goroutines that a leak checker lists again by the same number count once.
Triage triage(std::span<const AnalysisPtr> inputs, const Baseline& baseline, const Options& options = {});

/// What makes the gate fail: a leak that the baseline does not know (or knows as fixed), one that has grown,
/// any that is in the inputs and not a false positive or left as it is (won't fix).
enum class Gate : std::uint8_t { None, New, Grown, Any };
std::optional<Gate> gateNamed(std::string_view name);
std::string_view toString(Gate);
/// Grown fails on new ones as well.
bool fails(Gate, const Row&);
bool fails(Gate, const Triage&);

/// What the baseline's entry says about a row; null: that it knows nothing of it. The rest of the row stays.
void take(Row& row, const BaselineEntry* entry);
/// The entry that a baseline gets for a row.
BaselineEntry entryFor(const Row& row);
/// Brings a baseline up to date: new leaks become known, counts follow, what resembles an entry that is gone
/// takes over its owner and note; entries that are in no input become fixed only where `markFixed`.
void update(Baseline& baseline, const Triage& triage, bool markFixed = true);

} // namespace skein::triage
