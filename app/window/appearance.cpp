// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "app/window/appearance.h"

#include <QString>

namespace skein
{
namespace
{

// $name is a colour of the theme.
constexpr const char* kSheet = R"(
QMenuBar { background: $background; border: none; padding: 3px 6px; }
QMenuBar::item { padding: 4px 9px; border-radius: 5px; background: transparent; color: $text; }
QMenuBar::item:selected, QMenuBar::item:pressed { background: $selection; }
QMenu { background: $panel; border: 1px solid $line; padding: 4px; }
QMenu::item { padding: 5px 26px 5px 24px; border-radius: 4px; color: $text; }
QMenu::item:selected { background: $selection; }
QMenu::item:disabled { color: $faint; background: transparent; }
QMenu::separator { height: 1px; background: $line; margin: 4px 6px; }
QMenu::indicator, QMenu::icon { left: 6px; }
QToolTip { background: $panel; color: $text; border: 1px solid $line; padding: 4px 6px; }

QStatusBar { background: $background; border-top: 1px solid $line; color: $dim; }
QStatusBar::item { border: none; }
QStatusBar QLabel { color: $dim; }

QPushButton { background: $panel; border: 1px solid $border; border-radius: 5px; padding: 5px 13px; color: $text; }
QPushButton:hover { background: $selection; }
QPushButton:pressed { border-color: $accent; background: $selection; }
QPushButton:focus { border-color: $accent; }
QPushButton:disabled { color: $faint; background: $background; }
QPushButton[primary="true"] { background: $accent; border-color: $accent; color: $onAccent; font-weight: 600; }
QPushButton[primary="true"]:hover { background: $accentHover; border-color: $accentHover; }
QPushButton[primary="true"]:focus { border: 2px solid $text; padding: 4px 12px; }

QLineEdit, QSpinBox { background: $panel; border: 1px solid $border; border-radius: 5px; padding: 3px 6px; color: $text;
    selection-background-color: $accent; selection-color: $onAccent; }
QLineEdit:focus, QSpinBox:focus { border-color: $accent; }

QHeaderView { background: $panel; border: none; }
QHeaderView::section { background: $panel; color: $dim; border: none; border-bottom: 1px solid $line; padding: 4px; }
QHeaderView::section:hover { color: $text; }
skein--TriageTable QHeaderView::section { padding: 4px 6px; }
QToolButton:checked { background: $selection; border: 1px solid $border; border-radius: 4px; color: $text; }

QProgressBar { background: $line; border: none; border-radius: 3px; max-height: 6px; min-height: 6px; }
QProgressBar::chunk { background: $accent; border-radius: 3px; }

QScrollBar { background: transparent; border: none; margin: 0; }
QScrollBar:vertical { width: 11px; }
QScrollBar:horizontal { height: 11px; }
QScrollBar::handle { background: $handle; border-radius: 3px; margin: 2px; }
QScrollBar::handle:vertical { min-height: 28px; }
QScrollBar::handle:horizontal { min-width: 28px; }
QScrollBar::handle:hover { background: $faint; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QAbstractScrollArea::corner { background: transparent; }

QMainWindow::separator { background: transparent; width: 6px; height: 6px; }
QMainWindow::separator:hover { background: $selection; }

skein--DocumentTabs { background: $background; }
skein--DocumentTabs::tab { background: transparent; color: $dim; border: 1px solid transparent; border-bottom: none;
    border-top-left-radius: 6px; border-top-right-radius: 6px; padding: 5px 8px 6px 13px; margin: 0 1px; }
skein--DocumentTabs::tab:selected { background: $panel; color: $text; border-color: $line; }
skein--DocumentTabs::tab:hover:!selected { color: $text; background: $hover; }

skein--DockTabs { background: transparent; }
skein--DockTabs::tab { background: transparent; border: none; border-bottom: 2px solid transparent; color: $dim;
    padding: 6px 11px 5px 11px; }
skein--DockTabs::tab:selected { color: $text; border-bottom-color: $accent; }
skein--DockTabs::tab:hover:!selected { color: $text; }
skein--DockTabs::tab:focus { color: $accent; }
)";

QString name(const QColor& colour)
{
    return colour.name(QColor::HexRgb);
}

} // namespace

QColor mixed(const QColor& top, const QColor& below, qreal amount)
{
    const auto part = [=](int a, int b) { return static_cast<int>(a * amount + b * (1 - amount) + 0.5); };
    return {part(top.red(), below.red()), part(top.green(), below.green()), part(top.blue(), below.blue())};
}

void applyTheme(QApplication& application, const Theme& theme)
{
    if (application.style()->name() != QLatin1String("fusion"))
        QApplication::setStyle(QStringLiteral("fusion"));
    QApplication::setPalette(theme.palette());
    QApplication::setFont(theme.ui);
    QString sheet = QString::fromLatin1(kSheet);
    // Longer names first: $accent is the beginning of $accentHover.
    const std::pair<const char*, QColor> colours[] = {
        {"$accentHover", mixed(theme.accent, theme.text, 0.85)},
        {"$accent", theme.accent},
        {"$onAccent", theme.dark ? theme.background : QColor(Qt::white)},
        {"$background", theme.background},
        {"$border", mixed(theme.faint, theme.line, 0.25)},
        {"$panel", theme.panel},
        {"$line", theme.line},
        {"$text", theme.text},
        {"$dim", theme.dim},
        {"$faint", theme.faint},
        {"$selection", theme.selection},
        {"$handle", mixed(theme.faint, theme.panel, 0.45)},
        {"$hover", mixed(theme.selection, theme.background, 0.6)},
    };
    for (const auto& [key, colour] : colours)
        sheet.replace(QLatin1String(key), name(colour));
    application.setStyleSheet(sheet);
}

} // namespace skein
