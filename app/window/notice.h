// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include "views/style/theme.h"

#include <QFrame>

class QLabel;

namespace skein
{

/// One sentence above the views that the user should not miss.
class Notice final : public QFrame
{
    Q_OBJECT

public:
    explicit Notice(ThemeSource& themes, QWidget* parent = nullptr);
    /// Hides itself for an empty text.
    void say(const QString& text);

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    ThemeSource& m_themes;
    QLabel* m_label = nullptr;
};

} // namespace skein
