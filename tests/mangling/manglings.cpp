// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "tests/mangling/manglings.h"

#include "tests/mangling/mangle.h"

#include <array>

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

constexpr bool kOuter = true, kEncodes = true, kReorders = true;
using M = Mangling;
constexpr std::array kManglings = {
    M{"docker", docker, M::Nothing, kOuter},
    M{"compose", compose, M::Nothing, kOuter},
    M{"docker-json", dockerJson, M::Nothing, kOuter},
    M{"cri", cri, M::Nothing, kOuter},
    M{"journald", journald, M::BlankLines, kOuter},
    M{"syslog", syslog, M::Nothing, kOuter},
    M{"rsyslog", rsyslog},
    M{"github-actions", githubActions, M::Nothing, kOuter},
    M{"gitlab", gitlab, M::Nothing, kOuter},
    M{"terraform", terraform, M::Nothing, kOuter},
    M{"klog", klog, M::Nothing, kOuter},
    M{"zap-string", zapString},
    M{"logrus-lines", logrusLines, M::Nothing, kOuter},
    M{"slog-text", slogText},
    M{"go-test-json", goTestJson, M::Nothing, kOuter},
    M{"csv", csv, M::Nothing, kOuter},
    M{"csv-field", csvField},
    M{"ansi", ansi, M::Nothing, kOuter},
    M{"half-ansi", halfAnsi, M::Nothing, kOuter},
    M{"caret-ansi", caretAnsi, M::Nothing, kOuter},
    M{"indent", indent, M::Nothing, kOuter},
    M{"tabs-2", tabs2},
    M{"tabs-4", tabs4},
    M{"tabs-8", tabs8},
    M{"tabs-gone", tabsGone, M::Indentation},
    M{"blank-gone", blankGone, M::BlankLines},
    M{"blank-doubled", blankDoubled, M::BlankLines},
    M{"stamps", stamps},
    M{"one-line", oneLine, M::LineEnds | M::BlankLines | M::Indentation},
    M{"literal", literal},
    M{"literal-tabs", literalTabs},
    M{"cat-A", catA, M::Nothing, kOuter},
    M{"quote", quote, M::Nothing, kOuter},
    M{"nested-quote", nestedQuote, M::Nothing, kOuter},
    M{"fence", fence, M::Nothing, kOuter},
    M{"slashes", [](const std::string& t) { return led(t, "// "); }, M::Nothing, kOuter},
    M{"hash", [](const std::string& t) { return led(t, "# "); }, M::Nothing, kOuter},
    M{"semicolon", [](const std::string& t) { return led(t, "; "); }, M::Nothing, kOuter},
    M{"star", [](const std::string& t) { return led(t, "* "); }, M::Nothing, kOuter},
    M{"dash", [](const std::string& t) { return led(t, "- "); }, M::Nothing, kOuter},
    M{"bar", [](const std::string& t) { return led(t, "| "); }, M::Nothing, kOuter},
    M{"numbered-list", numberedList, M::Nothing, kOuter},
    M{"numbers-and-times", numbersAndTimes, M::Nothing, kOuter},
    M{"html-breaks", htmlBreaks},
    M{"html-one-line", htmlOneLine},
    M{"html-pre", htmlPre},
    M{"numeric-entities", numericEntities},
    M{"typography", typography},
    M{"markdown-escapes", markdownEscapes},
    M{"links", links},
    M{"quoted-printable", quotedPrintable},
    M{"padded", padded, M::Blanks, kOuter},
    M{"wrapped-80", wrapped80},
    M{"wrapped-61", wrapped61},
    M{"wrapped-132", wrapped132},
    M{"newest-first", newestFirst, M::Nothing, kOuter, false, kReorders},
    M{"fragments", fragments},
    M{"crlf", crlf, M::Nothing, kOuter},
    M{"cr-only", crOnly},
    M{"nul-bytes", nulBytes, M::Nothing, kOuter},
    M{"service-around", serviceAround, M::Nothing, kOuter},
    M{"output-before-reason", outputBeforeReason},
    M{"output-in-reason", outputInReason},
    M{"output-behind-reason", outputBehindReason},
    M{"interleaved", interleaved},
    M{"snippets", snippets},
    M{"kubectl", kubectl, M::Nothing, kOuter},
    M{"compose-v1", composeOld, M::Nothing, kOuter},
    M{"compose-mixed", composeMixed, M::Nothing, kOuter},
    M{"heroku", heroku, M::Nothing, kOuter},
    M{"log4j", log4j, M::Nothing, kOuter},
    M{"logcat", logcat, M::Nothing, kOuter},
    M{"clf", clf, M::Nothing, kOuter},
    M{"bracket-time", bracketTime, M::Nothing, kOuter},
    M{"epoch", epoch, M::Nothing, kOuter},
    M{"short-iso", shortIso, M::Nothing, kOuter},
    M{"loki", loki},
    M{"fluentd", fluentd, M::Nothing, kOuter},
    M{"datadog-json", datadogJson, M::Nothing, kOuter},
    M{"gcp-json", gcpJson, M::Nothing, kOuter},
    M{"journal-json", journalJson, M::Nothing, kOuter},
    M{"pretty-json", prettyJson},
    M{"logfmt-lines", logfmtLines},
    M{"datadog-csv", datadogCsv, M::Nothing, kOuter},
    M{"semicolon-csv", semicolonCsv, M::Nothing, kOuter},
    M{"chat", chat},
    M{"tight-quote", tightQuote, M::Nothing, kOuter},
    M{"byte-order-mark", byteOrderMark, M::Nothing, false, kEncodes},
    M{"utf-16le", [](const std::string& t) { return utf16(t, false, false); }, M::Nothing, false, kEncodes},
    M{"utf-16be", [](const std::string& t) { return utf16(t, true, false); }, M::Nothing, false, kEncodes},
    M{"utf-16le-mark", [](const std::string& t) { return utf16(t, false, true); }, M::Nothing, false,
      kEncodes},
    M{"utf-16be-mark", [](const std::string& t) { return utf16(t, true, true); }, M::Nothing, false,
      kEncodes},
};

constexpr std::array kPlatforms = {
    M{"stern", [](const std::string& t) { return ahead(t, "web-7d9f5-x2x7q app "); }, M::Nothing, kOuter},
    M{"swarm-service", [](const std::string& t) { return ahead(t, "shop_web.1.q2x9kd03mlqz@node1    | "); },
      M::Nothing, kOuter},
    M{"journal-precise", [](const std::string& t) { return ahead(t, "May 04 %T.%F node1 shopd[2113]: "); },
      M::Nothing, kOuter},
    M{"journal-monotonic", [](const std::string& t) { return ahead(t, "[ 1234.%F] node1 shopd[2113]: "); },
      M::Nothing, kOuter},
    M{"journal-full",
      [](const std::string& t) { return ahead(t, "Mon 2026-05-04 %T UTC node1 shopd[2113]: "); }, M::Nothing,
      kOuter},
    M{"syslog-data",
      [](const std::string& t) {
          return ahead(
              t, "<27>1 2026-05-04T%T.%FZ node1 shopd 2113 ID47 [meta@32473 app=\"shop\" unit=\"web\"] ");
      },
      M::Nothing, kOuter},
    M{"syslog-old", [](const std::string& t) { return ahead(t, "<27>May  4 %T node1 shopd[2113]: "); },
      M::Nothing, kOuter},
    M{"no-pid", [](const std::string& t) { return ahead(t, "May  4 %T node1 shopd: "); }, M::Nothing, kOuter},
    M{"fly", [](const std::string& t) { return ahead(t, "2026-05-04T%TZ app[148e21ea7d4e89] fra [info]"); },
      M::Nothing, kOuter},
    M{"svlogd", [](const std::string& t) { return ahead(t, "2026-05-04_%T.00042 "); }, M::Nothing, kOuter},
    M{"tai64n", [](const std::string& t) { return ahead(t, "@400000006646%F2c0e2f3c "); }, M::Nothing,
      kOuter},
    M{"s6-log", [](const std::string& t) { return ahead(t, "2026-05-04 %T.%F123  "); }, M::Nothing, kOuter},
    M{"jenkins", [](const std::string& t) { return ahead(t, "[2026-05-04T%T.042Z] "); }, M::Nothing, kOuter},
    M{"jenkins-clock", [](const std::string& t) { return ahead(t, "%T  "); }, M::Nothing, kOuter},
    M{"jenkins-branch", [](const std::string& t) { return ahead(t, "[web] "); }, M::Nothing, kOuter},
    M{"teamcity", [](const std::string& t) { return ahead(t, "[%T] :\t [Step 1/2] "); }, M::Nothing, kOuter},
    M{"buildkite", [](const std::string& t) { return ahead(t, "\x1b_bk;t=1777887067%F\a"); }, M::Nothing,
      kOuter},
    M{"cloudwatch",
      [](const std::string& t) { return ahead(t, "2026-05-04T%T.%F+00:00 ecs/app/0f3c9a7d2b "); }, M::Nothing,
      kOuter},
    M{"cloudwatch-console", [](const std::string& t) { return ahead(t, "2026-05-04T%T.042Z\t"); }, M::Nothing,
      kOuter},
    M{"app-engine", [](const std::string& t) { return ahead(t, "2026-05-04 %T default[20260504t093107]  "); },
      M::Nothing, kOuter},
    M{"dmesg", [](const std::string& t) { return ahead(t, "[ 1234.%F] shopd: "); }, M::Nothing, kOuter},
    M{"pm2", [](const std::string& t) { return ahead(t, "0|shopd    | "); }, M::Nothing, kOuter},
    M{"pm2-time", [](const std::string& t) { return ahead(t, "0|shopd    | 2026-05-04 %T +00:00: "); },
      M::Nothing, kOuter},
    M{"foreman", [](const std::string& t) { return ahead(t, "%T web.1  | "); }, M::Nothing, kOuter},
    M{"build-kit", [](const std::string& t) { return ahead(t, "#12 3.%F "); }, M::Nothing, kOuter},
    M{"terraform-plugin",
      [](const std::string& t) {
          return ahead(t, "2026-05-04T%T.042Z [DEBUG] provider.terraform-provider-shop_v1.2.3: ");
      },
      M::Nothing, kOuter},
    M{"ts", [](const std::string& t) { return ahead(t, "May 04 %T "); }, M::Nothing, kOuter},
    M{"pdsh", [](const std::string& t) { return ahead(t, "node1: "); }, M::Nothing, kOuter},
    M{"mpirun", [](const std::string& t) { return ahead(t, "[1,0]<stderr>:"); }, M::Nothing, kOuter},
    M{"parallel-tag", [](const std::string& t) { return ahead(t, "node1\t"); }, M::Nothing, kOuter},
    M{"diff", [](const std::string& t) { return ahead(t, "+"); }, M::Nothing, kOuter},
    M{"grep", [](const std::string& t) { return ahead(t, "app.log:"); }, M::Nothing, kOuter},
    M{"grep-numbers", [](const std::string& t) { return ahead(t, "app.log:%n:"); }, M::Nothing, kOuter},
    M{"less-numbers", [](const std::string& t) { return ahead(t, "%6 "); }, M::Nothing, kOuter},
    M{"logcat-time", [](const std::string& t) { return ahead(t, "05-04 %T.042 E/Go      ( 2113): "); },
      M::Nothing, kOuter},
    M{"logcat-brief", [](const std::string& t) { return ahead(t, "E/Go      ( 2113): "); }, M::Nothing,
      kOuter},
    M{"journal-verbose", journalVerbose},
    M{"journal-export", journalExport},
    M{"fluent-bit", fluentBit, M::Nothing, kOuter},
    M{"splunk-json", splunkJson, M::Nothing, kOuter},
    M{"logcli-json", logcliJson, M::Nothing, kOuter},
    M{"json-array", jsonArray, M::Nothing, kOuter},
    M{"teamcity-message", teamcityMessage},
    M{"word-breaks", wordBreaks},
    M{"unbreakable", unbreakable},
    M{"junit-xml", junitXml},
    M{"jira", jira},
    M{"tight-fence", tightFence},
    M{"flowed", flowed},
    M{"quoted-flowed", quotedFlowed},
    M{"yaml-block", yamlBlock},
};

} // namespace

std::span<const Mangling> platforms()
{
    return kPlatforms;
}

std::span<const Mangling> manglings()
{
    return kManglings;
}

} // namespace skein::test
