// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "parser/anchors.h"

#include "parser/scan.h"

#include <algorithm>

namespace skein
{

namespace
{

/// "goroutine 9" stands at the front of "goroutine 17 [running]:".
bool startsWithAnchor(std::string_view s, std::string_view anchor)
{
    if (s.size() < anchor.size())
        return false;
    for (std::size_t i = 0; i < anchor.size(); ++i)
        if (s[i] != anchor[i] && !(anchor[i] == '9' && i >= Anchors::kShortest && scan::isDigit(s[i])))
            return false;
    return true;
}

} // namespace

Anchors::Anchors(const std::vector<std::vector<std::string_view>>& groups)
{
    for (std::size_t group = 0; group < std::min(groups.size(), kMaxGroups); ++group)
        add(groups[group], static_cast<std::uint32_t>(group));
}

void Anchors::add(const std::vector<std::string_view>& texts, std::uint32_t group)
{
    for (const std::string_view text : texts) {
        if (text.size() < kShortest)
            continue;
        m_texts.push_back({text, group});
        // Wherever the anchor stands, one of its first four trigrams stands at a multiple of four.
        for (std::size_t i = 0; i < 4; ++i) {
            const std::uint32_t bit = slot(text.data() + i);
            m_bits[bit >> 6] |= std::uint64_t{1} << (bit & 63);
            m_spots.push_back(
                {bit, static_cast<std::uint32_t>(m_texts.size() - 1), static_cast<std::uint32_t>(i)});
        }
    }
    std::ranges::stable_sort(m_spots, {}, &Spot::slot);
    for (std::size_t i = m_spots.size(); i-- > 0;)
        m_firstSpot[m_spots[i].slot] = static_cast<std::uint16_t>(i);
}

std::uint64_t Anchors::groupsAt(std::string_view text, std::size_t at, std::size_t from,
                                std::uint32_t slot) const
{
    std::uint64_t groups = 0;
    for (std::size_t i = m_firstSpot[slot]; i < m_spots.size() && m_spots[i].slot == slot; ++i) {
        const Spot& spot = m_spots[i];
        const Text& anchor = m_texts[spot.text];
        if (at >= from + spot.offset && startsWithAnchor(text.substr(at - spot.offset), anchor.text))
            groups |= std::uint64_t{1} << anchor.group;
    }
    return groups;
}

std::uint64_t Anchors::groupsIn(std::string_view line) const
{
    std::uint64_t groups = 0;
    for (std::size_t i = 0; i + 3 <= line.size(); i += 4)
        if (const std::uint32_t bit = slot(line.data() + i); mayStandAt(bit))
            groups |= groupsAt(line, i, 0, bit);
    return groups;
}

std::size_t Anchors::findNext(std::string_view text, std::size_t from) const
{
    const char* data = text.data();
    for (std::size_t i = from; i + 3 <= text.size(); i += 4)
        if (const std::uint32_t bit = slot(data + i); mayStandAt(bit) && groupsAt(text, i, from, bit) != 0)
            return i;
    return text.npos;
}

} // namespace skein
