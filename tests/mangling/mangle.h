// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include <string>
#include <string_view>
#include <vector>

/// The manglings themselves, each from text to text; the table of them is in manglings.cpp.
namespace skein::test::mangle
{

std::vector<std::string> linesOf(const std::string& text);
std::string replaced(std::string text, std::string_view what, std::string_view by);
/// "09:31:07.000042" and so on: a little later with each line.
std::string clock(int number, const char* rest);
/// As Go's encoding/json writes it.
std::string jsonString(std::string_view text);

/// `f(line, number)` in place of each line, which stays a line.
template <class F>
std::string eachLine(const std::string& text, F&& f)
{
    std::string out;
    int number = 0;
    for (const std::string& line : linesOf(text))
        out += f(line, number++) + "\n";
    return out;
}

// collectors.cpp: what systems write
std::string docker(const std::string& t);
std::string compose(const std::string& t);
std::string dockerJson(const std::string& t);
std::string cri(const std::string& t);
std::string journald(const std::string& t);
std::string syslog(const std::string& t);
std::string rsyslog(const std::string& t);
std::string githubActions(const std::string& t);
std::string gitlab(const std::string& t);
std::string terraform(const std::string& t);
std::string klog(const std::string& t);
std::string zapString(const std::string& t);
std::string logrusLines(const std::string& t);
std::string slogText(const std::string& t);
std::string goTestJson(const std::string& t);
std::string csv(const std::string& t);
std::string csvField(const std::string& t);
std::string kubectl(const std::string& t);
std::string composeOld(const std::string& t);
std::string heroku(const std::string& t);
std::string log4j(const std::string& t);
std::string logcat(const std::string& t);
std::string clf(const std::string& t);
std::string bracketTime(const std::string& t);
std::string epoch(const std::string& t);
std::string shortIso(const std::string& t);
std::string loki(const std::string& t);
std::string fluentd(const std::string& t);
std::string datadogJson(const std::string& t);
std::string gcpJson(const std::string& t);
std::string journalJson(const std::string& t);
std::string prettyJson(const std::string& t);
std::string logfmtLines(const std::string& t);
std::string datadogCsv(const std::string& t);
std::string semicolonCsv(const std::string& t);
std::string composeMixed(const std::string& t);

// pasting.cpp: what terminals, tools and people make of it
std::string ansi(const std::string& t);
std::string halfAnsi(const std::string& t);
std::string caretAnsi(const std::string& t);
std::string indent(const std::string& t);
std::string tabs2(const std::string& t);
std::string tabs4(const std::string& t);
std::string tabs8(const std::string& t);
std::string tabsGone(const std::string& t);
std::string blankGone(const std::string& t);
std::string blankDoubled(const std::string& t);
std::string stamps(const std::string& t);
std::string oneLine(const std::string& t);
std::string literal(const std::string& t);
std::string literalTabs(const std::string& t);
std::string catA(const std::string& t);
std::string quote(const std::string& t);
std::string nestedQuote(const std::string& t);
std::string fence(const std::string& t);
std::string numberedList(const std::string& t);
std::string numbersAndTimes(const std::string& t);
std::string htmlBreaks(const std::string& t);
std::string htmlOneLine(const std::string& t);
std::string htmlPre(const std::string& t);
std::string numericEntities(const std::string& t);
std::string typography(const std::string& t);
std::string markdownEscapes(const std::string& t);
std::string links(const std::string& t);
std::string quotedPrintable(const std::string& t);
std::string padded(const std::string& t);
std::string wrapped80(const std::string& t);
std::string wrapped61(const std::string& t);
std::string wrapped132(const std::string& t);
std::string newestFirst(const std::string& t);
std::string fragments(const std::string& t);
std::string crlf(const std::string& t);
std::string crOnly(const std::string& t);
std::string nulBytes(const std::string& t);
std::string serviceAround(const std::string& t);
/// Standard output that gets before, into or behind the words of the first fatal error; no change without
/// one.
std::string outputBeforeReason(const std::string& t);
std::string outputInReason(const std::string& t);
std::string outputBehindReason(const std::string& t);
std::string interleaved(const std::string& t);
std::string snippets(const std::string& t);
std::string chat(const std::string& t);
std::string tightQuote(const std::string& t);
std::string byteOrderMark(const std::string& t);
/// Big-endian or not, with a byte-order mark or not.
std::string utf16(const std::string& t, bool big, bool mark);

// platforms.cpp: what further platforms and tools write
/// Every line behind `prefix`, in which %T stands for the time, %F for its fraction, %n for the line's number
/// and %6 for that in six columns.
std::string ahead(const std::string& t, std::string_view prefix);
std::string journalVerbose(const std::string& t);
std::string journalExport(const std::string& t);
std::string fluentBit(const std::string& t);
std::string splunkJson(const std::string& t);
std::string logcliJson(const std::string& t);
std::string jsonArray(const std::string& t);
std::string teamcityMessage(const std::string& t);
std::string wordBreaks(const std::string& t);
std::string unbreakable(const std::string& t);
std::string junitXml(const std::string& t);
std::string jira(const std::string& t);
std::string tightFence(const std::string& t);
std::string flowed(const std::string& t);
std::string quotedFlowed(const std::string& t);
std::string yamlBlock(const std::string& t);

} // namespace skein::test::mangle
