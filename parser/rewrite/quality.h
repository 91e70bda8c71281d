// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include "model/log.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace skein
{

/// Lines of a log's first dump that go on in the next one, where a terminal or a mail program has broken
/// them.
struct BrokenLines {
    /// How many; those of a text that mail programs flow aren't counted.
    std::size_t count = 0;
    /// The beginning of the dump, where any of its lines is broken.
    std::optional<std::uint64_t> place;
};
BrokenLines brokenLines(const Log& log);

/// How much of a dump a log holds, to compare two readings of one text: whole frames, headers, reasons,
/// arguments; what looks damaged, and lines that are `broken`, count against it. Linear in the log, apart
/// from arguments, of which those of a few threads are read.
std::int64_t qualityOf(const Log& log, const BrokenLines& broken);

/// The beginning of what the runtime says, without its end: `panic: runtime error: invalid memory addr`.
bool isCutMessage(std::string_view line);

/// A byte near which something was not read as it should have been, or none: goroutines without frames, lines
/// of a dump among those that were not recognised, names with remains of markup. `limit` bounds how many
/// bytes of unrecognised lines are looked at.
std::optional<std::uint64_t> suspiciousPlace(const Log& log, std::size_t limit);

} // namespace skein
