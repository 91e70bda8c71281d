// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "parser/anchors.h"

#include "parser/scan.h"

namespace skein
{

Anchors::Anchors(std::vector<std::string_view> texts) : m_bits(1024)
{
    for (const std::string_view text : texts) {
        if (text.size() < kShortest)
            continue;
        m_texts.push_back(text);
        // Wherever the anchor stands, one of its first four trigrams stands at a multiple of four.
        for (std::size_t i = 0; i < 4; ++i) {
            const std::uint32_t bit = slot(text.data() + i);
            m_bits[bit >> 6] |= std::uint64_t{1} << (bit & 63);
        }
    }
}

bool Anchors::in(std::string_view line) const
{
    for (const std::string_view text : m_texts)
        if (scan::contains(line, text))
            return true;
    return false;
}

std::size_t Anchors::findCandidate(std::string_view text, std::size_t from) const
{
    const char* data = text.data();
    for (std::size_t i = from; i + 3 <= text.size(); i += 4) {
        const std::uint32_t bit = slot(data + i);
        if (m_bits[bit >> 6] >> (bit & 63) & 1)
            return i;
    }
    return text.npos;
}

} // namespace skein
