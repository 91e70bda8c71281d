// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "views/source/source_roots.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <catch2/catch_test_macros.hpp>

using namespace skein;

namespace {

struct Checkout {
    QTemporaryDir folder;
    QSettings settings{folder.filePath(QStringLiteral("settings.ini")), QSettings::IniFormat};
    SourceRoots roots{settings};
    QString root = folder.filePath(QStringLiteral("checkout"));

    Checkout()
    {
        write(root + QStringLiteral("/internal/streams/streams.go"));
        write(folder.filePath(QStringLiteral("secret.go")));
        roots.add(root);
    }
    static void write(const QString& path)
    {
        QDir().mkpath(QFileInfo(path).path());
        QFile file(path);
        REQUIRE(file.open(QIODevice::WriteOnly));
        file.write("package x\n");
    }
};

}  // namespace

TEST_CASE("a build path is found by its longest tail under a root", "[source]")
{
    const Checkout checkout;
    const QString file = checkout.root + QStringLiteral("/internal/streams/streams.go");
    CHECK(checkout.roots.find(QStringLiteral("/build/src/internal/streams/streams.go")) == file);
    CHECK(checkout.roots.find(QStringLiteral("C:\\work\\internal\\streams\\streams.go")) == file);
    CHECK(checkout.roots.find(QStringLiteral("github.com/x/app@v1.2.3/internal/streams/streams.go")) == file);
    CHECK(checkout.roots.find(QStringLiteral("/build/other.go")).isEmpty());
}

TEST_CASE("a path in a log never leads out of the roots", "[source]")
{
    const Checkout checkout;
    CHECK(checkout.roots.find(QStringLiteral("../secret.go")).isEmpty());
    CHECK(checkout.roots.find(checkout.folder.filePath(QStringLiteral("secret.go"))).isEmpty());
    REQUIRE(QFile::link(checkout.folder.filePath(QStringLiteral("secret.go")), checkout.root + QStringLiteral("/link.go")));
    CHECK(checkout.roots.find(QStringLiteral("/x/link.go")).isEmpty());
}

TEST_CASE("without roots nothing on the disk is looked at", "[source]")
{
    QTemporaryDir folder;
    QSettings settings(folder.filePath(QStringLiteral("s.ini")), QSettings::IniFormat);
    CHECK(SourceRoots(settings).find(QStringLiteral("/etc/passwd")).isEmpty());
}
