// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include "views/style/theme.h"

#include <QFrame>

class QLabel;
class QPushButton;

namespace skein
{

/// One sentence above the views that the user should not miss.
class Notice final : public QFrame
{
    Q_OBJECT

public:
    explicit Notice(ThemeSource& themes, QWidget* parent = nullptr);
    /// Hides itself for an empty text. `action` is the text of a button that takes back what it tells of; ""
    /// for none.
    void say(const QString& text, const QString& action = {});

Q_SIGNALS:
    void actionWanted();

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    ThemeSource& m_themes;
    QLabel* m_label = nullptr;
    QPushButton* m_action = nullptr;
};

} // namespace skein
