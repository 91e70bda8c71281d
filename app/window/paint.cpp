// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "app/window/paint.h"

#include "app/command_line/command_line.h"
#include "app/command_line/window_program.h"
#include "app/window/plurals.h"
#include "views/pictures/drawn.h"

#include <QGuiApplication>
#include <QLocale>

#include <cstring>

namespace skein
{

bool wantsPaint(int argc, char** argv)
{
    return argc > 1 && std::strcmp(argv[1], command_line::kPaint) == 0;
}

int paint(int argc, char** argv)
{
    qputenv("QT_QPA_PLATFORM", "offscreen");
    int count = 1; // Qt must not take options of the report for its own
    QGuiApplication application(count, argv);
    // A file looks alike wherever it was made.
    QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates));
    EnglishPlurals plurals;
    QGuiApplication::installTranslator(&plurals);
    return command_line::run(argc - 1, argv + 1, writeReport);
}

} // namespace skein
