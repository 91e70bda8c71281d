// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "views/triage/triage_panel.h"

#include "views/items/triage_items.h"
#include "views/style/text.h"
#include "views/triage/triage_words.h"

#include <QAction>
#include <QActionGroup>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QStackedWidget>
#include <QToolButton>
#include <QVBoxLayout>

namespace skein
{

TriagePanel::TriagePanel(ThemeSource& themes, QWidget* parent)
    : QWidget(parent),
      filter(new FilterEdit(themes, this)),
      table(new TriageTable(themes, this)),
      matrix(new TriageTable(themes, this)),
      creations(new CreationTree(themes, this)),
      sentence(emptySentence(this)),
      pages(new QStackedWidget(this)),
      detail(new QLabel(this)),
      tools(new QWidget(this))
{
    table->setObjectName(QStringLiteral("triageTable"));
    table->setAccessibleName(tr("Leaks"));
    matrix->setObjectName(QStringLiteral("triageMatrix"));
    matrix->setAccessibleName(tr("Goroutines in each dump"));
    makeActions();
    makeTools();
    makeLayout();
}

QAction* TriagePanel::add(const QString& text, const char* key, const char* name)
{
    auto* const action = new QAction(text, table);
    action->setShortcut(QKeySequence(QLatin1String(key)));
    action->setShortcutContext(Qt::WidgetShortcut);
    if (name)
        action->setObjectName(QLatin1String(name));
    table->addAction(action);
    return action;
}

void TriagePanel::separate()
{
    auto* const line = new QAction(table);
    line->setSeparator(true);
    table->addAction(line);
}

void TriagePanel::makeActions()
{
    static constexpr std::pair<triage::Status, const char*> kKeys[] = {
        {triage::Status::Known, "K"},   {triage::Status::Fixed, "F"}, {triage::Status::FalsePositive, "P"},
        {triage::Status::WontFix, "W"}, {triage::Status::New, "Del"},
    };
    for (const auto& [status, key] : kKeys) {
        const QString text = status == triage::Status::New ? tr("Forget: new again")
                                                           : tr("Set to “%1”").arg(statusWord(status));
        setStatus.append({status, add(text, key)});
        onRow << setStatus.back().second;
    }
    onRow << (toggleKnown = add(tr("Known or new"), "Space"));
    separate();
    onRow << (owner = add(tr("Owner…"), "O"));
    onRow << (note = add(tr("Note…"), "N"));
    separate();
    undo = add(tr("Undo"), "", "undo");
    redo = add(tr("Redo"), "", "redo");
    // What is in sight is copied.
    QAction* const copy = add(tr("Copy as text"), "", "copy");
    connect(copy, &QAction::triggered, this, [this] {
        if (creations->isVisible())
            creations->copy();
        else
            (matrix->isVisible() ? matrix : table)->copyRows();
    });
    QAction* const markdown = add(tr("Copy as Markdown"), "", "copyMarkdown");
    connect(markdown, &QAction::triggered, this,
            [this] { (matrix->isVisible() ? matrix : table)->copyMarkdown(); });
    matrix->addActions({copy, markdown});
    connect(add(tr("Select all"), "", "selectAll"), &QAction::triggered, table,
            &QAbstractItemView::selectAll);
    connect(add(tr("Filter…"), "", "find"), &QAction::triggered, this,
            [this] { filter->line().setFocus(Qt::ShortcutFocusReason); });
    idle = add(tr("Show the usual idle ones"));
    idle->setCheckable(true);
    separate();
    compare = add(tr("Compare with another dump…"));
    compare->setIconText(tr("Compare…"));
    compare->setToolTip(tr("Compare with another dump of the same program; or drop one here"));
    stopComparing = add(tr("Stop comparing"));
    separate();
    save = add(tr("Save the baseline"), "", "save");
    choose = add(tr("Choose the baseline file…"));
    accept = add(tr("Accept all that is listed"));
    accept->setToolTip(tr("What is new becomes known, what has grown is counted anew"));
}

QToolButton* TriagePanel::button(QAction* action, QWidget* parent)
{
    auto* const made = new QToolButton(parent);
    if (action)
        made->setDefaultAction(action);
    made->setAutoRaise(true);
    return made;
}

void TriagePanel::makeTools()
{
    auto* const row = new QHBoxLayout(tools);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(2);
    count = new QLabel(tools);
    count->setTextFormat(Qt::PlainText);
    row->addWidget(count);
    row->addSpacing(8);
    auto* const group = new QActionGroup(this);
    showLeaks = group->addAction(tr("leaks"));
    showLeaks->setToolTip(tr("One row for each leak"));
    showMatrix = group->addAction(tr("matrix"));
    showMatrix->setToolTip(tr("Each goroutine in each of the compared dumps"));
    showCreations = group->addAction(tr("creators"));
    showCreations->setObjectName(QStringLiteral("showCreations"));
    showCreations->setToolTip(tr("Who created the leaks, through how many generations"));
    for (QAction* const action : {showLeaks, showMatrix, showCreations}) {
        action->setCheckable(true);
        row->addWidget(button(action, tools));
    }
    showLeaks->setChecked(true);
}

void TriagePanel::makeLayout()
{
    auto* const layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    auto* const row = new QHBoxLayout;
    row->setContentsMargins(8, 6, 8, 6);
    row->setSpacing(4);
    row->addWidget(filter, 1, Qt::AlignTop);
    row->addWidget(button(compare, this), 0, Qt::AlignTop);
    stopButton = button(stopComparing, this);
    row->addWidget(stopButton, 0, Qt::AlignTop);
    file = button(nullptr, this);
    file->setObjectName(QStringLiteral("baselineButton"));
    file->setPopupMode(QToolButton::InstantPopup);
    auto* const menu = new QMenu(file);
    menu->addActions({save, choose, accept});
    file->setMenu(menu);
    row->addWidget(file, 0, Qt::AlignTop);
    layout->addLayout(row);
    for (QWidget* const page : {static_cast<QWidget*>(table), static_cast<QWidget*>(matrix),
                                static_cast<QWidget*>(creations), static_cast<QWidget*>(sentence)})
        pages->addWidget(page);
    layout->addWidget(pages, 1);
    detail->setTextFormat(Qt::PlainText);
    detail->setWordWrap(true);
    detail->setContentsMargins(10, 5, 10, 6);
    detail->setTextInteractionFlags(Qt::TextSelectableByMouse);
    detail->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    layout->addWidget(detail);
    setFocusProxy(table);
}

void TriagePanel::showFile(const BaselineDocument* baseline)
{
    const QString name = !baseline                    ? tr("No baseline")
                         : baseline->path().isEmpty() ? tr("No baseline file")
                                                      : QFileInfo(baseline->path()).fileName();
    // A dot says that there is something to save; so do the tip and the menu.
    file->setText(baseline && baseline->isModified() ? QStringLiteral("● ") + name : name);
    file->setToolTip(style::plainTooltip(words::fileTip(baseline)));
    file->setAccessibleName(tr("Baseline: %1").arg(name));
    file->setEnabled(baseline != nullptr);
}

} // namespace skein
