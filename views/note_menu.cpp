// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "views/note_menu.h"

#include "views/style/text.h"

#include <QApplication>
#include <QCoreApplication>
#include <QInputDialog>
#include <QLabel>

namespace skein
{
namespace
{

using notes::VerdictKind;

constexpr int kMostListed = 5;

struct Words {
    Q_DECLARE_TR_FUNCTIONS(NoteMenu)
};

/// A menu takes "&" for the sign of a mnemonic.
QString inMenu(QString text)
{
    return text.replace(u'&', QStringLiteral("&&"));
}

/// A dialog takes what looks like HTML for HTML.
void openPlain(QInputDialog& dialog)
{
    dialog.open();
    for (QLabel* const label : dialog.findChildren<QLabel*>())
        label->setTextFormat(Qt::PlainText);
}

class Builder
{
public:
    Builder(QMenu& menu, ViewContext& context, const notes::Anchor& on)
        : m_menu(menu),
          m_context(context),
          m_notes(context.annotations),
          m_on(on),
          m_target(m_notes.resolver().resolve(on))
    {
    }

    void build()
    {
        m_menu.addSeparator();
        addNotes();
        const auto& at = m_on.at;
        if (std::holds_alternative<notes::OnFinding>(at) || std::holds_alternative<notes::OnAccess>(at))
            addFinding();
        if (const auto thread = threadOf(m_notes, m_on))
            addThread(*thread);
        if (std::holds_alternative<notes::OnGroup>(at))
            addMarks(m_on, Words::tr("Hide the lanes of this group"));
    }

private:
    template <class Act>
    QAction* add(const QString& text, const char* name, Act act)
    {
        QAction* const action = m_menu.addAction(text);
        action->setObjectName(QLatin1String(name));
        QObject::connect(action, &QAction::triggered, &m_notes, std::move(act));
        return action;
    }

    void addNotes()
    {
        Annotations& notes = m_notes;
        add(Words::tr("Add &note…"), "noteAdd", [&notes, on = m_on] { notes.write(on); });
        const std::string key = notes::keyOf(m_on);
        int listed = 0;
        for (const auto& [note, target] : notes.said().notes) {
            if (note->replyTo || notes::keyOf(note->anchor.value()) != key || ++listed > kMostListed)
                continue;
            add(inMenu(Words::tr("Note: %1").arg(firstWords(*note, 40))), "noteShow",
                [&notes, id = note->id] { notes.choose(id); });
        }
        const notes::Note* const from = notes.notebook().find(notes.arrowFrom());
        if (from && notes::keyOf(from->anchor.value()) != key) {
            add(Words::tr("Draw the &arrow to here"), "noteArrow",
                [&notes, on = m_on] { notes.endArrow(on); });
            add(Words::tr("Draw no arrow"), "noteNoArrow", [&notes] { notes.beginArrow({}); });
        }
    }

    /// An entry with a check mark: chosen again, the verdict is taken back.
    void addVerdict(const QString& text, const char* name, VerdictKind kind, const notes::Anchor& on,
                    const notes::VerdictValue& value)
    {
        Annotations& notes = m_notes;
        const bool is = notes.notebook().verdict(kind, on) == value;
        QAction* const action = add(text, name, [&notes, kind, on, value, is] {
            notes.setVerdict(kind, on, is ? notes::VerdictValue() : value);
        });
        action->setCheckable(true);
        action->setChecked(is);
    }

    void addFinding()
    {
        if (!m_target.finding)
            return;
        const notes::Anchor finding = m_notes.resolver().onFinding(*m_target.finding);
        m_menu.addSeparator();
        addVerdict(Words::tr("&Confirm this finding"), "verdictConfirm", VerdictKind::Finding, finding,
                   {.text = "confirmed", .party = {}});
        addVerdict(Words::tr("Re&ject this finding"), "verdictReject", VerdictKind::Finding, finding,
                   {.text = "rejected", .party = {}});
        const notes::VerdictValue& party = m_notes.notebook().verdict(VerdictKind::OtherParty, finding);
        if (party.party) {
            Annotations& notes = m_notes;
            add(Words::tr("Take back the pinned other party"), "verdictUnpin",
                [&notes, finding] { notes.setVerdict(VerdictKind::OtherParty, finding, {}); });
        }
    }

    void addThread(const notes::Anchor& thread)
    {
        m_menu.addSeparator();
        ViewContext& context = m_context;
        if (const auto chosen = context.selection.current().finding) {
            const notes::Anchor finding = m_notes.resolver().onFinding(*chosen);
            addVerdict(Words::tr("&Pin as the other party of finding %1").arg(*chosen + 1), "verdictPin",
                       VerdictKind::OtherParty, finding, {.text = {}, .party = thread});
        }
        add(Words::tr("&Rename this thread…"), "verdictName",
            [&context, thread, parent = QPointer(m_menu.parentWidget())] {
                askThreadName(parent ? parent->window() : QApplication::activeWindow(), context, thread);
            });
        addMarks(thread, Words::tr("&Hide its lane"));
    }

    void addMarks(const notes::Anchor& on, const QString& hide)
    {
        if (std::holds_alternative<notes::OnGroup>(on.at))
            m_menu.addSeparator();
        addVerdict(Words::tr("Mark as &important"), "verdictImportant", VerdictKind::Important, on,
                   {.text = "yes", .party = {}});
        addVerdict(hide, "verdictHidden", VerdictKind::Hidden, on, {.text = "yes", .party = {}});
        if (const int hidden = hiddenLanes(m_notes); hidden > 0) {
            Annotations& notes = m_notes;
            add(Words::tr("Show what was hidden (%1)").arg(hidden), "verdictShowAll",
                [&notes] { showHiddenLanes(notes); });
        }
    }

    QMenu& m_menu;
    ViewContext& m_context;
    Annotations& m_notes;
    notes::Anchor m_on;
    notes::Target m_target;
};

} // namespace

void addNoteActions(QMenu& menu, ViewContext& context, const notes::Anchor& on)
{
    if (context.annotations.open())
        Builder(menu, context, on).build();
}

void showContextMenu(QWidget& of, const QList<QAction*>& actions, ViewContext& context,
                     const std::optional<notes::Anchor>& on, QPoint global)
{
    auto* const menu = new QMenu(&of);
    menu->setObjectName(QStringLiteral("contextMenu"));
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->addActions(actions);
    if (on)
        addNoteActions(*menu, context, *on);
    menu->popup(global);
}

void offerNotes(QAbstractScrollArea& list, const View& view)
{
    list.setContextMenuPolicy(Qt::CustomContextMenu);
    QObject::connect(&list, &QWidget::customContextMenuRequested, &list, [&list, &view](QPoint at) {
        const auto on = view.annotations().open() ? view.noteAnchor() : std::nullopt;
        showContextMenu(list, list.actions(), view.context(), on, list.viewport()->mapToGlobal(at));
    });
}

std::optional<notes::Anchor> threadOf(const Annotations& annotations, const notes::Anchor& on)
{
    if (std::holds_alternative<notes::OnThread>(on.at))
        return on;
    if (!std::holds_alternative<notes::OnFrame>(on.at))
        return {};
    const ThreadRef thread = annotations.resolver().resolve(on).thread;
    return thread ? std::optional(annotations.resolver().onThread(thread)) : std::nullopt;
}

int hiddenLanes(const Annotations& annotations)
{
    return static_cast<int>(annotations.said().hidden.size() + annotations.said().hiddenGroups.size());
}

void showHiddenLanes(Annotations& annotations)
{
    std::vector<notes::Anchor> hidden;
    for (const notes::Verdict* const verdict : annotations.notebook().verdicts())
        if (verdict->kind == VerdictKind::Hidden && !verdict->value.value().empty())
            hidden.push_back(verdict->on);
    for (const notes::Anchor& on : hidden)
        annotations.setVerdict(VerdictKind::Hidden, on, {});
}

void askThreadName(QWidget* parent, ViewContext& context, const notes::Anchor& on)
{
    Annotations& notes = context.annotations;
    const auto thread = threadOf(notes, on);
    if (!thread)
        return;
    auto* const dialog = new QInputDialog(parent);
    dialog->setObjectName(QStringLiteral("threadName"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(Words::tr("Rename thread"));
    dialog->setLabelText(Words::tr("What people call %1 (nothing: as the log does)")
                             .arg(style::text(notes.resolver().resolve(*thread).label)));
    dialog->setTextValue(style::text(notes.notebook().verdict(VerdictKind::Name, *thread).text));
    QObject::connect(
        dialog, &QInputDialog::textValueSelected, &notes, [&notes, at = *thread](const QString& name) {
            notes.setVerdict(VerdictKind::Name, at, {.text = name.simplified().toStdString(), .party = {}});
        });
    openPlain(*dialog);
}

void askAuthor(QWidget* parent, Annotations& annotations)
{
    auto* const dialog = new QInputDialog(parent);
    dialog->setObjectName(QStringLiteral("author"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(Words::tr("Your name on notes"));
    dialog->setLabelText(
        annotations.systemAuthor().isEmpty()
            ? Words::tr("The name that stands on what you write:")
            : Words::tr("The name that stands on what you write (nothing: %1, as the system has it):")
                  .arg(annotations.systemAuthor()));
    dialog->setTextValue(annotations.author());
    QObject::connect(dialog, &QInputDialog::textValueSelected, &annotations, &Annotations::setAuthor);
    openPlain(*dialog);
}

QString firstWords(const notes::Note& note, int most)
{
    const QString text = style::text(note.text.value()).simplified();
    return text.size() <= most ? text : text.left(most - 1).trimmed() + QStringLiteral("…");
}

} // namespace skein
