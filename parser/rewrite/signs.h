// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include <string_view>

namespace skein
{

/// Something in `text` seems to belong to a dump: what ordinary lines don't hold, whole or damaged. Linear.
bool holdsSign(std::string_view text);

} // namespace skein
