// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include "model/triage/creation_chains.h"
#include "views/report/triage_report.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// What the formats of triage share: words, and where in the source something stands.
namespace skein::triage_parts
{

/// A place in the source.
struct Place {
    std::string function, file; ///< file: from the repository's root where `inRepository`
    std::uint32_t line = 0;
    bool inRepository = false;
};

/// Where to point somebody who is to repair it: the innermost place of the stack that is in the repository,
/// else where it was started, else the innermost one of the user's code, else where it stands.
Place placeOf(const Log&, const Thread&, SourcePaths&);
/// The same for a row of a triage; of one that is in no input what the baseline says.
Place placeOf(const TriageReport&, const triage::Row&);

/// "3 goroutines", or threads
std::string goroutines(std::uint64_t count, ThreadKind kind = ThreadKind::Goroutine);
/// "chan send, 5 minutes or more"
std::string stateOf(const triage::Row&);
/// "store.(*Cache).refresh  cache.go:41"; without the file where it is not known.
std::string at(std::string_view function, std::string_view file, std::uint32_t line);
/// "new", "known", "grown", "back", "gone": what a list shows of a row.
std::string_view wordFor(const triage::Row&);
/// "2 new leaks, 1 grown, 3 known" of what is in the inputs; "no leaks".
std::string summary(const triage::Triage&);

/// "5 dumps in 3 files, of 2 processes"; "" where there is one dump.
std::string inputsOf(const TriageReport&);

/// Who created what leaks in one snapshot of an input.
struct Creations {
    std::uint32_t input = 0;
    triage::CreationTree tree;
};
/// Of every snapshot in which leaks came into being through more than one generation.
std::vector<Creations> creationsOf(const TriageReport&);

/// A group of a comparison in the last dump that shows it.
struct Shown {
    const triage::Dump& dump;
    const Group& group;
    const Thread& first; ///< of the group
};
Shown shownOf(const triage::Comparison&, const triage::ComparedGroup&);
/// Names it for people: by fingerprints groups are named by where they stand.
std::string nameOf(const triage::Comparison&, const triage::ComparedGroup&);
/// "12 → 40 → 90"
std::string countsOf(const triage::ComparedGroup&);
/// "+8.0 per minute", "" where no times are known.
std::string growthOf(const triage::ComparedGroup&);
/// "grew by 3", for people
std::string summary(const triage::Comparison&);

} // namespace skein::triage_parts
