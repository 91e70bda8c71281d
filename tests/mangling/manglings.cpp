// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "tests/mangling/manglings.h"

#include "tests/mangling/mangle.h"

#include <array>
#include <bit>

namespace skein::test
{

namespace
{

using namespace mangle;

/// Every line behind the same characters.
std::string led(const std::string& t, const char* leader)
{
    return eachLine(t, [leader](const std::string& l, int) { return leader + l; });
}

constexpr unsigned kWritten = Mangling::Written, kPrinted = Mangling::Printed,
                   kCollected = Mangling::Collected, kAtRest = Mangling::AtRest, kSaved = Mangling::Saved,
                   kAnywhere = kPrinted | kCollected | kAtRest;
constexpr bool kOuter = true, kEncodes = true, kReorders = true;
using M = Mangling;
constexpr std::array kManglings = {
    M{"docker", kCollected, docker, M::Nothing, kOuter},
    M{"compose", kCollected, compose, M::Nothing, kOuter},
    M{"docker-json", kCollected, dockerJson, M::Nothing, kOuter},
    M{"cri", kCollected, cri, M::Nothing, kOuter},
    M{"journald", kCollected, journald, M::BlankLines, kOuter},
    M{"syslog", kCollected, syslog, M::Nothing, kOuter},
    M{"rsyslog", kCollected, rsyslog},
    M{"github-actions", kCollected, githubActions, M::Nothing, kOuter},
    M{"gitlab", kCollected, gitlab, M::Nothing, kOuter},
    M{"terraform", kCollected, terraform, M::Nothing, kOuter},
    M{"klog", kCollected, klog, M::Nothing, kOuter},
    M{"zap-string", kCollected, zapString},
    M{"logrus-lines", kCollected, logrusLines, M::Nothing, kOuter},
    M{"slog-text", kCollected, slogText},
    M{"go-test-json", kCollected, goTestJson, M::Nothing, kOuter},
    M{"csv", kCollected, csv, M::Nothing, kOuter},
    M{"csv-field", kCollected | kAtRest, csvField},
    M{"ansi", kAnywhere, ansi, M::Nothing, kOuter},
    M{"half-ansi", kCollected | kAtRest, halfAnsi, M::Nothing, kOuter},
    M{"caret-ansi", kCollected | kAtRest, caretAnsi, M::Nothing, kOuter},
    M{"indent", kAnywhere, indent, M::Nothing, kOuter},
    M{"tabs-2", kAnywhere, tabs2},
    M{"tabs-4", kAnywhere, tabs4},
    M{"tabs-8", kAnywhere, tabs8},
    M{"tabs-gone", kAnywhere, tabsGone, M::Indentation},
    M{"blank-gone", kAnywhere, blankGone, M::BlankLines},
    M{"blank-doubled", kCollected | kAtRest, blankDoubled, M::BlankLines},
    M{"stamps", kAtRest, stamps},
    M{"one-line", kCollected | kAtRest, oneLine, M::LineEnds | M::BlankLines | M::Indentation},
    M{"literal", kCollected | kAtRest, literal},
    M{"literal-tabs", kCollected | kAtRest, literalTabs},
    M{"cat-A", kCollected | kAtRest, catA, M::Nothing, kOuter},
    M{"quote", kAtRest, quote, M::Nothing, kOuter},
    M{"nested-quote", kAtRest, nestedQuote, M::Nothing, kOuter},
    M{"fence", kAtRest, fence, M::Nothing, kOuter},
    M{"slashes", kAtRest, [](const std::string& t) { return led(t, "// "); }, M::Nothing, kOuter},
    M{"hash", kPrinted | kAtRest, [](const std::string& t) { return led(t, "# "); }, M::Nothing, kOuter},
    M{"semicolon", kAtRest, [](const std::string& t) { return led(t, "; "); }, M::Nothing, kOuter},
    M{"star", kAtRest, [](const std::string& t) { return led(t, "* "); }, M::Nothing, kOuter},
    M{"dash", kAtRest, [](const std::string& t) { return led(t, "- "); }, M::Nothing, kOuter},
    M{"bar", kPrinted | kAtRest, [](const std::string& t) { return led(t, "| "); }, M::Nothing, kOuter},
    M{"numbered-list", kAtRest, numberedList, M::Nothing, kOuter},
    M{"numbers-and-times", kCollected | kAtRest, numbersAndTimes, M::Nothing, kOuter},
    M{"html-breaks", kAtRest, htmlBreaks},
    M{"html-one-line", kAtRest, htmlOneLine},
    M{"html-pre", kAtRest, htmlPre},
    M{"numeric-entities", kAtRest, numericEntities},
    M{"typography", kAtRest, typography},
    M{"markdown-escapes", kAtRest, markdownEscapes},
    M{"links", kAtRest, links},
    M{"quoted-printable", kAtRest, quotedPrintable},
    M{"padded", kCollected | kAtRest, padded, M::Blanks, kOuter},
    M{"wrapped-80", kAtRest, wrapped80},
    M{"wrapped-61", kAtRest, wrapped61},
    M{"wrapped-132", kAtRest, wrapped132},
    M{"newest-first", kCollected, newestFirst, M::Nothing, kOuter, false, kReorders},
    M{"fragments", kWritten, fragments},
    M{"crlf", kAnywhere | kSaved, crlf, M::Nothing, kOuter},
    M{"cr-only", kSaved, crOnly},
    M{"nul-bytes", kAnywhere, nulBytes, M::Nothing, kOuter},
    M{"service-around", kAnywhere, serviceAround, M::Nothing, kOuter},
    M{"output-before-reason", kPrinted, outputBeforeReason},
    M{"output-in-reason", kPrinted, outputInReason},
    M{"output-behind-reason", kPrinted, outputBehindReason},
    M{"interleaved", kPrinted, interleaved},
    M{"snippets", kAtRest, snippets},
    M{"kubectl", kCollected, kubectl, M::Nothing, kOuter},
    M{"compose-v1", kCollected, composeOld, M::Nothing, kOuter},
    M{"compose-mixed", kCollected, composeMixed, M::Nothing, kOuter},
    M{"heroku", kCollected, heroku, M::Nothing, kOuter},
    M{"log4j", kCollected, log4j, M::Nothing, kOuter},
    M{"logcat", kCollected, logcat, M::Nothing, kOuter},
    M{"clf", kCollected, clf, M::Nothing, kOuter},
    M{"bracket-time", kCollected, bracketTime, M::Nothing, kOuter},
    M{"epoch", kCollected, epoch, M::Nothing, kOuter},
    M{"short-iso", kCollected, shortIso, M::Nothing, kOuter},
    M{"loki", kCollected, loki},
    M{"fluentd", kCollected, fluentd, M::Nothing, kOuter},
    M{"datadog-json", kCollected, datadogJson, M::Nothing, kOuter},
    M{"gcp-json", kCollected, gcpJson, M::Nothing, kOuter},
    M{"journal-json", kCollected, journalJson, M::Nothing, kOuter},
    M{"pretty-json", kCollected, prettyJson},
    M{"logfmt-lines", kCollected, logfmtLines},
    M{"datadog-csv", kCollected, datadogCsv, M::Nothing, kOuter},
    M{"semicolon-csv", kCollected, semicolonCsv, M::Nothing, kOuter},
    M{"chat", kAtRest, chat},
    M{"tight-quote", kAtRest, tightQuote, M::Nothing, kOuter},
    M{"byte-order-mark", kSaved, byteOrderMark, M::Nothing, false, kEncodes},
    M{"utf-16le", kSaved, [](const std::string& t) { return utf16(t, false, false); }, M::Nothing, false,
      kEncodes},
    M{"utf-16be", kSaved, [](const std::string& t) { return utf16(t, true, false); }, M::Nothing, false,
      kEncodes},
    M{"utf-16le-mark", kSaved, [](const std::string& t) { return utf16(t, false, true); }, M::Nothing, false,
      kEncodes},
    M{"utf-16be-mark", kSaved, [](const std::string& t) { return utf16(t, true, true); }, M::Nothing, false,
      kEncodes},
};

constexpr std::array kPlatforms = {
    M{"stern", kCollected, [](const std::string& t) { return ahead(t, "web-7d9f5-x2x7q app "); }, M::Nothing,
      kOuter},
    M{"swarm-service", kCollected,
      [](const std::string& t) { return ahead(t, "shop_web.1.q2x9kd03mlqz@node1    | "); }, M::Nothing,
      kOuter},
    M{"journal-precise", kCollected,
      [](const std::string& t) { return ahead(t, "May 04 %T.%F node1 shopd[2113]: "); }, M::Nothing, kOuter},
    M{"journal-monotonic", kCollected,
      [](const std::string& t) { return ahead(t, "[ 1234.%F] node1 shopd[2113]: "); }, M::Nothing, kOuter},
    M{"journal-full", kCollected,
      [](const std::string& t) { return ahead(t, "Mon 2026-05-04 %T UTC node1 shopd[2113]: "); }, M::Nothing,
      kOuter},
    M{"syslog-data", kCollected,
      [](const std::string& t) {
          return ahead(
              t, "<27>1 2026-05-04T%T.%FZ node1 shopd 2113 ID47 [meta@32473 app=\"shop\" unit=\"web\"] ");
      },
      M::Nothing, kOuter},
    M{"syslog-old", kCollected,
      [](const std::string& t) { return ahead(t, "<27>May  4 %T node1 shopd[2113]: "); }, M::Nothing, kOuter},
    M{"no-pid", kCollected, [](const std::string& t) { return ahead(t, "May  4 %T node1 shopd: "); },
      M::Nothing, kOuter},
    M{"fly", kCollected,
      [](const std::string& t) { return ahead(t, "2026-05-04T%TZ app[148e21ea7d4e89] fra [info]"); },
      M::Nothing, kOuter},
    M{"svlogd", kCollected, [](const std::string& t) { return ahead(t, "2026-05-04_%T.00042 "); }, M::Nothing,
      kOuter},
    M{"tai64n", kCollected, [](const std::string& t) { return ahead(t, "@400000006646%F2c0e2f3c "); },
      M::Nothing, kOuter},
    M{"s6-log", kCollected, [](const std::string& t) { return ahead(t, "2026-05-04 %T.%F123  "); },
      M::Nothing, kOuter},
    M{"jenkins", kCollected, [](const std::string& t) { return ahead(t, "[2026-05-04T%T.042Z] "); },
      M::Nothing, kOuter},
    M{"jenkins-clock", kCollected, [](const std::string& t) { return ahead(t, "%T  "); }, M::Nothing, kOuter},
    M{"jenkins-branch", kCollected, [](const std::string& t) { return ahead(t, "[web] "); }, M::Nothing,
      kOuter},
    M{"teamcity", kCollected, [](const std::string& t) { return ahead(t, "[%T] :\t [Step 1/2] "); },
      M::Nothing, kOuter},
    M{"buildkite", kCollected, [](const std::string& t) { return ahead(t, "\x1b_bk;t=1777887067%F\a"); },
      M::Nothing, kOuter},
    M{"cloudwatch", kCollected,
      [](const std::string& t) { return ahead(t, "2026-05-04T%T.%F+00:00 ecs/app/0f3c9a7d2b "); }, M::Nothing,
      kOuter},
    M{"cloudwatch-console", kCollected, [](const std::string& t) { return ahead(t, "2026-05-04T%T.042Z\t"); },
      M::Nothing, kOuter},
    M{"app-engine", kCollected,
      [](const std::string& t) { return ahead(t, "2026-05-04 %T default[20260504t093107]  "); }, M::Nothing,
      kOuter},
    M{"dmesg", kCollected, [](const std::string& t) { return ahead(t, "[ 1234.%F] shopd: "); }, M::Nothing,
      kOuter},
    M{"pm2", kCollected, [](const std::string& t) { return ahead(t, "0|shopd    | "); }, M::Nothing, kOuter},
    M{"pm2-time", kCollected,
      [](const std::string& t) { return ahead(t, "0|shopd    | 2026-05-04 %T +00:00: "); }, M::Nothing,
      kOuter},
    M{"foreman", kCollected, [](const std::string& t) { return ahead(t, "%T web.1  | "); }, M::Nothing,
      kOuter},
    M{"build-kit", kCollected, [](const std::string& t) { return ahead(t, "#12 3.%F "); }, M::Nothing,
      kOuter},
    M{"terraform-plugin", kCollected,
      [](const std::string& t) {
          return ahead(t, "2026-05-04T%T.042Z [DEBUG] provider.terraform-provider-shop_v1.2.3: ");
      },
      M::Nothing, kOuter},
    M{"ts", kCollected, [](const std::string& t) { return ahead(t, "May 04 %T "); }, M::Nothing, kOuter},
    M{"pdsh", kCollected, [](const std::string& t) { return ahead(t, "node1: "); }, M::Nothing, kOuter},
    M{"mpirun", kCollected, [](const std::string& t) { return ahead(t, "[1,0]<stderr>:"); }, M::Nothing,
      kOuter},
    M{"parallel-tag", kCollected, [](const std::string& t) { return ahead(t, "node1\t"); }, M::Nothing,
      kOuter},
    M{"diff", kAtRest, [](const std::string& t) { return ahead(t, "+"); }, M::Nothing, kOuter},
    M{"grep", kCollected | kAtRest, [](const std::string& t) { return ahead(t, "app.log:"); }, M::Nothing,
      kOuter},
    M{"grep-numbers", kCollected | kAtRest, [](const std::string& t) { return ahead(t, "app.log:%n:"); },
      M::Nothing, kOuter},
    M{"less-numbers", kCollected | kAtRest, [](const std::string& t) { return ahead(t, "%6 "); }, M::Nothing,
      kOuter},
    M{"logcat-time", kCollected,
      [](const std::string& t) { return ahead(t, "05-04 %T.042 E/Go      ( 2113): "); }, M::Nothing, kOuter},
    M{"logcat-brief", kCollected, [](const std::string& t) { return ahead(t, "E/Go      ( 2113): "); },
      M::Nothing, kOuter},
    M{"journal-verbose", kCollected, journalVerbose},
    M{"journal-export", kCollected, journalExport},
    M{"fluent-bit", kCollected, fluentBit, M::Nothing, kOuter},
    M{"splunk-json", kCollected, splunkJson, M::Nothing, kOuter},
    M{"logcli-json", kCollected, logcliJson, M::Nothing, kOuter},
    M{"json-array", kCollected, jsonArray, M::Nothing, kOuter},
    M{"teamcity-message", kCollected, teamcityMessage},
    M{"word-breaks", kAtRest, wordBreaks},
    M{"unbreakable", kAtRest, unbreakable},
    M{"junit-xml", kCollected, junitXml},
    M{"jira", kAtRest, jira},
    M{"tight-fence", kAtRest, tightFence},
    M{"flowed", kAtRest, flowed},
    M{"quoted-flowed", kAtRest, quotedFlowed},
    M{"yaml-block", kCollected | kAtRest, yamlBlock},
};

} // namespace

std::span<const Mangling> platforms()
{
    return kPlatforms;
}

bool canFollow(const Mangling& outer, const Mangling& inner)
{
    return !inner.encodes && std::countr_zero(inner.stages) < std::bit_width(outer.stages);
}

std::span<const Mangling> manglings()
{
    return kManglings;
}

} // namespace skein::test
