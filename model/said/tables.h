// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include "model/said/resolve.h"

#include <algorithm>
#include <optional>
#include <tuple>

namespace skein::notes
{

/// What Resolver looks things up in.
struct Resolver::Tables {
    struct Row {
        std::uint64_t id = 0;
        LineSpan lines;
        ThreadRef thread;
    };
    std::vector<Row> byId;    ///< by id, then first line
    std::vector<Row> byLines; ///< by first line
    std::vector<LineSpan> findings;
    std::optional<triage::Fingerprints> fingerprints;
    std::map<std::string, std::vector<std::uint32_t>> groups; ///< fingerprint → indices into Analysis::groups
};

/// From the first to the last line that a finding cites; those of its snapshot where it cites none.
LineSpan citedLines(const Log&, const Finding&);

inline bool overlap(LineSpan a, LineSpan b)
{
    return !a.empty() && !b.empty() && a.first <= b.last && b.first <= a.last;
}

/// "lines 12–18"
std::string linesLabel(LineSpan);

} // namespace skein::notes
