// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include "views/style/theme.h"

#include <QApplication>
#include <QStyle>

namespace skein
{

/// The look of everything that no view paints itself: style, palette, fonts, and a little style sheet for
/// menus, buttons, tabs and scroll bars. Called at the start and whenever the theme changes.
void applyTheme(QApplication& application, const Theme& theme);

/// `top` over `below`, opaque.
QColor mixed(const QColor& top, const QColor& below, qreal amount);

} // namespace skein
