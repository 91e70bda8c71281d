// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include "parser/line_cursor.h"

#include <string_view>

namespace skein::go
{

/// What leak checks say before the header of a goroutine; gRPC's, a copy of an early leaktest, begins with a
/// capital letter.
inline constexpr std::string_view kLeaked = "eaked goroutine: goroutine ";

/// Finds out what stands before the beginning of a report in the current line, by what fits the lines behind
/// it best, and leaves that prefix in force. `begins` says whether a text starts as the report does; `judge`
/// uses up a cursor that stands at that line and says how well the lines behind it fit, 0 for not at all.
/// False where nothing fits; the cursor is unchanged then.
bool locateStart(LineCursor& in, bool (*begins)(std::string_view), int (*judge)(LineCursor&));

/// The line before the one at which `in` stands, as it is in the file; "" where there is none, or where it is
/// in the same line of the file.
std::string_view lineBefore(const LineCursor& in);

} // namespace skein::go
