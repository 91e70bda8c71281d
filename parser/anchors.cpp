// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "parser/anchors.h"

#include <algorithm>

#include "parser/scan.h"

namespace skein
{

Anchors::Anchors(std::vector<std::string_view> texts) : m_bits(1024), m_firstSpot(65536)
{
    for (const std::string_view text : texts) {
        if (text.size() < kShortest)
            continue;
        m_texts.push_back(text);
        // Wherever the anchor stands, one of its first four trigrams stands at a multiple of four.
        for (std::size_t i = 0; i < 4; ++i) {
            const std::uint32_t bit = slot(text.data() + i);
            m_bits[bit >> 6] |= std::uint64_t{1} << (bit & 63);
            m_spots.push_back({bit, static_cast<std::uint32_t>(m_texts.size() - 1), static_cast<std::uint32_t>(i)});
        }
    }
    std::ranges::stable_sort(m_spots, {}, &Spot::slot);
    for (std::size_t i = m_spots.size(); i-- > 0;)
        m_firstSpot[m_spots[i].slot] = static_cast<std::uint16_t>(i);
}

bool Anchors::in(std::string_view line) const
{
    for (const std::string_view text : m_texts)
        if (scan::contains(line, text))
            return true;
    return false;
}

bool Anchors::standsAt(std::string_view text, std::size_t at, std::size_t from, std::uint32_t slot) const
{
    for (std::size_t i = m_firstSpot[slot]; i < m_spots.size() && m_spots[i].slot == slot; ++i) {
        const Spot& spot = m_spots[i];
        if (at >= from + spot.offset && text.substr(at - spot.offset).starts_with(m_texts[spot.text]))
            return true;
    }
    return false;
}

std::size_t Anchors::findNext(std::string_view text, std::size_t from) const
{
    const char* data = text.data();
    for (std::size_t i = from; i + 3 <= text.size(); i += 4) {
        const std::uint32_t bit = slot(data + i);
        if ((m_bits[bit >> 6] >> (bit & 63) & 1) != 0 && standsAt(text, i, from, bit))
            return i;
    }
    return text.npos;
}

} // namespace skein
