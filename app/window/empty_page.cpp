// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "app/window/empty_page.h"

#include "app/window/drop_area.h"
#include "app/window/list_row.h"
#include "app/window/plain_tip.h"

#include <QDateTime>
#include <QFileInfo>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QToolButton>
#include <QVBoxLayout>
#include <QtConcurrent>

namespace skein
{
namespace
{

constexpr int kWidest = 860;
constexpr qsizetype kRecentShown = 6;

QVBoxLayout* makeColumn(QWidget* column, QLabel* heading, QWidget* aside)
{
    auto* const layout = new QVBoxLayout(column);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(1);
    auto* const top = new QHBoxLayout;
    top->setContentsMargins(10, 0, 4, 4);
    top->addWidget(heading);
    top->addStretch();
    if (aside)
        top->addWidget(aside);
    layout->addLayout(top);
    auto* const rows = new QVBoxLayout;
    rows->setSpacing(1);
    layout->addLayout(rows);
    layout->addStretch();
    return rows;
}

} // namespace

EmptyPage::EmptyPage(RecentFiles& recent, QList<Example> examples, ThemeSource& themes, QWidget* parent)
    : QScrollArea(parent), m_recent(recent), m_examples(std::move(examples)), m_themes(themes)
{
    setFrameShape(QFrame::NoFrame);
    setWidgetResizable(true);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setObjectName(QStringLiteral("emptyPage"));

    auto* const page = new QWidget;
    auto* const content = new QWidget(page);
    content->setMaximumWidth(kWidest);
    content->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    m_drop = new DropArea(m_themes, content);
    connect(m_drop, &DropArea::openRequested, this, &EmptyPage::openRequested);
    connect(m_drop, &DropArea::pasteRequested, this, &EmptyPage::pasteRequested);
    auto* const column = new QVBoxLayout(content);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(26);
    column->addWidget(m_drop);
    column->addWidget(makeColumns());

    // A little above the middle, and never wider than can be read.
    auto* const across = new QHBoxLayout;
    across->addStretch(1);
    across->addWidget(content, 40);
    across->addStretch(1);
    auto* const down = new QVBoxLayout(page);
    down->setContentsMargins(24, 24, 24, 24);
    down->addStretch(2);
    down->addLayout(across);
    down->addStretch(3);
    setWidget(page);

    connect(&m_recent, &RecentFiles::changed, this, [this] {
        if (isVisible())
            refresh();
    });
    connect(&m_themes, &ThemeSource::changed, this, &EmptyPage::applyTheme);
    applyTheme();
    showRecent({});
}

QWidget* EmptyPage::makeColumns()
{
    auto* const columns = new QWidget(this);
    auto* const layout = new QHBoxLayout(columns);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(24);

    m_recentColumn = new QWidget(columns);
    auto* const recent = new QLabel(tr("Recent"), columns);
    m_clear = new QToolButton(columns);
    m_clear->setText(tr("Clear list"));
    m_clear->setAutoRaise(true);
    connect(m_clear, &QToolButton::clicked, this, [this] { m_recent.clear(); });
    m_recentRows = makeColumn(m_recentColumn, recent, m_clear);
    layout->addWidget(m_recentColumn, 1);
    m_headings.append(recent);

    if (!m_examples.isEmpty()) {
        auto* const column = new QWidget(columns);
        auto* const heading = new QLabel(tr("Examples to try"), columns);
        m_all = new QToolButton(columns);
        m_all->setText(tr("All %Ln example(s)", nullptr, static_cast<int>(m_examples.size())));
        m_all->setAutoRaise(true);
        connect(m_all, &QToolButton::clicked, this, [this] {
            m_showAll = true;
            arrangeExamples();
        });
        m_exampleGrid = new QGridLayout;
        m_exampleGrid->setSpacing(1);
        m_exampleGrid->setHorizontalSpacing(24);
        makeColumn(column, heading, m_all)->addLayout(m_exampleGrid);
        for (const Example& example : m_examples) {
            auto* const row =
                new ListRow(m_themes, example.title, QFileInfo(example.path).fileName(), QString(), column);
            row->setToolTip(plainTip(example.title));
            connect(row, &ListRow::clicked, this, [this, path = example.path] { Q_EMIT fileChosen(path); });
            m_exampleRows.append(row);
        }
        layout->addWidget(column, 1);
        m_headings.append(heading);
    }
    return columns;
}

/// In two columns where nothing stands beside them, otherwise the first few.
void EmptyPage::arrangeExamples()
{
    if (!m_exampleGrid)
        return;
    const bool alone = m_recent.entries().isEmpty();
    const qsizetype count = m_exampleRows.size();
    const qsizetype rows = alone ? (count + 1) / 2 : count;
    for (qsizetype i = 0; i < count; ++i) {
        m_exampleGrid->removeWidget(m_exampleRows[i]);
        m_exampleGrid->addWidget(m_exampleRows[i], static_cast<int>(i % rows), static_cast<int>(i / rows));
        m_exampleRows[i]->setVisible(alone || m_showAll || i < kRecentShown);
    }
    m_exampleGrid->setColumnStretch(0, 1);
    m_exampleGrid->setColumnStretch(1, alone ? 1 : 0);
    m_exampleGrid->setHorizontalSpacing(alone ? 24 : 0);
    m_all->setVisible(!alone && !m_showAll && count > kRecentShown);
}

void EmptyPage::setDragging(bool dragging)
{
    m_drop->setDragging(dragging);
}

void EmptyPage::showEvent(QShowEvent* event)
{
    QScrollArea::showEvent(event);
    refresh();
}

/// A file on a network drive that hangs must not hold the window, so the looking is done elsewhere.
void EmptyPage::refresh()
{
    QStringList paths;
    for (const auto& entry : m_recent.entries())
        paths.append(entry.path);
    showRecent({});
    QtConcurrent::run([paths] {
        QList<bool> there;
        for (const QString& path : paths)
            there.append(QFileInfo::exists(path));
        return there;
    }).then(this, [this](const QList<bool>& there) { showRecent(there); });
}

void EmptyPage::showRecent(const QList<bool>& there)
{
    while (QLayoutItem* const item = m_recentRows->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    const auto& entries = m_recent.entries();
    m_recentColumn->setVisible(!entries.isEmpty());
    arrangeExamples();
    const QDateTime now = QDateTime::currentDateTimeUtc();
    for (qsizetype i = 0; i < std::min(entries.size(), kRecentShown); ++i) {
        const auto& entry = entries[i];
        const bool missing = there.size() == entries.size() && !there[i];
        const QFileInfo file(entry.path);
        auto* const row =
            new ListRow(m_themes, file.fileName(), shownPath(file.path()),
                        missing ? tr("not there any more") : timeAgo(entry.opened, now), m_recentColumn);
        row->setToolTip(plainTip(entry.path));
        row->setEnabled(!missing);
        connect(row, &ListRow::clicked, this, [this, path = entry.path] { Q_EMIT fileChosen(path); });
        m_recentRows->addWidget(row);
    }
}

void EmptyPage::applyTheme()
{
    const Theme& theme = m_themes.theme();
    QPalette quiet = theme.palette();
    quiet.setColor(QPalette::WindowText, theme.dim);
    quiet.setColor(QPalette::ButtonText, theme.dim);
    QFont heading = theme.ui;
    heading.setWeight(QFont::DemiBold);
    for (QLabel* const label : m_headings) {
        label->setFont(heading);
        label->setPalette(quiet);
    }
    m_clear->setPalette(quiet);
    if (m_all)
        m_all->setPalette(quiet);
}

} // namespace skein
