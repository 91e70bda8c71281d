// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "model/formatted.h"
#include "parser/parse.h"
#include "views/items/creation_items.h"
#include "views/items/matrix_items.h"
#include "views/items/triage_items.h"

#include <QAbstractItemModelTester>
#include <QSortFilterProxyModel>
#include <catch2/catch_test_macros.hpp>

#include <algorithm>

using namespace skein;

namespace
{

using Mode = QAbstractItemModelTester::FailureReportingMode;

/// `senders` goroutines that all send, from number 10, and one that waits for a lock.
AnalysisPtr dump(int senders, int minutes, const std::string& name = "dump")
{
    std::string text =
        "goroutine 1 [running]:\nmain.main()\n\t/src/main.go:9 +0x1d\n\n"
        "goroutine 7 [sync.Mutex.Lock]:\nsync.(*Mutex).Lock(0xc000010000)\n\t/go/sync/mutex.go:46 "
        "+0x1d\nmain.locked()\n\t/src/main.go:30 +0x1d\ncreated by main.main in goroutine 1\n"
        "\t/src/main.go:8 +0x1d\n\n";
    for (int i = 0; i < senders; ++i)
        text +=
            formatted("goroutine {} [chan send, {} minutes]:\nmain.worker(0xc000020000)\n\t/src/main.go:12 "
                      "+0x1d\ncreated by main.main in goroutine 1\n\t/src/main.go:7 +0x1d\n\n",
                      10 + i, minutes);
    auto log = parse(inputFromText(std::move(text), name));
    REQUIRE(log);
    return analyse(*log);
}

TriagePtr triageOf(std::vector<AnalysisPtr> inputs, const triage::Baseline& baseline = {})
{
    const std::size_t last = inputs.size() - 1;
    return makeTriage(std::move(inputs), last, baseline, {}, nullptr, {});
}

int rowOf(const TriageItems& items, const char* place)
{
    for (int row = 0; row < items.rowCount(); ++row)
        if (items.index(row, TriageItems::Place).data().toString().startsWith(QLatin1String(place)))
            return row;
    return -1;
}

} // namespace

TEST_CASE("triage items keep the rules of item models", "[items]")
{
    TriageItems items;
    MatrixItems matrix;
    QSortFilterProxyModel sorted;
    sorted.setSourceModel(&items);
    sorted.setSortRole(TriageItems::SortRole);
    const QAbstractItemModelTester itemsTester(&items, Mode::Fatal);
    const QAbstractItemModelTester sortedTester(&sorted, Mode::Fatal);
    const QAbstractItemModelTester matrixTester(&matrix, Mode::Fatal);
    for (const TriagePtr& triage :
         {triageOf({dump(3, 5)}), triageOf({dump(3, 5), dump(9, 8), dump(20, 9)})}) {
        items.setTriage(triage);
        matrix.setTriage(triage);
        for (int column = 0; column < TriageItems::ColumnCount; ++column)
            sorted.sort(column, Qt::DescendingOrder);
        items.retake({});
        items.setTriage(nullptr);
        matrix.setTriage(nullptr);
        CHECK(items.rowCount() == 0);
        CHECK(matrix.rowCount() == 0);
    }
}

TEST_CASE("another answer keeps the rows that it has too, in the order that it wants", "[items]")
{
    const AnalysisPtr log = dump(3, 5);
    const auto answer = [&](const char* filter) {
        triage::Options options;
        options.only = *triage::Filter::parse(filter);
        return makeTriage({log}, 0, {}, options, nullptr, {});
    };
    constexpr const char* kLock = "sync.(*Mutex).Lock";
    TriageItems items;
    QSortFilterProxyModel sorted;
    sorted.setDynamicSortFilter(false);
    sorted.setSourceModel(&items);
    sorted.setSortRole(TriageItems::SortRole);
    sorted.sort(TriageItems::Status);
    const QAbstractItemModelTester itemsTester(&items, Mode::Fatal);
    const QAbstractItemModelTester sortedTester(&sorted, Mode::Fatal);
    items.setTriage(answer(""));
    REQUIRE(items.rowCount() == 2);
    const QPersistentModelIndex worker = items.index(rowOf(items, "main.worker"), TriageItems::Owner);
    const QPersistentModelIndex locked = items.index(rowOf(items, kLock), TriageItems::Owner);
    REQUIRE(locked.isValid());
    const QPersistentModelIndex shown = sorted.mapFromSource(worker);

    items.update(answer("func:main.worker"), TriageItems::Missing::Go);
    CHECK(items.rowCount() == 1);
    CHECK(worker.row() == rowOf(items, "main.worker"));
    CHECK_FALSE(locked.isValid());
    items.update(answer(""), TriageItems::Missing::Go);
    CHECK(items.rowCount() == 2);
    CHECK(worker.row() == rowOf(items, "main.worker"));
    CHECK(sorted.mapToSource(shown) == worker);
    CHECK(rowOf(items, kLock) >= 0);

    // The other way round, and with a row of the baseline between them.
    TriagePtr turned = answer("");
    std::ranges::reverse(turned->lines);
    turned->lines.insert(turned->lines.begin() + 1, TriageLine{.row = {.fingerprint = {.place = 7}}});
    const int before = worker.row();
    items.update(turned, TriageItems::Missing::Go);
    CHECK(items.rowCount() == 3);
    CHECK(worker.row() != before);
    CHECK(worker.row() == rowOf(items, "main.worker"));
    CHECK(sorted.mapToSource(shown) == worker);

    // After an edit nothing moves, and who is missing is marked.
    items.update(answer("func:main.locked"), TriageItems::Missing::Stay);
    CHECK(items.rowCount() == 3);
    CHECK(worker.data(TriageItems::LapsedRole).toBool());
    CHECK_FALSE(items.index(rowOf(items, kLock), 0).data(TriageItems::LapsedRole).toBool());
    items.update(answer(""), TriageItems::Missing::Stay);
    CHECK_FALSE(worker.data(TriageItems::LapsedRole).toBool());
    items.update(answer(""), TriageItems::Missing::Go);
    CHECK(items.rowCount() == 2);
}

TEST_CASE("who created the leaks is a tree with counts", "[items]")
{
    // main starts two servers, each of them starts workers; the second server has ended.
    std::string text = "goroutine 1 [sleep]:\nmain.main()\n\t/src/main.go:9 +0x1d\n\n"
                       "goroutine 5 [select]:\nmain.serve()\n\t/src/main.go:20 +0x1d\n"
                       "created by main.main in goroutine 1\n\t/src/main.go:8 +0x1d\n\n";
    for (int i = 0; i < 5; ++i)
        text +=
            formatted("goroutine {} [chan send, 3 minutes]:\nmain.worker(0xc000020000)\n\t/src/main.go:30 "
                      "+0x1d\ncreated by main.serve in goroutine {}\n\t/src/main.go:21 +0x1d\n\n",
                      10 + i, i < 3 ? 5 : 6);
    auto log = parse(inputFromText(std::move(text), "tree"));
    REQUIRE(log);
    CreationItems items;
    const QAbstractItemModelTester tester(&items, Mode::Fatal);
    triage::Options options;
    options.only = *triage::Filter::parse("func:main.worker");
    const TriagePtr triage = makeTriage({analyse(*log)}, 0, {}, options, nullptr, {});
    CHECK(items.setTriage(triage));
    CHECK_FALSE(items.setTriage(triage)); // nothing to reset
    CHECK(items.generations() == 2);
    REQUIRE(items.rowCount() == 2);
    const QModelIndex main = items.index(0, 0);
    CHECK(main.data().toString() == QStringLiteral("main.main  main.go:8"));
    CHECK(main.siblingAtColumn(CreationItems::Total).data().toString() == u'3');
    CHECK(main.siblingAtColumn(CreationItems::Here).data().toString().isEmpty());
    REQUIRE(items.rowCount(main) == 1);
    const QModelIndex serve = items.index(0, 0, main);
    CHECK(serve.data().toString() == QStringLiteral("main.serve  main.go:21"));
    CHECK(serve.siblingAtColumn(CreationItems::Here).data().toString() == u'3');
    CHECK(serve.siblingAtColumn(CreationItems::Generation).data().toString() == u'2');
    CHECK_FALSE(serve.data(CreationItems::GoneRole).toBool());
    const QModelIndex orphans = items.index(1, 0);
    CHECK(orphans.data(CreationItems::GoneRole).toBool());
    CHECK(items.thread(main) == items.thread(serve));
    CHECK(items.indexOf(items.thread(main)) == serve);
    CHECK(items.leaks(main) == QList<int>{0});
    CHECK(items.text(main) ==
          QStringLiteral("     3  main.main  main.go:8\n     3    main.serve  main.go:21\n"));
    items.setTriage(triageOf({dump(2, 1)}));
    CHECK(items.generations() == 1);
    items.setTriage(nullptr);
    CHECK(items.rowCount() == 0);
}

TEST_CASE("a chain of thousands of creators is no tree of that depth", "[items]")
{
    std::string text;
    constexpr int kMany = 3000;
    for (int i = 1; i <= kMany; ++i)
        text += formatted("goroutine {} [chan send, 3 minutes]:\nmain.f{}()\n\t/src/main.go:{} +0x1d\n"
                          "created by main.f{} in goroutine {}\n\t/src/main.go:{} +0x1d\n\n",
                          i + 1, i, i, i - 1, i, i + 5);
    auto log = parse(inputFromText(std::move(text), "chain"));
    REQUIRE(log);
    CreationItems items;
    items.setTriage(makeTriage({analyse(*log)}, 0, {}, {}, nullptr, {}));
    CHECK(items.generations() == kMany);
    int depth = 0;
    for (QModelIndex at = items.index(0, 0); at.isValid(); at = items.index(0, 0, at))
        ++depth;
    CHECK(depth < 64);
}

TEST_CASE("a row of triage says what leaks, where and for how long", "[items]")
{
    TriageItems items;
    items.setTriage(triageOf({dump(4, 5)}));
    const int row = rowOf(items, "main.worker");
    REQUIRE(row >= 0);
    const auto cell = [&](int column) { return items.index(row, column).data().toString(); };
    CHECK(cell(TriageItems::Status) == QStringLiteral("new"));
    CHECK(cell(TriageItems::Count) == QStringLiteral("4"));
    CHECK(cell(TriageItems::Place) == QStringLiteral("main.worker  main.go:12"));
    CHECK(cell(TriageItems::State) == QStringLiteral("chan send"));
    CHECK(cell(TriageItems::Waited) == QStringLiteral("≥ 5 min"));
    CHECK(cell(TriageItems::CreatedBy) == QStringLiteral("main.main"));
    CHECK(cell(TriageItems::Growth).isEmpty());
    CHECK_FALSE(items.compares());
    CHECK(items.rowOf(items.line(row).thread) == row);
}

TEST_CASE("an edit is asked for, and shown once the baseline has it", "[items]")
{
    TriageItems items;
    items.setTriage(triageOf({dump(4, 5)}));
    const int row = rowOf(items, "main.worker");
    int asked = 0;
    QObject::connect(&items, &TriageItems::editRequested, [&](int at, int column, const QVariant& value) {
        CHECK(at == row);
        CHECK(column == TriageItems::Owner);
        CHECK(value.toString() == QStringLiteral("maria"));
        ++asked;
    });
    CHECK(items.setData(items.index(row, TriageItems::Owner), QStringLiteral("maria")));
    CHECK_FALSE(items.setData(items.index(row, TriageItems::Place), QStringLiteral("elsewhere")));
    CHECK(asked == 1);

    triage::Baseline baseline;
    triage::BaselineEntry entry = entryFor(items.line(row).row);
    entry.owner = "maria";
    entry.count = 2;
    baseline.set(entry);
    items.retake(baseline);
    CHECK(items.index(row, TriageItems::Owner).data().toString() == QStringLiteral("maria"));
    CHECK(items.index(row, TriageItems::Status).data().toString() == QStringLiteral("known, grown"));
    items.retake({});
    CHECK(items.index(row, TriageItems::Status).data().toString() == QStringLiteral("new"));
}

TEST_CASE("over several dumps a row has its counts, and each goroutine a row of the matrix", "[items]")
{
    TriageItems items;
    MatrixItems matrix;
    const TriagePtr triage = triageOf({dump(2, 5, "a.log"), dump(6, 8, "b.log")});
    items.setTriage(triage);
    matrix.setTriage(triage);
    REQUIRE(items.compares());
    const int row = rowOf(items, "main.worker");
    REQUIRE(row >= 0);
    const QModelIndex growth = items.index(row, TriageItems::Growth);
    CHECK(growth.data(TriageItems::CountsRole).value<QList<double>>() == QList<double>{2, 6});
    CHECK(growth.data().toString() == QStringLiteral("grew"));
    CHECK(items.index(row, TriageItems::Count).data().toString() == QStringLiteral("6"));

    REQUIRE(triage->comparison->idsPersist);
    CHECK(matrix.columnCount() == MatrixItems::FirstDump + 2);
    CHECK(matrix.rowCount() == 7); // 10 to 15, and the one that waits for the lock
    bool stuck = false, isNew = false;
    for (int r = 0; r < matrix.rowCount(); ++r) {
        const QString id = matrix.index(r, MatrixItems::Goroutine).data().toString();
        const QString verdict = matrix.index(r, MatrixItems::Verdict).data().toString();
        if (id == QStringLiteral("G10")) {
            stuck = verdict == QStringLiteral("stuck");
            CHECK(matrix.index(r, MatrixItems::FirstDump).data().toString() ==
                  QStringLiteral("chan send ≥ 5 min  main.worker:12"));
            CHECK(matrix.index(r, MatrixItems::FirstDump + 1).data().toString() ==
                  QStringLiteral("chan send ≥ 8 min"));
            CHECK(matrix.thread(r).snapshot == 0);
        }
        if (id == QStringLiteral("G15")) {
            isNew = verdict == QStringLiteral("new");
            CHECK_FALSE(matrix.index(r, MatrixItems::FirstDump).data(MatrixItems::StateRole).isValid());
        }
    }
    CHECK(stuck);
    CHECK(isNew);
}

TEST_CASE("the filter sees the newest count, not the sum over the logs", "[items]")
{
    const auto shown = [](const char* text) {
        triage::Options options;
        options.only = *triage::Filter::parse(text);
        return makeTriage({dump(3, 1), dump(4, 5)}, 1, {}, options, nullptr, {})->lines.size();
    };
    CHECK(shown("func:main.worker count>3") == 1);
    CHECK(shown("func:main.worker count>4") == 0);
}
