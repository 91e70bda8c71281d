// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "views/findings/findings_view.h"

#include <QAction>
#include <QCoreApplication>
#include <QKeyEvent>
#include <QLabel>
#include <QScrollArea>
#include <QScrollBar>
#include <QTimer>
#include <QVBoxLayout>

#include "views/annotations.h"
#include "views/findings/finding_card.h"

namespace skein {

namespace {

constexpr std::size_t kMaxCards = 200;   // more than anybody reads; the reports hold all
constexpr std::size_t kAtOnce = 12;      // cards made at first; one costs some milliseconds
constexpr std::size_t kThen = 4;         // cards made at a time afterwards

class FindingsView final : public View {
    Q_DECLARE_TR_FUNCTIONS(FindingsView)

public:
    FindingsView(ViewContext& context, QWidget* parent)
        : View(context, parent), m_scroll(new QScrollArea(this)), m_count(new QLabel(this))
    {
        auto* const layout = new QVBoxLayout(this);
        layout->setContentsMargins(0, 0, 0, 0);
        layout->addWidget(m_scroll);
        m_scroll->setFrameShape(QFrame::NoFrame);
        m_scroll->setWidgetResizable(true);
        m_scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
        m_scroll->setFocusPolicy(Qt::NoFocus);
        m_count->setTextFormat(Qt::PlainText);
        setAccessibleName(tr("Findings"));
        m_copy = new QAction(tr("Copy as text"), this);
        m_copy->setShortcut(QKeySequence::Copy);
        m_copy->setShortcutContext(Qt::WidgetWithChildrenShortcut);
        connect(m_copy, &QAction::triggered, this, [this] {
            if (FindingCard* const card = currentCard()) card->copyAsText();
        });
        addAction(m_copy);
        connect(m_scroll->verticalScrollBar(), &QScrollBar::valueChanged, this, &FindingsView::wantWhatIsNear);
        connect(m_scroll->verticalScrollBar(), &QScrollBar::rangeChanged, this, &FindingsView::wantWhatIsNear);
        connect(&selection(), &Selection::analysisChanged, this, &FindingsView::rebuild);
        connect(&selection(), &Selection::changed, this, &FindingsView::follow);
        connect(&context.themes, &ThemeSource::changed, this, &FindingsView::rebuild);
        rebuild();
    }

    QWidget* titleTools() override { return m_count; }
    QList<QAction*> viewActions() override { return {m_copy}; }
    QSize sizeHint() const override { return {320, 480}; }
    std::optional<notes::Anchor> noteAnchor() const override
    {
        const auto& chosen = selection().current().finding;
        return chosen ? annotations().resolver().onFinding(*chosen) : View::noteAnchor();
    }

private:
    void rebuild()
    {
        m_cards.clear();
        m_growing = false; // what waits for its turn goes with the page
        auto* const page = new QWidget;
        page->setAutoFillBackground(true);
        QPalette palette = page->palette();
        palette.setColor(QPalette::Window, theme().panel);
        page->setPalette(palette);
        auto* const layout = new QVBoxLayout(page);
        layout->setContentsMargins(0, 0, 0, 0);
        layout->setSpacing(0);
        const std::size_t findings = analysis() ? analysis()->findings.size() : 0;
        m_all = std::min(findings, kMaxCards);
        m_goal = 0;
        if (const QString text = hint(findings); !text.isEmpty()) layout->addWidget(makeHint(text, page));
        layout->addStretch();
        m_scroll->setWidget(page);
        make(kAtOnce);
        m_count->setText(findings > 0 ? QString::number(findings) : QString());
        follow();
    }

    /// Makes cards until there are `count`, a few at a time while nothing else is to be done.
    void want(std::size_t count)
    {
        m_goal = std::max(m_goal, std::min(count, m_all));
        if (m_cards.size() >= m_goal || m_growing) return;
        m_growing = true;
        QTimer::singleShot(0, m_scroll->widget(), [this] {
            m_growing = false;
            const bool missed = !currentCard();
            make(std::min(m_cards.size() + kThen, m_goal));
            if (missed && currentCard()) follow();
            want(m_goal);
        });
    }

    void make(std::size_t count)
    {
        QWidget* const page = m_scroll->widget();
        auto* const layout = static_cast<QVBoxLayout*>(page->layout());
        while (m_cards.size() < std::min(count, m_all)) {
            m_cards.push_back(new FindingCard(context(), static_cast<std::uint32_t>(m_cards.size()), page));
            layout->insertWidget(static_cast<int>(m_cards.size()) - 1, m_cards.back());
        }
    }

    /// More cards before the last one comes into view.
    void wantWhatIsNear()
    {
        const QScrollBar* const bar = m_scroll->verticalScrollBar();
        if (bar->value() + 2 * bar->pageStep() >= bar->maximum()) want(m_cards.size() + kThen);
    }

    QString hint(std::size_t findings) const
    {
        if (!analysis()) return tr("Open a log, and what went wrong in it stands here.");
        if (findings > kMaxCards) return tr("%n more finding(s) are in the report.", nullptr, static_cast<int>(findings - kMaxCards));
        if (findings > 0) return {};
        if (analysis()->log->snapshots.empty()) {
            return tr("Skein recognised nothing in this log. It reads crash dumps, race reports and stacks of Go and C++ programs; "
                      "the log is shown as it is.");
        }
        return tr("Nothing is wrong with what this log shows. The groups say where its threads stand.");
    }

    QWidget* makeHint(const QString& text, QWidget* parent) const
    {
        auto* const label = new QLabel(text, parent);
        label->setTextFormat(Qt::PlainText);
        label->setWordWrap(true);
        label->setContentsMargins(14, 14, 14, 14);
        QPalette palette = label->palette();
        palette.setColor(QPalette::WindowText, theme().dim);
        label->setPalette(palette);
        return label;
    }

    FindingCard* currentCard() const
    {
        const auto& chosen = selection().current().finding;
        return chosen && *chosen < m_cards.size() ? m_cards[*chosen] : nullptr;
    }

    void follow()
    {
        const auto& chosen = selection().current().finding;
        if (chosen && *chosen < m_all) want(*chosen + 1);
        for (FindingCard* card : m_cards) card->setCurrent(chosen == card->index());
        m_copy->setEnabled(currentCard() != nullptr);
        // The card has its new height only after the layout has run.
        QTimer::singleShot(0, this, [this] {
            const FindingCard* const card = currentCard();
            if (!card) return;
            const int top = card->y(), page = m_scroll->viewport()->height(), now = m_scroll->verticalScrollBar()->value();
            if (top < now || top + std::min(card->height(), page) > now + page) m_scroll->verticalScrollBar()->setValue(top);
        });
    }

    void keyPressEvent(QKeyEvent* event) override
    {
        const int step = event->key() == Qt::Key_Down ? 1 : event->key() == Qt::Key_Up ? -1 : 0;
        if (step == 0 || m_cards.empty()) return View::keyPressEvent(event);
        const auto& chosen = selection().current().finding;
        const int now = chosen ? static_cast<int>(*chosen) : step > 0 ? -1 : static_cast<int>(m_cards.size());
        const int next = std::clamp(now + step, 0, static_cast<int>(m_all) - 1);
        selection().selectFinding(static_cast<std::uint32_t>(next));
    }

    QScrollArea* m_scroll;
    QLabel* m_count;
    QAction* m_copy = nullptr;
    std::vector<FindingCard*> m_cards;
    std::size_t m_all = 0;      // how many cards there can be
    std::size_t m_goal = 0;     // and how many were asked for so far
    bool m_growing = false;     // the next ones are on their way
};

}  // namespace

View* makeFindingsView(ViewContext& context, QWidget* parent) { return new FindingsView(context, parent); }

}  // namespace skein
