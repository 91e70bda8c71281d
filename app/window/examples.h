// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include <QList>
#include <QString>

namespace skein
{

/// A log that comes with Skein, for the first day.
struct Example {
    QString path;
    QString title; ///< one line; the file name where nothing better is known
};

/// The logs in `directory`, with the titles that its README.md gives them; in the README's order, then by
/// name.
QList<Example> examplesIn(const QString& directory);
/// Where the examples are: installed beside the program, or in the checkout that it was built in. Empty:
/// nowhere.
QString examplesDirectory(const QString& programDirectory);

} // namespace skein
