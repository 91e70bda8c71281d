// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "parser/json_line.h"
#include "parser/rewrite/rewrites.h"
#include "parser/scan.h"

#include <algorithm>
#include <array>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

// Lines that are one field among others: CSV exports, JSON objects.
namespace skein
{

namespace
{

using namespace scan;

/// So many lines decide which field holds the log.
constexpr std::size_t kVoters = 2000;
/// A quoted field that never ends is not one.
constexpr std::size_t kMaxFieldLines = 200'000;
constexpr std::size_t kMaxColumns = 64;

/// How much a text looks like a line of a dump.
int dumpWords(std::string_view text)
{
    static constexpr std::array<std::string_view, 20> kWords = {"goroutine ",
                                                                ".go:",
                                                                "created by ",
                                                                "(0x",
                                                                "fatal error: ",
                                                                "main.",
                                                                "#0 ",
                                                                "#1 ",
                                                                " at 0x",
                                                                " by 0x",
                                                                " in ",
                                                                "Sanitizer: ",
                                                                "Thread ",
                                                                "TID ",
                                                                " @ 0x",
                                                                " profile: total ",
                                                                "terminate called ",
                                                                "double free ",
                                                                " detected ***",
                                                                "*** SIG"};
    return static_cast<int>(
        std::ranges::count_if(kWords, [text](std::string_view w) { return contains(text, w); }));
}

/// One record of a CSV file. Fields are made of pieces, one per line of the log.
struct Record {
    struct Piece {
        std::string text;
        LineSpan origin;
    };
    std::vector<std::vector<Piece>> fields;
    std::size_t nextLine = 0;
    bool complete = true;
};

/// Reads the record that starts at line `at`; only lines that hold a quoted field are records.
Record recordAt(const std::vector<RewrittenText::Line>& lines, std::size_t at)
{
    Record record;
    bool quoted = false;
    std::size_t i = 0;
    std::size_t line = at;
    std::string_view s = trimRight(lines[line].text);
    record.fields.push_back({{{}, lines[line].origin}});
    bool atStart = true;
    while (true) {
        auto& field = record.fields.back();
        if (i >= s.size()) {
            if (!quoted || line + 1 >= lines.size() || line - at > kMaxFieldLines) {
                record.complete = !quoted;
                break;
            }
            s = trimRight(lines[++line].text);
            i = 0;
            field.push_back({{}, lines[line].origin});
        } else if (quoted && s[i] == '"') {
            if (i + 1 < s.size() && s[i + 1] == '"') {
                field.back().text += '"';
                i += 2;
                continue;
            }
            quoted = false;
            ++i;
        } else if (quoted) {
            field.back().text += s[i++];
        } else if (atStart && s[i] == '"') {
            quoted = true;
            atStart = false;
            ++i;
        } else if ((s[i] == ',' || s[i] == ';' || s[i] == '\t') && record.fields.size() < kMaxColumns) {
            record.fields.push_back({{{}, lines[line].origin}});
            atStart = true;
            ++i;
        } else {
            atStart = false;
            field.back().text += s[i++];
        }
    }
    record.nextLine = line + 1;
    return record;
}

/// A record has a quoted field that begins where a field may begin.
bool isRecord(std::string_view line)
{
    const std::string_view s = trimLeft(line);
    return s.starts_with('"') || contains(s, ",\"") || contains(s, ";\"") || contains(s, "\t\"");
}

struct JsonVotes {
    std::map<std::string, int> byKey;
    std::map<std::string, std::pair<int, int>> lineEnds; ///< values that end in a line end, and all

    std::string best() const
    {
        const auto most = std::ranges::max_element(byKey, {}, [](const auto& vote) { return vote.second; });
        return most == byKey.end() ? std::string() : most->first;
    }
    bool joins(const std::string& key) const
    {
        const auto it = lineEnds.find(key);
        return it != lineEnds.end() && it->second.first * 2 > it->second.second;
    }
};

/// One field of an object that has a line for each: `            "message": "goroutine 1 [running]:",`
bool isMember(std::string_view line)
{
    std::string_view s = trimLeft(line);
    if (!literal(s, "\""))
        return false;
    const std::size_t end = s.substr(0, 100).find("\": ");
    return end != s.npos && s.substr(0, end).find_first_of("\"\\,") == s.npos;
}
/// What stands around such fields: `{`, `},`, `"events": [`
bool isFraming(std::string_view line)
{
    const std::string_view s = trimRight(trimLeft(line));
    return !s.empty() && (s.find_first_not_of("{}[],") == s.npos || (isMember(s) && s.ends_with('[')));
}

/// Where a JSON object begins in a line, behind whatever prefix.
std::size_t objectIn(std::string_view line)
{
    if (isMember(line))
        return line.find('"');
    // Loki's labels are none: `{app="shop", pod="web-7d9f5"} {"log":"goroutine 1 [running]:\n"}`
    constexpr std::size_t kMostBefore = 400;
    const std::string_view front = line.substr(0, kMostBefore);
    for (std::size_t at = front.find('{'); at != front.npos; at = front.find('{', at + 1))
        if (trimLeft(line.substr(at + 1)).starts_with('"'))
            return at;
    return line.npos;
}

/// Nothing stands behind a value but what closes a list, and other fields: `, "stream"=>"stderr"}]`, `
/// pid=2113`
bool endsValue(std::string_view tail)
{
    while (!tail.empty() && std::string_view(" ,}])").contains(tail.front()))
        tail.remove_prefix(1);
    literal(tail, "\"");
    std::size_t n = 0;
    while (n < tail.size() && (isAlnum(tail[n]) || tail[n] == '_' || tail[n] == '.'))
        ++n;
    tail.remove_prefix(n);
    const bool all = n == 0 && tail.empty();
    literal(tail, "\"");
    return all || (n > 0 && tail.starts_with('='));
}

/// `level=error msg="main.main()"`, `[0] kube.shop: [1777887067.1, {"log"=>"main.main()"}]`, `
/// "main.main()",`: the longest string that is the value of a field, or all of the line. False where there is
/// none.
bool eatValue(std::string_view line, std::string& value)
{
    bool found = false;
    for (std::size_t at = line.find('"'); at != line.npos; at = line.find('"', at)) {
        const std::string_view before = line.substr(0, at);
        std::string_view rest = line.substr(at + 1);
        std::string text;
        eatJsonString(rest, text);
        const bool closed = *(rest.data() - 1) == '"' && rest.data() - 1 > line.data() + at;
        at = line.size() - rest.size();
        if (!closed)
            return false;
        const bool field = before.ends_with('=') || before.ends_with("=>") || trimLeft(before).empty();
        if (field && endsValue(rest) && (!found || text.size() > value.size())) {
            value = std::move(text);
            found = true;
        }
    }
    return found;
}

} // namespace

bool suspectsCsv(std::string_view sample)
{
    return contains(sample, "\",\"") || contains(sample, ",\"") || contains(sample, "\n\"") ||
           contains(sample, ";\"") || contains(sample, "\t\"") || sample.starts_with('"') ||
           contains(sample, "  \"");
}

void undoCsv(const RewrittenText& in, RewrittenText& out)
{
    const auto lines = in.lines();
    std::array<int, kMaxColumns> votes{};
    for (std::size_t at = 0, n = 0; at < lines.size() && n < kVoters; ++n) {
        if (!isRecord(lines[at].text)) {
            ++at;
            continue;
        }
        const Record record = recordAt(lines, at);
        for (std::size_t column = 0; record.complete && column < record.fields.size(); ++column)
            for (const Record::Piece& piece : record.fields[column])
                votes[column] += dumpWords(piece.text);
        if (!record.complete && record.nextLine - at > 100)
            break;
        at = record.complete ? record.nextLine : at + 1;
    }
    const auto column = static_cast<std::size_t>(std::ranges::max_element(votes) - votes.begin());
    bool open = false; // a quote without an end was met: all that follows would be in it again and again
    for (std::size_t at = 0; at < lines.size();) {
        if (open || !isRecord(lines[at].text)) {
            out.add(lines[at].text, lines[at].origin);
            ++at;
            continue;
        }
        const Record record = recordAt(lines, at);
        open = !record.complete && record.nextLine - at > 100;
        if (!record.complete || column >= record.fields.size()) {
            out.add(lines[at].text, lines[at].origin);
            ++at;
            continue;
        }
        for (const Record::Piece& piece : record.fields[column])
            out.add(piece.text, piece.origin);
        at = record.nextLine;
    }
}

bool suspectsValues(std::string_view sample)
{
    std::size_t lines = 0, values = 0;
    std::string value;
    for (std::size_t at = 0; at < sample.size() && lines < 400; ++lines) {
        const std::size_t end = std::min(sample.find('\n', at), sample.size());
        values += eatValue(sample.substr(at, end - at), value);
        at = end + 1;
    }
    return values > 0 && values * 2 >= lines;
}

void undoValues(const RewrittenText& in, RewrittenText& out)
{
    std::string value;
    in.forEach([&](std::string_view line, LineSpan origin) {
        if (!eatValue(line, value))
            return out.add(line, origin);
        if (value.ends_with('\n'))
            value.pop_back();
        out.add(value, origin);
    });
}

bool suspectsJson(std::string_view sample)
{
    return contains(sample, "{\"") || contains(sample, "{ \"") || contains(sample, "\": \"");
}

void undoJson(const RewrittenText& in, RewrittenText& out)
{
    JsonVotes votes;
    std::size_t voters = 0, members = 0;
    in.forEach([&](std::string_view line, LineSpan) {
        const std::size_t at = voters < kVoters ? objectIn(line) : line.npos;
        if (at == line.npos)
            return;
        ++voters;
        members += isMember(line);
        for (const JsonString& value : jsonStrings(line.substr(at))) {
            votes.byKey[value.key] += dumpWords(value.text);
            auto& ends = votes.lineEnds[value.key];
            ends.first += value.text.ends_with('\n');
            ++ends.second;
        }
    });
    const std::string key = votes.best();
    const bool joins = votes.joins(key);
    const bool pretty = members * 2 > voters;
    std::string partial;
    LineSpan from;
    in.forEach([&](std::string_view line, LineSpan origin) {
        if (pretty && isFraming(line))
            return;
        const std::size_t at = objectIn(line);
        if (at == line.npos) {
            out.add(line, origin);
            return;
        }
        bool found = false;
        for (JsonString& value : jsonStrings(line.substr(at))) {
            const bool main = value.key == key;
            if (!main && (!value.text.contains('\n') || dumpWords(value.text) == 0))
                continue;
            found = true;
            std::string text = std::exchange(partial, {}) + value.text;
            const LineSpan all =
                from.empty() ? origin : LineSpan{from.first, std::max(from.last, origin.last)};
            from = {};
            // {"Output":"goroutine 1 "}, {"Output":"[running]:\n"}
            if (main && joins && !text.ends_with('\n') && text.size() < 65536) {
                partial = std::move(text);
                from = all;
                continue;
            }
            if (text.ends_with('\n'))
                text.pop_back();
            out.add(text, all);
        }
        if (!found && !pretty)
            out.add({}, origin);
    });
    if (!from.empty())
        out.add(partial, from);
}

} // namespace skein
