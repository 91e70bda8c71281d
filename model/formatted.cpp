// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "model/formatted.h"

#include <iterator>

namespace skein
{

std::string formattedArguments(std::string_view form, std::format_args arguments)
{
    std::string text;
    std::vformat_to(std::back_inserter(text), form, arguments); // not vformat(), see cmake/pch_std.h
    return text;
}

} // namespace skein
