// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "model/intern.h"

#include <algorithm>
#include <random>
#include <utility>

namespace skein {

namespace {

std::uint64_t processSeed()
{
    static const std::uint64_t seed = [] {
        std::random_device device;
        return (std::uint64_t{device()} << 32 | device()) | 1;
    }();
    return seed;
}

std::uint64_t load64(const char* p)
{
    std::uint64_t v;
    std::memcpy(&v, p, sizeof v);
    return v;
}

}  // namespace

// Multiply and fold the 128-bit product: both halves of the input reach every bit of the result.
std::uint64_t hashMix(std::uint64_t a, std::uint64_t b)
{
    __extension__ using Wide = unsigned __int128;
    const Wide product = Wide{a ^ 0x9e3779b97f4a7c15u} * (b ^ 0xd6e8feb86659fd93u);
    return static_cast<std::uint64_t>(product) ^ static_cast<std::uint64_t>(product >> 64);
}

std::uint64_t hashBytes(const void* data, std::size_t size)
{
    const char* p = static_cast<const char*>(data);
    std::uint64_t h = processSeed() ^ size;
    std::size_t left = size;
    for (; left >= 16; left -= 16, p += 16) h = hashMix(load64(p) ^ h, load64(p + 8));
    if (left >= 8) {
        h = hashMix(load64(p) ^ h, size);
        left -= 8;
        p += 8;
    }
    std::uint64_t tail = 0;
    if (left > 0) std::memcpy(&tail, p, left);
    return hashMix(tail ^ h, processSeed());
}

void RowIndex::grow()
{
    std::vector<Slot> old = std::exchange(m_slots, std::vector<Slot>(std::max<std::size_t>(64, m_slots.size() * 2)));
    for (const Slot& slot : old) {
        if (slot.row == kEmpty) continue;
        std::size_t i = slot.hash & (m_slots.size() - 1);
        while (m_slots[i].row != kEmpty) i = (i + 1) & (m_slots.size() - 1);
        m_slots[i] = slot;
    }
}

StringId StringTable::intern(std::string_view s)
{
    const std::uint32_t row = m_index.findOrAdd(
        hashBytes(s), [&](std::uint32_t r) { return m_strings[r] == s; },
        [&] {
            m_strings.push_back(store(s));
            return static_cast<std::uint32_t>(m_strings.size() - 1);
        });
    return StringId(row);
}

std::string_view StringTable::store(std::string_view s)
{
    constexpr std::size_t kChunk = 64 * 1024;
    if (s.empty()) return {};
    if (s.size() > m_left) {
        const std::size_t size = std::max(kChunk, s.size());
        m_chunks.push_back(std::make_unique_for_overwrite<char[]>(size));
        m_next = m_chunks.back().get();
        m_left = size;
    }
    char* const to = m_next;
    std::memcpy(to, s.data(), s.size());
    m_next += s.size();
    m_left -= s.size();
    return {to, s.size()};
}

}  // namespace skein
