// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "views/timeline/timeline_view.h"

#include "views/annotations.h"
#include "views/note_menu.h"
#include "views/style/text.h"
#include "views/timeline/timeline_anchor.h"
#include "views/timeline/timeline_canvas.h"
#include "views/timeline/timeline_player.h"
#include "views/timeline/timeline_text.h"
#include "views/timeline/timeline_tools.h"

#include <QAction>
#include <QClipboard>
#include <QGuiApplication>
#include <QMenu>
#include <QPointer>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

namespace skein
{
namespace
{

class TimelineView : public View
{
    Q_DECLARE_TR_FUNCTIONS(skein::TimelineView)

public:
    TimelineView(ViewContext& context, QWidget* parent);
    ~TimelineView() override;
    TimelineView(const TimelineView&) = delete;
    TimelineView& operator=(const TimelineView&) = delete;

    QWidget* titleTools() override { return m_tools; }
    QList<QAction*> viewActions() override { return m_actions; }

private:
    void connectCanvas();
    void connectTools();
    void addActions();
    void rebuild();
    void follow(const Selected& now);
    void showSnapshots();
    std::optional<std::uint32_t> findingFor(const Selected& now) const;
    void choose(std::size_t row, const Event* event);
    void showInLog(std::size_t row);
    void menu(const TimelineHit& hit, const QPoint& at);
    void addLaneActions(QMenu& menu, std::size_t row);
    TimelineScene makeScene();
    void notesChanged();
    void showHiddenCount();
    void connectPlayer();
    void openPlayer(bool open);
    void tell(std::optional<std::size_t> step);
    Annotations& annotations() const { return context().annotations; }
    void copy(std::size_t row);
    void setAxis(TimeAxis::Kind kind);
    ThreadRef ref(std::uint32_t thread) const { return {m_canvas->scene().snapshotIndex(), thread}; }

    TimelineCanvas* m_canvas;
    TimelinePlayer* m_player;
    QToolButton* m_hidden; ///< says how many lanes people hid, and shows them
    QPointer<TimelineTools> m_tools;
    QList<QAction*> m_actions;
    std::optional<std::uint32_t> m_finding; ///< stays when a thread outside of it is chosen: lanes don't jump
    std::uint32_t m_snapshot = 0;
    TimeAxis::Kind m_axis = TimeAxis::Kind::Order;
    QString m_filter;
    bool m_showHidden = false;
};

TimelineView::TimelineView(ViewContext& context, QWidget* parent)
    : View(context, parent),
      m_canvas(new TimelineCanvas(context.themes, this)),
      m_player(new TimelinePlayer(context.themes, this)),
      m_hidden(new QToolButton(this)),
      m_tools(new TimelineTools(context.themes))
{
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_canvas, 1);
    layout->addWidget(m_hidden);
    layout->addWidget(m_player);
    setFocusProxy(m_canvas);
    m_hidden->setObjectName(QStringLiteral("hiddenLanes"));
    m_hidden->setAutoRaise(true);
    m_hidden->hide();
    m_player->hide();
    connectCanvas();
    connectTools();
    connectPlayer();
    addActions();
    connect(&selection(), &Selection::analysisChanged, this, [this] {
        m_finding.reset();
        m_showHidden = false;
        m_tools->clearFilter();
        rebuild();
    });
    connect(&context.annotations, &Annotations::changed, this, &TimelineView::notesChanged);
    connect(&context.annotations, &Annotations::noteChosen, this, [this](notes::NoteId note) {
        m_canvas->edit([&](TimelineScene& scene) { scene.chosenNote = note; });
    });
    connect(&selection(), &Selection::changed, this, [this](const Selected& now) { follow(now); });
    rebuild();
}

TimelineView::~TimelineView()
{
    // The title bar owns the tools once it has taken them.
    if (m_tools && !m_tools->parent())
        delete m_tools;
}

void TimelineView::connectCanvas()
{
    connect(m_canvas, &TimelineCanvas::chosen, this, &TimelineView::choose);
    connect(m_canvas, &TimelineCanvas::markChosen, this,
            [this](std::uint32_t line) { selection().selectLines({line, line}); });
    connect(m_canvas, &TimelineCanvas::activated, this, &TimelineView::showInLog);
    connect(m_canvas, &TimelineCanvas::menuWanted, this, &TimelineView::menu);
    connect(m_canvas, &TimelineCanvas::noteChosen, this,
            [this](std::size_t note) { annotations().choose(m_canvas->scene().note(note).id); });
    connect(m_hidden, &QToolButton::clicked, this, [this] {
        m_showHidden = !m_showHidden;
        notesChanged();
    });
    connect(m_canvas, &TimelineCanvas::copyWanted, this, &TimelineView::copy);
    connect(m_canvas, &TimelineCanvas::lanesChanged, this, [this] {
        if (m_tools)
            m_tools->setCount(timeline::countText(m_canvas->scene()));
    });
    connect(m_canvas, &TimelineCanvas::filterWanted, this, [this] {
        if (m_tools)
            m_tools->focusFilter();
    });
}

void TimelineView::connectTools()
{
    connect(m_tools, &TimelineTools::filterChanged, this, [this](const QString& words) {
        m_filter = words;
        m_canvas->edit([&](TimelineScene& scene) {
            scene.lanes.setFilter(words.toStdString());
            scene.current.reset();
        });
        follow(selection().current());
    });
    connect(m_tools, &TimelineTools::filterLeft, m_canvas, [this] { m_canvas->setFocus(); });
    connect(m_tools, &TimelineTools::axisChosen, this, &TimelineView::setAxis);
    connect(m_tools, &TimelineTools::zoomWanted, m_canvas, [this](double factor) { m_canvas->zoom(factor); });
    connect(m_tools, &TimelineTools::fitWanted, m_canvas, &TimelineCanvas::fit);
    connect(m_tools, &TimelineTools::snapshotChosen, this, [this](int index) {
        const auto snapshot = static_cast<std::uint32_t>(index);
        const auto& findings = analysis()->findings;
        for (std::uint32_t f = 0; f < findings.size(); ++f) {
            if (findings[f].snapshot == snapshot) {
                selection().selectFinding(f);
                return;
            }
        }
        if (!analysis()->log->snapshots[snapshot].threads.empty())
            selection().selectThread({snapshot, 0});
    });
}

void TimelineView::addActions()
{
    const auto add = [this](const QString& text, auto&& run) {
        auto* action = new QAction(text, this);
        connect(action, &QAction::triggered, this, run);
        m_actions.append(action);
    };
    add(tr("Order of Events"), [this] { setAxis(TimeAxis::Kind::Order); });
    add(tr("Minutes Before the Dump"), [this] { setAxis(TimeAxis::Kind::Clock); });
    add(tr("Zoom In"), [this] { m_canvas->zoom(1.4); });
    add(tr("Zoom Out"), [this] { m_canvas->zoom(1 / 1.4); });
    add(tr("Fit"), [this] { m_canvas->fit(); });
    const auto key = [this](const QString& text, const QKeySequence& shortcut, auto&& run) {
        auto* const action = new QAction(text, this);
        action->setShortcut(shortcut);
        connect(action, &QAction::triggered, this, run);
        m_actions.append(action);
        addAction(action); // works wherever the focus is
    };
    key(tr("Next Step"), QKeySequence(tr("F8")), [this] {
        openPlayer(true);
        m_player->next();
    });
    key(tr("Previous Step"), QKeySequence(tr("Shift+F8")), [this] {
        openPlayer(true);
        m_player->previous();
    });
    key(tr("Play the Steps"), QKeySequence(tr("Ctrl+F8")), [this] {
        openPlayer(true);
        m_player->playOrPause();
    });
}

/// The finding that decides who has lanes at the top.
std::optional<std::uint32_t> TimelineView::findingFor(const Selected& now) const
{
    const auto& findings = analysis()->findings;
    const auto fits = [&](std::optional<std::uint32_t> f) {
        return f && *f < findings.size() && findings[*f].snapshot.value_or(now.snapshot) == now.snapshot;
    };
    if (fits(now.finding))
        return now.finding;
    if (fits(m_finding))
        return m_finding;
    for (std::uint32_t f = 0; f < findings.size(); ++f)
        if (findings[f].snapshot == now.snapshot)
            return f;
    return {};
}

void TimelineView::rebuild()
{
    if (!analysis()) {
        m_canvas->setScene({});
        openPlayer(false);
        showHiddenCount();
        m_tools->setCount({});
        m_tools->setSnapshots({}, -1);
        m_tools->setEnabled(false);
        return;
    }
    const Selected& now = selection().current();
    m_snapshot = now.snapshot;
    m_finding = findingFor(now);
    TimelineScene scene = makeScene();
    const bool clock = scene.clockKnown();
    const auto kind = scene.axis.kind();
    m_tools->setEnabled(!scene.empty());
    m_canvas->setScene(std::move(scene));
    m_player->setSteps(
        buildSteps(*analysis()->log, m_canvas->scene().timeline(), m_canvas->scene().finding()));
    tell({});
    showHiddenCount();
    m_tools->setClockKnown(clock, timeline::whyNoClock());
    m_tools->setAxis(kind);
    showSnapshots();
    follow(now);
}

TimelineScene TimelineView::makeScene()
{
    TimelineScene scene(analysis(), m_snapshot, m_finding, annotations().shown(), m_showHidden);
    scene.setAxis(m_axis);
    if (!m_filter.isEmpty())
        scene.lanes.setFilter(m_filter.toStdString());
    return scene;
}

/// The same lanes, as far as nobody hid or raised one; what was seen stays in view.
void TimelineView::notesChanged()
{
    if (!analysis() || m_canvas->scene().empty())
        return;
    TimelineScene scene = makeScene();
    scene.lanes.openGroups(m_canvas->scene().lanes.openGroups());
    // A party that was pinned brings events of its own: another story.
    const bool sameStory = scene.lanes.involved() == m_canvas->scene().lanes.involved();
    if (!sameStory)
        tell({});
    m_canvas->exchangeScene(std::move(scene));
    if (!sameStory)
        m_player->setSteps(
            buildSteps(*analysis()->log, m_canvas->scene().timeline(), m_canvas->scene().finding()));
    showHiddenCount();
    follow(selection().current());
}

void TimelineView::showHiddenCount()
{
    const QString words = analysis() ? timeline::hiddenText(m_canvas->scene()) : QString();
    m_hidden->setVisible(!words.isEmpty());
    m_hidden->setText(words + u' ' + (m_showHidden ? tr("Hide them") : tr("Show them")));
    m_hidden->setAccessibleName(m_hidden->text());
}

void TimelineView::connectPlayer()
{
    connect(m_player, &TimelinePlayer::told, this, &TimelineView::tell);
    connect(m_player, &TimelinePlayer::closed, this, [this] { openPlayer(false); });
    connect(m_tools, &TimelineTools::stepsToggled, this, &TimelineView::openPlayer);
}

void TimelineView::openPlayer(bool open)
{
    if (m_tools)
        m_tools->setSteps(open);
    if (m_player->isHidden() != open)
        return;
    m_player->setVisible(open);
    if (open) {
        m_player->setFocus(); // its keys work at once
    } else {
        m_player->stop();
        tell({});
        m_canvas->setFocus();
    }
}

/// The event in the picture; its thread, its call and its lines in the other views.
void TimelineView::tell(std::optional<std::size_t> at)
{
    const auto& steps = m_player->steps().list;
    m_canvas->edit([&](TimelineScene& scene) {
        scene.told.clear();
        scene.telling.reset();
        for (std::size_t i = 0; at && i < *at; ++i)
            scene.told.push_back(steps[i].event);
        if (at)
            scene.telling = steps[*at].event;
    });
    if (!at)
        return;
    const Step& step = steps[*at];
    const Log& log = *analysis()->log;
    Selected chosen = selection().current();
    chosen.finding = m_finding;
    chosen.snapshot = m_snapshot;
    const bool known = step.thread != Event::kNobody;
    chosen.thread = known ? ref(step.thread) : ThreadRef{};
    chosen.frame.reset();
    chosen.group.reset();
    chosen.resource.reset();
    const FrameId frame = m_canvas->scene().timeline().events[step.event].frame;
    const auto stack = log.stack(known ? m_canvas->scene().thread(step.thread).stack : StackId());
    if (const auto found = std::ranges::find(stack, frame); frame && found != stack.end())
        chosen.frame = static_cast<std::uint32_t>(found - stack.begin());
    // Lines far from each other are not one span: the first of them is what the step is about.
    constexpr std::uint32_t kTogether = 40;
    chosen.lines = {};
    if (!step.logLines.empty()) {
        const auto [first, last] = std::ranges::minmax(step.logLines);
        chosen.lines = {first, last - first <= kTogether ? last : first};
    }
    selection().select(chosen);
}

void TimelineView::showSnapshots()
{
    constexpr std::size_t kMost = 1000; // nobody chooses among more, and a list has to be filled
    QStringList names;
    const auto& snapshots = analysis()->log->snapshots;
    for (std::size_t i = 0; i < std::min(snapshots.size(), kMost); ++i) {
        const QString reason = style::text(analysis()->log->str(snapshots[i].reason), 60);
        names.append(tr("%1: line %2 %3").arg(i + 1).arg(snapshots[i].lines.first).arg(reason));
    }
    m_tools->setSnapshots(names, static_cast<int>(m_snapshot));
}

void TimelineView::follow(const Selected& now)
{
    if (!analysis())
        return;
    if (now.snapshot != m_snapshot || findingFor(now) != m_finding) {
        rebuild();
        return;
    }
    if (now.thread && now.thread.snapshot == m_snapshot)
        m_canvas->setCurrent(m_canvas->scene().lanes.rowOf(now.thread.index, now.group));
    else if (now.group)
        m_canvas->setCurrent(m_canvas->scene().lanes.rowOfGroup(*now.group));
}

void TimelineView::choose(std::size_t row, const Event* event)
{
    const TimelineScene& scene = m_canvas->scene();
    const Lane lane = scene.lanes.at(row);
    if (lane.kind == Lane::Kind::Absent) {
        if (m_finding)
            selection().selectFinding(*m_finding);
        return;
    }
    if (lane.kind == Lane::Kind::Lock) {
        selection().selectLines(scene.snapshot().otherStacks[lane.origin].lines);
        return;
    }
    if (event && event->lock != 0 && !event->logLines.empty()) {
        selection().selectThread(ref(lane.thread), {event->logLines.front(), event->logLines.front()});
        return;
    }
    if (lane.kind == Lane::Kind::Group && lane.group < analysis()->groups.size()) {
        selection().selectGroup(lane.group);
        return;
    }
    if (event && event->kind == Event::Kind::Access && scene.finding()) {
        for (const Access& access : scene.finding()->accesses) {
            if (access.thread == ref(lane.thread) && access.op == event->op && access.frame) {
                selection().selectFrame(access.thread, access.frameIndex);
                return;
            }
        }
    }
    selection().selectThread(ref(lane.thread));
}

void TimelineView::showInLog(std::size_t row)
{
    const Lane lane = m_canvas->scene().lanes.at(row);
    if (lane.kind == Lane::Kind::Lock)
        return choose(row, nullptr);
    if (lane.thread == Lane::kNone)
        return;
    const Thread& thread = m_canvas->scene().thread(lane.thread);
    selection().selectLines({thread.firstLine, thread.lastLine});
}

void TimelineView::menu(const TimelineHit& hit, const QPoint& at)
{
    auto* const menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    const bool marked = m_canvas->scene().marked.has_value();
    if (hit.row && !marked && hit.part != TimelineHit::Part::Note)
        addLaneActions(*menu, *hit.row);
    if (annotations().open()) {
        const auto& resolver = annotations().resolver();
        const auto on = marked ? timeline::markedAnchor(m_canvas->scene(), resolver)
                               : timeline::anchorAt(m_canvas->scene(), resolver, hit);
        if (on)
            addNoteActions(*menu, context(), *on);
        else if (marked)
            menu->addAction(tr("No event of the log lies in this span"))->setEnabled(false);
    }
    menu->addSeparator();
    menu->addActions(m_actions);
    menu->popup(at);
}

void TimelineView::addLaneActions(QMenu& menu, std::size_t row)
{
    const Lane lane = m_canvas->scene().lanes.at(row);
    menu.addAction(tr("Copy Lane as Text"), this, [=, this] { copy(row); });
    if (lane.thread != Lane::kNone || lane.kind == Lane::Kind::Lock)
        menu.addAction(tr("Show in the Log"), this, [=, this] { showInLog(row); });
    if (lane.kind == Lane::Kind::Group && lane.count > 1)
        menu.addAction(lane.open ? tr("Fold") : tr("Unfold"), this,
                       [=, this] { m_canvas->setOpen(row, !lane.open); });
    if (lane.kind == Lane::Kind::Member) {
        menu.addAction(tr("Fold the Group"), this, [=, this] {
            if (const auto group = m_canvas->scene().lanes.rowOfGroup(lane.group))
                m_canvas->setOpen(*group, false);
        });
    }
}

void TimelineView::copy(std::size_t row)
{
    const TimelineScene& scene = m_canvas->scene();
    QGuiApplication::clipboard()->setText(timeline::laneText(scene, scene.lanes.at(row)));
}

void TimelineView::setAxis(TimeAxis::Kind kind)
{
    m_axis = kind;
    m_canvas->edit([=](TimelineScene& scene) { scene.setAxis(kind); });
    m_tools->setAxis(m_canvas->scene().axis.kind());
}

} // namespace

View* makeTimelineView(ViewContext& context, QWidget* parent)
{
    return new TimelineView(context, parent);
}

} // namespace skein
