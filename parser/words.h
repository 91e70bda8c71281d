// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <string_view>

namespace skein
{

/// Words that are looked for in one pass over a text, however many they are. Quick as long as the bytes with
/// which they begin are rare.
template <std::size_t count>
class Words
{
public:
    /// `words`: anything but empty ones; what they view must outlive this.
    constexpr explicit Words(const std::string_view (&words)[count]) : m_words(std::to_array(words))
    {
        for (const std::string_view word : m_words)
            m_begins[static_cast<unsigned char>(word.front())] = true;
    }

    /// Where the first of them begins that begins at or behind `from`; npos where there is none.
    constexpr std::size_t find(std::string_view text, std::size_t from = 0) const
    {
        for (std::size_t i = from; i < text.size(); ++i)
            if (m_begins[static_cast<unsigned char>(text[i])] &&
                std::ranges::any_of(m_words,
                                    [&](std::string_view w) { return text.substr(i).starts_with(w); }))
                return i;
        return text.npos;
    }
    constexpr bool in(std::string_view text) const { return find(text) != text.npos; }

private:
    std::array<std::string_view, count> m_words;
    std::array<bool, 256> m_begins{};
};

} // namespace skein
