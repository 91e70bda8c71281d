// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "model/formatted.h"

#include <algorithm>
#include <iterator>

#ifdef SKEIN_FORMAT_IS_SPECIALISED // in cmake/pch_std.h
namespace std::__format
{

template <>
_Sink_iter<char> __do_vformat_to(_Sink_iter<char> out, string_view form, const format_args& arguments,
                                 const locale* where)
{
    string text;
    __do_vformat_to(std::back_inserter(text), form, arguments, where);
    return std::ranges::copy(text, out).out;
}

template <>
_Sink_iter<wchar_t> __do_vformat_to(_Sink_iter<wchar_t> out, wstring_view form, const wformat_args& arguments,
                                    const locale* where)
{
    wstring text;
    __do_vformat_to(std::back_inserter(text), form, arguments, where);
    return std::ranges::copy(text, out).out;
}

} // namespace std::__format
#endif

namespace skein
{

std::string formattedArguments(std::string_view form, std::format_args arguments)
{
    std::string text;
    std::vformat_to(std::back_inserter(text), form, arguments); // not vformat(), which goes a longer way
    return text;
}

} // namespace skein
