// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "views/report/text_parts.h"

#include <algorithm>

namespace skein::text
{

namespace
{

constexpr std::size_t kRows = 10;
constexpr std::size_t kMaxState = 30, kMaxPlace = 32, kMinFunction = 16, kGap = 2;

/// "7 IO wait, 1 runnable, ≥ 1–980 min". Minutes are a lower bound: the runtime counts them from a collection
/// on.
std::string statesOf(const Log& log, const Group& group)
{
    constexpr std::size_t kStates = 4;
    std::string out;
    for (std::size_t i = 0; i < group.states.size() && i < kStates; ++i) {
        const StateCount& state = group.states[i];
        if (i > 0)
            out += ", ";
        if (group.states.size() > 1)
            out += grouped(state.count) + ' ';
        out += utf8::printable(state.reason ? log.str(state.reason) : toString(state.state));
    }
    if (group.minWaited >= 0) {
        out += ", ≥ " + std::to_string(group.minWaited);
        if (group.maxWaited > group.minWaited)
            out += "–" + std::to_string(group.maxWaited);
        out += " min";
    }
    return utf8::elided(out, kMaxState, utf8::Cut::End);
}

struct Cells {
    std::string count, states, dump, function, place;
};

Cells cellsOf(const Log& log, const Group& group)
{
    Cells cells;
    cells.count = grouped(group.count);
    cells.states = statesOf(log, group);
    if (log.snapshots.size() > 1)
        cells.dump = "dump " + std::to_string(group.snapshot + 1);
    cells.function =
        group.site ? utf8::printable(shortFunction(log.function(group.site))) : "stack not printed";
    cells.place = utf8::elided(place(log, group.site), kMaxPlace, utf8::Cut::Start);
    return cells;
}

std::size_t widest(const std::vector<Cells>& table, std::string Cells::* cell)
{
    std::size_t width = 0;
    for (const Cells& cells : table)
        width = std::max(width, utf8::width(cells.*cell));
    return width;
}

void writeTable(TextWriter& out, const std::vector<Cells>& table)
{
    const std::size_t states = kGap + widest(table, &Cells::count) + kGap;
    const std::size_t dump = states + widest(table, &Cells::states) + kGap;
    const std::size_t dumpWidth = widest(table, &Cells::dump);
    const std::size_t function = dump + (dumpWidth > 0 ? dumpWidth + kGap : 0);
    const std::size_t placeWidth = widest(table, &Cells::place);
    const std::size_t taken = function + kGap + placeWidth;
    const std::size_t room = std::max(out.columns() > taken ? out.columns() - taken : 0, kMinFunction);
    const std::size_t functionWidth = std::min(widest(table, &Cells::function), room);
    for (const Cells& cells : table) {
        out.tab(states - kGap - cells.count.size());
        out.write(cells.count, Style::Strong);
        out.tab(states);
        out.write(cells.states);
        out.tab(dump);
        out.write(cells.dump, Style::Faint);
        out.tab(function);
        out.write(utf8::elided(cells.function, functionWidth, utf8::Cut::Middle));
        if (!cells.place.empty()) {
            out.tab(function + functionWidth + kGap);
            out.write(cells.place, Style::Faint);
        }
        out.endLine();
    }
}

} // namespace

void writeGroups(TextWriter& out, const Analysis& analysis)
{
    std::uint64_t all = 0, shown = 0;
    for (const Group& group : analysis.groups)
        all += group.count;
    if (all < 2)
        return;
    std::vector<Cells> table;
    for (const Group& group : analysis.groups) {
        if (table.size() == kRows)
            break;
        table.push_back(cellsOf(*analysis.log, group));
        shown += group.count;
    }
    out.write(hasGoroutines(*analysis.log) ? "Goroutines by place" : "Threads by place", Style::Strong);
    out.endLine();
    writeTable(out, table);
    if (analysis.groups.size() > table.size()) {
        out.tab(kGap);
        out.write("and " + threadsCounted(*analysis.log, all - shown) + " in " +
                      counted(analysis.groups.size() - table.size(), "further place", "further places"),
                  Style::Faint);
        out.endLine();
    }
    out.endLine();
}

} // namespace skein::text
