// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
//
// The JUnit XML that CI services read; the elements and attributes are those that both
// https://docs.gitlab.com/ci/testing/unit_test_reports/ and Jenkins know. Every leak is a test case; one that
// makes the gate fail has a failure, one that was accepted is skipped.
#include "views/report/problems.h"
#include "views/report/utf8.h"

#include <algorithm>

namespace skein
{

namespace
{

/// XML 1.0, section 2.2: other control characters may not stand in a document at all, escaped or not.
std::string escaped(std::string_view text)
{
    std::string out;
    const std::string valid = utf8::valid(text);
    for (std::size_t i = 0; i < valid.size();) {
        const utf8::Char c = utf8::decode(std::string_view(valid).substr(i));
        const bool allowed = c.codePoint == '\n' || c.codePoint == '\t' || c.codePoint >= 0x20;
        if (c.codePoint == '&')
            out += "&amp;";
        else if (c.codePoint == '<')
            out += "&lt;";
        else if (c.codePoint == '>')
            out += "&gt;";
        else if (c.codePoint == '"')
            out += "&quot;";
        else if (c.codePoint == '\n')
            out += "&#10;";
        else if (c.codePoint == '\t')
            out += "&#9;";
        else if (!allowed || c.codePoint == 0x7f || c.codePoint == 0xfffe || c.codePoint == 0xffff)
            out += "\xef\xbf\xbd";
        else
            out += std::string_view(valid).substr(i, c.bytes);
        i += c.bytes;
    }
    return out;
}

void attribute(Sink& sink, std::string_view name, std::string_view value)
{
    sink.put(' ');
    sink.write(name);
    sink.write("=\"");
    sink.write(escaped(value));
    sink.put('"');
}

void writeCase(const Problem& p, Sink& sink)
{
    sink.write("    <testcase");
    attribute(sink, "classname", p.group);
    attribute(sink, "name", p.name);
    if (!p.file.empty())
        attribute(sink, "file", p.file);
    if (p.line > 0)
        attribute(sink, "line", std::to_string(p.line));
    sink.write(">\n");
    if (p.failed) {
        sink.write("      <failure");
        attribute(sink, "message", p.title);
        attribute(sink, "type", p.rule);
        sink.put('>');
        sink.write(escaped(p.text));
        sink.write("</failure>\n");
    } else if (!p.accepted.empty()) {
        sink.write("      <skipped");
        attribute(sink, "message", p.accepted);
        sink.write("/>\n");
    } else {
        sink.write("      <system-out>");
        sink.write(escaped(p.text));
        sink.write("</system-out>\n");
    }
    sink.write("    </testcase>\n");
}

} // namespace

void writeJunit(const Problems& problems, Sink& sink)
{
    const auto& list = problems.list;
    const auto failures = std::ranges::count_if(list, &Problem::failed);
    const auto skipped =
        std::ranges::count_if(list, [](const Problem& p) { return !p.failed && !p.accepted.empty(); });
    sink.write("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n  <testsuite");
    attribute(sink, "name", problems.suite);
    // A suite without any test case counts as an error in some services.
    attribute(sink, "tests", std::to_string(std::max<std::size_t>(list.size(), 1)));
    attribute(sink, "failures", std::to_string(failures));
    attribute(sink, "errors", "0");
    attribute(sink, "skipped", std::to_string(skipped));
    sink.write(">\n");
    for (const Problem& p : list)
        writeCase(p, sink);
    if (list.empty())
        sink.write("    <testcase classname=\"skein\" name=\"no leaks\"/>\n");
    sink.write("  </testsuite>\n</testsuites>\n");
}

} // namespace skein
