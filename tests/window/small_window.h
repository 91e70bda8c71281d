// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include <QApplication>

/// The main() of a program that is one small `Window`, made with the path in the first argument, in the
/// corner of the screen that the tests with real events leave free.
template <class Window>
int runSmallWindow(int argc, char** argv, const QString& title)
{
    const QApplication application(argc, argv);
    if (argc < 2)
        return 2;
    Window window(QString::fromLocal8Bit(argv[1]));
    window.setWindowTitle(title);
    window.setGeometry(1150, 700, 110, 110);
    window.show();
    return QApplication::exec();
}
