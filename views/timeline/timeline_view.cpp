// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "views/timeline/timeline_view.h"

#include "views/style/text.h"
#include "views/timeline/timeline_canvas.h"
#include "views/timeline/timeline_text.h"
#include "views/timeline/timeline_tools.h"

#include <QAction>
#include <QClipboard>
#include <QGuiApplication>
#include <QMenu>
#include <QPointer>
#include <QVBoxLayout>

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
    void menu(std::size_t row, const QPoint& at);
    void copy(std::size_t row);
    void setAxis(TimeAxis::Kind kind);
    ThreadRef ref(std::uint32_t thread) const { return {m_canvas->scene().snapshotIndex(), thread}; }

    TimelineCanvas* m_canvas;
    QPointer<TimelineTools> m_tools;
    QList<QAction*> m_actions;
    std::optional<std::uint32_t> m_finding; ///< stays when a thread outside of it is chosen: lanes don't jump
    std::uint32_t m_snapshot = 0;
    TimeAxis::Kind m_axis = TimeAxis::Kind::Order;
    QString m_filter;
};

TimelineView::TimelineView(ViewContext& context, QWidget* parent)
    : View(context, parent),
      m_canvas(new TimelineCanvas(context.themes, this)),
      m_tools(new TimelineTools(context.themes))
{
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_canvas);
    setFocusProxy(m_canvas);
    connectCanvas();
    connectTools();
    addActions();
    connect(&selection(), &Selection::analysisChanged, this, [this] {
        m_finding.reset();
        m_tools->clearFilter();
        rebuild();
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
        m_tools->setCount({});
        m_tools->setSnapshots({}, -1);
        m_tools->setEnabled(false);
        return;
    }
    const Selected& now = selection().current();
    m_snapshot = now.snapshot;
    m_finding = findingFor(now);
    TimelineScene scene(analysis(), m_snapshot, m_finding);
    scene.setAxis(m_axis);
    if (!m_filter.isEmpty())
        scene.lanes.setFilter(m_filter.toStdString());
    const bool clock = scene.clockKnown();
    const auto kind = scene.axis.kind();
    m_tools->setEnabled(!scene.empty());
    m_canvas->setScene(std::move(scene));
    m_tools->setClockKnown(clock, timeline::whyNoClock());
    m_tools->setAxis(kind);
    showSnapshots();
    follow(now);
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
    if (lane.thread == Lane::kNone)
        return;
    const Thread& thread = m_canvas->scene().thread(lane.thread);
    selection().selectLines({thread.firstLine, thread.lastLine});
}

void TimelineView::menu(std::size_t row, const QPoint& at)
{
    const Lane lane = m_canvas->scene().lanes.at(row);
    QMenu menu(this);
    menu.addAction(tr("Copy Lane as Text"), this, [=, this] { copy(row); });
    if (lane.thread != Lane::kNone)
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
    menu.addSeparator();
    menu.addActions(m_actions);
    menu.exec(at);
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
