// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "app/window/plurals.h"

#include <QApplication>
#include <QStandardPaths>
#include <catch2/catch_session.hpp>

int main(int argc, char** argv)
{
    // These tests need no display, and must not steal the focus of the one that there is.
    qputenv("QT_QPA_PLATFORM", "offscreen");
    QStandardPaths::setTestModeEnabled(true);
    QApplication application(argc, argv);
    QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates));
    skein::EnglishPlurals plurals;
    QApplication::installTranslator(&plurals);
    return Catch::Session().run(argc, argv);
}
