// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
//
// Whatever happens twice to a dump on its way, the same model comes out.

#include "tests/mangling/comparing.h"

#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <array>
#include <optional>
#include <ranges>
#include <string>
#include <string_view>
#include <vector>

using namespace skein;
using test::Mangling, test::Fixture, test::Expected;
using namespace std::literals;

namespace
{

/// What is lost only together; each is one name or several, "" stands for any.
struct KnownPair {
    std::string_view inner, outer, fixture;
};
constexpr std::array kKnownPairs = {
    // Not undone yet: lines that were broken and then got something before each, or were broken within what a
    // collector has put there; other output, another order or soft line breaks in what became one line.
    KnownPair{"wrapped-132",
              "bar dash diff grep grep-numbers hash indent less-numbers literal nested-quote numbered-list "
              "numbers-and-times quote semicolon slashes star tight-quote yaml-block",
              "command--"},
    KnownPair{"wrapped-61",
              "ansi bar caret-ansi cat-A dash diff grep grep-numbers hash indent less-numbers nested-quote "
              "numbered-list numbers-and-times padded quote semicolon service-around slashes star "
              "tight-quote yaml-block",
              "--gccgo"},
    KnownPair{
        "wrapped-61",
        "ansi bar caret-ansi cat-A dash diff grep grep-numbers hash indent less-numbers nested-quote "
        "numbered-list numbers-and-times quote semicolon service-around slashes star tight-quote yaml-block",
        "--v0."},
    KnownPair{"wrapped-61", "indent literal numbers-and-times padded tight-quote yaml-block", "command--"},
    KnownPair{
        "wrapped-61",
        "ansi bar caret-ansi dash diff grep grep-numbers hash indent less-numbers nested-quote numbered-list "
        "numbers-and-times padded quote semicolon service-around slashes star tight-quote yaml-block",
        "gate-known--"},
    KnownPair{"wrapped-61", "padded", "mutex--"},
    KnownPair{"wrapped-80",
              "bar dash diff grep grep-numbers hash indent less-numbers nested-quote numbered-list "
              "numbers-and-times padded quote semicolon service-around slashes star tight-quote yaml-block",
              "--v0."},
    KnownPair{"wrapped-80", "ansi caret-ansi cat-A literal nested-quote quote tight-quote", "command--"},
    KnownPair{"wrapped-80", "cat-A diff less-numbers numbers-and-times quote", "mutex--"},
    KnownPair{"go-test-json literal rsyslog slog-text", "wrapped-132", "--gccgo"},
    KnownPair{"teamcity-message word-breaks", "wrapped-132", "--v0."},
    KnownPair{"bar dash hash interleaved logcli-json newest-first semicolon star", "wrapped-132",
              "command--"},
    KnownPair{"one-line", "wrapped-132", "misuse-negative-waitgroup--"},
    KnownPair{"padded", "wrapped-132", "mutex--"},
    KnownPair{"ansi caret-ansi cri gcp-json go-test-json half-ansi html-breaks html-one-line "
              "journal-precise klog newest-first nul-bytes numbered-list padded pm2-time short-iso "
              "syslog-old zap-string",
              "wrapped-61", "--gccgo"},
    KnownPair{"app-engine datadog-csv fluent-bit heroku journal-full log4j nul-bytes numbered-list "
              "padded slog-text syslog teamcity-message terraform",
              "wrapped-61", "--v0."},
    KnownPair{"compose fragments grep journal-export less-numbers padded pdsh", "wrapped-61", "block--"},
    KnownPair{"bar cat-A cloudwatch csv dash hash interleaved journal-verbose newest-first padded "
              "pm2-time quoted-printable semicolon star tabs-gone unbreakable wrapped-80",
              "wrapped-61", "command--"},
    KnownPair{"teamcity-message", "wrapped-61", "deadlock-philosophers-five--"},
    KnownPair{"fragments jenkins-branch quoted-flowed service-around", "wrapped-61", "gate-known--"},
    KnownPair{"flowed padded teamcity-message", "wrapped-61", "map-iter-gob-snapshot--"},
    KnownPair{"padded quoted-flowed", "wrapped-61", "map-iter-template--"},
    KnownPair{"padded", "wrapped-61", "map-rw-struct-keys--"},
    KnownPair{"padded", "wrapped-61", "map-ww-generic-cache--"},
    KnownPair{"csv-field", "wrapped-61", "misuse-negative-waitgroup--"},
    KnownPair{"crlf padded tabs-gone", "wrapped-61", "mutex--"},
    KnownPair{"one-line padded", "wrapped-61", "panic-nil-map--"},
    KnownPair{"datadog-csv logcat-brief", "wrapped-61", "races--"},
    KnownPair{"docker-json pretty-json slog-text word-breaks zap-string", "wrapped-80", "--gccgo"},
    KnownPair{"cat-A fluentd journal-json logfmt-lines numeric-entities padded terraform-plugin",
              "wrapped-80", "--v0."},
    KnownPair{"jenkins padded svlogd tai64n", "wrapped-80", "block--"},
    KnownPair{"csv indent interleaved logfmt-lines nested-quote newest-first numbered-list", "wrapped-80",
              "command--"},
    KnownPair{"buildkite mpirun pretty-json", "wrapped-80", "gate-known--"},
    KnownPair{"padded", "wrapped-80", "map-iter-gob-snapshot--"},
    KnownPair{"padded", "wrapped-80", "map-iter-template--"},
    KnownPair{"cat-A padded", "wrapped-80", "mutex--"},
    KnownPair{"links padded", "wrapped-80", "panic-nil-map--"},
    KnownPair{"logcat-time", "wrapped-80", "races--"},
    // Not undone yet: pieces of lines behind something else.
    // A frame of gccgo without a file is a tab and ":0": the tab alone in its line is a blank line then.
    KnownPair{"fragments", "csv-field", "--gccgo"},
    KnownPair{"fragments", "grep", "--gccgo"},
    KnownPair{"fragments", "klog", "--gccgo"},
    KnownPair{"fragments", "grep-numbers", "--gccgo"},
    KnownPair{"fragments", "padded", "--gccgo"},
    KnownPair{"fragments", "tabs-gone", "--gccgo"},
    KnownPair{"fragments", "cat-A", "command--"},
    KnownPair{"fragments", "compose-mixed", ""},
    KnownPair{"fragments", "journal-verbose", "recursive--"},
    KnownPair{"fragments", "newest-first", "races--"},
    KnownPair{"fragments", "quoted-printable", "abba--"},
    KnownPair{"fragments", "rsyslog", "block--"},
    KnownPair{"fragments", "rsyslog", "mutex--"},
    KnownPair{"fragments", "stamps", "recursive--"},
    // Not undone yet: records of several lines, of which some are broken.
    KnownPair{"pretty-json", "quoted-printable", "--gccgo"},
    KnownPair{"pretty-json", "literal", "command--"},
    KnownPair{"pretty-json", "rsyslog", "command--"},
    KnownPair{"pretty-json", "cat-A", "command--"},
    // Between the records, more lines are of whoever quotes them than of the dump.
    KnownPair{"journal-export", "snippets", ""},
    // Not undone yet: another container writes between the pieces of a line.
    KnownPair{"flowed", "compose-mixed", ""},
    KnownPair{"quoted-flowed", "compose-mixed", ""},
    KnownPair{"quoted-printable", "compose-mixed", ""},
    // Not undone yet: another container writes within a frame of gccgo, which has no arguments to tell it by.
    KnownPair{"json-array", "compose-mixed", "--gccgo"},
    KnownPair{"snippets", "compose-mixed", "--gccgo"},
    KnownPair{"compose-mixed", "datadog-json", "--gccgo"},
    KnownPair{"compose-mixed", "fluentd", "--gccgo"},
    KnownPair{"compose-mixed", "gcp-json", "--gccgo"},
    KnownPair{"compose-mixed", "journal-json", "--gccgo"},
    KnownPair{"compose-mixed", "logcli-json", "--gccgo"},
    KnownPair{"compose-mixed", "logrus-lines", "--gccgo"},
    KnownPair{"compose-mixed", "splunk-json", "--gccgo"},
    // Not undone yet: goleak's list in the JSON of `go test`, with another container's lines.
    KnownPair{"blank-doubled", "compose-mixed", "command--"},
    KnownPair{"newest-first", "compose-mixed", "command--"},
    KnownPair{"stamps", "compose-mixed", "command--"},
    KnownPair{"compose-mixed", "indent", "command--"},
    KnownPair{"compose-mixed", "numbers-and-times", "command--"},
    KnownPair{"compose-mixed", "yaml-block", "command--"},
    KnownPair{"compose-mixed", "cri", "gate-known--"},
    // Not undone yet: two containers and a profile of few lines in one line.
    KnownPair{"compose-mixed", "rsyslog", "block--"},
    KnownPair{"compose-mixed", "rsyslog", "mutex--"},
    // Not undone yet.
    KnownPair{"flowed", "logfmt-lines", "recursive--"},
    KnownPair{"quoted-flowed", "logfmt-lines", "recursive--"},
    KnownPair{"interleaved", "logfmt-lines", "command--"},
    KnownPair{"interleaved", "logfmt-lines", "--gccgo"},
    KnownPair{"newest-first", "logfmt-lines", "command--"},
    KnownPair{"logfmt-lines", "newest-first", "command--"},
    KnownPair{"logfmt-lines", "cri", "recursive--"},
    KnownPair{"logfmt-lines", "literal", ""},
    KnownPair{"logfmt-lines", "rsyslog", ""},
    KnownPair{"journal-json", "literal", "misuse-negative-waitgroup--"},
    KnownPair{"quoted-printable", "journald", ""},
    KnownPair{"quoted-printable", "logcat", ""},
    // Not undone yet: what became one line, or was broken by a mail program, after something else.
    KnownPair{"html-one-line literal pretty-json rsyslog slog-text word-breaks", "flowed", "--gccgo"},
    KnownPair{"html-breaks literal log4j quoted-flowed syslog", "flowed", "--v0."},
    KnownPair{"app-engine pretty-json quoted-flowed rsyslog word-breaks wrapped-61 wrapped-80", "flowed",
              "command--"},
    KnownPair{"quoted-flowed", "flowed", "gate-known--"},
    KnownPair{"tabs-4 wrapped-61", "flowed", "mutex--"},
    KnownPair{"literal rsyslog slog-text", "flowed", "races--"},
    KnownPair{"half-ansi interleaved literal-tabs newest-first wrapped-61", "one-line", "--gccgo"},
    KnownPair{"flowed interleaved newest-first quoted-printable wrapped-61 wrapped-80", "one-line", "--v0."},
    KnownPair{"github-actions", "one-line", "block--"},
    KnownPair{"flowed json-array newest-first quoted-printable wrapped-132 wrapped-61 wrapped-80", "one-line",
              "command--"},
    KnownPair{"wrapped-61", "one-line", "deadlock-abba-transfer--"},
    KnownPair{"wrapped-61 wrapped-80", "one-line", "gate-known--"},
    KnownPair{"wrapped-132 wrapped-61 wrapped-80", "one-line", "map-iter-gob-snapshot--"},
    KnownPair{"wrapped-61 wrapped-80", "one-line", "map-iter-template--"},
    KnownPair{"interleaved wrapped-61", "one-line", "map-ww-generic-cache--"},
    KnownPair{"zap-string", "one-line", "misuse-negative-waitgroup--"},
    KnownPair{"github-actions interleaved wrapped-80", "one-line", "mutex--"},
    KnownPair{"wrapped-61 wrapped-80", "one-line", "panic-nil-map--"},
    KnownPair{"newest-first quoted-printable", "one-line", "races--"},
    KnownPair{"html-one-line literal pretty-json rsyslog word-breaks wrapped-61", "quoted-flowed", "--gccgo"},
    KnownPair{"blank-doubled flowed literal log4j syslog wrapped-61 wrapped-80", "quoted-flowed", "--v0."},
    KnownPair{"numbers-and-times", "quoted-flowed", "block--"},
    KnownPair{
        "app-engine flowed jenkins-clock pretty-json rsyslog word-breaks wrapped-132 wrapped-61 wrapped-80",
        "quoted-flowed", "command--"},
    KnownPair{"blank-doubled cat-A flowed journal-export journal-verbose json-array literal-tabs wrapped-61",
              "quoted-flowed", "gate-known--"},
    KnownPair{"json-array", "quoted-flowed", "map-rw-struct-keys--"},
    KnownPair{"numbers-and-times tabs-4 word-breaks wrapped-61", "quoted-flowed", "mutex--"},
    KnownPair{"json-array word-breaks", "quoted-flowed", "panic-nil-map--"},
    // Not undone yet: a panic's text that imitates a header, when two manglings hide which line is whose.
    KnownPair{"", "", "panic-imitates-header"},
};

/// One of the words of `names` is `name`; "" stands for any.
bool isAmong(std::string_view names, std::string_view name)
{
    return names.empty() || std::ranges::any_of(names | std::views::split(' '), [&](const auto& word) {
               return std::ranges::equal(word, name);
           });
}

bool isKnownPair(const Mangling& inner, const Mangling& outer, const Fixture& fixture)
{
    return std::ranges::any_of(kKnownPairs, [&](const KnownPair& k) {
        return isAmong(k.inner, inner.name) && isAmong(k.outer, outer.name) &&
               fixture.name.contains(k.fixture);
    });
}

/// Which captures of a folder are mangled twice, by name, so that a new one changes nothing; and by one pair
/// in how many: in every run, and with SKEIN_MANGLING=all.
struct Sample {
    std::string_view folder, fixtures;
    std::uint64_t always, wanted;
};
constexpr std::array kSamples = {
    Sample{"go-traceback",
           "deadlock-abba-transfer--go1.19.8 deadlock-philosophers-five--go1.19.8 "
           "map-iter-gob-snapshot--go1.24.4 map-iter-template--go1.26.11-all "
           "map-rw-struct-keys--go1.24.4-noopt map-ww-generic-cache--go1.22.12-noinline "
           "misuse-negative-waitgroup--go1.19.8 panic-nil-map--go1.22.12-all",
           20, 1},
    Sample{"go-race", "races--go1.24.4 races--go1.27.4", 600, 4},
    Sample{"go-deadlock", "abba--v0.3.1 recursive--v0.3.3 timeout-others--v0.3.6", 600, 4},
    Sample{"goleak", "command--go1.19.8-json gate-known--go1.24.4", 600, 4},
    Sample{"go-pprof", "block--go1.19.8 mutex--go1.24.4", 600, 4},
    Sample{"leaktest", "command--go1.19.8 command--go1.27.4", 600, 4},
    Sample{"gccgo", "deadlock-four-ledgers--gccgo14 misuse-unlock-unlocked--gccgo14", 600, 4},
};

/// How much is asked of a pair that this run doesn't leave out.
std::optional<Expected> expectedOf(const Mangling& inner, const Mangling& outer, const Fixture& fixture,
                                   const Sample& sample)
{
    const std::uint64_t hash =
        test::fixedHash(fixture.name + std::string(inner.name) + std::string(outer.name));
    const bool special = !test::wantsNothingSpecial();
    if (special ? !test::wantsPair(inner.name, outer.name) || (test::wantsAll() && hash % sample.wanted != 0)
                : hash % sample.always != 0)
        return {};
    // A pair is lost where one of the two is.
    if (test::canFollow(outer, inner) && !test::isKnownAlone(inner.name, fixture) &&
        !test::isKnownAlone(outer.name, fixture) &&
        (test::wantsTable() || !isKnownPair(inner, outer, fixture)))
        return Expected::Same;
    return special || hash / sample.always % 8 == 0 ? std::optional(Expected::Honest) : std::nullopt;
}

} // namespace

TEST_CASE("a log that was mangled twice says what the log says", "[mangling]")
{
    test::Tally tally;
    std::vector<Mangling> all(test::manglings().begin(), test::manglings().end());
    if (!test::wantsNothingSpecial())
        all.insert(all.end(), test::platforms().begin(), test::platforms().end());
    std::size_t n = 0;
    for (const Sample& sample : kSamples) {
        for (const Fixture& fixture : test::fixturesOf(sample.folder, sample.fixtures)) {
            for (const Mangling& inner : all) {
                if (inner.encodes || !test::keeps(inner, fixture) || !test::isMine(n++))
                    continue;
                const std::string once = inner.apply(fixture.text);
                for (const Mangling& outer : all) {
                    if (outer.name == inner.name || !test::keeps(outer, fixture))
                        continue;
                    Mangling both = outer;
                    both.reorders |= inner.reorders;
                    if (const auto expected = expectedOf(inner, outer, fixture, sample))
                        tally.check(fixture,
                                    std::string(sample.folder) + ": " + std::string(inner.name) + " in " +
                                        std::string(outer.name),
                                    outer.apply(once), both, *expected);
                }
            }
        }
    }
    tally.report();
}
