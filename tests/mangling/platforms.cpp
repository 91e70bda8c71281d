// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "tests/mangling/mangle.h"

#include <array>
#include <cstdio>

// What further platforms and tools write, after their documentation where it shows a line, else from what
// people post.
namespace skein::test::mangle
{

std::string ahead(const std::string& t, std::string_view prefix)
{
    return eachLine(t, [prefix](const std::string& l, int n) {
        std::string out;
        for (std::size_t i = 0; i < prefix.size(); ++i) {
            if (prefix[i] != '%') {
                out += prefix[i];
                continue;
            }
            const char what = prefix[++i];
            const std::string time = clock(n, "");
            std::array<char, 16> number{};
            std::snprintf(number.data(), number.size(), what == '6' ? "%6d" : "%d", n + 1);
            out += what == 'T' ? time.substr(0, 8) : what == 'F' ? time.substr(9) : number.data();
        }
        return out + l;
    });
}
std::string journalVerbose(const std::string& t)
{
    return eachLine(t, [](const std::string& l, int n) {
        return "Mon 2026-05-04 " + clock(n, " UTC [s=0f3c;i=") + std::to_string(n) +
               ";b=9a7d]\n    PRIORITY=3\n    _HOSTNAME=node1\n    MESSAGE=" + l + "\n    _PID=2113";
    });
}
std::string journalExport(const std::string& t)
{
    return eachLine(t, [](const std::string& l, int n) {
        return "__REALTIME_TIMESTAMP=1777887067" + std::to_string(100000 + n) +
               "\nPRIORITY=3\n_HOSTNAME=node1\nMESSAGE=" + l + "\n_PID=2113\n";
    });
}
std::string fluentBit(const std::string& t)
{
    return eachLine(t, [](const std::string& l, int n) {
        return "[" + std::to_string(n % 9) + "] kube.shop: [1777887067." + std::to_string(100000000 + n) +
               R"(, {"log"=>)" + jsonString(l) + R"(, "stream"=>"stderr"}])";
    });
}
std::string splunkJson(const std::string& t)
{
    return eachLine(t, [](const std::string& l, int n) {
        return R"({"preview":false,"offset":)" + std::to_string(n) + R"(,"result":{"_time":"2026-05-04 )" +
               clock(n, " UTC") + R"(","_raw":)" + jsonString(l) + "}}";
    });
}
std::string logcliJson(const std::string& t)
{
    return eachLine(t, [](const std::string& l, int n) {
        return R"({"labels":{"app":"shop"},"line":)" + jsonString(l) + R"(,"timestamp":"2026-05-04T)" +
               clock(n, "Z") + R"("})";
    });
}
/// Ansible's `stderr_lines`, and any other list of lines.
std::string jsonArray(const std::string& t)
{
    return "    \"stderr_lines\": [\n" +
           eachLine(t, [](const std::string& l, int) { return "        " + jsonString(l) + ","; }) +
           "    ]\n";
}
std::string teamcityMessage(const std::string& t)
{
    std::string body = replaced(t, "|", "||");
    for (const char* c : {"[", "]", "'"})
        body = replaced(body, c, std::string("|") + c);
    return "##teamcity[message text='" + replaced(body, "\n", "|n") + "' status='ERROR']\n";
}
/// Copied out of a word processor: line ends within a paragraph, blanks that don't break.
std::string wordBreaks(const std::string& t)
{
    return replaced(replaced(t, "\n", "\xe2\x80\xa8"), "\t", "\xc2\xa0\xc2\xa0\xc2\xa0\xc2\xa0") + "\n";
}
std::string unbreakable(const std::string& t)
{
    return replaced(replaced(t, "\t", "    "), " ", "\xc2\xa0");
}
std::string junitXml(const std::string& t)
{
    return "<testcase classname=\"shop\" name=\"TestShop\" time=\"0.630\">\n<system-err><![CDATA[" + t +
           "]]></system-err>\n</testcase>\n";
}
std::string jira(const std::string& t)
{
    return "It dies:\n{noformat}" + t + "{noformat}\nAny idea?\n";
}
/// The first line stands behind the fence.
std::string tightFence(const std::string& t)
{
    return "Ann Lee  9:31 AM\n```" + t + "```\n";
}
/// The marks of a quotation at the front: "> > ", ">>".
static std::size_t quoteMarks(const std::string& l)
{
    std::size_t n = 0;
    while (n < l.size() && l[n] == '>')
        n += l.compare(n + 1, 1, " ") == 0 ? 2u : 1u;
    return n;
}
/// A mail program that breaks at blanks and marks such a line with one at its end. What was quoted is quoted
/// in both parts (RFC 3676, 4.5).
std::string flowed(const std::string& t)
{
    constexpr std::size_t kWidth = 72;
    return eachLine(t, [](std::string l, int) {
        std::string out;
        while (l.ends_with(' '))
            l.pop_back();
        const std::size_t marks = quoteMarks(l);
        while (l.size() > kWidth) {
            const std::size_t at = l.rfind(' ', kWidth - 1);
            if (at == l.npos || at == 0 || at < marks || l.find_first_not_of(" \t", marks) > at)
                break;
            out += l.substr(0, at + 1) + "\n";
            l.erase(marks, at + 1 - marks);
        }
        return out + l;
    });
}
std::string quotedFlowed(const std::string& t)
{
    return eachLine(flowed(t), [](const std::string& l, int) { return "> " + l; });
}
std::string yamlBlock(const std::string& t)
{
    return "status: failed\nstderr: |\n" +
           eachLine(t, [](const std::string& l, int) { return l.empty() ? l : "  " + l; }) + "exit: 2\n";
}

} // namespace skein::test::mangle
