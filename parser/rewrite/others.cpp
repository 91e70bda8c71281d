// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "parser/format.h"
#include "parser/go/block.h"
#include "parser/go/race_lines.h"
#include "parser/go/runtime_lines.h"
#include "parser/rewrite/report_lines.h"
#include "parser/rewrite/rewrites.h"
#include "parser/scan.h"

#include <algorithm>
#include <string_view>
#include <vector>

// Other output, or words of somebody who quotes parts, between the lines of a report:
//
//     main.work(0xc000012345)
//     GET /v1/items/7 200 12ms
//     \t/src/main.go:12 +0x1d
namespace skein
{

namespace
{

using namespace scan;

/// So many lines of somebody else may stand in one place.
constexpr std::size_t kMostOthers = 6;

/// What a line is to those around it.
enum class Role : std::uint8_t { Other, Blank, Report, Apart };

/// A word alone: gccgo's functions have no arguments.
bool isName(std::string_view line)
{
    return (isAlpha(line.front()) || line.front() == '_') && line.find_first_of(" \t`\"',;") == line.npos;
}

/// A debugger's `h = (*runtime.hmap)(0xc00005a120)`, `runtime.hmap {`
bool isVariable(std::string_view line)
{
    const std::size_t end = std::min(line.find(" = "), line.find(" {"));
    return end != line.npos && end > 0 && isName(line.substr(0, end));
}

/// Not only a time, a number or a rule.
bool holdsWord(std::string_view line)
{
    constexpr std::size_t kShortest = 3;
    std::size_t letters = 0;
    return std::ranges::any_of(line,
                               [&](char c) { return (letters = isAlpha(c) ? letters + 1 : 0) == kShortest; });
}

/// A report begins here, of whatever format: `*** Check failure stack trace: ***`
bool announces(std::string_view line)
{
    return std::ranges::any_of(formats(), [line](const Format* format) {
        return std::ranges::any_of(format->anchors(),
                                   [line](std::string_view a) { return line.starts_with(a); });
    });
}

Role roleOf(std::string_view line, const ReportGrammar* grammar)
{
    line = trimRight(line);
    if (line.empty())
        return Role::Blank;
    if (isBlank(line.front()))
        return Role::Report;
    switch (go::classify(line)) {
    case go::LineKind::Other:
        break;
    case go::LineKind::Reason:
    case go::LineKind::Trailer:
    case go::LineKind::TestList:
        return Role::Apart;
    default:
        return Role::Report;
    }
    const bool report = isName(line) || isVariable(line) || go::looksLikeCall(line) ||
                        go::isRaceBanner(line) || go::startsRace(line) || go::matchRaceAccess(line) ||
                        go::matchRaceCreation(line) || go::matchRaceMemory(line) ||
                        (grammar && isLineOf(*grammar, line));
    if (report)
        return Role::Report;
    const bool fence = line.starts_with("```");
    return (holdsWord(line) && !announces(line)) || fence ? Role::Other : Role::Apart;
}

/// Whether each line is one of somebody else within a report.
std::vector<bool> othersIn(const std::vector<RewrittenText::Line>& lines, const ReportGrammar* grammar)
{
    std::vector<bool> others(lines.size());
    std::size_t begin = 0; // behind the last line of a report
    bool within = false;
    for (std::size_t i = 0; i < lines.size(); ++i) {
        const Role role = roleOf(lines[i].text, grammar);
        if (role == Role::Other || role == Role::Blank)
            continue;
        const std::size_t count = i - begin;
        if (within && count > 0 && count <= kMostOthers && role == Role::Report) {
            const auto isBlankLine = [&](std::size_t n) { return trimRight(lines[n].text).empty(); };
            bool any = false, blank = false;
            for (std::size_t n = begin; n < i; ++n)
                any |= !isBlankLine(n);
            // One empty line stays where there are some.
            for (std::size_t n = begin; any && n < i; ++n) {
                others[n] = !isBlankLine(n) || blank;
                blank |= isBlankLine(n);
            }
        }
        begin = i + 1;
        within = role == Role::Report;
    }
    return others;
}

} // namespace

bool suspectsOthers(std::string_view sample)
{
    constexpr std::size_t kLook = 24 * 1024, kMostLines = 400;
    const RewrittenText text(sample.substr(0, kLook));
    auto lines = text.lines();
    lines.resize(std::min(lines.size(), kMostLines));
    const auto others = othersIn(lines, reportIn(sample));
    const auto count = static_cast<std::size_t>(std::ranges::count(others, true));
    // More than that are no others.
    return count > 0 && count * 3 < lines.size();
}

void removeOthers(const RewrittenText& in, RewrittenText& out)
{
    const auto lines = in.lines();
    const auto others = othersIn(lines, reportIn(in.bytes()));
    for (std::size_t i = 0; i < lines.size(); ++i)
        if (!others[i])
            out.add(lines[i].text, lines[i].origin);
}

} // namespace skein
