// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include <string>

namespace skein
{

struct ShownNote;

/// For a tooltip, in printable lines: "Note 3, said by Ann, …" and the words.
std::string tipOf(const ShownNote& note);

} // namespace skein
