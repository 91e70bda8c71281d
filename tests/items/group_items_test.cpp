// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "model/formatted.h"
#include "parser/parse.h"
#include "views/items/group_filter.h"
#include "views/items/group_items.h"

#include <QAbstractItemModelTester>
#include <catch2/catch_test_macros.hpp>

#include <filesystem>
#include <fstream>
#include <iterator>

using namespace skein;

namespace {

AnalysisPtr analysed(Input input)
{
    auto log = parse(std::move(input));
    REQUIRE(log);
    return analyse(*log);
}

AnalysisPtr example(const std::string& name)
{
    auto input = openInput(std::string(SKEIN_SOURCE_DIR) + "/examples/" + name);
    REQUIRE(input);
    return analysed(std::move(*input));
}

/// `count` goroutines that stand in one place.
AnalysisPtr manyAlike(int count)
{
    std::string text;
    for (int i = 1; i <= count; ++i) {
        text +=
            formatted("goroutine {} [select, {} minutes]:\nmain.worker(0x{:x})\n\t/src/main.go:12 +0x1d\n\n",
                      i, i % 9 + 1, i);
    }
    return analysed(inputFromText(std::move(text), "many"));
}

using Mode = QAbstractItemModelTester::FailureReportingMode;

}  // namespace

TEST_CASE("group items keep the rules of item models from empty to big and back", "[items]")
{
    GroupItems items;
    GroupFilter filter;
    filter.setSourceModel(&items);
    QAbstractItemModelTester itemsTester(&items, Mode::Fatal);
    QAbstractItemModelTester filterTester(&filter, Mode::Fatal);
    // The testers would fetch while they hear of a reset, and take the new rows for a part of it.
    itemsTester.setUseFetchMore(false);
    filterTester.setUseFetchMore(false);
    for (const auto& entry : std::filesystem::directory_iterator(std::string(SKEIN_SOURCE_DIR) + "/examples")) {
        if (entry.path().extension() != ".log") continue;
        items.setAnalysis(example(entry.path().filename().string()));
        filter.sort(GroupItems::Waited, Qt::DescendingOrder);
        filter.setMatches(std::vector<bool>(static_cast<std::size_t>(items.rowCount()), false));
        CHECK(filter.rowCount() == 0);
        filter.setMatches({});
        for (int row = 0; row < filter.rowCount(); ++row) {
            const QModelIndex group = filter.index(row, 0);
            while (filter.canFetchMore(group)) filter.fetchMore(group);
            CHECK(filter.rowCount(group) > 0);
        }
        items.setAnalysis(nullptr);
        CHECK(items.rowCount() == 0);
    }
}

TEST_CASE("every thread of a dump is below exactly one group", "[items]")
{
    const AnalysisPtr analysis = manyAlike(1234);
    GroupItems items;
    items.setAnalysis(analysis);
    REQUIRE(items.rowCount() == 1);
    const QModelIndex group = items.index(0, 0);
    CHECK(group.data().toString().remove(QLatin1Char(',')) == QStringLiteral("1234"));
    CHECK(items.rowCount(group) == 0);   // nothing is fetched before it is unfolded
    while (items.canFetchMore(group)) items.fetchMore(group);
    CHECK(items.rowCount(group) == 1234);
    CHECK(items.index(1233, GroupItems::Count, group).data().toString() == QStringLiteral("G1234"));
}

TEST_CASE("a group row says place, state and the range of waits", "[items]")
{
    GroupItems items;
    items.setAnalysis(manyAlike(20));
    const auto cell = [&](int column) { return items.index(0, column).data().toString(); };
    CHECK(cell(GroupItems::Place) == QStringLiteral("main.worker:12"));
    CHECK(cell(GroupItems::State) == QStringLiteral("select"));
    CHECK(cell(GroupItems::Waited) == QStringLiteral("≥ 1–9 min"));
}

TEST_CASE("groups that the filter does not match are hidden; groups set aside come back", "[items]")
{
    GroupItems items;
    GroupFilter filter;
    filter.setSourceModel(&items);
    items.setAnalysis(manyAlike(3));
    filter.setMatches({false});
    CHECK(filter.rowCount() == 0);
    filter.setMatches({});
    filter.setAside(0);
    CHECK(filter.rowCount() == 0);
    CHECK(filter.setAsideCount() == 1);
    filter.showAll();
    CHECK(filter.rowCount() == 1);
}

TEST_CASE("groups of another strength take the place of the analysis' own", "[items]")
{
    const AnalysisPtr analysis = manyAlike(20);
    GroupItems items;
    QAbstractItemModelTester tester(&items, Mode::Fatal);
    tester.setUseFetchMore(false);
    items.setAnalysis(analysis);
    CHECK(items.groupOf({0, 7}) == 0);
    auto each = std::make_shared<std::vector<Group>>();
    for (std::uint32_t thread = 0; thread < 20; ++thread) {
        Group group = analysis->groups.front();
        group.threads = {thread};
        group.count = 1;
        each->push_back(std::move(group));
    }
    items.setAnalysis(analysis, each);
    CHECK(items.rowCount() == 20);
    CHECK(items.groupOf({0, 7}) == 7);
    CHECK_FALSE(items.groupOf({0, 20}));
}

TEST_CASE("threads that only reports speak of have no rows, and are counted", "[items]")
{
    GroupItems items;
    QAbstractItemModelTester tester(&items, Mode::Fatal);
    tester.setUseFetchMore(false);
    items.setAnalysis(example("tsan-race-heap.log"));
    CHECK(items.rowCount() == 0);
    CHECK(items.onlyReported() == 3);
    CHECK_FALSE(items.groups().empty());
    CHECK_FALSE(items.indexOfGroup(0).isValid());

    // A dump behind a report: its groups, under their own numbers.
    std::string text;
    for (const char* name : {"/examples/tsan-race-heap.log", "/examples/deadlock-abba-mutex.log"}) {
        std::ifstream in(std::string(SKEIN_SOURCE_DIR) + name);
        text += std::string(std::istreambuf_iterator<char>(in), {});
    }
    items.setAnalysis(analysed(inputFromText(std::move(text), "both")));
    CHECK(items.onlyReported() == 3);
    REQUIRE(items.rowCount() > 0);
    REQUIRE(items.rowCount() < static_cast<int>(items.groups().size()));
    for (int row = 0; row < items.rowCount(); ++row) {
        const QModelIndex index = items.index(row, 0);
        const auto group = index.data(GroupItems::GroupRole).toUInt();
        CHECK(items.groups()[group].site);
        CHECK(items.indexOfGroup(group) == index);
        items.fetchMore(index);
        REQUIRE(items.rowCount(index) > 0);
        CHECK(items.index(0, 0, index).data(GroupItems::GroupRole).toUInt() == group);
        CHECK(items.index(0, 0, index).parent() == index);
    }
}
