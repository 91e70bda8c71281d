// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace skein
{

/// Words that are looked for in one pass over a text, however many they are. Quick as long as few of them
/// begin with the same byte.
template <std::size_t count>
class Words
{
public:
    static_assert(count <= 64, "a bit each");

    /// `words`: anything but empty ones; what they view must outlive this.
    constexpr explicit Words(const std::array<std::string_view, count>& words) : m_words(words)
    {
        for (std::size_t i = 0; i < count; ++i)
            m_begin[static_cast<unsigned char>(m_words[i].front())] |= std::uint64_t{1} << i;
    }

    /// Where the first of them begins that begins at or behind `from`; npos where there is none.
    constexpr std::size_t find(std::string_view text, std::size_t from = 0) const
    {
        for (std::size_t i = from; i < text.size(); ++i)
            for (std::uint64_t may = m_begin[static_cast<unsigned char>(text[i])]; may != 0; may &= may - 1)
                if (text.substr(i).starts_with(m_words[static_cast<std::size_t>(std::countr_zero(may))]))
                    return i;
        return text.npos;
    }
    constexpr bool in(std::string_view text) const { return find(text) != text.npos; }

private:
    std::array<std::string_view, count> m_words;
    std::array<std::uint64_t, 256> m_begin{}; ///< which words begin with a byte
};

} // namespace skein
