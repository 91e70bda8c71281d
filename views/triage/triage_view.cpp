// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "views/triage/triage_view.h"

#include "model/said/statuses.h"
#include "model/triage/baseline_file.h"
#include "views/annotations.h"
#include "views/note_menu.h"
#include "views/other_logs.h"
#include "views/style/text.h"
#include "views/triage/baselines.h"
#include "views/triage/triage_delegate.h"
#include "views/triage/triage_edits.h"
#include "views/triage/triage_job.h"
#include "views/triage/triage_pages.h"
#include "views/triage/triage_panel.h"
#include "views/triage/triage_table.h"
#include "views/triage/triage_words.h"

#include <QAction>
#include <QApplication>
#include <QDragEnterEvent>
#include <QFileDialog>
#include <QFileInfo>
#include <QLabel>
#include <QMessageBox>
#include <QMimeData>
#include <QStackedWidget>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>
#include <map>
#include <utility>

namespace skein
{
namespace
{

class TriageView final : public View
{
    Q_DECLARE_TR_FUNCTIONS(TriageView)

public:
    TriageView(ViewContext& context, QWidget* parent)
        : View(context, parent),
          m_baselines(context.settings),
          m_panel(new TriagePanel(context.themes, this)),
          m_table(m_panel->table),
          m_pages(context.themes, *m_panel, this),
          m_items(m_pages.leaks),
          m_delegate(context.themes, this)
    {
        setAcceptDrops(context.others != nullptr);
        auto* const layout = new QVBoxLayout(this);
        layout->setContentsMargins(0, 0, 0, 0);
        layout->addWidget(m_panel);
        setFocusProxy(m_panel->pages->currentWidget());
        connectTables();
        connectActions();
        connect(&selection(), &Selection::analysisChanged, this, [this] { open(); });
        connect(&selection(), &Selection::changed, this, [this] { follow(); });
        connect(m_panel->filter, &FilterEdit::filterChanged, this, [this] { ask(); });
        connect(m_panel->filter, &FilterEdit::applied, this, [this] {
            if (words::lapsed(m_items.triage().get()) > 0)
                ask();
        });
        connect(m_panel->filter, &FilterEdit::leave, this, [this] { focusTable(); });
        connect(&m_job, &TriageJob::answered, this, [this](const TriageAnswer& answer) { land(answer); });
        connect(&m_items, &TriageItems::editRequested, this, &TriageView::editFrom);
        if (context.others)
            connect(context.others, &OtherLogs::changed, this, [this] { ask(); });
        open();
    }

    /// A baseline that goes away says that it has changed.
    ~TriageView() override { disconnect(m_hears); }

    QWidget* titleTools() override { return m_panel->tools; }
    QList<QAction*> viewActions() override { return m_table->actions(); }
    QSize sizeHint() const override { return {800, 320}; }

    QStringList unsaved() const override
    {
        QStringList names;
        for (const BaselineDocument* const document : m_baselines.modified())
            names << (document->path().isEmpty() ? tr("a baseline without a file") : document->path());
        return names;
    }

    /// What the baseline says; it may be the one of a case.
    std::vector<triage::BaselineEntry> statuses() const
    {
        return m_document ? m_document->baseline().entries() : std::vector<triage::BaselineEntry>();
    }

    bool save() override
    {
        for (BaselineDocument* const document : m_baselines.modified())
            if (!save(*document))
                return false;
        return true;
    }

    /// The group of the leak, or the goroutine of the matrix.
    std::optional<notes::Anchor> noteAnchor() const override
    {
        const notes::Resolver& resolver = annotations().resolver();
        if (m_panel->pages->currentWidget() == m_panel->matrix)
            if (const ThreadRef thread = m_pages.currentThread())
                return resolver.onThread(thread);
        const auto group = selection().current().group;
        return group ? resolver.onGroup(*group) : View::noteAnchor();
    }

protected:
    void showEvent(QShowEvent* event) override
    {
        View::showEvent(event);
        if (m_stale)
            ask();
    }

    void dragEnterEvent(QDragEnterEvent* event) override
    {
        if (event->source() || !analysis() || !context().others->accepts(*event->mimeData()))
            return;
        event->setDropAction(Qt::CopyAction);
        event->accept();
        setDragging(true);
    }
    void dragLeaveEvent(QDragLeaveEvent*) override { setDragging(false); }
    void dropEvent(QDropEvent* event) override
    {
        setDragging(false);
        event->setDropAction(Qt::CopyAction);
        event->accept();
        context().others->add(*event->mimeData());
    }

private:
    // --------------------------------------------------------------------------------------- making

    void connectTables()
    {
        for (QAbstractScrollArea* const page : m_panel->lists())
            offerNotes(*page, *this);
        m_table->setItemDelegate(&m_delegate);
        connect(m_table->selectionModel(), &QItemSelectionModel::currentChanged, this, [this] { choose(); });
        connect(m_table->selectionModel(), &QItemSelectionModel::selectionChanged, this, [this] { tell(); });
        connect(m_table, &TriageTable::opened, this, [this] { choose(); });
        connect(m_panel->matrix->selectionModel(), &QItemSelectionModel::currentChanged, this,
                [this] { chooseThread(m_pages.currentThread()); });
        connect(m_panel->creations, &CreationTree::chosen, this, &TriageView::chooseThread);
        connect(m_panel->creations, &CreationTree::leaksWanted, this, [this](const QList<int>& rows) {
            m_panel->showLeaks->trigger();
            m_pages.chooseLeaks(rows);
            m_table->setFocus(Qt::OtherFocusReason);
        });
        connect(m_panel->creations, &CreationTree::filterWanted, this,
                [this] { m_panel->filter->line().setFocus(Qt::ShortcutFocusReason); });
    }

    void connectActions()
    {
        const auto on = [this](QAction* action, auto&& act) {
            connect(action, &QAction::triggered, this, act);
        };
        for (const auto& [status, action] : m_panel->setStatus)
            on(action, [this, status] { editRows(TriageItems::Status, static_cast<int>(status)); });
        on(m_panel->toggleKnown, [this] { toggleKnown(); });
        on(m_panel->owner, [this] { m_table->editCell(TriageItems::Owner); });
        on(m_panel->note, [this] { m_table->editCell(TriageItems::Note); });
        on(m_panel->undo, [this] { document().undoStack().undo(); });
        on(m_panel->redo, [this] { document().undoStack().redo(); });
        on(m_panel->idle, [this] { ask(); });
        on(m_panel->compare, [this] { context().others->choose(); });
        on(m_panel->stopComparing, [this] { context().others->clear(); });
        on(m_panel->save, [this] { save(document()); });
        on(m_panel->choose, [this] { chooseFile(document()); });
        on(m_panel->accept, [this] { accept(); });
        on(m_panel->showLeaks, [this] { showPage(); });
        on(m_panel->showMatrix, [this] { showPage(); });
        on(m_panel->showCreations, [this] { showPage(); });
    }

    // ------------------------------------------------------------------------------------- asking

    /// Of the log that is shown.
    BaselineDocument& document() const { return *m_document; }
    QString logPath() const
    {
        return analysis() ? QString::fromStdString(analysis()->log->input.path) : QString();
    }

    /// The answer is about the log that is shown, and not about what its file said before.
    bool fresh() const
    {
        const TriagePtr& leaks = m_items.triage();
        return leaks && leaks->inputs[leaks->shown] == analysis();
    }

    /// Another log is shown, or the same was read again: then its rows stay until there are new ones.
    void open()
    {
        const bool again = analysis() && m_items.triage() && logPath() == m_path && !m_path.isEmpty();
        if (!again) {
            m_table->commitEditor();
            if (m_items.triage())
                m_places[m_path] = m_pages.place();
        }
        disconnect(m_hears);
        m_values.reset();
        m_path = logPath();
        m_document = analysis() ? &m_baselines.of(m_path) : nullptr;
        if (m_document)
            m_document->adopt(notes::statusesOf(annotations().notebook()));
        if (m_document)
            m_hears = connect(m_document, &BaselineDocument::changed, this, [this] { retake(); });
        m_job.stop();
        if (!again)
            fill(nullptr);
        ask();
    }

    /// Not before somebody looks. After an edit the list stays as it is, whatever the filter says.
    void ask(TriageItems::Missing missing = TriageItems::Missing::Go)
    {
        m_stale = true;
        m_onlyEdits = m_onlyEdits && missing == TriageItems::Missing::Stay;
        if (!analysis()) {
            m_job.stop();
            fill(nullptr);
            return;
        }
        if (!isVisible())
            return;
        m_stale = false;
        TriageQuestion question{
            .shown = analysis(),
            .others = context().others ? context().others->logs() : std::vector<AnalysisPtr>(),
            .baseline = document().baseline(),
            .options = {.ignore = {}, .only = m_panel->filter->filter(), .idle = m_panel->idle->isChecked()},
            .earlier = m_items.triage(),
            .values = m_values};
        m_job.ask(std::move(question));
        updateTools();
        showPage();
    }

    void land(const TriageAnswer& answer)
    {
        if (!answer.triage)
            return;
        m_values = answer.values;
        m_panel->filter->setValues(m_values);
        m_delegate.setOwners(ownersOf(document().baseline()));
        fill(answer.triage);
        m_items.retake(document().baseline()); // it may have been edited meanwhile
        updateTools();
    }

    void fill(const TriagePtr& triage)
    {
        const bool first = triage && !m_items.triage();
        m_following = true;
        m_pages.show(triage, m_onlyEdits ? TriageItems::Missing::Stay : TriageItems::Missing::Go);
        m_onlyEdits = true;
        if (const auto place = m_places.find(m_path); first && place != m_places.end())
            m_pages.goTo(place->second);
        m_following = false;
        if (m_pages.currentLeak() < 0)
            follow();
        showPage();
        updateTools();
    }

    // ------------------------------------------------------------------------------------- showing

    void showPage()
    {
        const bool filtered = !m_panel->filter->filter().matchesAll();
        const TriageData* const leaks = m_items.triage().get();
        const QString sentence = !analysis()                        ? tr("No log is open.")
                                 : m_panel->showMatrix->isChecked() ? words::matrixSentence(leaks)
                                 : m_panel->showCreations->isChecked()
                                     ? words::creationsSentence(leaks, filtered)
                                     : words::tableSentence(leaks, filtered);
        m_panel->sentence->setText(sentence);
        QWidget* const page = !sentence.isEmpty()                ? static_cast<QWidget*>(m_panel->sentence)
                              : m_panel->showMatrix->isChecked() ? m_panel->matrix
                              : m_panel->showCreations->isChecked()
                                  ? static_cast<QWidget*>(m_panel->creations)
                                  : m_table;
        if (m_panel->pages->currentWidget() == page)
            return;
        const bool hadFocus = m_panel->pages->isAncestorOf(QApplication::focusWidget());
        m_panel->pages->setCurrentWidget(page);
        setFocusProxy(page);
        if (hadFocus)
            page->setFocus(Qt::OtherFocusReason);
    }

    void updateTools()
    {
        const TriagePtr& leaks = m_items.triage();
        const BaselineDocument* const file = m_document;
        const bool any = m_pages.currentLeak() >= 0;
        const bool readable = file && file->error().isEmpty();
        for (QAction* const action : std::as_const(m_panel->onRow))
            action->setEnabled(any && readable);
        m_panel->undo->setEnabled(m_document && m_document->undoStack().canUndo());
        m_panel->redo->setEnabled(m_document && m_document->undoStack().canRedo());
        m_panel->save->setEnabled(readable && file->isModified());
        m_panel->accept->setEnabled(readable && leaks && !leaks->lines.empty());
        m_panel->compare->setEnabled(analysis() && context().others);
        const bool compares =
            context().others && (!context().others->logs().empty() || context().others->pending());
        m_panel->stopComparing->setEnabled(compares);
        m_panel->stopButton->setVisible(compares);
        m_panel->compare->setIconText(context().others && context().others->pending() > 0 ? tr("Reading…")
                                                                                          : tr("Compare…"));
        m_panel->showFile(file);
        m_panel->count->setText(leaks ? words::countText(*leaks) : QString());
        tell();
    }

    /// The line below the table: what there is to say about the choice, or what to do next.
    void tell()
    {
        m_panel->detail->setText(
            words::choiceDetail(m_items.triage().get(), m_document, m_table->chosenRows()));
        m_panel->detail->setVisible(!m_panel->detail->text().isEmpty());
    }

    // ----------------------------------------------------------------------------------- selection

    void focusTable()
    {
        m_panel->pages->currentWidget()->setFocus(Qt::OtherFocusReason);
        if (m_pages.currentLeak() < 0 && m_items.rowCount() > 0)
            m_table->setCurrentIndex(m_table->model()->index(0, TriageItems::Status));
    }

    void follow()
    {
        if (!fresh() || m_following)
            return;
        const ThreadRef thread = selection().current().thread;
        const int row = m_items.rowOf(thread);
        m_following = true;
        if (row < 0 || m_pages.currentLeak() != row)
            m_pages.setCurrentLeak(row);
        m_panel->creations->setCurrentThread(thread);
        m_following = false;
        updateTools();
    }

    void choose()
    {
        const int row = m_pages.currentLeak();
        if (row >= 0)
            chooseThread(m_items.line(row).thread);
        else
            updateTools();
    }

    void chooseThread(ThreadRef thread)
    {
        if (m_following || !fresh())
            return;
        if (thread)
            selection().selectThread(thread);
        updateTools();
    }

    // ------------------------------------------------------------------------------------- editing

    void editFrom(int row, int column, const QVariant& value)
    {
        const QList<int> rows = m_table->chosenRows();
        edit(rows.contains(row) ? rows : QList<int>{row}, column, value);
    }

    void editRows(int column, const QVariant& value) { edit(m_table->chosenRows(), column, value); }

    void toggleKnown()
    {
        const QList<int> rows = m_table->chosenRows();
        const bool anyNew = std::ranges::any_of(rows, [this](int row) {
            const triage::Row& r = m_items.line(row).row;
            return r.status == triage::Status::New || r.grown;
        });
        edit(rows, TriageItems::Status,
             static_cast<int>(anyNew ? triage::Status::Known : triage::Status::New));
    }

    void edit(const QList<int>& rows, int column, const QVariant& value)
    {
        triage::Baseline next = document().baseline();
        for (const int row : rows)
            editEntry(next, m_items.line(row).row, static_cast<TriageItems::Column>(column), value);
        const QString what = m_items.headerData(column, Qt::Horizontal).toString();
        document().edit(std::move(next), what);
    }

    void accept()
    {
        triage::Baseline next = document().baseline();
        acceptAll(next, *m_items.triage());
        document().edit(std::move(next), tr("acceptance"));
    }

    void retake()
    {
        m_items.retake(document().baseline());
        m_delegate.setOwners(ownersOf(document().baseline()));
        ask(TriageItems::Missing::Stay);
    }

    // -------------------------------------------------------------------------------------- files

    bool save(BaselineDocument& file)
    {
        if (file.path().isEmpty()) {
            chooseFile(file);
            return false;
        }
        const QString error = file.save();
        if (!error.isEmpty())
            QMessageBox::warning(this, tr("Save the baseline"), error);
        updateTools();
        return error.isEmpty();
    }

    void chooseFile(BaselineDocument& file)
    {
        QFileDialog* const dialog = baselineDialog(file, this);
        const bool unnamed = file.path().isEmpty() && file.isModified();
        connect(dialog, &QFileDialog::fileSelected, this, [this, unnamed](const QString& path) {
            BaselineDocument& chosen = m_baselines.choose(logPath(), path);
            open(); // before anything asks for the one of before, which may be gone
            if (unnamed)
                save(chosen);
        });
        dialog->open();
    }

    void setDragging(bool dragging)
    {
        if (dragging)
            m_panel->sentence->setText(tr("Let go to compare it with this log"));
        if (dragging)
            m_panel->pages->setCurrentWidget(m_panel->sentence);
        else
            showPage();
    }

    Baselines m_baselines;
    TriageJob m_job;
    TriagePanel* m_panel;
    TriageTable* m_table;
    TriagePages m_pages;
    TriageItems& m_items;
    TriageDelegate m_delegate;
    FilterEdit::Values m_values;
    BaselineDocument* m_document = nullptr; ///< of the log that is shown
    QMetaObject::Connection m_hears;
    QString m_path;                                 ///< of that log
    std::map<QString, TriagePages::Place> m_places; ///< of logs that were shown before, by path
    bool m_following = false;
    bool m_onlyEdits = false; ///< happened since the last answer
    bool m_stale = true;      ///< something changed while nobody looked
};

} // namespace

View* makeTriageView(ViewContext& context, QWidget* parent)
{
    return new TriageView(context, parent);
}

std::vector<triage::BaselineEntry> statusesIn(const View& view)
{
    const auto* const triage = dynamic_cast<const TriageView*>(&view);
    return triage ? triage->statuses() : std::vector<triage::BaselineEntry>();
}

} // namespace skein
