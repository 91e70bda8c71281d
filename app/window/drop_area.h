// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include "views/style/theme.h"

#include <QWidget>

class QLabel;
class QPushButton;

namespace skein
{

/// The large dashed field of the empty window: where to drop a log, and the buttons for those who don't.
class DropArea final : public QWidget
{
    Q_OBJECT

public:
    explicit DropArea(ThemeSource& themes, QWidget* parent = nullptr);
    void setDragging(bool dragging);

Q_SIGNALS:
    void openRequested();
    void pasteRequested();

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    void applyTheme();

    ThemeSource& m_themes;
    QLabel* m_title = nullptr;
    QLabel* m_detail = nullptr;
    bool m_dragging = false;
};

} // namespace skein
