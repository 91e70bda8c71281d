// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "model/notes/notebook.h"

namespace skein::notes
{

void History::push(Change change)
{
    m_changes.resize(m_at);
    m_changes.push_back(std::move(change));
    m_at = m_changes.size();
}

void History::undo(Notebook& notebook, const Stamp& stamp)
{
    if (canUndo())
        notebook.apply(m_changes[--m_at].inverse(), stamp);
}

void History::redo(Notebook& notebook, const Stamp& stamp)
{
    if (canRedo())
        notebook.apply(m_changes[m_at++], stamp);
}

void History::clear()
{
    m_changes.clear();
    m_at = 0;
}

} // namespace skein::notes
