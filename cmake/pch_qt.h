// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
//
// Precompiled for the targets with Qt, after pch_std.h. Only what each of them may include: QtCore and QtGui.

#pragma once

#include <QAbstractItemModel>
#include <QColor>
#include <QFont>
#include <QHash>
#include <QList>
#include <QObject>
#include <QPainter>
#include <QPainterPath>
#include <QPointer>
#include <QString>
#include <QVariant>
