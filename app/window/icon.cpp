// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "app/window/icon.h"

#include <QPainter>
#include <QSvgRenderer>

namespace skein
{

QPixmap appPixmap(int size, qreal devicePixelRatio)
{
    QPixmap picture(QSize(size, size) * devicePixelRatio);
    picture.setDevicePixelRatio(devicePixelRatio);
    picture.fill(Qt::transparent);
    QSvgRenderer drawing(QStringLiteral(":/skein/icon.svg"));
    QPainter p(&picture);
    drawing.render(&p, QRectF(0, 0, size, size));
    return picture;
}

QIcon appIcon()
{
    QIcon icon;
    for (const int size : {16, 24, 32, 48, 64, 128})
        icon.addPixmap(appPixmap(size, 1));
    return icon;
}

} // namespace skein
