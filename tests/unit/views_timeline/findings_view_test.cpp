// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "model/formatted.h"
#include "tests/unit/views_timeline/made_log.h"
#include "tests/unit/views_timeline/view_setting.h"
#include "views/findings/finding_card.h"
#include "views/findings/findings_view.h"

#include <QScrollArea>
#include <QScrollBar>
#include <QTest>
#include <catch2/catch_test_macros.hpp>

using namespace skein;

TEST_CASE("cards of many findings are made when they are needed", "[findings]")
{
    test::ViewSetting in;
    const std::unique_ptr<View> view(makeFindingsView(in.context, nullptr));
    view->resize(320, 400);
    view->show();
    std::vector<Finding> findings;
    for (int i = 0; i < 150; ++i) {
        Finding finding;
        finding.kind = FindingKind::DataRace;
        finding.snapshot = 0;
        finding.title = formatted("race {}", i);
        finding.threads = {{0, 0}};
        findings.push_back(std::move(finding));
    }
    test::LogMaker log = test::crowd(2, 2);
    in.selection.setAnalysis(log.analysis(std::move(findings)));
    const auto cards = [&] { return view->findChildren<FindingCard*>().size(); };
    QTest::qWait(50);
    const auto first = cards();
    CHECK(first >= 12);
    CHECK(first < 100);

    // Down to the end, more come until all are there.
    auto* const bar = view->findChild<QScrollArea*>()->verticalScrollBar();
    for (int i = 0; i < 100 && cards() < 150; ++i) {
        bar->setValue(bar->maximum());
        QTest::qWait(5);
    }
    CHECK(cards() == 150);

    // One that is chosen elsewhere is made, and comes into view.
    in.selection.setAnalysis(in.selection.analysis());
    QTest::qWait(20);
    REQUIRE(cards() < 100);
    in.selection.selectFinding(120);
    REQUIRE(QTest::qWaitFor([&] { return cards() > 120 && bar->value() > 0; }, 10000));
    CHECK(cards() < 150);
    // The keyboard goes on from there, beyond what was made.
    QTest::keyClick(view.get(), Qt::Key_Down);
    CHECK(in.selection.current().finding == 121);
}
