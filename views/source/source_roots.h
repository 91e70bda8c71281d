// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include <QSettings>
#include <QString>
#include <QStringList>

namespace skein {

/// The folders in which the user allows Skein to look for the source that a log names.
class SourceRoots {
public:
    explicit SourceRoots(QSettings& settings) : m_settings(settings) {}

    QStringList folders() const;
    /// Puts `folder` first; it is looked into before the others.
    void add(const QString& folder);
    void remove(const QString& folder);

    /// The file that `pathInLog` means: the longest tail of that path which exists under a root. Empty where
    /// there is none. Never leaves the roots, whatever the log says ("..", links that lead outside).
    QString find(const QString& pathInLog) const;

private:
    QSettings& m_settings;
};

}  // namespace skein
