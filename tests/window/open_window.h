// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include "app/window/appearance.h"
#include "app/window/documents.h"
#include "app/window/main_window.h"
#include "app/window/view_docks.h"

#include <KSyntaxHighlighting/Repository>
#include <QApplication>
#include <QFile>
#include <QSettings>
#include <QTemporaryDir>
#include <QTest>

namespace skein
{

/// A whole window with settings of its own, without a screen.
struct OpenWindow {
    QTemporaryDir directory;
    QSettings settings{directory.filePath(QStringLiteral("skein.conf")), QSettings::IniFormat};
    KSyntaxHighlighting::Repository syntax;
    ThemeSource themes;
    Documents documents;
    MainWindow window{{documents, themes, syntax, settings, examples()}};

    OpenWindow()
    {
        applyTheme(*qApp, themes.theme());
        window.resize(1366, 768);
        window.show();
    }

    static QString examples() { return QStringLiteral(SKEIN_SOURCE_DIR "/examples"); }
    static QString example(const char* name) { return examples() + u'/' + QLatin1String(name); }

    /// Opens a file and waits until it is read.
    Document* open(const QString& path)
    {
        window.open({LogSource::file(path)});
        settle();
        return documents.current();
    }

    bool settle()
    {
        const bool idle = QTest::qWaitFor([&] { return window.isIdle(); }, 60000);
        QCoreApplication::processEvents();
        return idle;
    }

    QString write(const QString& name, const QByteArray& content)
    {
        QFile file(directory.filePath(name));
        if (file.open(QIODevice::WriteOnly))
            file.write(content);
        return file.fileName();
    }

    const Selected& selected() { return window.selection().current(); }
};

/// More than one colour: something is drawn.
inline bool isBlank(const QImage& image)
{
    for (int y = 0; y < image.height(); y += 2)
        for (int x = 0; x < image.width(); x += 2)
            if (image.pixel(x, y) != image.pixel(0, 0))
                return false;
    return true;
}

} // namespace skein
