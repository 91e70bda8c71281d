// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include "model/log.h"

#include <string_view>

namespace skein
{

/// The first line of the text that Skein makes of a binary profile (docs/decisions/0004-profiles-as-text.md).
inline constexpr std::string_view kProfileMark = "# binary profile, as text";

/// The lines of this log are not those of its file, which has none.
inline bool isProfileAsText(const Log& log)
{
    return log.input.encoding == "binary" && log.text.bytes().starts_with(kProfileMark);
}

} // namespace skein
