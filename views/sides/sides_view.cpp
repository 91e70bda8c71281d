// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "views/sides/sides_view.h"

#include "views/annotations.h"
#include "views/note_menu.h"
#include "views/sides/sides_canvas.h"
#include "views/sides/sides_text.h"
#include "views/style/text.h"

#include <QAction>
#include <QCheckBox>
#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QPointer>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

namespace skein
{
namespace
{

constexpr const char* kHideRuntime = "sides/hideRuntimeFrames";

class SidesView : public View
{
    Q_DECLARE_TR_FUNCTIONS(skein::SidesView)

public:
    SidesView(ViewContext& context, QWidget* parent);
    ~SidesView() override;
    SidesView(const SidesView&) = delete;
    SidesView& operator=(const SidesView&) = delete;

    QWidget* titleTools() override { return m_tools; }
    QList<QAction*> viewActions() override { return {m_hideRuntime}; }

private:
    void makeTools();
    void restyle();
    void connectCanvas();
    void follow(const Selected& now);
    void fill();
    void turn(int direction);
    void keepInView(ThreadRef thread);
    std::size_t others() const;
    void menu(std::size_t column, std::optional<std::size_t> row, const QPoint& at);
    std::optional<notes::Anchor> anchorAt(std::size_t column, std::optional<std::size_t> row) const;
    void showNotes() { m_canvas->setSaid(context().annotations.shown()); }
    void copy(std::size_t column);
    void copyAll();
    const Missing* missing() const;

    SidesCanvas* m_canvas;
    QPointer<QWidget> m_tools;
    QLabel* m_which = nullptr;
    QToolButton *m_before = nullptr, *m_after = nullptr;
    QAction* m_hideRuntime;
    std::vector<sides::Party> m_parties;
    std::optional<std::uint32_t> m_finding;
    std::size_t m_first = 1; ///< of the parties behind the first one, which always stays
    std::size_t m_columns = 2;
};

SidesView::SidesView(ViewContext& context, QWidget* parent)
    : View(context, parent),
      m_canvas(new SidesCanvas(context.themes, this)),
      m_hideRuntime(new QAction(tr("Hide Runtime Frames"), this))
{
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_canvas);
    setFocusProxy(m_canvas);
    m_hideRuntime->setCheckable(true);
    m_hideRuntime->setChecked(context.settings.value(QLatin1String(kHideRuntime), false).toBool());
    connect(m_hideRuntime, &QAction::toggled, this, [this](bool on) {
        this->context().settings.setValue(QLatin1String(kHideRuntime), on);
        fill();
    });
    makeTools();
    connectCanvas();
    connect(&context.themes, &ThemeSource::changed, this, &SidesView::restyle);
    connect(&selection(), &Selection::analysisChanged, this, [this] {
        m_parties.clear();
        m_finding.reset();
        follow(selection().current());
        fill();
        showNotes();
    });
    connect(&selection(), &Selection::changed, this, [this](const Selected& now) { follow(now); });
    connect(&context.annotations, &Annotations::changed, this, &SidesView::showNotes);
    connect(&context.annotations, &Annotations::noteChosen, m_canvas, &SidesCanvas::setChosenNote);
    connect(m_canvas, &SidesCanvas::noteChosen, this, [this](std::size_t note) {
        this->context().annotations.choose(m_canvas->said()->list[note].id);
    });
    follow(selection().current());
    showNotes();
}

SidesView::~SidesView()
{
    if (m_tools && !m_tools->parent())
        delete m_tools;
}

void SidesView::makeTools()
{
    m_tools = new QWidget;
    auto* layout = new QHBoxLayout(m_tools);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(6);
    const auto button = [&](Qt::ArrowType arrow, const QString& name, int direction) {
        auto* result = new QToolButton(m_tools);
        result->setArrowType(arrow);
        result->setAutoRaise(true);
        result->setToolTip(style::plainTooltip(name));
        result->setAccessibleName(name);
        connect(result, &QToolButton::clicked, this, [this, direction] { turn(direction); });
        return result;
    };
    m_before = button(Qt::LeftArrow, tr("Previous party"), -1);
    m_after = button(Qt::RightArrow, tr("Next party"), 1);
    m_which = new QLabel(m_tools);
    m_which->setTextFormat(Qt::PlainText);
    auto* hide = new QCheckBox(tr("hide runtime frames"), m_tools);
    hide->setChecked(m_hideRuntime->isChecked());
    connect(hide, &QCheckBox::toggled, m_hideRuntime, &QAction::setChecked);
    connect(m_hideRuntime, &QAction::toggled, hide, &QCheckBox::setChecked);
    layout->addWidget(m_before);
    layout->addWidget(m_which);
    layout->addWidget(m_after);
    layout->addWidget(hide);
    restyle();
}

void SidesView::restyle()
{
    if (!m_tools)
        return;
    QPalette palette = theme().palette();
    palette.setColor(QPalette::WindowText, theme().dim);
    const QFont font = style::scaled(theme().ui, 0.92);
    for (QWidget* child : m_tools->findChildren<QWidget*>(Qt::FindDirectChildrenOnly)) {
        child->setPalette(palette);
        child->setFont(font);
    }
}

void SidesView::connectCanvas()
{
    connect(m_canvas, &SidesCanvas::frameChosen, this,
            [this](ThreadRef thread, std::uint32_t frame) { selection().selectFrame(thread, frame); });
    connect(m_canvas, &SidesCanvas::printedFrameChosen, this,
            [this](std::uint32_t line) { selection().selectLines({line, line}); });
    connect(m_canvas, &SidesCanvas::threadChosen, this,
            [this](ThreadRef thread) { selection().selectThread(thread); });
    connect(m_canvas, &SidesCanvas::creatorLinesChosen, this, [this](ThreadRef ref) {
        const Log& log = *analysis()->log;
        const LineSpan lines = log.threadText->createdByLines(log.snapshots[ref.snapshot].threads[ref.index]);
        if (!lines.empty())
            selection().selectLines(lines);
    });
    connect(m_canvas, &SidesCanvas::copyWanted, this, &SidesView::copy);
    connect(m_canvas, &SidesCanvas::menuWanted, this, &SidesView::menu);
    connect(m_canvas, &SidesCanvas::turned, this, &SidesView::turn);
    connect(m_canvas, &SidesCanvas::resized, this, [this] {
        if (m_canvas->columnsThatFit() != m_columns && m_parties.size() > 2)
            fill();
    });
}

const Missing* SidesView::missing() const
{
    if (!analysis() || !m_finding || *m_finding >= analysis()->findings.size())
        return nullptr;
    const auto& missing = analysis()->findings[*m_finding].missing;
    return missing ? &*missing : nullptr;
}

void SidesView::follow(const Selected& now)
{
    if (!analysis()) {
        m_parties.clear();
        fill();
        return;
    }
    auto parties = sides::parties(*analysis(), now.finding, now.thread);
    if (parties != m_parties || now.finding != m_finding) {
        m_parties = std::move(parties);
        m_finding = now.finding;
        m_first = 1;
        fill();
    }
    keepInView(now.thread);
    m_canvas->setCurrent(now.thread, now.frame);
}

std::size_t SidesView::others() const
{
    return std::max<std::size_t>(1, m_columns - 1);
}

/// Fills the columns: the first party, then as many of the others as have room.
void SidesView::fill()
{
    m_columns = m_canvas->columnsThatFit();
    const std::size_t last = m_parties.size() > others() ? m_parties.size() - others() : 1;
    m_first = std::clamp<std::size_t>(m_first, 1, last);
    std::vector<sides::Party> shown;
    if (!m_parties.empty())
        shown.push_back(m_parties.front());
    const std::size_t end = std::min(m_parties.size(), m_first + others());
    for (std::size_t i = m_first; i < end; ++i)
        shown.push_back(m_parties[i]);
    m_canvas->setContent(analysis(), std::move(shown), m_hideRuntime->isChecked(), missing());
    const bool more = m_parties.size() > 1 + others();
    for (QWidget* widget : std::initializer_list<QWidget*>{m_before, m_which, m_after})
        widget->setVisible(more);
    m_before->setEnabled(m_first > 1);
    m_after->setEnabled(end < m_parties.size());
    const QString range =
        end - m_first > 1 ? QStringLiteral("%1–%2").arg(m_first + 1).arg(end) : QString::number(m_first + 1);
    m_which->setText(tr("1 and %1 of %2 parties").arg(range).arg(m_parties.size()));
    m_canvas->setCurrent(selection().current().thread, selection().current().frame);
}

void SidesView::turn(int direction)
{
    if (m_parties.size() <= 1 + others())
        return;
    const std::size_t last = m_parties.size() - others();
    const std::size_t to =
        direction < 0 ? std::max<std::size_t>(2, m_first) - 1 : std::min(last, m_first + 1);
    if (to == m_first)
        return;
    m_first = to;
    fill();
}

void SidesView::keepInView(ThreadRef thread)
{
    const auto found = std::ranges::find(m_parties, thread, &sides::Party::thread);
    if (!thread || found == m_parties.end() || found == m_parties.begin())
        return;
    const auto index = static_cast<std::size_t>(found - m_parties.begin());
    if (index >= m_first && index < m_first + others())
        return;
    m_first = std::clamp<std::size_t>(index, 1, m_parties.size() - others());
    fill();
}

/// The call under the mouse, or the thread of the column.
std::optional<notes::Anchor> SidesView::anchorAt(std::size_t column, std::optional<std::size_t> row) const
{
    const sides::Party& party = m_canvas->shown()[column];
    const auto& resolver = context().annotations.resolver();
    const auto& grid = m_canvas->grid();
    const sides::Cell* const cell = row && *row < grid.rows() ? &grid.at(*row, column) : nullptr;
    const bool frame = cell && cell->kind == sides::Cell::Kind::Frame;
    if (party.access && m_finding && (!party.thread || (frame && party.frame == cell->frame))) {
        const auto& accesses = analysis()->findings[*m_finding].accesses;
        return resolver.onAccess(*m_finding, static_cast<std::uint32_t>(party.access - accesses.data()));
    }
    if (!party.thread)
        return {};
    if (frame && party.printed.empty())
        return resolver.onFrame(party.thread, cell->frame);
    return resolver.onThread(party.thread);
}

void SidesView::menu(std::size_t column, std::optional<std::size_t> row, const QPoint& at)
{
    const sides::Party party = m_canvas->shown()[column];
    auto* const menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->addAction(tr("Copy Stack"), this, [=, this] { copy(column); })
        ->setEnabled(party.thread || party.stack);
    if (m_parties.size() > 1)
        menu->addAction(tr("Copy Every Stack Shown"), this, &SidesView::copyAll);
    if (party.thread) {
        const Thread& thread = analysis()->log->snapshots[party.thread.snapshot].threads[party.thread.index];
        menu->addAction(tr("Show in the Log"), this,
                        [=, this] { selection().selectLines({thread.firstLine, thread.lastLine}); });
    }
    if (context().annotations.open())
        if (const auto on = anchorAt(column, row))
            addNoteActions(*menu, context(), *on);
    menu->addSeparator();
    menu->addAction(m_hideRuntime);
    menu->popup(at);
}

void SidesView::copy(std::size_t column)
{
    if (column < m_canvas->shown().size())
        QGuiApplication::clipboard()->setText(sides::stackText(*analysis(), m_canvas->shown()[column]));
}

void SidesView::copyAll()
{
    QString text;
    for (const sides::Party& party : m_canvas->shown())
        text += sides::stackText(*analysis(), party) + u'\n';
    QGuiApplication::clipboard()->setText(text);
}

} // namespace

View* makeSidesView(ViewContext& context, QWidget* parent)
{
    return new SidesView(context, parent);
}

} // namespace skein
