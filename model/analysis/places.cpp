// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "model/analysis/places.h"

namespace skein {

Places::Places(const Log& log)
{
    RowIndex index;
    std::vector<std::uint32_t> first;  // a frame of each place
    m_places.reserve(log.frames.size());
    for (std::uint32_t i = 0; i < log.frames.size(); ++i) {
        const Frame& f = log.frames[i];
        const std::uint64_t hash = hashMix(hashMix(f.function.value, f.file.value), f.line);
        m_places.push_back(index.findOrAdd(
            hash,
            [&](std::uint32_t row) {
                const Frame& g = log.frames[first[row]];
                return g.function == f.function && g.file == f.file && g.line == f.line;
            },
            [&] {
                first.push_back(i);
                return static_cast<std::uint32_t>(first.size() - 1);
            }));
    }
    m_sites.reserve(log.stackCount());
    for (std::uint32_t s = 0; s < log.stackCount(); ++s) m_sites.push_back(log.site(StackId(s)));
}

}  // namespace skein
