// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "views/source/source_roots.h"

#include <QDir>
#include <QFileInfo>
#include <QRegularExpression>

namespace skein {

namespace {

constexpr qsizetype kMaxParts = 64;   // a path with more parts than this is no path

QString key() { return QStringLiteral("source/roots"); }

/// The parts of a path as a log prints it: "/", "\" and the drive letter of Windows, module versions
/// ("streamhub@v1.2.0/hub.go" is streamhub/hub.go in a checkout).
QStringList partsOf(QString path)
{
    path.replace(QLatin1Char('\\'), QLatin1Char('/'));
    static const QRegularExpression version(QStringLiteral("@v[0-9][^/]*"));
    path.remove(version);
    return path.split(QLatin1Char('/'), Qt::SkipEmptyParts);
}

bool isInside(const QString& file, const QString& root)
{
    const QString canonicalRoot = QFileInfo(root).canonicalFilePath();
    const QString canonical = QFileInfo(file).canonicalFilePath();
    return !canonicalRoot.isEmpty() && canonical.startsWith(canonicalRoot + QLatin1Char('/'));
}

}  // namespace

QStringList SourceRoots::folders() const { return m_settings.value(key()).toStringList(); }

void SourceRoots::add(const QString& folder)
{
    QStringList all = folders();
    all.removeAll(folder);
    all.prepend(folder);
    m_settings.setValue(key(), all);
}

void SourceRoots::remove(const QString& folder)
{
    QStringList all = folders();
    all.removeAll(folder);
    m_settings.setValue(key(), all);
}

QString SourceRoots::find(const QString& pathInLog) const
{
    const QStringList parts = partsOf(pathInLog);
    if (parts.isEmpty() || parts.size() > kMaxParts || parts.contains(QStringLiteral(".."))) return {};
    for (qsizetype skip = 0; skip < parts.size(); ++skip) {
        const QString tail = parts.mid(skip).join(QLatin1Char('/'));
        for (const QString& root : folders()) {
            const QString file = QDir(root).filePath(tail);
            if (QFileInfo(file).isFile() && isInside(file, root)) return file;
        }
    }
    return {};
}

}  // namespace skein
