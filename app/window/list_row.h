// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include "views/style/theme.h"

#include <QAbstractButton>

namespace skein
{

/// A line that can be clicked: what it is, and in quieter letters where, and at the right end when.
class ListRow final : public QAbstractButton
{
    Q_OBJECT

public:
    ListRow(ThemeSource& themes, const QString& title, const QString& detail, const QString& aside,
            QWidget* parent = nullptr);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;
    bool event(QEvent* event) override;

private:
    ThemeSource& m_themes;
    QString m_detail;
    QString m_aside;
};

} // namespace skein
