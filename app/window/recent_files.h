// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include <QDateTime>
#include <QList>
#include <QObject>
#include <QSettings>
#include <QString>

namespace skein
{

/// The files that were opened last, newest first, kept in the settings.
class RecentFiles : public QObject
{
    Q_OBJECT

public:
    static constexpr qsizetype kMost = 12;
    struct Entry {
        QString path;
        QDateTime opened;
    };

    explicit RecentFiles(QSettings& settings, QObject* parent = nullptr);

    const QList<Entry>& entries() const { return m_entries; }
    void add(const QString& path);
    void remove(const QString& path);
    void clear();

Q_SIGNALS:
    void changed();

private:
    void store();

    QSettings& m_settings;
    QList<Entry> m_entries;
};

/// "just now", "5 min ago", "3 h ago", "yesterday", "12 days ago", then the date.
QString timeAgo(const QDateTime& then, const QDateTime& now);
/// A path as people say it: the home directory is "~".
QString shownPath(const QString& path);

} // namespace skein
