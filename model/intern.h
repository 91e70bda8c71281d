// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include <cstdint>
#include <cstring>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include "model/ids.h"

namespace skein {

/// Hash of bytes, seeded per process: a log that was written to make hashes collide cannot know the seed.
std::uint64_t hashBytes(const void* data, std::size_t size);
inline std::uint64_t hashBytes(std::string_view s) { return hashBytes(s.data(), s.size()); }
std::uint64_t hashMix(std::uint64_t a, std::uint64_t b);

/// Open-addressing index from a hash to a table row. The table owns the rows; this only finds them.
class RowIndex {
public:
    /// Row whose hash is `hash` and for which `same(row)` holds, or the row that `make()` appends.
    template <class Same, class Make>
    std::uint32_t findOrAdd(std::uint64_t hash, Same&& same, Make&& make)
    {
        if (m_used * 2 >= m_slots.size()) grow();
        std::size_t i = hash & (m_slots.size() - 1);
        while (m_slots[i].row != kEmpty) {
            if (m_slots[i].hash == hash && same(m_slots[i].row)) return m_slots[i].row;
            i = (i + 1) & (m_slots.size() - 1);
        }
        const std::uint32_t row = make();
        m_slots[i] = {hash, row};
        ++m_used;
        return row;
    }

private:
    static constexpr std::uint32_t kEmpty = ~std::uint32_t{0};
    struct Slot {
        std::uint64_t hash = 0;
        std::uint32_t row = kEmpty;
    };
    void grow();

    std::vector<Slot> m_slots;
    std::size_t m_used = 0;
};

/// Strings stored once. Ids are dense from 0; views stay valid as long as the table lives.
class StringTable {
public:
    StringId intern(std::string_view s);
    /// The string, or "" for a default-constructed id.
    std::string_view operator[](StringId id) const { return id ? m_strings[id.value] : std::string_view{}; }
    std::size_t size() const { return m_strings.size(); }

private:
    std::string_view store(std::string_view s);

    RowIndex m_index;
    std::vector<std::string_view> m_strings;
    std::vector<std::unique_ptr<char[]>> m_chunks;
    std::size_t m_left = 0;
    char* m_next = nullptr;
};

}  // namespace skein
