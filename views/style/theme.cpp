// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "views/style/theme.h"

#include <QFontDatabase>
#include <QGuiApplication>
#include <QStyleHints>

namespace skein
{
namespace
{

/// The size of the user's system font. Platforms without a desktop report a size that nobody chose.
qreal uiPointSize(const QFont& system)
{
    const QString platform = QGuiApplication::platformName();
    const bool noDesktop = platform == QLatin1String("offscreen") || platform == QLatin1String("minimal");
    return noDesktop || system.pointSizeF() <= 0 ? 9.75 : system.pointSizeF();
}

void preferFamily(QFont& font, const QString& family)
{
    if (QFontDatabase::hasFamily(family))
        font.setFamily(family);
}

void setFonts(Theme& t)
{
    if (!qGuiApp)
        return; // no font database without an application
    t.ui = QFontDatabase::systemFont(QFontDatabase::GeneralFont);
    const qreal size = uiPointSize(t.ui);
    preferFamily(t.ui, QStringLiteral("Inter"));
    t.ui.setPointSizeF(size);
    t.mono = QFontDatabase::systemFont(QFontDatabase::FixedFont);
    preferFamily(t.mono, QStringLiteral("JetBrains Mono"));
    t.mono.setStyleHint(QFont::Monospace);
    t.mono.setPointSizeF(size - 0.5); // monospaced letters look larger at the same size
    // `!=` and `->` in a log are two characters each and stay two.
    t.mono.setFeature("liga", 0);
    t.mono.setFeature("calt", 0);
    // Nor has a dash of "2026-11-21" a shape of its own, which could not be copied out of a PDF.
    t.ui.setFeature("calt", 0);
}

} // namespace

Theme Theme::light()
{
    Theme t;
    t.background = 0xf6f6f4;
    t.panel = 0xffffff;
    t.line = 0xdfdfda;
    t.text = 0x1f2328;
    t.dim = 0x535a62;
    t.faint = 0x666d74;
    t.selection = 0xe7effa;
    t.accent = 0x2b68ba;
    t.write = 0xb04600;
    t.read = 0x1769aa;
    t.iterate = 0x08775c;
    t.del = 0x9a3f91;
    t.lock = 0x8e6400;
    t.wait = 0xc9ccd1;
    t.waitHatch = 0xb3b7bd;
    t.run = 0x2d7b2f;
    t.crash = 0xb3005e;
    t.code = 0xf8f8f6;
    t.highlight = 0xfdeee4;
    t.note = 0xfff7d6;
    setFonts(t);
    return t;
}

Theme Theme::darkTheme()
{
    Theme t;
    t.dark = true;
    t.background = 0x17191d;
    t.panel = 0x1f2227;
    t.line = 0x32363d;
    t.text = 0xe4e6e9;
    t.dim = 0xb0b6be;
    t.faint = 0x9aa1a9;
    t.selection = 0x26364c;
    t.accent = 0x6ea8f0;
    t.write = 0xf08a4b;
    t.read = 0x5fb0ea;
    t.iterate = 0x3fc6a0;
    t.del = 0xd98bd0;
    t.lock = 0xe0b23f;
    t.wait = 0x41464e;
    t.waitHatch = 0x555b64;
    t.run = 0x6fbf6f;
    t.crash = 0xff6fb5;
    t.code = 0x1b1e22;
    t.highlight = 0x3a2a20;
    t.note = 0x37321c;
    setFonts(t);
    return t;
}

const QColor& Theme::op(AccessOp access) const
{
    switch (access) {
    case AccessOp::Write:
    case AccessOp::AtomicWrite:
        return write;
    case AccessOp::Read:
    case AccessOp::AtomicRead:
        return read;
    case AccessOp::Iterate:
        return iterate;
    case AccessOp::Delete:
    case AccessOp::Free:
        return del;
    }
    return text;
}

QPalette Theme::palette() const
{
    QPalette p;
    p.setColor(QPalette::Window, background);
    p.setColor(QPalette::WindowText, text);
    p.setColor(QPalette::Base, panel);
    p.setColor(QPalette::AlternateBase, code);
    p.setColor(QPalette::Text, text);
    p.setColor(QPalette::PlaceholderText, faint);
    p.setColor(QPalette::Button, background);
    p.setColor(QPalette::ButtonText, text);
    p.setColor(QPalette::BrightText, crash);
    p.setColor(QPalette::ToolTipBase, panel);
    p.setColor(QPalette::ToolTipText, text);
    p.setColor(QPalette::Highlight, selection);
    p.setColor(QPalette::HighlightedText, text);
    p.setColor(QPalette::Accent, accent);
    p.setColor(QPalette::Link, accent);
    p.setColor(QPalette::LinkVisited, accent);
    // Frames and bevels of the widget style.
    p.setColor(QPalette::Light, panel);
    p.setColor(QPalette::Midlight, dark ? line : background);
    p.setColor(QPalette::Mid, line);
    p.setColor(QPalette::Dark, dark ? background : faint);
    p.setColor(QPalette::Shadow, dark ? QColor(Qt::black) : dim);
    for (const auto role :
         {QPalette::WindowText, QPalette::Text, QPalette::ButtonText, QPalette::HighlightedText})
        p.setColor(QPalette::Disabled, role, faint);
    return p;
}

ThemeSource::ThemeSource(QObject* parent) : QObject(parent)
{
    if (qGuiApp)
        connect(QGuiApplication::styleHints(), &QStyleHints::colorSchemeChanged, this, &ThemeSource::apply);
    apply();
}

void ThemeSource::choose(Choice choice)
{
    if (choice == m_choice)
        return;
    m_choice = choice;
    if (qGuiApp) {
        // Tells the platform too, so that the window frame and native dialogs match.
        QStyleHints* hints = QGuiApplication::styleHints();
        hints->setColorScheme(choice == Choice::Dark    ? Qt::ColorScheme::Dark
                              : choice == Choice::Light ? Qt::ColorScheme::Light
                                                        : Qt::ColorScheme::Unknown);
    }
    apply();
}

void ThemeSource::apply()
{
    const bool systemDark = qGuiApp && QGuiApplication::styleHints()->colorScheme() == Qt::ColorScheme::Dark;
    const bool dark = m_choice == Choice::Dark || (m_choice == Choice::System && systemDark);
    if (m_theme.text.isValid() && dark == m_theme.dark)
        return;
    m_theme = dark ? Theme::darkTheme() : Theme::light();
    Q_EMIT changed();
}

} // namespace skein
