// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include <QObject>
#include <QSize>
#include <QString>
#include <QTimer>

namespace skein
{

class MainWindow;

/// What `skein-window --screenshot` is asked for.
struct ScreenshotOptions {
    QString path;
    QSize size;
    QString select; ///< "finding:N" or "thread:N", counted from 0
    QString raise;  ///< id of a view
};

/// Waits until the window has nothing left to do, saves its picture and ends the program.
class Screenshot final : public QObject
{
    Q_OBJECT

public:
    Screenshot(MainWindow& window, ScreenshotOptions options);

private:
    void look();
    void select();
    void save();

    MainWindow& m_window;
    ScreenshotOptions m_options;
    QTimer m_tick;
    int m_quiet = 0;
    bool m_selected = false;
};

} // namespace skein
