// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include "views/report/exporters.h"

#include <QObject>
#include <QPoint>
#include <QPointer>
#include <QWidget>

namespace skein
{

class MainWindow;

/// Drags findings and pictures into other programs: a finding's card as it is, timeline and graph with Ctrl
/// held, because a plain drag pans them.
class DragOut final : public QObject
{
    Q_OBJECT

public:
    explicit DragOut(MainWindow& window);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    bool begins(QWidget& widget, Qt::KeyboardModifiers modifiers);
    void drag();

    MainWindow& m_window;
    QPointer<QWidget> m_from; ///< where the button went down
    QPoint m_at;
    ReportOptions::Pictures m_pictures = ReportOptions::Pictures::Both;
};

} // namespace skein
