// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "parser/line_prefix.h"
#include "parser/scan.h"

#include <algorithm>
#include <array>
#include <string_view>

// The known ways in which log systems put something before each line. Each is one small matcher; a chain of
// them makes a LinePrefix (GitHub Actions around docker compose, say).
namespace skein
{

namespace
{

using namespace scan;

constexpr std::string_view kMonths = "JanFebMarAprMayJunJulAugSepOctNovDec";

/// A writer may cut the blanks at a line's end, and with them the end of its own prefix: "svc-1  |".
bool endOrBlank(std::string_view& s)
{
    if (s.empty())
        return true;
    if (s.front() != ' ' && s.front() != '\t')
        return false;
    s.remove_prefix(1);
    return true;
}

PrefixMatch matched(std::string_view whole, std::string_view rest)
{
    return {whole.size() - rest.size(), 0, 0};
}

PrefixMatch matchedWithId(std::string_view whole, std::string_view rest, std::size_t idBegin)
{
    const std::size_t length = whole.size() - rest.size();
    return {length, idBegin, trimRight(whole.substr(0, length)).size()};
}

/// "09:31:00", "09:31:00.123456"; the number of fraction digits goes to `fraction`.
bool eatTime(std::string_view& s, std::size_t& fraction)
{
    if (!looksLike(s, "00:00:00"))
        return false;
    s.remove_prefix(8);
    fraction = 0;
    if (s.size() > 1 && (s[0] == '.' || s[0] == ',') && isDigit(s[1])) {
        fraction = digits(s.substr(1));
        s.remove_prefix(1 + fraction);
    }
    return true;
}

void eatZone(std::string_view& s)
{
    if (literal(s, "Z") || literal(s, " UTC"))
        return;
    if (looksLike(s, "+00:00") || looksLike(s, "-00:00"))
        s.remove_prefix(6);
    else if (looksLike(s, "+0000") || looksLike(s, "-0000"))
        s.remove_prefix(5);
}

/// "2026-11-20T09:31:00.123Z", "2026/11/20 09:31:00"
bool eatDateTime(std::string_view& s, std::size_t& fraction)
{
    if (!looksLike(s, "0000-00-00") && !looksLike(s, "0000/00/00"))
        return false;
    if (s.size() < 19 || (s[10] != 'T' && s[10] != ' ' && s[10] != '_'))
        return false;
    std::string_view rest = s.substr(11);
    if (!eatTime(rest, fraction))
        return false;
    eatZone(rest);
    s = rest;
    return true;
}

// 2026-11-20T09:31:00.000000118Z stderr F goroutine 6 [running]:
PrefixMatch cri(std::string_view line)
{
    std::string_view s = line;
    std::size_t fraction = 0;
    if (!eatDateTime(s, fraction) || !(literal(s, " stderr ") || literal(s, " stdout ")))
        return {};
    if (!literal(s, "F") && !literal(s, "P"))
        return {};
    return endOrBlank(s) ? matched(line, s) : PrefixMatch{};
}

// 2026-11-20T09:31:00.0000003Z panic: test timed out after 2s
PrefixMatch githubActions(std::string_view line)
{
    std::string_view s = line;
    std::size_t fraction = 0;
    if (!eatDateTime(s, fraction) || fraction != 7)
        return {};
    return endOrBlank(s) ? matched(line, s) : PrefixMatch{};
}

// `docker logs -t`: 2026-11-20T09:31:00.123456789Z panic: boom
PrefixMatch dockerTime(std::string_view line)
{
    std::string_view s = line;
    std::size_t fraction = 0;
    if (!eatDateTime(s, fraction) || fraction != 9)
        return {};
    return endOrBlank(s) ? matched(line, s) : PrefixMatch{};
}

// web-1  | goroutine 6 [running]:
PrefixMatch compose(std::string_view line)
{
    std::size_t n = 0;
    while (n < line.size() && n < 80 &&
           (isAlnum(line[n]) || line[n] == '-' || line[n] == '_' || line[n] == '.'))
        ++n;
    if (std::ranges::none_of(line.substr(0, n), isAlpha)) // a time: `1777887067.118 | goroutine 6 [running]:`
        return {};
    std::string_view s = line.substr(n);
    while (!s.empty() && s.front() == ' ')
        s.remove_prefix(1);
    if (!literal(s, "|"))
        return {};
    return endOrBlank(s) ? matchedWithId(line, s, 0) : PrefixMatch{};
}

// kubectl logs --prefix: [pod/web-7d9f/app] goroutine 6 [running]:
PrefixMatch kubectl(std::string_view line)
{
    if (!line.starts_with("[pod/"))
        return {};
    const std::size_t end = line.substr(0, 300).find(']');
    if (end == line.npos)
        return {};
    std::string_view s = line.substr(end + 1);
    return endOrBlank(s) ? matchedWithId(line, s, 0) : PrefixMatch{};
}

/// "01O ", "00E+": which of a job's scripts wrote the line, to which stream; + where the line before goes on.
bool eatGitlabStream(std::string_view& s)
{
    const auto isHex = [](char c) { return isDigit(c) || (c >= 'a' && c <= 'f'); };
    if (s.size() < 3 || !isHex(s[0]) || !isHex(s[1]) || (s[2] != 'O' && s[2] != 'E'))
        return false;
    std::string_view rest = s.substr(3);
    if (!literal(rest, "+") && !endOrBlank(rest))
        return false;
    s = rest;
    return true;
}

// 2026-05-04T09:31:06.123456Z 01O WARNING: ThreadSanitizer: data race (pid=7)
PrefixMatch gitlab(std::string_view line)
{
    std::string_view s = line;
    std::size_t fraction = 0;
    if (!eatDateTime(s, fraction) || !literal(s, " "))
        return {};
    return eatGitlabStream(s) ? matched(line, s) : PrefixMatch{};
}

/// "host unit[4121]: " or "host kernel: "
bool eatHostAndUnit(std::string_view& s)
{
    const std::size_t host = s.substr(0, 256).find(' ');
    if (host == s.npos || host == 0 || s[host - 1] == ':') // WARNING: ThreadSanitizer: data race
        return false;
    std::string_view rest = s.substr(host + 1);
    const std::size_t end = rest.substr(0, 256).find_first_of(" :[");
    if (end == rest.npos || end == 0 || rest[end] == ' ' || rest.starts_with("WARNING:"))
        return false;
    rest.remove_prefix(end);
    if (literal(rest, "[")) {
        if (const std::size_t n = digits(rest); n == 0)
            return false;
        else
            rest.remove_prefix(n);
        if (!literal(rest, "]"))
            return false;
    }
    if (!literal(rest, ":") || !endOrBlank(rest))
        return false;
    s = rest;
    return true;
}

/// "May  4 09:31:07"
bool eatMonthTime(std::string_view& s)
{
    if (s.size() < 15 || s[3] != ' ' || (s[4] != ' ' && !isDigit(s[4])) || !isDigit(s[5]) || s[6] != ' ')
        return false;
    const std::size_t month = kMonths.find(s.substr(0, 3));
    std::string_view rest = s.substr(7);
    std::size_t fraction = 0;
    if (month == kMonths.npos || month % 3 != 0 || !eatTime(rest, fraction))
        return false;
    s = rest;
    return true;
}

// Nov 20 09:31:00 node-3 agentd[4121]: goroutine 6 [running]:
PrefixMatch journald(std::string_view line)
{
    std::string_view s = line;
    if (!eatMonthTime(s) || !literal(s, " "))
        return {};
    const std::size_t idBegin = line.size() - s.size();
    return eatHostAndUnit(s) ? matchedWithId(line, s, idBegin) : PrefixMatch{};
}

// rsyslog, journalctl -o short-iso: 2026-11-20T09:31:00.123456+00:00 node-3 agentd[4121]: goroutine 6
// [running]:
PrefixMatch syslogIso(std::string_view line)
{
    std::string_view s = line;
    std::size_t fraction = 0;
    if (!eatDateTime(s, fraction) || !literal(s, " "))
        return {};
    const std::size_t idBegin = line.size() - s.size();
    if (std::string_view stream = s; eatGitlabStream(stream))
        return {};
    return eatHostAndUnit(s) ? matchedWithId(line, s, idBegin) : PrefixMatch{};
}

// RFC 5424: <11>1 2026-11-20T09:31:00.123Z node-3 agentd 4121 - - goroutine 6 [running]:
PrefixMatch syslogRfc5424(std::string_view line)
{
    std::string_view s = line;
    if (!literal(s, "<") || !number(s) || !literal(s, ">"))
        return {};
    if (!literal(s, "1 "))
        return matched(line, s);
    std::size_t fraction = 0;
    if (!eatDateTime(s, fraction))
        return {};
    const std::size_t idBegin = line.size() - s.size();
    for (int field = 0; field < 5; ++field) {
        if (!literal(s, " "))
            return {};
        const std::size_t end = s.substr(0, 512).find(' ');
        if (end == s.npos && field < 4)
            return {};
        s.remove_prefix(end == s.npos ? s.size() : end);
    }
    return endOrBlank(s) ? matchedWithId(line, s, idBegin) : PrefixMatch{};
}

// W0610 22:17:15.468562  107732 log.go:338] goroutine 31 [running]:
PrefixMatch klog(std::string_view line)
{
    if (line.size() < 20 || std::string_view("IWEF").find(line[0]) == std::string_view::npos)
        return {};
    std::string_view s = line.substr(1);
    if (!looksLike(s, "0000 00:00:00.000000"))
        return {};
    s.remove_prefix(20);
    const std::size_t end = s.substr(0, 200).find("] ");
    if (end == s.npos)
        return s.ends_with(']') ? matched(line, {}) : PrefixMatch{};
    if (s.substr(0, end).find(':') == s.npos)
        return {};
    return matched(line, s.substr(end + 2));
}

// [2020-12-03T13:14:28.737Z] goroutine 145266 [running]:
// May 04 09:31:07 goroutine 6 [running]: (ts of moreutils)
PrefixMatch dateTime(std::string_view line)
{
    std::string_view s = line;
    const bool bracket = literal(s, "[");
    std::size_t fraction = 0;
    if (!eatDateTime(s, fraction) && !eatMonthTime(s) && !eatTime(s, fraction))
        return {};
    if (bracket && !literal(s, "]"))
        return {};
    literal(s, ":");
    return endOrBlank(s) ? matched(line, s) : PrefixMatch{};
}

// > goroutine 6 [running]:
PrefixMatch quote(std::string_view line)
{
    std::string_view s = line;
    if (!literal(s, ">"))
        return {};
    literal(s, " ");
    return matched(line, s);
}

// BuildKit: #12 3.456 goroutine 6 [running]:
PrefixMatch buildkit(std::string_view line)
{
    std::string_view s = line;
    if (!literal(s, "#") || !number(s) || !literal(s, " "))
        return {};
    if (!number(s) || !literal(s, ".") || !number(s))
        return {};
    return endOrBlank(s) ? matched(line, s) : PrefixMatch{};
}

// logcat: 12-01 12:31:35.108 22021 22154 E GoLog   : panic: boom
// in Android Studio: 2026-01-10 00:51:44.057 31288-31301 Go   com.example.app  E  panic: boom
PrefixMatch logcat(std::string_view line)
{
    const auto isLevel = [](char c) { return std::string_view("VDIWEFA").contains(c); };
    std::string_view s = line;
    std::size_t fraction = 0;
    s.remove_prefix(looksLike(s, "00-00 00:00:00") ? 6 : looksLike(s, "0000-00-00 00:00:00") ? 11 : 0);
    if (!eatTime(s, fraction) || fraction == 0)
        return {};
    s = trimLeft(s);
    const bool process = number(s).has_value(), studio = literal(s, "-");
    s = trimLeft(s);
    if (!process || !number(s) || !literal(s, " "))
        return {};
    s = trimLeft(s);
    const std::string_view tag = s.substr(0, 120);
    for (std::size_t i = 2; studio && i + 3 < tag.size(); ++i)
        if (isLevel(tag[i]) && tag.substr(i - 2, 2) == "  " && tag.substr(i + 1, 2) == "  ")
            return matched(line, s.substr(i + 3));
    const std::size_t colon = tag.find(':');
    if (studio || colon == tag.npos || !isLevel(tag[0]) || tag[1] != ' ')
        return {};
    s.remove_prefix(colon + 1);
    return endOrBlank(s) ? matched(line, s) : PrefixMatch{};
}

constexpr std::array kGrammars = {
    PrefixGrammar{"kubernetes", "2026-11-20T09:31:00.000000118Z stderr F ", cri},
    PrefixGrammar{"kubernetes", "[pod/web-7d9f/app] ", kubectl},
    PrefixGrammar{"github-actions", "2026-11-20T09:31:00.0000003Z ", githubActions},
    PrefixGrammar{"other", "2026-05-04T09:31:06.123456Z 01O ", gitlab},
    PrefixGrammar{"syslog", "2026-11-20T09:31:00.123456+00:00 node-3 agentd[4121]: ", syslogIso},
    PrefixGrammar{"docker", "2026-11-20T09:31:00.123456789Z ", dockerTime},
    PrefixGrammar{"docker", "web-1  | ", compose},
    PrefixGrammar{"journald", "Nov 20 09:31:00 node-3 agentd[4121]: ", journald},
    PrefixGrammar{"syslog", "<11>1 2026-11-20T09:31:00.123Z node-3 agentd 4121 - - ", syslogRfc5424},
    PrefixGrammar{"other", "W0610 22:17:15.468562  107732 log.go:338] ", klog},
    PrefixGrammar{"other", "12-01 12:31:35.108 22021 22154 E GoLog   : ", logcat},
    PrefixGrammar{"other", "[2020-12-03T13:14:28.737Z] ", dateTime},
    PrefixGrammar{"quote", "> ", quote},
    PrefixGrammar{"other", "#12 3.456 ", buildkit},
};

} // namespace

std::span<const PrefixGrammar> prefixGrammars()
{
    return kGrammars;
}

// Days since 1970-01-01 of a date in the Gregorian calendar (Howard Hinnant's algorithm).
static std::int64_t daysFromCivil(std::int64_t y, unsigned m, unsigned d)
{
    y -= m <= 2;
    const std::int64_t era = (y >= 0 ? y : y - 399) / 400;
    const auto yoe = static_cast<unsigned>(y - era * 400);
    const unsigned doy = (153 * (m + (m > 2 ? -3u : 9u)) + 2) / 5 + d - 1;
    const unsigned doe = yoe * 365 + yoe / 4 - yoe / 100 + doy;
    return era * 146097 + static_cast<std::int64_t>(doe) - 719468;
}

namespace
{

/// A date and time of a line, before its fraction and its zone.
struct CivilTime {
    std::int64_t year = 0;
    unsigned month = 0, day = 0, hour = 0, minute = 0, second = 0;
    std::string_view rest; ///< behind the seconds
};

unsigned digitsAt(std::string_view s, std::size_t at, std::size_t size)
{
    unsigned v = 0;
    for (const char c : s.substr(at, size))
        v = v * 10 + static_cast<unsigned>(c - '0');
    return v;
}

// 2026-11-20T09:31:00.123Z, 2026/11/20 09:31:00
std::optional<CivilTime> isoTime(std::string_view s)
{
    std::string_view eaten = s;
    std::size_t fraction = 0;
    if (!eatDateTime(eaten, fraction))
        return {};
    return CivilTime{digitsAt(s, 0, 4),  digitsAt(s, 5, 2),  digitsAt(s, 8, 2), digitsAt(s, 11, 2),
                     digitsAt(s, 14, 2), digitsAt(s, 17, 2), s.substr(19)};
}

// The common log format of web servers: 20/Nov/2026:09:31:00 +0100
std::optional<CivilTime> commonLogTime(std::string_view s)
{
    if (s.size() < 20 || !looksLike(s, "00/") || !looksLike(s.substr(6), "/0000:00:00:00"))
        return {};
    const std::size_t month = kMonths.find(s.substr(3, 3));
    if (month == kMonths.npos || month % 3 != 0)
        return {};
    return CivilTime{digitsAt(s, 7, 4),  static_cast<unsigned>(month / 3 + 1),
                     digitsAt(s, 0, 2),  digitsAt(s, 12, 2),
                     digitsAt(s, 15, 2), digitsAt(s, 18, 2),
                     s.substr(20)};
}

/// ISO 8601 writes the end of a day as 24:00:00, and a leap second is the sixtieth.
bool isTime(const CivilTime& t)
{
    static constexpr std::array<unsigned, 12> kDays = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    if (t.month < 1 || t.month > 12)
        return false;
    const bool leap = t.year % 4 == 0 && (t.year % 100 != 0 || t.year % 400 == 0);
    const unsigned days = kDays[t.month - 1] + (t.month == 2 && leap ? 1 : 0);
    const bool clock =
        t.hour < 24 ? t.minute < 60 && t.second <= 60 : t.hour == 24 && t.minute == 0 && t.second == 0;
    return t.day >= 1 && t.day <= days && clock;
}

/// Minutes that a clock is ahead of UTC: "+01:00", " -0500", "Z"; 0 where there is none.
std::int64_t zoneMinutes(std::string_view s)
{
    s = trimLeft(s);
    if (s.size() < 5 || (s[0] != '+' && s[0] != '-'))
        return 0;
    const bool colon = looksLike(s.substr(1), "00:00");
    if (!colon && !looksLike(s.substr(1), "0000"))
        return 0;
    const std::int64_t minutes = digitsAt(s, 1, 2) * 60 + digitsAt(s, colon ? 4 : 3, 2);
    return s[0] == '+' ? minutes : -minutes;
}

std::int64_t millisOf(const CivilTime& t)
{
    std::int64_t millis =
        (((daysFromCivil(t.year, t.month, t.day) * 24 + t.hour) * 60 + t.minute) * 60 + t.second) * 1000;
    std::string_view rest = t.rest;
    if (rest.size() > 1 && (rest[0] == '.' || rest[0] == ',') && isDigit(rest[1])) {
        const std::size_t n = digits(rest.substr(1));
        for (std::size_t k = 0, unit = 100; k < std::min<std::size_t>(n, 3); ++k, unit /= 10)
            millis += static_cast<std::int64_t>(digitsAt(rest, 1 + k, 1) * unit);
        rest.remove_prefix(1 + n);
    }
    return millis - zoneMinutes(rest) * 60'000;
}

/// Seconds or milliseconds since 1970, where they can be nothing else: at the front of a line, or as a JSON
/// value of a key that tells of time.
/// `{"level":"fatal","ts":1777887067.1,…`, `1777887067.123 goroutine 1 [running]:`
std::optional<std::int64_t> unixTime(std::string_view line)
{
    std::string_view s = line;
    for (const std::string_view key : {"\"ts\":", "\"time\":", "\"timestamp\":", "\"__REALTIME_TIMESTAMP\":"})
        if (const std::size_t at = line.find(key); at != line.npos) {
            s = trimLeft(line.substr(at + key.size()));
            literal(s, "\"");
            break;
        }
    const std::size_t n = digits(s);
    const bool fraction = s.size() > n + 1 && s[n] == '.' && isDigit(s[n + 1]);
    // 2001 … 2100
    if (n < 10 || n > 19 || (n == 10 && !fraction && s.data() == line.data()))
        return {};
    std::int64_t millis = 0;
    for (std::size_t k = 0; k < 13; ++k) {
        const std::size_t at = k < n ? k : k + 1; // behind the point
        const bool there = k < n || (n == 10 && fraction && at < s.size() && isDigit(s[at]));
        millis = millis * 10 + (there ? s[at] - '0' : 0);
        if (k >= n && !there)
            s = s.substr(0, std::min(s.size(), at)); // the fraction has ended
    }
    const bool plausible = (n == 10 || n == 13 || n == 16 || n == 19) && millis >= 1'000'000'000'000 &&
                           millis < 4'102'444'800'000;
    return plausible ? std::optional(millis) : std::nullopt;
}

} // namespace

std::optional<std::int64_t> timeOfLine(std::string_view raw)
{
    constexpr std::size_t kFront = 240;
    const std::string_view front = raw.substr(0, kFront);
    for (std::size_t i = 0; i + 19 <= front.size(); ++i) {
        if (!isDigit(front[i]) || (i > 0 && isDigit(front[i - 1])))
            continue;
        auto time = isoTime(front.substr(i));
        if (!time)
            time = commonLogTime(front.substr(i));
        if (time && isTime(*time))
            return millisOf(*time);
    }
    return unixTime(front);
}

} // namespace skein
