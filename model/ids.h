// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include <compare>
#include <cstdint>
#include <functional>
#include <limits>
#include <string>

namespace skein {

/// An index into one of the tables of a Log. Default-constructed it points nowhere.
template <class Tag>
struct Id {
    static constexpr std::uint32_t kNone = std::numeric_limits<std::uint32_t>::max();
    std::uint32_t value = kNone;

    constexpr Id() = default;
    constexpr explicit Id(std::uint32_t v) : value(v) {}
    constexpr explicit operator bool() const { return value != kNone; }
    constexpr auto operator<=>(const Id&) const = default;
};

using StringId = Id<struct StringTag>;  ///< Log::strings
using FrameId = Id<struct FrameTag>;    ///< Log::frames
using StackId = Id<struct StackTag>;    ///< Log::stacks

/// The name that the log itself gives a thread: a goroutine number, gdb's thread number, a TID.
/// Race and sanitizer reports say "main thread"; a log may also give no number at all.
struct ThreadId {
    static constexpr std::uint64_t kNone = ~std::uint64_t{0};
    static constexpr std::uint64_t kMain = kNone - 1;
    std::uint64_t value = kNone;

    constexpr ThreadId() = default;
    constexpr explicit ThreadId(std::uint64_t v) : value(v) {}
    static constexpr ThreadId main() { return ThreadId(kMain); }
    constexpr bool known() const { return value != kNone; }
    constexpr auto operator<=>(const ThreadId&) const = default;
};

/// "34", "main", or "" where the log gives none.
std::string toString(ThreadId id);

/// 1-based, inclusive lines of the (decompressed) input. {0, 0} means no lines.
struct LineSpan {
    std::uint32_t first = 0;
    std::uint32_t last = 0;

    constexpr bool empty() const { return first == 0; }
    constexpr bool contains(std::uint32_t line) const { return line >= first && line <= last; }
    constexpr auto operator<=>(const LineSpan&) const = default;
};

}  // namespace skein

template <class Tag>
struct std::hash<skein::Id<Tag>> {
    std::size_t operator()(skein::Id<Tag> id) const noexcept { return std::hash<std::uint32_t>{}(id.value); }
};
template <>
struct std::hash<skein::ThreadId> {
    std::size_t operator()(skein::ThreadId id) const noexcept { return std::hash<std::uint64_t>{}(id.value); }
};
