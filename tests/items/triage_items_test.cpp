// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "parser/parse.h"
#include "views/items/matrix_items.h"
#include "views/items/triage_items.h"

#include <QAbstractItemModelTester>
#include <QSortFilterProxyModel>
#include <catch2/catch_test_macros.hpp>

#include <format>

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
            std::format("goroutine {} [chan send, {} minutes]:\nmain.worker(0xc000020000)\n\t/src/main.go:12 "
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
