// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "parser/line_prefix.h"
#include "parser/rewrite/rewrites.h"
#include "parser/scan.h"

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

// Several containers, pods or processes that write into one log, each a dump of its own:
//
//     web-1  | goroutine 1 [running]:
//     db-1   | goroutine 7 [select]:
//     web-1  | main.main()
namespace skein
{

namespace
{

/// More names than this are no writers but something that differs from line to line.
constexpr std::size_t kMostWriters = 200;

/// What stands before a line of one writer, "" where that is not known: `web-1` with the number of its
/// grammar.
std::string writerOf(std::string_view line)
{
    std::string name;
    std::string_view rest = line;
    // `2026-11-20T09:31:00.123456789Z web-1  | `: the time may stand before the name.
    for (int i = 0; i < 2; ++i) {
        PrefixMatch match;
        char grammar = 'a';
        for (const PrefixGrammar& g : prefixGrammars()) {
            match = g.match(rest);
            if (match.length != 0)
                break;
            ++grammar;
        }
        if (match.length == 0)
            break;
        if (match.idEnd > match.idBegin) {
            name = grammar;
            name += rest.substr(match.idBegin, match.idEnd - match.idBegin);
            break;
        }
        rest.remove_prefix(match.length);
    }
    return name;
}

} // namespace

bool suspectsSeveralWriters(std::string_view sample)
{
    constexpr std::size_t kMostLines = 4000;
    constexpr std::size_t kFewTurns = 4;
    std::vector<std::string> names;
    std::string last;
    std::size_t turns = 0, lines = 0;
    for (std::size_t at = 0; at < sample.size() && lines < kMostLines; ++lines) {
        const std::size_t end = std::min(sample.find('\n', at), sample.size());
        std::string name = writerOf(sample.substr(at, end - at));
        at = end + 1;
        if (name.empty())
            continue;
        turns += !last.empty() && name != last;
        if (!std::ranges::contains(names, name)) {
            names.push_back(name);
            if (names.size() > kMostWriters)
                return false;
        }
        last = std::move(name);
    }
    // Some that come back: else one stopped before the next began.
    return names.size() > 1 && turns >= names.size() + kFewTurns;
}

void separateWriters(const RewrittenText& in, RewrittenText& out)
{
    std::unordered_map<std::string, std::size_t> known;
    std::vector<std::vector<RewrittenText::Line>> writers;
    std::size_t current = 0;
    for (const RewrittenText::Line& line : in.lines()) {
        // What no writer marked belongs to the one before it.
        if (const std::string name = writerOf(line.text); !name.empty() || writers.empty()) {
            const auto [it, fresh] = known.try_emplace(name, writers.size());
            if (fresh)
                writers.emplace_back();
            current = it->second;
        }
        writers[current].push_back(line);
    }
    for (const std::vector<RewrittenText::Line>& lines : writers)
        for (const RewrittenText::Line& line : lines)
            out.add(line.text, line.origin);
}

} // namespace skein
