// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace skein
{

/// Finds the next of a set of texts in a long text, at several gigabytes a second: a bitmap of all the
/// trigrams of the anchors is asked at every fourth byte only, which is enough for anchors of six bytes and
/// more.
class Anchors
{
public:
    static constexpr std::size_t kShortest = 6;

    /// Anchors that are shorter than kShortest are left out.
    explicit Anchors(std::vector<std::string_view> texts);

    bool in(std::string_view line) const;
    /// Some position at or before which an anchor may begin nearby, or npos: ask in() for the line around it.
    std::size_t findCandidate(std::string_view text, std::size_t from) const;

private:
    static std::uint32_t slot(const char* p)
    {
        const auto at = [p](int i) { return static_cast<std::uint32_t>(static_cast<unsigned char>(p[i])); };
        return (at(0) * 0x6f5 ^ at(1) * 0x53 ^ at(2) * 0x1f1f) & 0xffff;
    }

    std::vector<std::string_view> m_texts;
    std::vector<std::uint64_t> m_bits;
};

} // namespace skein
