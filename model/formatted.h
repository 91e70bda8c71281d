// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include <format>
#include <string>
#include <string_view>

namespace skein
{

/// Not to be called: formatted() is.
std::string formattedArguments(std::string_view form, std::format_args arguments);

/// std::format(), whose machinery is compiled once instead of in each of a hundred files, at two seconds
/// apiece. The form is checked at compile time all the same.
template <class... Args>
std::string formatted(std::format_string<Args...> form, Args&&... arguments)
{
    return formattedArguments(form.get(), std::make_format_args(arguments...));
}

} // namespace skein
