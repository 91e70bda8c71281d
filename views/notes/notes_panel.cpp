// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "views/notes/notes_panel.h"

#include "views/style/said.h"
#include "views/style/text.h"

#include <QHBoxLayout>
#include <QMenu>
#include <QVBoxLayout>

namespace skein
{

NoteBanner::NoteBanner(ThemeSource& themes, const char* name, QWidget* parent)
    : QFrame(parent),
      m_themes(themes),
      m_sentence(new QLabel(this)),
      m_first(new QToolButton(this)),
      m_second(new QToolButton(this))
{
    setObjectName(QLatin1String(name));
    setAutoFillBackground(true);
    auto* const row = new QHBoxLayout(this);
    row->setContentsMargins(10, 3, 6, 3);
    row->setSpacing(4);
    m_sentence->setTextFormat(Qt::PlainText);
    m_sentence->setWordWrap(true);
    row->addWidget(m_sentence, 1);
    for (QToolButton* const button : {m_first, m_second}) {
        button->setAutoRaise(true);
        button->setFocusPolicy(Qt::TabFocus);
        row->addWidget(button);
    }
    connect(m_first, &QToolButton::clicked, this, &NoteBanner::first);
    connect(m_second, &QToolButton::clicked, this, &NoteBanner::second);
    connect(&themes, &ThemeSource::changed, this, &NoteBanner::rethink);
    rethink();
    hide();
}

void NoteBanner::rethink()
{
    QPalette palette = this->palette();
    palette.setColor(QPalette::Window, m_themes.theme().note);
    palette.setColor(QPalette::WindowText, m_themes.theme().text);
    setPalette(palette);
}

void NoteBanner::say(const QString& sentence, const QString& first, const QString& second)
{
    m_sentence->setText(style::breakable(sentence));
    m_sentence->setAccessibleName(sentence);
    m_first->setText(first);
    m_second->setText(second);
    m_second->setVisible(!second.isEmpty());
    setVisible(!sentence.isEmpty());
}

NotesPanel::NotesPanel(ViewContext& context, NoteFilter& notes, QWidget* parent)
    : QWidget(parent),
      top(new QWidget(this)),
      filter(new FilterEdit(context.themes, top)),
      list(new NoteList(context.themes, notes, this)),
      sentence(new QLabel(this)),
      pages(new QStackedWidget(this)),
      drafts(new NoteBanner(context.themes, "noteDrafts", this)),
      arrow(new NoteBanner(context.themes, "noteArrow", this)),
      disputes(new NoteBanner(context.themes, "noteDisputes", this)),
      conflicts(new NoteConflicts(context.themes, context.annotations, this)),
      editor(new NoteEditor(context, this)),
      bar(new QWidget(this)),
      tools(new QWidget(this))
{
    filter->line().setPlaceholderText(tr("Filter: author:ann status:open note:~lock"));
    filter->line().setAccessibleName(tr("Filter the notes"));
    makeActions();
    makeTools();
    makeLayout();
}

QAction* NotesPanel::make(const QString& text, const char* key, const char* name, bool always)
{
    auto* const action = new QAction(text, list);
    action->setObjectName(QLatin1String(name));
    action->setShortcut(QKeySequence(QLatin1String(key)));
    action->setShortcutContext(Qt::WidgetShortcut);
    action->setEnabled(always);
    list->addAction(action);
    return action;
}

void NotesPanel::makeActions()
{
    const auto separate = [this] {
        auto* const line = new QAction(list);
        line->setSeparator(true);
        list->addAction(line);
    };
    list->setContextMenuPolicy(Qt::CustomContextMenu);
    goTo = make(tr("&Go to what it is about"), "", "noteGoTo");
    separate();
    answer = make(tr("A&nswer…"), "R", "noteAnswer");
    answer->setIconText(tr("Answer"));
    edit = make(tr("&Edit…"), "E", "noteEdit");
    edit->setShortcuts({QKeySequence(QStringLiteral("E")), QKeySequence(Qt::Key_F2)});
    edit->setIconText(tr("Edit"));
    resolve = make(tr("Re&solve"), "Space", "noteResolve");
    remove = make(tr("&Delete"), "Del", "noteDelete");
    separate();
    colours = new QMenu(tr("&Colour"), list);
    const auto colour = [&](std::string_view name, int number) {
        QAction* const action = make(style::noteColourWord(name), "", "noteColour");
        action->setShortcut(QKeySequence(QString::number(number)));
        action->setCheckable(true);
        action->setData(QString::fromLatin1(name.data(), static_cast<qsizetype>(name.size())));
        colours->addAction(action);
        setColour << action;
    };
    colour("", 0);
    for (int number = 1; const std::string_view name : notes::kColours)
        colour(name, number++);
    arrowTo = make(tr("Draw an &arrow to another thing…"), "A", "noteArrowTo");
    noArrow = make(tr("Remove the arrow"), "Shift+A", "noteNoArrow");
    move = make(tr("&Move it to what is selected"), "M", "noteMove");
    links = new QMenu(tr("Open a &link"), list);
    separate();
    copy = make(tr("Copy as Markdown"), "", "copy");
    connect(make(tr("Filter…"), "", "find", true), &QAction::triggered, this,
            [this] { filter->line().setFocus(Qt::ShortcutFocusReason); });
    add = make(tr("Add &note…"), "N", "noteNew", true);
    add->setIconText(tr("Add note"));
    add->setToolTip(tr("A note on what is selected (N, and Ctrl+N from everywhere)"));
    openOnly = make(tr("&Open ones only"), "O", "noteOpenOnly", true);
    openOnly->setCheckable(true);
    openOnly->setToolTip(tr("Leave out what is resolved"));
    byTime = make(tr("In order of &time"), "T", "noteByTime", true);
    byTime->setCheckable(true);
    byTime->setToolTip(tr("Otherwise in the order of the log"));
}

QToolButton* NotesPanel::button(QAction* action, QWidget* parent)
{
    auto* const made = new QToolButton(parent);
    made->setDefaultAction(action);
    made->setAutoRaise(true);
    made->setToolButtonStyle(Qt::ToolButtonTextOnly);
    made->setFocusPolicy(Qt::TabFocus);
    return made;
}

void NotesPanel::makeTools()
{
    auto* const row = new QHBoxLayout(tools);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(2);
    count = new QLabel(tools);
    count->setTextFormat(Qt::PlainText);
    row->addWidget(count);
    row->addWidget(button(add, tools));
}

void NotesPanel::makeLayout()
{
    auto* const layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    auto* const row = new QHBoxLayout(top);
    row->setContentsMargins(8, 6, 8, 6);
    row->setSpacing(4);
    row->addWidget(filter, 1, Qt::AlignTop);
    auto* const more = new QToolButton(top);
    more->setText(tr("Show"));
    more->setAccessibleName(tr("Which notes are shown, and in which order"));
    more->setAutoRaise(true);
    more->setPopupMode(QToolButton::InstantPopup);
    auto* const shown = new QMenu(more);
    shown->addActions({openOnly, byTime});
    more->setMenu(shown);
    row->addWidget(more, 0, Qt::AlignTop);
    layout->addWidget(top);
    for (NoteBanner* const banner : {disputes, arrow, drafts})
        layout->addWidget(banner);
    sentence->setTextFormat(Qt::PlainText);
    sentence->setWordWrap(true);
    sentence->setAlignment(Qt::AlignTop);
    sentence->setContentsMargins(14, 10, 14, 10);
    sentence->setObjectName(QStringLiteral("noteSentence"));
    pages->addWidget(list);
    sentence->setFocusPolicy(Qt::StrongFocus); // keys work and a click counts where nothing is listed
    pages->addWidget(sentence);
    layout->addWidget(pages, 1);
    layout->addWidget(conflicts);

    auto* const buttons = new QHBoxLayout(bar);
    buttons->setContentsMargins(6, 3, 6, 3);
    buttons->setSpacing(2);
    for (QAction* const action : {answer, edit, resolve, remove})
        buttons->addWidget(button(action, bar));
    auto* const rest = new QToolButton(bar);
    rest->setText(tr("More"));
    rest->setAutoRaise(true);
    rest->setPopupMode(QToolButton::InstantPopup);
    rest->setFocusPolicy(Qt::TabFocus);
    menu = new QMenu(rest);
    menu->addActions({goTo, answer, edit, resolve, remove});
    menu->addSeparator();
    menu->addMenu(colours);
    menu->addMenu(links);
    menu->addActions({arrowTo, noArrow, move});
    menu->addSeparator();
    menu->addAction(copy);
    rest->setMenu(menu);
    buttons->addWidget(rest);
    buttons->addStretch(1);
    layout->addWidget(bar);
    layout->addWidget(editor);
}

} // namespace skein
