// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "app/window/examples.h"

#include <QDir>
#include <QFile>
#include <QRegularExpression>

#include <algorithm>

namespace skein
{
namespace
{

/// "| [a.log](a.log) | Two handlers write one map. | …" and "* `a.log`: two handlers …" → what it says of
/// a.log.
QString titleIn(const QString& line, const QString& name)
{
    static const QRegularExpression links(QStringLiteral(R"(\[([^\]]*)\]\([^)]*\))"));
    QString plain = line;
    plain.replace(links, QStringLiteral("\\1"));
    plain.remove(u'`').remove(QLatin1String("**"));
    QString rest = plain.mid(plain.indexOf(name) + name.size()).trimmed();
    while (!rest.isEmpty() && QStringView(u"|:-–—*").contains(rest.front()))
        rest = rest.mid(1).trimmed();
    if (line.trimmed().startsWith(u'|'))
        rest = rest.section(u'|', 0, 0).trimmed();
    // The first sentence is enough.
    if (const auto end = rest.indexOf(u". "); end > 0)
        rest.truncate(end);
    while (rest.endsWith(u'.') || rest.endsWith(u':'))
        rest.chop(1);
    if (!rest.isEmpty())
        rest[0] = rest[0].toUpper();
    return rest;
}

} // namespace

QList<Example> examplesIn(const QString& directory)
{
    QStringList lines;
    if (QFile readme(QDir(directory).filePath(QStringLiteral("README.md")));
        readme.open(QIODevice::ReadOnly | QIODevice::Text))
        lines = QString::fromUtf8(readme.read(1 << 16)).split(u'\n');

    struct Found {
        qsizetype line;
        Example example;
    };
    QList<Found> found;
    const QStringList patterns{QStringLiteral("*.log"), QStringLiteral("*.txt"), QStringLiteral("*.log.*")};
    for (const QFileInfo& file : QDir(directory).entryInfoList(patterns, QDir::Files, QDir::Name)) {
        const QString name = file.fileName();
        Found entry{lines.size(), {file.absoluteFilePath(), name}};
        for (qsizetype i = 0; i < lines.size(); ++i) {
            if (!lines[i].contains(name))
                continue;
            entry.line = i;
            if (const QString title = titleIn(lines[i], name); !title.isEmpty())
                entry.example.title = title;
            break;
        }
        found.append(entry);
    }
    std::ranges::stable_sort(found, {}, &Found::line);
    QList<Example> examples;
    for (const Found& entry : found)
        examples.append(entry.example);
    return examples;
}

QString examplesDirectory(const QString& programDirectory)
{
    const QDir program(programDirectory);
    const QString installed = program.absoluteFilePath(QStringLiteral("../share/skein/examples"));
    if (QDir(installed).exists())
        return QDir::cleanPath(installed);
    // build/<preset>/bin below the checkout
    for (QDir up = program; up.cdUp();) {
        if (up.exists(QStringLiteral("examples")) && up.exists(QStringLiteral("app/window")))
            return up.absoluteFilePath(QStringLiteral("examples"));
    }
    return {};
}

} // namespace skein
