// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "app/window/recent_files.h"

#include <QCoreApplication>
#include <QDir>
#include <QLocale>

namespace skein
{

RecentFiles::RecentFiles(QSettings& settings, QObject* parent) : QObject(parent), m_settings(settings)
{
    const int count = m_settings.beginReadArray(QStringLiteral("recent"));
    for (int i = 0; i < count && m_entries.size() < kMost; ++i) {
        m_settings.setArrayIndex(i);
        const QString path = m_settings.value(QStringLiteral("path")).toString();
        if (!path.isEmpty())
            m_entries.append({path, m_settings.value(QStringLiteral("opened")).toDateTime()});
    }
    m_settings.endArray();
}

void RecentFiles::add(const QString& path)
{
    m_entries.removeIf([&](const Entry& e) { return e.path == path; });
    m_entries.prepend({path, QDateTime::currentDateTimeUtc()});
    if (m_entries.size() > kMost)
        m_entries.resize(kMost);
    store();
}

void RecentFiles::remove(const QString& path)
{
    m_entries.removeIf([&](const Entry& e) { return e.path == path; });
    store();
}

void RecentFiles::clear()
{
    m_entries.clear();
    store();
}

void RecentFiles::store()
{
    m_settings.remove(QStringLiteral("recent"));
    m_settings.beginWriteArray(QStringLiteral("recent"), static_cast<int>(m_entries.size()));
    for (int i = 0; i < static_cast<int>(m_entries.size()); ++i) {
        m_settings.setArrayIndex(i);
        m_settings.setValue(QStringLiteral("path"), m_entries[i].path);
        m_settings.setValue(QStringLiteral("opened"), m_entries[i].opened);
    }
    m_settings.endArray();
    Q_EMIT changed();
}

QString timeAgo(const QDateTime& then, const QDateTime& now)
{
    const auto tr = [](const char* text, int n = -1) {
        return QCoreApplication::translate("RecentFiles", text, nullptr, n);
    };
    if (!then.isValid())
        return {};
    const qint64 minutes = then.secsTo(now) / 60;
    if (minutes < 1)
        return tr("just now");
    if (minutes < 60)
        return tr("%n min ago", static_cast<int>(minutes));
    const qint64 days = then.toLocalTime().date().daysTo(now.toLocalTime().date());
    if (days < 1 || minutes < 6 * 60)
        return tr("%n h ago", static_cast<int>(minutes / 60));
    if (days == 1)
        return tr("yesterday");
    if (days <= 30)
        return tr("%n days ago", static_cast<int>(days));
    return QLocale().toString(then.toLocalTime().date(), QLocale::ShortFormat);
}

QString shownPath(const QString& path)
{
    const QString home = QDir::homePath();
    return path.startsWith(home + u'/') ? u'~' + path.mid(home.size()) : path;
}

} // namespace skein
