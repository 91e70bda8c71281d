// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "views/view.h"

#include "views/annotations.h"

namespace skein {

View::View(ViewContext& context, QWidget* parent) : QWidget(parent), m_context(context)
{
    setFocusPolicy(Qt::StrongFocus);
}

std::optional<notes::Anchor> View::noteAnchor() const
{
    return anchorsOf(selection().current(), annotations().resolver()).front();
}

}  // namespace skein
