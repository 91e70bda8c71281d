// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "tests/mangling/mangle.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <ranges>

namespace skein::test::mangle
{

std::vector<std::string> linesOf(const std::string& text)
{
    std::vector<std::string> lines;
    std::size_t at = 0;
    while (at < text.size()) {
        const std::size_t end = std::min(text.find('\n', at), text.size());
        lines.push_back(text.substr(at, end - at));
        at = end + 1;
    }
    return lines;
}

std::string replaced(std::string text, std::string_view what, std::string_view by)
{
    for (std::size_t at = text.find(what); at != text.npos; at = text.find(what, at + by.size()))
        text.replace(at, what.size(), by);
    return text;
}

std::string clock(int number, const char* rest)
{
    std::array<char, 32> buffer{};
    std::snprintf(buffer.data(), buffer.size(), "09:31:%02d.%06d", 7 + number / 5000, number % 5000 * 180);
    return buffer.data() + std::string(rest);
}

std::string jsonString(std::string_view text)
{
    std::string out = "\"";
    for (const char c : text) {
        switch (c) {
        case '"':
            out += "\\\"";
            break;
        case '\\':
            out += "\\\\";
            break;
        case '\n':
            out += "\\n";
            break;
        case '\t':
            out += "\\t";
            break;
        case '\r':
            out += "\\r";
            break;
        case '<':
            out += "\\u003c";
            break; // as Go's encoding/json does it
        case '>':
            out += "\\u003e";
            break;
        case '&':
            out += "\\u0026";
            break;
        case '\x1b':
            out += "\\u001b";
            break;
        case '\0':
            out += "\\u0000";
            break;
        default:
            out += c;
        }
    }
    return out + '"';
}

std::string docker(const std::string& t)
{
    return eachLine(t, [](const std::string& l, int n) { return "2026-05-04T" + clock(n, "417Z ") + l; });
}
std::string compose(const std::string& t)
{
    return eachLine(t, [](const std::string& l, int) { return "web-1  | " + l; });
}
std::string dockerJson(const std::string& t)
{
    return eachLine(t, [](const std::string& l, int n) {
        return R"({"log":)" + jsonString(l + "\n") + R"(,"stream":"stderr","time":"2026-05-04T)" +
               clock(n, "417Z") + R"("})";
    });
}
std::string cri(const std::string& t)
{
    return eachLine(t, [](const std::string& l, int n) {
        const std::string stamp = "2026-05-04T" + clock(n, "417Z stderr ");
        std::string out;
        std::string rest = l;
        while (rest.size() > 70) {
            out += stamp + "P " + rest.substr(0, 70) + "\n";
            rest.erase(0, 70);
        }
        return out + stamp + "F " + rest;
    });
}
std::string journald(const std::string& t)
{
    std::string out;
    for (const std::string& l : linesOf(t))
        if (!l.empty())
            out += "May 04 09:31:07 node1 shopd[2113]: " + l + "\n";
    return out;
}
std::string syslog(const std::string& t)
{
    return eachLine(t, [](const std::string& l, int n) {
        return "<27>1 2026-05-04T" + clock(n, "Z node1 shopd 2113 - - ") + l;
    });
}
std::string rsyslog(const std::string& t)
{
    std::string body = t.ends_with('\n') ? t.substr(0, t.size() - 1) : t;
    body = replaced(replaced(std::move(body), "\n", "#012"), "\t", "#011");
    return "May  4 09:31:07 node1 shopd[2113]: " + body + "\n";
}
std::string githubActions(const std::string& t)
{
    return "2026-05-04T09:31:06.1234567Z ##[group]Run make\n" +
           eachLine(t, [](const std::string& l, int n) { return "2026-05-04T" + clock(n, "0Z ") + l; });
}
std::string gitlab(const std::string& t)
{
    return eachLine(t, [](const std::string& l, int n) { return "2026-05-04T" + clock(n, "Z 01O ") + l; });
}
std::string terraform(const std::string& t)
{
    return eachLine(t, [](const std::string& l, int) {
        return "\x1b[0m\x1b[1mnull_resource.shop (remote-exec):\x1b[0m \x1b[0m" + l + "\x1b[0m";
    });
}
std::string klog(const std::string& t)
{
    return eachLine(
        t, [](const std::string& l, int n) { return "E0504 " + clock(n, "   2113 crash.go:41] ") + l; });
}
std::string zapString(const std::string& t)
{
    return R"({"level":"info","ts":1777887060.1,"msg":"started"})"
           "\n"
           R"({"level":"fatal","ts":1777887067.1,"caller":"shop/main.go:41","msg":"the worker died","stderr":)" +
           jsonString(t) + "}\n";
}
std::string logrusLines(const std::string& t)
{
    return eachLine(t, [](const std::string& l, int n) {
        return R"({"level":"error","msg":)" + jsonString(l) + R"(,"time":"2026-05-04T)" + clock(n, "Z") +
               R"("})";
    });
}
std::string slogText(const std::string& t)
{
    std::string body = t.ends_with('\n') ? t.substr(0, t.size() - 1) : t;
    body = replaced(std::move(body), "\\", "\\\\");
    body = replaced(replaced(replaced(std::move(body), "\"", "\\\""), "\n", "\\n"), "\t", "\\t");
    return "time=2026-05-04T09:31:06.001Z level=INFO msg=started\ntime=2026-05-04T09:31:07.123Z level=ERROR "
           "msg=\"" +
           body + "\" app=shop pid=2113\n";
}
std::string goTestJson(const std::string& t)
{
    return eachLine(t, [](const std::string& l, int n) {
        return R"({"Time":"2026-05-04T)" + clock(n, "Z") +
               R"(","Action":"output","Package":"example.org/shop","Test":"TestShop","Output":)" +
               jsonString(l + "\n") + "}";
    });
}
std::string csv(const std::string& t)
{
    return "\"timestamp\",\"line\"\n" + eachLine(t, [](const std::string& l, int n) {
               return "\"2026-05-04 " + clock(n, "") + "\",\"" + replaced(l, "\"", "\"\"") + "\"";
           });
}
std::string csvField(const std::string& t)
{
    return "\"timestamp\",\"message\",\"host\"\n\"2026-05-04 09:31:06\",\"started\",\"node1\"\n\"2026-05-04 "
           "09:31:07\",\"" +
           replaced(t, "\"", "\"\"") + "\",\"node1\"\n";
}
/// A collector that puts the same text before each line, apart from the time in it.
std::string kubectl(const std::string& t)
{
    return eachLine(t, [](const std::string& l, int n) {
        return "[pod/web-7d9f5/app] 2026-05-04T" + clock(n, "417Z ") + l;
    });
}
std::string composeOld(const std::string& t)
{
    return eachLine(t, [](const std::string& l, int) { return "shop_web_1    | " + l; });
}
std::string heroku(const std::string& t)
{
    return eachLine(
        t, [](const std::string& l, int n) { return "2026-05-04T" + clock(n, "+00:00 app[web.1]: ") + l; });
}
std::string log4j(const std::string& t)
{
    return eachLine(t, [](const std::string& l, int n) {
        return "2026-05-04 " + clock(n, "").substr(0, 8) + ",123 ERROR [main] com.acme.Runner - " + l;
    });
}
std::string logcat(const std::string& t)
{
    return eachLine(t, [](const std::string& l, int n) {
        return "05-04 " + clock(n, "").substr(0, 12) + "  2113  2140 E Go      : " + l;
    });
}
std::string clf(const std::string& t)
{
    return eachLine(t, [](const std::string& l, int n) {
        return "[04/May/2026:" + clock(n, " +0000] ").substr(0, 8) + " +0000] " + l;
    });
}
std::string bracketTime(const std::string& t)
{
    return eachLine(t,
                    [](const std::string& l, int n) { return "[" + clock(n, "").substr(0, 8) + "] " + l; });
}
std::string epoch(const std::string& t)
{
    return eachLine(t, [](const std::string& l, int n) {
        return std::to_string(1777887067 + n / 50) + "." + std::to_string(100 + n % 900) + " " + l;
    });
}
std::string shortIso(const std::string& t)
{
    return eachLine(t, [](const std::string& l, int n) {
        return "2026-05-04T" + clock(n, "").substr(0, 8) + "+0200 node1 shopd[2113]: " + l;
    });
}
std::string loki(const std::string& t)
{
    return eachLine(t, [](const std::string& l, int n) {
        return "2026-05-04T" + clock(n, "").substr(0, 8) + R"(Z {app="shop", pod="web-7d9f5"} )" + l;
    });
}
std::string fluentd(const std::string& t)
{
    return eachLine(t, [](const std::string& l, int n) {
        return "2026-05-04 " + clock(n, "000 +0000 kube.shop: ") + R"({"stream":"stderr","log":)" +
               jsonString(l) + R"(,"kubernetes":{"pod_name":"web-7d9f5","namespace_name":"shop"}})";
    });
}
std::string datadogJson(const std::string& t)
{
    return eachLine(t, [](const std::string& l, int n) {
        return R"({"date":"2026-05-04T)" + clock(n, "Z") + R"(","service":"shop","host":"node1","message":)" +
               jsonString(l) + R"(,"status":"error"})";
    });
}
std::string gcpJson(const std::string& t)
{
    return eachLine(t, [](const std::string& l, int n) {
        return R"({"insertId":"a1b2)" + std::to_string(n) + R"(","textPayload":)" + jsonString(l) +
               R"(,"resource":{"type":"k8s_container"},"timestamp":"2026-05-04T)" + clock(n, "Z") + R"("})";
    });
}
std::string journalJson(const std::string& t)
{
    return eachLine(t, [](const std::string& l, int n) {
        return R"({"__REALTIME_TIMESTAMP":"1777887067)" + std::to_string(100000 + n) +
               R"(","_HOSTNAME":"node1","MESSAGE":)" + jsonString(l) + R"(,"_PID":"2113"})";
    });
}
/// `aws logs get-log-events`, `gcloud logging read --format=json`: one field per line.
std::string prettyJson(const std::string& t)
{
    return "{\n    \"events\": [\n" +
           eachLine(t,
                    [](const std::string& l, int n) {
                        return "        {\n            \"timestamp\": " + std::to_string(1777887067000 + n) +
                               ",\n            \"message\": " + jsonString(l) +
                               ",\n            \"ingestionTime\": " + std::to_string(1777887069000 + n) +
                               "\n        },";
                    }) +
           "    ]\n}\n";
}
std::string logfmtLines(const std::string& t)
{
    return eachLine(t, [](const std::string& l, int n) {
        return "ts=2026-05-04T" + clock(n, "Z") + " level=error caller=stderr.go:41 msg=" +
               replaced(replaced(replaced(jsonString(l), "\\u003c", "<"), "\\u003e", ">"), "\\u0026", "&");
    });
}
std::string datadogCsv(const std::string& t)
{
    return "Date,Host,Service,Message\n" + eachLine(t, [](const std::string& l, int n) {
               return "\"2026-05-04T" + clock(n, "Z") + R"(","node1","shop",")" + replaced(l, "\"", "\"\"") +
                      "\"";
           });
}
std::string semicolonCsv(const std::string& t)
{
    return "time;line\n" + eachLine(t, [](const std::string& l, int n) {
               return "2026-05-04 " + clock(n, "") + ";\"" + replaced(l, "\"", "\"\"") + "\"";
           });
}
/// Another container writes at the same time.
std::string composeMixed(const std::string& t)
{
    return eachLine(t, [](const std::string& l, int n) {
        const std::string other =
            n % 7 == 3 ? "redis-1  | 1:M 04 May 2026 09:31:07.042 * Background saving done\n" : "";
        return other + "web-1    | " + l;
    });
}

} // namespace skein::test::mangle
