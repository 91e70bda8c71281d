// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include "model/analysis/analysis.h"
#include "views/report/text_writer.h"

#include <set>
#include <string>

namespace skein::text
{

/// Advice and gaps that the report has explained; another finding only names them.
using AlreadySaid = std::set<std::string>;

/// One finding as a block of lines, without a blank line before or after it.
void writeFinding(TextWriter&, const Analysis&, const Finding&, AlreadySaid&);
/// Its first line only: ● proved  Two goroutines wrote the same map at once
void writeTitle(TextWriter&, const Finding&);

/// The ten largest groups as a table, and a blank line; nothing where there is one thread only.
void writeGroups(TextWriter&, const Analysis&);

/// Whether its threads are goroutines, or nothing else is known.
bool hasGoroutines(const Log&);
/// "34 goroutines", or threads
std::string threadsCounted(const Log&, std::uint64_t count);

/// "●", "◐", "○"
std::string_view badge(Certainty);

} // namespace skein::text
