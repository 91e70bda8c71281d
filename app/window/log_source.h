// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include <QList>
#include <QString>

class QMimeData;

namespace skein
{

/// Where a log comes from, before it is read.
struct LogSource {
    enum class Kind { File, StandardInput, Text };
    Kind kind = Kind::File;
    QString path;  ///< of a File, absolute
    QString text;  ///< of a Text: what was pasted or dropped
    QString title; ///< what its tab says
    /// The file is what recovery has kept of a log and its notes: not one of the user's, who has yet to save
    /// it.
    bool recovered = false;

    static LogSource file(const QString& path);
    static LogSource standardInput();
    /// "Pasted 11:42"
    static LogSource pasted(const QString& text);
    static LogSource dropped(const QString& text);

    /// The file can be read again; standard input and the clipboard cannot.
    bool isFile() const { return kind == Kind::File; }
};

/// What a paste or a drop brings: files, or text. Empty where it is neither (a picture).
/// One line of text that is the path of a file means the file.
QList<LogSource> sourcesOf(const QMimeData& data, bool drop);
/// Quick test whether sourcesOf would find something, for highlighting while something is dragged.
bool hasSources(const QMimeData& data);

} // namespace skein
