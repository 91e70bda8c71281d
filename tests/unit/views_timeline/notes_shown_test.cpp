// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
//
// What people said, in place in the views: drawn, pointed at, clicked, and the player of the steps.
#include "tests/unit/views_timeline/made_log.h"
#include "views/annotations.h"
#include "views/graph/graph_canvas.h"
#include "views/graph/graph_view.h"
#include "views/log/log_canvas.h"
#include "views/log/log_view.h"
#include "views/sides/sides_canvas.h"
#include "views/sides/sides_view.h"
#include "views/style/glyphs.h"
#include "views/style/note_glyphs.h"
#include "views/timeline/timeline_anchor.h"
#include "views/timeline/timeline_canvas.h"
#include "views/timeline/timeline_paint.h"
#include "views/timeline/timeline_player.h"
#include "views/timeline/timeline_text.h"
#include "views/timeline/timeline_tools.h"
#include "views/timeline/timeline_view.h"

#include <KSyntaxHighlighting/Repository>
#include <QAction>
#include <QElapsedTimer>
#include <QGuiApplication>
#include <QMenu>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>
#include <catch2/catch_test_macros.hpp>

using namespace skein;
using notes::VerdictKind;

namespace
{

struct Window {
    QTemporaryDir folder;
    QSettings settings{folder.filePath(QStringLiteral("s.ini")), QSettings::IniFormat};
    ThemeSource themes;
    KSyntaxHighlighting::Repository syntax;
    Selection selection;
    Annotations notes{settings, QStringLiteral("Ann")};
    ViewContext context{selection, themes, syntax, settings, notes};
    AnnotatedPtr pages = std::make_shared<Annotated>();
    std::unique_ptr<View> view;

    Window(View* (*make)(ViewContext&, QWidget*), AnalysisPtr analysis) : view(make(context, nullptr))
    {
        view->resize(1100, 480);
        view->show();
        notes.show(analysis, pages);
        selection.setAnalysis(std::move(analysis));
        if (!selection.analysis()->findings.empty())
            selection.selectFinding(0);
        QCoreApplication::processEvents();
    }
    notes::NoteId write(const notes::Anchor& on, const char* text = "it is *this* one",
                        std::optional<notes::Anchor> to = {})
    {
        return notes.add({.anchor = on, .arrowTo = std::move(to), .text = text, .colour = "blue"});
    }
    const notes::Resolver& resolver() { return notes.resolver(); }
    template <class Widget>
    Widget* find()
    {
        return view->findChild<Widget*>();
    }
    QMenu* menu() { return view->findChild<QMenu*>(); }
};

struct Shown : Window {
    TimelineCanvas* canvas = find<TimelineCanvas>();
    TimelinePlayer* player = find<TimelinePlayer>();
    TimelineTools* tools = static_cast<TimelineTools*>(view->titleTools());

    explicit Shown(const char* example = "map-writes-http-registry.log")
        : Window(makeTimelineView, test::example(example))
    {
    }
    const TimelineScene& scene() const { return canvas->scene(); }
    ThreadRef lane(std::size_t row) const { return {0, scene().lanes.at(row).thread}; }
    QPoint at(QPointF pos) const
    {
        return (pos - QPointF(0, canvas->verticalScrollBar()->value())).toPoint();
    }
    void click(QPointF pos) { QTest::mouseClick(canvas->viewport(), Qt::LeftButton, {}, at(pos)); }
    void rightClick(QPointF pos)
    {
        QContextMenuEvent event(QContextMenuEvent::Mouse, at(pos), canvas->viewport()->mapToGlobal(at(pos)));
        QCoreApplication::sendEvent(canvas->viewport(), &event);
    }
};

QAction* entry(QMenu* menu, const char* name)
{
    return menu ? menu->findChild<QAction*>(QLatin1String(name)) : nullptr;
}

} // namespace

TEST_CASE("a note on a lane is drawn there, and a click on it chooses it", "[notes][timeline]")
{
    Shown w;
    const QImage before = w.canvas->viewport()->grab().toImage();
    const auto id = w.write(w.resolver().onThread(w.lane(1)));
    QCoreApplication::processEvents();
    CHECK(w.canvas->viewport()->grab().toImage() != before);
    const LaneNotes notes = w.scene().laneNotes(1);
    REQUIRE(notes.marks.size() == 1);
    CHECK(notes.strip.contains(QStringLiteral("Ann: it is this one")));
    CHECK(w.scene().laneNotes(0).marks.empty());
    const QString tip = timeline::tooltip(w.scene(), w.scene().hit(notes.marks[0].box.center(), 0));
    CHECK(tip.startsWith(QStringLiteral("Note 1, said by Ann")));
    CHECK(tip.contains(QStringLiteral("it is this one")));
    QSignalSpy chosen(&w.notes, &Annotations::noteChosen);
    w.click(notes.marks[0].box.center());
    REQUIRE(chosen.size() == 1);
    CHECK(w.notes.chosen() == id);
    CHECK(w.scene().chosenNote == id);
    w.click(notes.stripAt + QPointF(6, 0));
    CHECK(chosen.size() == 2);
    w.notes.undo();
    CHECK(w.scene().laneNotes(1).marks.empty());
}

TEST_CASE("notes on accesses, creations, links and the finding stand on them", "[notes][timeline]")
{
    Shown w;
    const auto anchorAt = [&](QPointF pos) {
        const auto on = timeline::anchorAt(w.scene(), w.resolver(), w.scene().hit(pos, 0));
        REQUIRE(on);
        return *on;
    };
    const LaneShape first = w.scene().shape(0);
    REQUIRE_FALSE(first.accesses.empty());
    const auto access = anchorAt(first.accesses[0].centre);
    CHECK(notes::kindOf(access) == "access");
    REQUIRE(first.created);
    const auto created = anchorAt(*first.created);
    CHECK(notes::kindOf(created) == "edge");
    const auto links = w.scene().links();
    REQUIRE_FALSE(links.empty());
    const auto link = anchorAt(links[0].path.pointAtPercent(0.5));
    CHECK(notes::kindOf(link) == "edge");
    const auto header = anchorAt({20, 5});
    CHECK(notes::kindOf(header) == "finding");
    for (const auto& on : {access, created, link, header})
        w.write(on);
    const LaneNotes notes = w.scene().laneNotes(0);
    REQUIRE(notes.marks.size() == 2);
    // Of two notes of one millisecond chance decides which is the first.
    for (const double x : {first.accesses[0].centre.x(), first.created->x()})
        CHECK(std::ranges::any_of(
            notes.marks, [&](const NoteMark& mark) { return std::abs(mark.box.center().x() - x) < 3; }));
    REQUIRE(w.scene().linkNotes().size() == 1);
    CHECK(
        links[0].path.boundingRect().adjusted(-9, -9, 9, 9).contains(w.scene().linkNotes()[0].box.center()));
    REQUIRE(w.scene().headerNotes(0).size() == 1);
}

TEST_CASE("the context menu of a lane writes on it, names it, raises and hides it", "[notes][timeline]")
{
    Shown w;
    QSignalSpy wanted(&w.notes, &Annotations::writeWanted);
    w.rightClick({30, w.scene().rowMiddle(1)});
    QAction* const add = entry(w.menu(), "noteAdd");
    REQUIRE(add);
    add->trigger();
    REQUIRE(wanted.size() == 1);
    CHECK(notes::keyOf(wanted[0][0].value<notes::Anchor>()) ==
          notes::keyOf(w.resolver().onThread(w.lane(1))));

    const std::size_t rows = w.scene().lanes.rows();
    const ThreadRef third = w.lane(2);
    w.notes.setVerdict(VerdictKind::Name, w.resolver().onThread(third), {.text = "the loader"});
    CHECK(timeline::shortName(w.scene(), w.scene().lanes.at(2)) == QStringLiteral("the loader"));
    CHECK(timeline::laneText(w.scene(), w.scene().lanes.at(2))
              .contains(QStringLiteral("called “the loader”, said by Ann")));

    auto* const hidden = w.view->findChild<QToolButton*>(QStringLiteral("hiddenLanes"));
    REQUIRE(hidden);
    CHECK(hidden->isHidden());
    w.notes.setVerdict(VerdictKind::Hidden, w.resolver().onThread(third), {.text = "yes"});
    CHECK(w.scene().lanes.rows() == rows - 1);
    CHECK_FALSE(hidden->isHidden());
    CHECK(hidden->text().startsWith(QStringLiteral("1 lane is hidden by people.")));
    QTest::mouseClick(hidden, Qt::LeftButton);
    CHECK(w.scene().lanes.rows() == rows);
    CHECK(hidden->text().endsWith(QStringLiteral("Hide them")));
    QTest::mouseClick(hidden, Qt::LeftButton);
    CHECK(w.scene().lanes.rows() == rows - 1);
    w.notes.undo();
    CHECK(w.scene().lanes.rows() == rows);

    // A thread out of a group gets a lane of its own, above the groups.
    std::size_t row = 0;
    while (w.scene().lanes.at(row).kind != Lane::Kind::Group || w.scene().lanes.at(row).count < 2)
        ++row;
    const ThreadRef inGroup{0, w.selection.analysis()->groups[w.scene().lanes.at(row).group].threads.back()};
    w.notes.setVerdict(VerdictKind::Important, w.resolver().onThread(inGroup), {.text = "yes"});
    std::size_t own = 0;
    while (own < w.scene().lanes.rows() && !w.scene().lanes.at(own).important)
        ++own;
    REQUIRE(own < w.scene().lanes.rows());
    CHECK(own <= row);
    CHECK(w.lane(own) == inGroup);
}

TEST_CASE("the party that was pinned by hand looks different from the one that is inferred",
          "[notes][timeline]")
{
    Shown w;
    const ThreadRef other{0, 1};
    REQUIRE(w.selection.analysis()->findings[0].accesses[1].thread != other);
    w.notes.setVerdict(VerdictKind::OtherParty, w.resolver().onFinding(0),
                       {.text = {}, .party = w.resolver().onThread(other)});
    const auto links = w.scene().links();
    const auto said = std::ranges::find(links, LinkShape::Kind::Said, &LinkShape::kind);
    REQUIRE(said != links.end());
    CHECK(said->label == QStringLiteral("said by Ann"));
    CHECK(said->to == other);
    CHECK(std::ranges::count(links, LinkShape::Kind::Conflict, &LinkShape::kind) == 1);
    const auto row = w.scene().lanes.rowOf(other.index);
    REQUIRE(row);
    CHECK(timeline::role(w.scene(), w.scene().lanes.at(*row)).contains(QStringLiteral("said by Ann")));
    CHECK(glyph::saidPen(Qt::black, 1).dashPattern() !=
          glyph::pen(Qt::black, 1, Certainty::Likely).dashPattern());
}

TEST_CASE("a party that is not in the log is never drawn as proved", "[timeline]")
{
    const AnalysisPtr analysis = test::example("go1.26-map-crash-one-goroutine.log");
    const auto& accesses = analysis->findings.at(0).accesses;
    const auto absent = std::ranges::find_if(accesses, [](const Access& a) { return !a.thread; });
    REQUIRE(absent != accesses.end());
    CHECK(glyph::drawnCertainty(*absent) == Certainty::Possible);
    CHECK(glyph::drawnCertainty(accesses[0]) == accesses[0].certainty);
    const TimelineScene scene(analysis, 0, 0);
    for (const LinkShape& link : scene.links())
        CHECK(link.certainty != Certainty::Proved);
}

TEST_CASE("a span that is marked with Shift and the mouse can be written on", "[notes][timeline]")
{
    Shown w("deadlock-abba-mutex.log");
    const auto drag = [&](QPointF from, QPointF to) {
        QTest::mousePress(w.canvas->viewport(), Qt::LeftButton, Qt::ShiftModifier, w.at(from));
        QTest::mouseMove(w.canvas->viewport(), w.at((from + to) / 2));
        QTest::mouseMove(w.canvas->viewport(), w.at(to));
        QTest::mouseRelease(w.canvas->viewport(), Qt::LeftButton, Qt::ShiftModifier, w.at(to));
    };
    const double y = w.scene().rowMiddle(0);
    drag({w.scene().plotLeft() + 5, y}, {w.scene().axis.x(w.scene().axis.crash()), y + 2});
    REQUIRE(w.scene().marked);
    CHECK(w.scene().marked->row == 0U);
    QSignalSpy wanted(&w.notes, &Annotations::writeWanted);
    REQUIRE(entry(w.menu(), "noteAdd"));
    entry(w.menu(), "noteAdd")->trigger();
    REQUIRE(wanted.size() == 1);
    const auto on = wanted[0][0].value<notes::Anchor>();
    CHECK(notes::kindOf(on) == "time");
    w.write(on);
    const auto bands = w.scene().noteBands(0);
    REQUIRE(bands.size() == 1);
    CHECK(bands[0].oneLane);
    CHECK(bands[0].area.width() > 20);
    QTest::keyClick(w.canvas, Qt::Key_Escape);
    CHECK_FALSE(w.scene().marked);
}

TEST_CASE("the player tells one event after another, everywhere", "[steps]")
{
    Shown w;
    auto* const steps = w.tools->findChild<QToolButton*>(QStringLiteral("steps"));
    REQUIRE(steps);
    CHECK(w.player->isHidden());
    QTest::mouseClick(steps, Qt::LeftButton);
    REQUIRE_FALSE(w.player->isHidden());
    const std::size_t count = w.player->steps().list.size();
    REQUIRE(count > 2);
    QStringList words;
    for (std::size_t i = 0; i < count; ++i) {
        i % 2 ? QTest::keyClick(w.player, Qt::Key_Right)
              : QTest::mouseClick(w.player->findChild<QToolButton*>(QStringLiteral("stepNext")),
                                  Qt::LeftButton);
        REQUIRE(w.player->at() == i);
        const Step& step = w.player->steps().list[i];
        CHECK(w.scene().telling == step.event);
        CHECK(w.scene().told.size() == i);
        CHECK(w.scene().eventBox(step.event));
        CHECK(w.selection.current().thread == ThreadRef{0, step.thread});
        if (!step.logLines.empty())
            CHECK(w.selection.current().lines.first == std::ranges::min(step.logLines));
        words.append(w.player->words());
        CHECK(words.last().contains(QString::fromStdString(std::string(toString(step.certainty)) + ": ")));
        CHECK(words.last().contains(QString::fromStdString(step.order)));
    }
    CHECK(words.join(u' ').contains(QStringLiteral("no order is known")));
    CHECK_FALSE(w.player->findChild<QToolButton*>(QStringLiteral("stepNext"))->isEnabled());
    QTest::keyClick(w.player, Qt::Key_Home);
    CHECK(w.player->at() == 0U);
    QTest::keyClick(w.player, Qt::Key_End);
    CHECK(w.player->at() == count - 1);
    QTest::keyClick(w.player, Qt::Key_Left);
    CHECK(w.player->at() == count - 2);
    QTest::keyClick(w.player, Qt::Key_Space);
    CHECK(w.player->at() == count - 1); // the last one, and it ends by itself
    CHECK_FALSE(w.player->playing());
    QTest::keyClick(w.player, Qt::Key_Space);
    CHECK(w.player->at() == 0U);
    CHECK(w.player->playing());
    QTest::qWait(1800);
    CHECK(w.player->at() == 1U);
    QTest::keyClick(w.player, Qt::Key_Escape);
    CHECK(w.player->isHidden());
    CHECK_FALSE(w.player->playing());
    CHECK_FALSE(w.scene().telling);
}

TEST_CASE("a party that is pinned while the player plays begins another story", "[steps]")
{
    Shown w;
    QTest::mouseClick(w.tools->findChild<QToolButton*>(QStringLiteral("steps")), Qt::LeftButton);
    w.player->last();
    REQUIRE(w.scene().telling);
    const std::size_t before = w.player->steps().list.size();
    ThreadRef other{0, 0}; // in nobody's story so far
    while (std::ranges::contains(w.scene().lanes.involved(), other.index))
        ++other.index;
    w.notes.setVerdict(VerdictKind::OtherParty, w.resolver().onFinding(0),
                       {.text = {}, .party = w.resolver().onThread(other)});
    CHECK_FALSE(w.player->at());
    CHECK_FALSE(w.scene().telling);
    CHECK(w.player->steps().list.size() != before);
    w.notes.undo();
    CHECK(w.player->steps().list.size() == before);
    w.player->last();
    CHECK(w.scene().telling);
}

TEST_CASE("notes on nodes and edges of the graph", "[notes][graph]")
{
    Window w(makeGraphView, test::example("deadlock-abba-mutex.log"));
    auto* const canvas = w.find<GraphCanvas>();
    REQUIRE(QTest::qWaitFor([&] { return canvas->emptyText().isEmpty(); }, 10'000));
    canvas->fit();
    const auto id = w.write(w.resolver().onThread(w.selection.current().thread));
    w.write(w.resolver().onEdge(0, canvas->scene().edges.at(0).index));
    w.notes.setVerdict(VerdictKind::Name, w.resolver().onThread(w.selection.current().thread),
                       {.text = "clerk"});
    const GraphNotes notes = placeNotes(canvas->scene(), w.themes.theme());
    REQUIRE(notes.sheets.size() == 2);
    CHECK(notes.strips.size() == 2); // the words and the name
    const auto on = canvas->scene().said.on;
    CHECK((on[0].edge >= 0 || on[1].edge >= 0));
    // The sheet is found where it is drawn.
    for (const auto& sheet : notes.sheets)
        CHECK(noteAt(canvas->scene(), sheet.box.center(), w.themes.theme()) == sheet.note);
    // With the mouse, where fit() has put it.
    QSignalSpy chosen(&w.notes, &Annotations::noteChosen);
    const QRectF bounds = canvas->scene().bounds;
    const double scale =
        std::min({1.0, canvas->width() / bounds.width(), canvas->height() / bounds.height()});
    const auto sheet = std::ranges::find_if(notes.sheets, [&](const GraphNotes::Sheet& s) {
        return canvas->scene().said.notes->list[s.note].id == id;
    });
    REQUIRE(sheet != notes.sheets.end());
    const QPointF at = canvas->rect().toRectF().center() + (sheet->box.center() - bounds.center()) * scale;
    QTest::mouseClick(canvas, Qt::LeftButton, {}, at.toPoint());
    REQUIRE(chosen.size() == 1);
    CHECK(w.notes.chosen() == id);
    QContextMenuEvent event(QContextMenuEvent::Mouse, at.toPoint(), canvas->mapToGlobal(at.toPoint()));
    QCoreApplication::sendEvent(canvas, &event);
    CHECK(entry(w.menu(), "noteShow"));
}

TEST_CASE("notes on calls of a stack", "[notes][sides]")
{
    Window w(makeSidesView, test::example("map-writes-http-registry.log"));
    auto* const canvas = w.find<SidesCanvas>();
    const ThreadRef thread = canvas->shown().at(0).thread;
    const auto id = w.write(w.resolver().onFrame(thread, 0));
    w.write(w.resolver().onThread(thread));
    canvas->viewport()->grab();
    const auto row = canvas->grid().rowOf(0, 0);
    REQUIRE(row);
    const QPointF bubble(canvas->columnRect(0).left() + 9, canvas->rowTop(*row) + 8);
    REQUIRE(canvas->noteAt(bubble));
    CHECK_FALSE(canvas->noteAt(bubble + QPointF(200, 0)));
    QTest::mouseClick(canvas->viewport(), Qt::LeftButton, {}, bubble.toPoint());
    CHECK(w.notes.chosen() == id);
    QSignalSpy wanted(&w.notes, &Annotations::writeWanted);
    const QPoint at = (bubble + QPointF(150, 0)).toPoint();
    QContextMenuEvent event(QContextMenuEvent::Mouse, at, canvas->viewport()->mapToGlobal(at));
    QCoreApplication::sendEvent(canvas->viewport(), &event);
    REQUIRE(entry(w.menu(), "noteAdd"));
    entry(w.menu(), "noteAdd")->trigger();
    REQUIRE(wanted.size() == 1);
    CHECK(notes::kindOf(wanted[0][0].value<notes::Anchor>()) == "frame");
}

TEST_CASE("notes on lines of the log", "[notes][log]")
{
    Window w(makeLogView, test::example("map-writes-http-registry.log"));
    auto* const canvas = w.find<LogCanvas>();
    const auto id = w.write(notes::Resolver::onLines({2, 4}));
    canvas->verticalScrollBar()->setValue(0);
    canvas->viewport()->grab();
    const ShownNote* found = nullptr;
    QPoint at;
    for (int y = 0; y < 120 && !found; y += 2)
        if ((found = canvas->noteAt({12, static_cast<double>(y)})))
            at = {12, y};
    REQUIRE(found);
    CHECK(found->id == id);
    QTest::mouseClick(canvas->viewport(), Qt::LeftButton, {}, at);
    CHECK(w.notes.chosen() == id);
    // Lines that are marked are what is written on.
    QTest::mousePress(canvas->viewport(), Qt::LeftButton, {}, {200, 5});
    QTest::mouseMove(canvas->viewport(), {220, 60});
    QTest::mouseRelease(canvas->viewport(), Qt::LeftButton, {}, {220, 60});
    const LineSpan lines = canvas->linesAt({200, 30});
    CHECK(lines.first == 1);
    CHECK(lines.last > 2);
    LogNotes many(w.notes.shown());
    CHECK(many.onLine(3));
    CHECK_FALSE(many.onLine(5));
    CHECK(many.beginningAt(2).size() == 1);
}

TEST_CASE("20,000 lanes and 5,000 notes stay fluid", "[notes][timeline]")
{
    test::LogMaker maker = test::crowd(20'000, 2);
    const AnalysisPtr analysis = maker.analysis();
    notes::Notebook notebook;
    const notes::Resolver resolver(analysis);
    const notes::Stamp by{"Ann", 1'795'266'000'000};
    for (std::uint32_t i = 0; i < 5'000; ++i)
        notebook.add({.anchor = resolver.onThread({0, i * 7}),
                      .arrowTo = i % 10 ? std::nullopt : std::optional(resolver.onThread({0, i})),
                      .text = "note *" + std::to_string(i) + "*",
                      .colour = "red"},
                     by);
    QElapsedTimer timer;
    timer.start();
    const auto said =
        std::make_shared<const ShownNotes>(shownNotes(notebook, notes::said(notebook, resolver), resolver));
    TimelineScene scene(analysis, 0, {}, said);
    scene.setAxis(TimeAxis::Kind::Order);
    scene.setTheme(Theme::light());
    scene.setWidth(1200);
    const qint64 built = timer.restart();
    QImage image(1200, 800, QImage::Format_RGB32);
    constexpr int kFrames = 20;
    for (int i = 0; i < kFrames; ++i) {
        QPainter painter(&image);
        const double top = scene.height() / kFrames * i;
        painter.translate(0, -top);
        drawTimeline(painter, scene, QRectF(0, top, 1200, 800), Theme::light());
    }
    const qint64 frame = timer.elapsed() / kFrames;
    INFO("built in " << built << " ms, a frame in " << frame << " ms");
    // A debug build on a loaded machine; a square would take seconds.
    CHECK(built < 3000);
    CHECK(frame < 200);
}
