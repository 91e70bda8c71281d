// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "app/window/log_source.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <QMimeData>
#include <QTime>
#include <QUrl>

namespace skein
{
namespace
{

QString now()
{
    return QTime::currentTime().toString(QStringLiteral("HH:mm"));
}

/// The path, where the text is nothing but the path or file URL of a file that is there.
QString pathIn(const QString& text)
{
    constexpr qsizetype kLongestPath = 4096;
    if (text.size() > kLongestPath)
        return {};
    const QString line = text.trimmed();
    if (line.contains(u'\n'))
        return {};
    const QString path = line.startsWith(u"file://") ? QUrl(line).toLocalFile() : line;
    return QDir::isAbsolutePath(path) && QFileInfo(path).isFile() ? path : QString();
}

} // namespace

LogSource LogSource::file(const QString& path)
{
    const QFileInfo info(path);
    return {Kind::File, QDir::cleanPath(info.absoluteFilePath()), {}, info.fileName(), false};
}

LogSource LogSource::standardInput()
{
    return {Kind::StandardInput, {}, {}, QCoreApplication::translate("LogSource", "Standard input"), false};
}

LogSource LogSource::pasted(const QString& text)
{
    return {Kind::Text,
            {},
            text,
            QCoreApplication::translate("LogSource", "Pasted %1", "%1 is a time").arg(now()),
            false};
}

LogSource LogSource::dropped(const QString& text)
{
    return {Kind::Text,
            {},
            text,
            QCoreApplication::translate("LogSource", "Dropped %1", "%1 is a time").arg(now()),
            false};
}

QList<LogSource> sourcesOf(const QMimeData& data, bool drop)
{
    QList<LogSource> sources;
    const QList<QUrl> urls = data.urls();
    for (const QUrl& url : urls)
        if (url.isLocalFile())
            sources.append(LogSource::file(url.toLocalFile()));
    if (!sources.isEmpty() || !data.hasText())
        return sources;
    const QString text = data.text();
    if (const QString path = pathIn(text); !path.isEmpty())
        return {LogSource::file(path)};
    if (!text.trimmed().isEmpty())
        sources.append(drop ? LogSource::dropped(text) : LogSource::pasted(text));
    return sources;
}

bool hasSources(const QMimeData& data)
{
    return data.hasUrls() || data.hasText();
}

} // namespace skein
