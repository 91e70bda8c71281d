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
/// more. Where a bit is set, only the anchors with that trigram are compared, so that many formats with
/// everyday words in their anchors cost ordinary logs nothing.
///
/// A 9 behind the sixth byte of an anchor stands for any digit: "goroutine 9" is no anchor of "in another
/// goroutine of the pool".
class Anchors
{
public:
    static constexpr std::size_t kShortest = 6;
    static constexpr std::size_t kMaxGroups = 64;

    /// Anchors of one group; those that are shorter than kShortest are left out.
    explicit Anchors(const std::vector<std::string_view>& texts) { add(texts, 0); }
    /// One group per element, at most kMaxGroups.
    explicit Anchors(const std::vector<std::vector<std::string_view>>& groups);

    bool in(std::string_view line) const { return findNext(line, 0) != line.npos; }
    /// Bit n is set where an anchor of group n stands in `line`.
    std::uint64_t groupsIn(std::string_view line) const;
    /// A position inside the next anchor that begins at or behind `from`, or npos.
    std::size_t findNext(std::string_view text, std::size_t from) const;

private:
    static std::uint32_t slot(const char* p)
    {
        const auto at = [p](int i) { return static_cast<std::uint32_t>(static_cast<unsigned char>(p[i])); };
        return (at(0) * 0x6f5 ^ at(1) * 0x53 ^ at(2) * 0x1f1f) & 0xffff;
    }

    /// An anchor and where in it a trigram stands.
    struct Spot {
        std::uint32_t slot = 0;
        std::uint32_t text = 0;
        std::uint32_t offset = 0;
    };
    struct Text {
        std::string_view text;
        std::uint32_t group = 0;
    };
    void add(const std::vector<std::string_view>& texts, std::uint32_t group);
    bool mayStandAt(std::uint32_t slot) const { return (m_bits[slot >> 6] >> (slot & 63) & 1) != 0; }
    /// The groups of the anchors of which that trigram stands at `at`, and that begin at or behind `from`.
    std::uint64_t groupsAt(std::string_view text, std::size_t at, std::size_t from, std::uint32_t slot) const;

    std::vector<Text> m_texts;
    std::vector<std::uint64_t> m_bits = std::vector<std::uint64_t>(1024);
    std::vector<Spot> m_spots; ///< sorted by slot
    /// slot → index of its first spot
    std::vector<std::uint16_t> m_firstSpot = std::vector<std::uint16_t>(65536);
};

} // namespace skein
