// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "views/log/log_view.h"

#include <QAction>
#include <QCoreApplication>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPointer>
#include <QToolButton>
#include <QVBoxLayout>
#include <QtConcurrentRun>

#include "views/annotations.h"
#include "views/log/find.h"
#include "views/log/log_canvas.h"
#include "views/note_menu.h"

namespace skein {

namespace {

class LogView final : public View {
    Q_DECLARE_TR_FUNCTIONS(LogView)

public:
    LogView(ViewContext& context, QWidget* parent) : View(context, parent), m_canvas(new LogCanvas(context, this))
    {
        auto* const layout = new QVBoxLayout(this);
        layout->setContentsMargins(0, 0, 0, 0);
        layout->setSpacing(0);
        makeFindBar();
        layout->addWidget(m_findBar);
        layout->addWidget(m_canvas);
        setFocusProxy(m_canvas);
        makeActions();
        m_lines = new QLabel(this);
        m_lines->setTextFormat(Qt::PlainText);
        connect(m_canvas, &LogCanvas::visibleChanged, this, &LogView::updateLines);
        connect(&selection(), &Selection::analysisChanged, this, [this] {
            m_searchStop.request_stop();
            updateLines();
        });
        updateLines();
    }
    ~LogView() override { m_searchStop.request_stop(); }

    QWidget* titleTools() override { return m_lines; }
    QList<QAction*> viewActions() override { return m_canvas->actions(); }

private:
    void makeActions()
    {
        m_canvas->setContextMenuPolicy(Qt::CustomContextMenu);
        connect(m_canvas, &QWidget::customContextMenuRequested, this, &LogView::menu);
        const auto add = [this](const QString& name, const QString& text, const QKeySequence& key, auto&& act) {
            auto* const action = new QAction(text, m_canvas);
            action->setObjectName(name);
            action->setShortcut(key);
            action->setShortcutContext(Qt::WidgetWithChildrenShortcut);
            connect(action, &QAction::triggered, this, act);
            m_canvas->addAction(action);
        };
        add(QStringLiteral("find"), tr("Find…"), QKeySequence::Find, [this] { openFind(); });
        add(QStringLiteral("findNext"), tr("Find next"), QKeySequence::FindNext, [this] { find(FindDirection::Forward); });
        add(QStringLiteral("findPrevious"), tr("Find previous"), QKeySequence::FindPrevious,
            [this] { find(FindDirection::Backward); });
        add(QStringLiteral("copy"), tr("Copy"), {}, [this] { m_canvas->copy(); });
        add(QStringLiteral("selectAll"), tr("Select all"), {}, [this] { m_canvas->selectAll(); });
    }

    void menu(const QPoint& at)
    {
        auto* const menu = new QMenu(this);
        menu->setAttribute(Qt::WA_DeleteOnClose);
        menu->addActions(m_canvas->actions());
        const ShownNote* const note = m_canvas->noteAt(at);
        if (const LineSpan lines = m_canvas->linesAt(at); context().annotations.open() && !lines.empty())
            addNoteActions(*menu, context(), note ? note->anchor : notes::Resolver::onLines(lines));
        menu->popup(m_canvas->viewport()->mapToGlobal(at));
    }

    void makeFindBar()
    {
        m_findBar = new QWidget(this);
        auto* const row = new QHBoxLayout(m_findBar);
        row->setContentsMargins(8, 4, 8, 4);
        m_needle = new QLineEdit(m_findBar);
        m_needle->setPlaceholderText(tr("Find in the log"));
        m_needle->setAccessibleName(tr("Find in the log"));
        m_needle->setClearButtonEnabled(true);
        m_result = new QLabel(m_findBar);
        m_result->setTextFormat(Qt::PlainText);
        row->addWidget(m_needle, 1);
        row->addWidget(m_result);
        const auto button = [&](const QString& text, const QString& name, auto&& act) {
            auto* const made = new QToolButton(m_findBar);
            made->setText(text);
            made->setToolTip(name);
            made->setAccessibleName(name);
            made->setAutoRaise(true);
            connect(made, &QToolButton::clicked, this, act);
            row->addWidget(made);
        };
        button(QStringLiteral("↑"), tr("Find previous"), [this] { find(FindDirection::Backward); });
        button(QStringLiteral("↓"), tr("Find next"), [this] { find(FindDirection::Forward); });
        button(QStringLiteral("✕"), tr("Close find"), [this] { closeFind(); });
        connect(m_needle, &QLineEdit::textChanged, m_canvas, &LogCanvas::setNeedle);
        connect(m_needle, &QLineEdit::textChanged, m_result, &QLabel::clear);
        connect(m_needle, &QLineEdit::returnPressed, this, [this] { find(FindDirection::Forward); });
        m_findBar->hide();
    }

    void keyPressEvent(QKeyEvent* event) override
    {
        if (event->key() == Qt::Key_Escape && m_findBar->isVisible()) closeFind();
        else View::keyPressEvent(event);
    }

    void openFind()
    {
        m_findBar->show();
        const QString marked = m_canvas->selectedText();
        if (!marked.isEmpty() && !marked.contains(QLatin1Char('\n'))) m_needle->setText(marked);
        m_needle->setFocus();
        m_needle->selectAll();
        m_canvas->setNeedle(m_needle->text());
    }

    void closeFind()
    {
        m_searchStop.request_stop();
        m_findBar->hide();
        m_canvas->setNeedle({});
        m_canvas->setFocus();
    }

    void find(FindDirection direction)
    {
        if (!analysis()) return;
        if (m_needle->text().isEmpty()) return openFind();
        m_searchStop.request_stop();
        m_searchStop = std::stop_source();
        m_result->setText(tr("searching…"));
        const LogText& text = analysis()->log->text;
        const std::uint32_t line = m_canvas->caretLine();
        const std::uint64_t from =
            direction == FindDirection::Forward ? (line == 0 ? 0 : text.lineOffset(line + 1)) : text.lineOffset(line);
        // The analysis is captured so that the text outlives the search.
        QtConcurrent::run([log = analysis()->log, needle = m_needle->text().toStdString(), from, direction,
                           stop = m_searchStop.get_token()] {
            const auto hit = findText(log->text.bytes(), needle, from, direction, stop);
            return hit ? log->text.lineAt(*hit) : std::uint32_t{0};
        }).then(this, [this, stop = m_searchStop.get_token()](std::uint32_t found) {
            if (!stop.stop_requested()) showHit(found);
        });
    }

    void showHit(std::uint32_t line)
    {
        m_result->setText(line == 0 ? tr("not in this log") : tr("line %L1").arg(line));
        if (line == 0) return;
        selection().selectLines({line, line});
        m_canvas->showLine(line);
    }

    void updateLines()
    {
        const LineSpan now = m_canvas->visibleLines();
        m_lines->setText(now.empty() ? QString()
                                     : tr("lines %L1–%L2 of %L3").arg(now.first).arg(now.last).arg(analysis()->log->text.lineCount()));
    }

    LogCanvas* m_canvas;
    QWidget* m_findBar = nullptr;
    QLineEdit* m_needle = nullptr;
    QLabel *m_result = nullptr, *m_lines = nullptr;
    std::stop_source m_searchStop;
};

}  // namespace

View* makeLogView(ViewContext& context, QWidget* parent) { return new LogView(context, parent); }

}  // namespace skein
