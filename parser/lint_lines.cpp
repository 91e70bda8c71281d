// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "parser/lint_lines.h"

#include "parser/gaps.h"
#include "parser/scan.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <optional>
#include <utility>

namespace skein
{

namespace
{

constexpr std::size_t kMostNotes = 10'000;
constexpr std::size_t kMostText = std::size_t{64} << 20; ///< looked through
constexpr std::size_t kLongestLine = 2000, kLongestJson = std::size_t{16} << 20;
constexpr std::string_view kGo = ".go";

/// Of "should call wg.Add … (SA2000)" the check and the checker, taken off the message.
void splitCheck(std::string_view& message, LintNote& note)
{
    note.tool = "go vet";
    if (!message.ends_with(')'))
        return;
    const std::size_t open = message.rfind(" (");
    if (open == message.npos)
        return;
    const std::string_view name = message.substr(open + 2, message.size() - open - 3);
    const bool word = !name.empty() && name.size() <= 24 &&
                      std::ranges::all_of(name, [](char c) { return scan::isAlnum(c); });
    if (!word)
        return;
    const bool code =
        name.size() >= 5 && scan::isDigit(name.back()) && name.front() >= 'A' && name.front() <= 'Z';
    const bool lower =
        std::ranges::all_of(name, [](char c) { return scan::isDigit(c) || (c >= 'a' && c <= 'z'); });
    if (!code && !lower)
        return;
    note.tool = code ? "staticcheck" : "golangci-lint";
    note.check = name;
    message = message.substr(0, open);
}

struct Position {
    std::string_view file;
    std::uint32_t line = 0;
    std::string_view rest;
};

// ./main.go:18:13: message       with a column: without one it is a line of a test's log
std::optional<Position> positionAt(std::string_view text, std::size_t go)
{
    std::string_view s = text.substr(go + kGo.size());
    Position p;
    if (!scan::literal(s, ":"))
        return {};
    const auto line = scan::number(s);
    if (!line || !scan::literal(s, ":") || !scan::number(s))
        return {};
    std::size_t begin = go;
    while (begin > 0 && static_cast<unsigned char>(text[begin - 1]) > ' ' && text[begin - 1] != '"' &&
           text[begin - 1] != '\'' && text[begin - 1] != '(')
        --begin;
    p.file = text.substr(begin, go + kGo.size() - begin);
    p.line = scan::clamped(*line);
    p.rest = s;
    return p.file.size() > kGo.size() ? std::optional(p) : std::nullopt;
}

/// The text between the first pair of quotes behind `key`, with escapes undone as far as they matter here.
std::optional<std::string> quotedAfter(std::string_view text, std::string_view key)
{
    const std::size_t at = text.find(key);
    if (at == text.npos)
        return {};
    std::string_view s = scan::trimLeft(text.substr(at + key.size()));
    if (!scan::literal(s, "\""))
        return {};
    std::string value;
    for (; !s.empty() && s.front() != '"'; s.remove_prefix(1)) {
        if (s.front() == '\\' && s.size() > 1)
            s.remove_prefix(1);
        value += s.front();
    }
    return value;
}

class LintReader
{
public:
    explicit LintReader(Log& log) : m_log(log) {}

    void run()
    {
        forEachGap(m_log, [this](std::uint32_t first, std::uint64_t begin, std::uint64_t end) {
            read(first, begin, end);
            return m_looked < kMostText;
        });
        addRecognised();
    }

private:
    /// Unrecognised lines.
    void read(std::uint32_t first, std::size_t begin, std::size_t end)
    {
        const std::string_view bytes = m_log.text.bytes();
        std::size_t at = begin;
        std::uint32_t number = first;
        std::size_t counted = begin; // `number` is the line of this byte
        while (m_looked < kMostText && m_log.lint.size() + m_new.size() < kMostNotes) {
            const std::size_t stop = std::min(end, at + (kMostText - m_looked));
            const std::size_t go = bytes.substr(0, stop).find(kGo, at);
            m_looked += std::min(go, stop) - at;
            if (go == bytes.npos)
                return;
            number +=
                static_cast<std::uint32_t>(std::count(bytes.begin() + static_cast<std::ptrdiff_t>(counted),
                                                      bytes.begin() + static_cast<std::ptrdiff_t>(go), '\n'));
            counted = go;
            const std::size_t lineBegin = bytes.substr(0, go).rfind('\n') + 1; // npos + 1 is 0
            const std::size_t newline = std::min(bytes.find('\n', go), end);
            const std::size_t after = line(bytes, lineBegin, newline, go, number);
            if (after <= at)
                return;
            at = after;
        }
    }

    /// Gives where to go on.
    std::size_t line(std::string_view bytes, std::size_t begin, std::size_t newline, std::size_t go,
                     std::uint32_t number)
    {
        const std::string_view text = scan::trimRight(bytes.substr(begin, newline - begin));
        const std::size_t next = newline + 1;
        const char c = go + kGo.size() < bytes.size() ? bytes[go + kGo.size()] : '\0';
        if (text.starts_with('{') && text.size() <= kLongestJson && c == '"')
            return json(text, number), next;
        if (text.size() > kLongestLine)
            return next;
        const auto position = c == ':' ? positionAt(text, go - begin) : std::nullopt;
        if (!position)
            return go + kGo.size();
        if (text.contains("\"posn\": \""))
            return posn(bytes, next, *position, number);
        std::string_view message = position->rest;
        if (!scan::literal(message, ": ") || message.empty())
            return next;
        LintNote note{.file = std::string(position->file), .line = position->line, .lines = {number, number}};
        splitCheck(message, note);
        note.message = message;
        m_new.push_back(std::move(note));
        return next;
    }

    // "copylocks": [
    //     {
    //         "posn": "/src/main.go:18:13",
    //         "end": "/src/main.go:18:21",           Go 1.26 and later
    //         "message": "use passes lock by value: sync.Mutex"
    std::size_t posn(std::string_view bytes, std::size_t next, const Position& position, std::uint32_t number)
    {
        std::size_t at = next;
        for (std::uint32_t ahead = 1; ahead <= 2 && at < bytes.size(); ++ahead) {
            const std::string_view text = bytes.substr(at, std::min(bytes.find('\n', at) - at, kLongestLine));
            if (const auto message = quotedAfter(text, "\"message\":")) {
                m_new.push_back({.tool = "go vet",
                                 .check = analyser(bytes.substr(0, next)),
                                 .file = std::string(position.file),
                                 .line = position.line,
                                 .message = *message,
                                 .lines = {number, std::min(number + ahead, m_log.text.lineCount())}});
                break;
            }
            at += text.size() + 1;
        }
        return next;
    }

    /// The name before the list that the end of `before` stands in.
    static std::string analyser(std::string_view before)
    {
        constexpr std::size_t kFar = 8 * 1024;
        if (before.size() > kFar)
            before.remove_prefix(before.size() - kFar);
        const std::size_t list = before.rfind("\": [");
        const std::size_t quote =
            list == before.npos || list == 0 ? before.npos : before.rfind('"', list - 1);
        if (quote == before.npos || list - quote > 40)
            return {};
        return std::string(before.substr(quote + 1, list - quote - 1));
    }

    void json(std::string_view text, std::uint32_t number)
    {
        const auto value = nlohmann::json::parse(text, nullptr, false);
        if (value.is_object() && value.contains("Issues") && value["Issues"].is_array())
            for (const auto& issue : value["Issues"])
                if (issue.is_object() && issue.contains("Pos"))
                    add(issue, "FromLinter", "Text", issue["Pos"], "Filename", "Line", "golangci-lint",
                        number);
        if (value.is_object() && value.contains("location"))
            add(value, "code", "message", value["location"], "file", "line", "staticcheck", number);
    }

    void add(const nlohmann::json& issue, const char* check, const char* message, const nlohmann::json& place,
             const char* file, const char* line, const char* tool, std::uint32_t number)
    {
        if (!place.is_object() || !place.contains(file) || !place[file].is_string() ||
            !place.contains(line) || !place[line].is_number_unsigned() || m_new.size() >= kMostNotes)
            return;
        const auto text = [&](const char* key) {
            return issue.contains(key) && issue[key].is_string() ? issue[key].get<std::string>()
                                                                 : std::string();
        };
        LintNote note{.tool = tool,
                      .check = text(check),
                      .file = place[file].get<std::string>(),
                      .line = scan::clamped(place[line].get<std::uint64_t>()),
                      .message = text(message),
                      .lines = {number, number}};
        if (!note.message.empty())
            m_new.push_back(std::move(note));
    }

    void addRecognised()
    {
        for (const LintNote& note : m_new)
            m_log.recognised.push_back(note.lines);
        std::ranges::sort(m_log.recognised);
        std::vector<LineSpan> merged;
        for (const LineSpan span : m_log.recognised) {
            if (!merged.empty() && span.first <= merged.back().last + 1)
                merged.back().last = std::max(merged.back().last, span.last);
            else
                merged.push_back(span);
        }
        m_log.recognised = std::move(merged);
        m_log.recognisedLines = 0;
        for (const LineSpan span : m_log.recognised)
            m_log.recognisedLines += span.last - span.first + 1;
        std::ranges::move(m_new, std::back_inserter(m_log.lint));
    }

    Log& m_log;
    std::vector<LintNote> m_new;
    std::size_t m_looked = 0;
};

} // namespace

void readLint(Log& log)
{
    LintReader(log).run();
}

} // namespace skein
