// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include "model/notes/versioned.h"

#include <string>

namespace skein::cases
{

/// The name under which the system knows the user: $SKEIN_AUTHOR, else the full name, else the login; ""
/// where there is none. Settings may have another.
std::string systemAuthor();
/// Now, by the system's clock.
notes::Stamp stampOf(std::string author);

} // namespace skein::cases
