// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include <cstdint>
#include <cstring>
#include <limits>
#include <optional>
#include <string_view>

/// Small pieces that hand-written scanners are made of. Those that take `std::string_view&` eat what they
/// match from its front and leave it untouched when they don't match.
namespace skein::scan
{

constexpr bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}
constexpr bool isBlank(char c)
{
    return c == ' ' || c == '\t';
}
constexpr bool isAlpha(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
constexpr bool isAlnum(char c)
{
    return isAlpha(c) || isDigit(c);
}

/// 0 … 15, or -1.
constexpr int hexValue(char c)
{
    if (isDigit(c))
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    return -1;
}

constexpr bool startsWith(std::string_view s, std::string_view head)
{
    return s.starts_with(head);
}

inline bool contains(std::string_view s, std::string_view needle)
{
#ifdef __GLIBC__
    if (s.empty())
        return needle.empty(); // memmem() wants a place even for nothing
    return memmem(s.data(), s.size(), needle.data(), needle.size()) != nullptr;
#else
    return s.find(needle) != s.npos;
#endif
}

/// Position of the last `c`, or npos. Much quicker than rfind() where the C library helps.
inline std::size_t findLast(std::string_view s, char c)
{
#ifdef __GLIBC__
    const void* p = s.empty() ? nullptr : memrchr(s.data(), c, s.size());
    return p ? static_cast<std::size_t>(static_cast<const char*>(p) - s.data()) : s.npos;
#else
    return s.rfind(c);
#endif
}

constexpr std::string_view trimLeft(std::string_view s)
{
    while (!s.empty() && isBlank(s.front()))
        s.remove_prefix(1);
    return s;
}

/// Blanks, carriage returns and whatever else is not printable.
constexpr std::string_view trimRight(std::string_view s)
{
    while (!s.empty() && static_cast<unsigned char>(s.back()) <= ' ')
        s.remove_suffix(1);
    return s;
}

constexpr bool literal(std::string_view& s, std::string_view text)
{
    if (!s.starts_with(text))
        return false;
    s.remove_prefix(text.size());
    return true;
}

/// A decimal number of at least one digit that fits into 64 bits.
constexpr std::optional<std::uint64_t> number(std::string_view& s)
{
    std::uint64_t value = 0;
    std::size_t n = 0;
    for (; n < s.size() && isDigit(s[n]); ++n) {
        const auto digit = static_cast<std::uint64_t>(s[n] - '0');
        if (value > (std::numeric_limits<std::uint64_t>::max() - digit) / 10)
            return {};
        value = value * 10 + digit;
    }
    if (n == 0)
        return {};
    s.remove_prefix(n);
    return value;
}

/// Counts and line numbers of a log may be any; what doesn't fit becomes the largest that does.
constexpr std::uint32_t clamped(std::uint64_t n)
{
    constexpr std::uint32_t most = std::numeric_limits<std::uint32_t>::max();
    return n < most ? static_cast<std::uint32_t>(n) : most;
}

/// "0x1f": at least one and at most sixteen hexadecimal digits.
constexpr std::optional<std::uint64_t> hex(std::string_view& s)
{
    if (!s.starts_with("0x"))
        return {};
    std::uint64_t value = 0;
    std::size_t n = 2;
    for (; n < s.size() && hexValue(s[n]) >= 0; ++n) {
        if (n >= 18)
            return {};
        value = value << 4 | static_cast<std::uint64_t>(hexValue(s[n]));
    }
    if (n == 2)
        return {};
    s.remove_prefix(n);
    return value;
}

/// How many digits stand at the front.
constexpr std::size_t digits(std::string_view s)
{
    std::size_t n = 0;
    while (n < s.size() && isDigit(s[n]))
        ++n;
    return n;
}

/// True where the front of `s` looks like `shape`: '0' stands for any digit, everything else for itself.
constexpr bool looksLike(std::string_view s, std::string_view shape)
{
    if (s.size() < shape.size())
        return false;
    for (std::size_t i = 0; i < shape.size(); ++i)
        if (shape[i] == '0' ? !isDigit(s[i]) : s[i] != shape[i])
            return false;
    return true;
}

/// True where `s` begins as `front` does, apart from what its digits are.
constexpr bool beginsLike(std::string_view s, std::string_view front)
{
    if (s.size() < front.size())
        return false;
    for (std::size_t i = 0; i < front.size(); ++i)
        if (s[i] != front[i] && !(isDigit(s[i]) && isDigit(front[i])))
            return false;
    return true;
}

} // namespace skein::scan
