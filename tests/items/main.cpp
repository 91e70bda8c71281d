// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include <QGuiApplication>
#include <catch2/catch_session.hpp>

int main(int argc, char** argv)
{
    const QGuiApplication application(argc, argv);   // item models use fonts and locales
    return Catch::Session().run(argc, argv);
}
