// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include "model/finding.h"

#include <QColor>
#include <QFont>
#include <QObject>
#include <QPalette>

namespace skein
{

/// Every colour and font of the window and of exported pictures. One meaning, one colour, everywhere.
/// Text colours have a contrast of at least 4.5 : 1 on `background`, `panel` and `selection`.
struct Theme {
    bool dark = false;
    QColor background, panel, line, text, dim, faint, selection, accent;
    QColor write, read, iterate, del, lock, wait, waitHatch, run, crash;
    QColor code, highlight, note; ///< log background; lines of the evidence; notes
    QFont ui, mono;

    static Theme light();
    static Theme darkTheme();

    const QColor& op(AccessOp op) const;
    QPalette palette() const;
};

/// Holds the theme in force: the system's (followed while it changes), or the user's choice.
class ThemeSource : public QObject
{
    Q_OBJECT

public:
    enum class Choice { System, Light, Dark };
    explicit ThemeSource(QObject* parent = nullptr);

    const Theme& theme() const { return m_theme; }
    Choice choice() const { return m_choice; }
    void choose(Choice choice);

Q_SIGNALS:
    void changed();

private:
    void apply();

    Theme m_theme;
    Choice m_choice = Choice::System;
};

} // namespace skein
