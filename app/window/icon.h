// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include <QIcon>
#include <QPixmap>

namespace skein
{

/// The icon of the program, drawn without Qt's SVG image plugin, which is packaged apart and may be missing.
QPixmap appPixmap(int size, qreal devicePixelRatio);
QIcon appIcon();

} // namespace skein
