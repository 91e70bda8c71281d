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

constexpr bool kOuter = true, kAlone = true, kEncodes = true;
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
    M{"newest-first", newestFirst, M::Nothing, kOuter},
    M{"fragments", fragments, M::Nothing, false, kAlone},
    M{"crlf", crlf, M::Nothing, kOuter},
    M{"cr-only", crOnly, M::Nothing, false, kAlone},
    M{"nul-bytes", nulBytes, M::Nothing, kOuter},
    M{"service-around", serviceAround, M::Nothing, kOuter},
    M{"output-before-reason", outputBeforeReason},
    M{"output-in-reason", outputInReason},
    M{"output-behind-reason", outputBehindReason},
    M{"interleaved", interleaved, M::Nothing, false, kAlone},
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
    M{"loki", loki, M::Nothing, false, kAlone},
    M{"fluentd", fluentd, M::Nothing, kOuter},
    M{"datadog-json", datadogJson, M::Nothing, kOuter},
    M{"gcp-json", gcpJson, M::Nothing, kOuter},
    M{"journal-json", journalJson, M::Nothing, kOuter},
    M{"pretty-json", prettyJson, M::Nothing, false, kAlone},
    M{"logfmt-lines", logfmtLines, M::Nothing, false, kAlone},
    M{"datadog-csv", datadogCsv, M::Nothing, kOuter},
    M{"semicolon-csv", semicolonCsv, M::Nothing, kOuter},
    M{"chat", chat},
    M{"tight-quote", tightQuote, M::Nothing, kOuter},
    M{"byte-order-mark", byteOrderMark, M::Nothing, false, kAlone, kEncodes},
    M{"utf-16le", [](const std::string& t) { return utf16(t, false, false); }, M::Nothing, false, kAlone,
      kEncodes},
    M{"utf-16be", [](const std::string& t) { return utf16(t, true, false); }, M::Nothing, false, kAlone,
      kEncodes},
    M{"utf-16le-mark", [](const std::string& t) { return utf16(t, false, true); }, M::Nothing, false, kAlone,
      kEncodes},
    M{"utf-16be-mark", [](const std::string& t) { return utf16(t, true, true); }, M::Nothing, false, kAlone,
      kEncodes},
};

} // namespace

std::span<const Mangling> manglings()
{
    return kManglings;
}

} // namespace skein::test
