// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
//
// Precompiled for every target. A file still includes what it uses: SKEIN_PCH=OFF must build.

#pragma once

#include <algorithm>
#include <array>
#include <atomic>
#include <charconv>
#include <chrono>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <filesystem>
#include <format>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <ranges>
#include <set>
#include <span>
#include <stop_token>
#include <string>
#include <string_view>
#include <thread>
#include <tuple>
#include <unordered_map>
#include <utility>
#include <variant>
#include <vector>

// <memory> includes <ostream>, that <format>, and whatever its inline functions call would be instantiated in
// each file for nothing: half of what an empty file costs. What is declared as specialised isn't;
// model/formatted.cpp defines it. See docs/decisions/0009-format-once.md.
#if defined(__GNUC__) && !defined(__clang__) && defined(_GLIBCXX_RELEASE) && _GLIBCXX_RELEASE == 14
#define SKEIN_FORMAT_IS_SPECIALISED
namespace std::__format
{
template <>
_Sink_iter<char> __do_vformat_to(_Sink_iter<char>, string_view, const format_args&, const locale*);
template <>
_Sink_iter<wchar_t> __do_vformat_to(_Sink_iter<wchar_t>, wstring_view, const wformat_args&, const locale*);
} // namespace std::__format
#endif
