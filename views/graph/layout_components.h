// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include <cstdint>
#include <numeric>
#include <vector>

namespace skein {

/// Which nodes of a graph hang together. Nearly constant time per edge.
class Components {
public:
    explicit Components(std::size_t nodes) : m_parent(nodes) { std::iota(m_parent.begin(), m_parent.end(), 0u); }

    void join(std::uint32_t a, std::uint32_t b) { m_parent[find(a)] = find(b); }

    /// Members of each component, in order of their smallest node.
    std::vector<std::vector<std::uint32_t>> members()
    {
        std::vector<std::vector<std::uint32_t>> out;
        std::vector<std::uint32_t> place(m_parent.size(), ~std::uint32_t{0});
        for (std::uint32_t i = 0; i < m_parent.size(); ++i) {
            std::uint32_t& at = place[find(i)];
            if (at == ~std::uint32_t{0}) {
                at = static_cast<std::uint32_t>(out.size());
                out.emplace_back();
            }
            out[at].push_back(i);
        }
        return out;
    }

private:
    std::uint32_t find(std::uint32_t i)
    {
        while (m_parent[i] != i) i = m_parent[i] = m_parent[m_parent[i]];
        return i;
    }

    std::vector<std::uint32_t> m_parent;
};

}  // namespace skein
