// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include "views/selection.h"

#include <algorithm>
#include <vector>

namespace skein
{

/// What was selected before, as a browser keeps its pages.
class SelectionHistory
{
public:
    static constexpr std::size_t kMost = 200;

    const Selected& current() const { return m_past[m_at]; }
    bool canGoBack() const { return m_at > 0; }
    bool canGoForward() const { return m_at + 1 < m_past.size(); }

    /// Whatever lay ahead is forgotten.
    void visit(const Selected& selected)
    {
        if (selected == current())
            return;
        // What is chosen when a log is opened is where its history begins.
        if (m_past.size() == 1 && current() == Selected{})
            m_past.pop_back();
        m_past.resize(std::min(m_past.size(), m_at + 1));
        m_past.push_back(selected);
        if (m_past.size() > kMost)
            m_past.erase(m_past.begin());
        m_at = m_past.size() - 1;
    }
    const Selected& back()
    {
        if (canGoBack())
            --m_at;
        return current();
    }
    const Selected& forward()
    {
        if (canGoForward())
            ++m_at;
        return current();
    }

private:
    std::vector<Selected> m_past{Selected{}};
    std::size_t m_at = 0;
};

} // namespace skein
