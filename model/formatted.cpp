// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "model/formatted.h"

namespace skein
{

std::string formattedArguments(std::string_view form, std::format_args arguments)
{
    return std::vformat(form, arguments);
}

} // namespace skein
