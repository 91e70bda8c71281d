// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "views/report/triage_parts.h"

#include "model/formatted.h"
#include "views/report/text_writer.h"

#include <algorithm>
#include <array>
#include <map>
#include <utility>

namespace skein
{

using triage::Change;
using triage::ComparedGroup;
using triage::Comparison;
using triage::Gate;
using triage::Row;
using triage::Status;

bool fails(Gate gate, const ComparedGroup& group)
{
    if (!group.waiting || group.counts.back() == 0)
        return false;
    switch (gate) {
    case Gate::None:
        return false;
    case Gate::New:
        return group.change == Change::New;
    case Gate::Grown:
        return group.change == Change::New || group.change == Change::Grew;
    case Gate::Any:
        return group.change == Change::New || group.change == Change::Grew || group.stuck > 0;
    }
    return false;
}

bool fails(Gate gate, const Comparison& comparison)
{
    return std::ranges::any_of(comparison.groups, [&](const ComparedGroup& g) { return fails(gate, g); });
}

namespace triage_parts
{

namespace
{

Place placeAt(const Log& log, FrameId id, SourcePaths& paths)
{
    const Frame& frame = log.frame(id);
    Place place{.function = std::string(log.str(frame.function)), .line = frame.line};
    const std::string_view file = log.str(frame.file);
    if (auto relative = paths.relative(file)) {
        place.file = std::move(*relative);
        place.inRepository = true;
    } else {
        place.file = file;
    }
    return place;
}

} // namespace

Place placeOf(const Log& log, const Thread& thread, SourcePaths& paths)
{
    constexpr std::size_t kDeepest = 64; // files that are asked for
    const auto stack = log.stack(thread.stack);
    for (std::size_t i = 0; i < stack.size() && i < kDeepest; ++i) {
        if (log.frame(stack[i]).role == Role::Runtime)
            continue;
        Place place = placeAt(log, stack[i], paths);
        if (place.inRepository)
            return place;
    }
    if (thread.createdAt && log.frame(thread.createdAt).role != Role::Runtime) {
        Place place = placeAt(log, thread.createdAt, paths);
        if (place.inRepository)
            return place;
    }
    const auto user = std::ranges::find_if(stack, [&](FrameId f) { return log.frame(f).role == Role::User; });
    if (user != stack.end())
        return placeAt(log, *user, paths);
    const FrameId site = log.site(thread.stack);
    return site || thread.createdAt ? placeAt(log, site ? site : thread.createdAt, paths) : Place{};
}

Place placeOf(const TriageReport& report, const Row& row)
{
    if (row.parts.empty())
        return {.function = row.function};
    const auto& part = row.parts.front();
    const Log& log = *report.inputs[part.input]->log;
    return placeOf(log, log.snapshots[part.group.snapshot].threads[part.group.threads.front()],
                   *report.paths);
}

std::string goroutines(std::uint64_t count, ThreadKind kind)
{
    if (kind != ThreadKind::Goroutine)
        return text::counted(count, "thread", "threads");
    return text::counted(count, "goroutine", "goroutines");
}

std::string stateOf(const Row& row)
{
    if (row.waitedMinutes < 1)
        return row.state;
    return formatted("{}, {} or more", row.state,
                     text::counted(static_cast<std::uint64_t>(row.waitedMinutes), "minute", "minutes"));
}

std::string at(std::string_view function, std::string_view file, std::uint32_t line)
{
    std::string out(function);
    if (file.empty())
        return out;
    out += formatted(" ({}", baseName(file));
    if (line > 0)
        out += formatted(":{}", line);
    return out + ')';
}

std::string_view wordFor(const Row& row)
{
    if (row.count == 0)
        return row.status == Status::Fixed ? "fixed" : "gone";
    if (row.back)
        return "back";
    return row.grown ? "grown" : toString(row.status);
}

std::string summary(const triage::Triage& triage)
{
    // In the order in which they are listed.
    std::vector<std::pair<std::string_view, std::uint64_t>> words;
    for (const Row& row : triage.rows) {
        if (row.count == 0)
            continue;
        const std::string_view word = wordFor(row);
        const auto known = std::ranges::find(words, word, [](const auto& w) { return w.first; });
        if (known == words.end())
            words.emplace_back(word, 1);
        else
            ++known->second;
    }
    std::string out;
    for (const auto& [word, count] : words)
        out += formatted("{}{} {}", out.empty() ? "" : ", ", count, word);
    return out.empty() ? "no leaks" : out;
}

std::string inputsOf(const TriageReport& report)
{
    std::vector<LogPtr> logs;
    for (const AnalysisPtr& input : report.inputs)
        logs.push_back(input->log);
    const std::size_t dumps = triage::dumpsOf(logs).size();
    if (dumps < 2)
        return "";
    std::string out = text::counted(dumps, "dump", "dumps");
    if (logs.size() == 1)
        return out;
    const auto processes = std::ranges::max(report.triage.processes) + 1;
    return out + formatted(" in {} files, of {}", logs.size(),
                           processes == 1 ? "one process" : text::counted(processes, "process", "processes"));
}

Shown shownOf(const Comparison& comparison, const ComparedGroup& group)
{
    std::size_t d = comparison.dumps.size() - 1;
    while (group.groups[d] == ComparedGroup::kNone) // some dump has it
        --d;
    const triage::Dump& dump = comparison.dumps[d];
    const Group& shown = comparison.groupsOf[d][group.groups[d]];
    return {.dump = dump,
            .group = shown,
            .first = dump.log->snapshots[dump.snapshot].threads[shown.threads.front()]};
}

std::string nameOf(const Comparison& comparison, const ComparedGroup& group)
{
    const Shown shown = shownOf(comparison, group);
    const Log& log = *shown.dump.log;
    const FrameId site = shown.group.site ? shown.group.site : shown.first.createdAt;
    const auto place = [&] {
        if (!site)
            return std::string("stack not printed");
        const Frame& frame = log.frame(site);
        return at(shortFunction(log.str(frame.function)), log.str(frame.file), frame.line);
    };
    switch (comparison.strength) {
    case triage::Strength::Leak:
    case triage::Strength::Stack:
    case triage::Strength::StateLine:
        return formatted("[{}] {}", stateText(log, shown.first), place());
    case triage::Strength::Place:
        return place();
    case triage::Strength::Function:
        return site ? std::string(shortFunction(log.function(site))) : place();
    default:
        return group.name;
    }
}

std::string countsOf(const ComparedGroup& group)
{
    std::string out;
    constexpr std::size_t kMost = 6;
    for (std::size_t d = 0; d < group.counts.size(); ++d) {
        if (group.counts.size() > kMost && d > 0 && d + kMost - 1 < group.counts.size()) {
            if (d == 1)
                out += " → …";
            continue;
        }
        out += formatted("{}{}", out.empty() ? "" : " → ", text::grouped(group.counts[d]));
    }
    return out;
}

std::string growthOf(const ComparedGroup& group)
{
    if (!group.perMinute || *group.perMinute == 0)
        return {};
    return formatted("{:+.{}f} per minute", *group.perMinute, std::abs(*group.perMinute) < 10 ? 1 : 0);
}

std::string summary(const Comparison& comparison)
{
    std::array<std::uint64_t, 6> counts{};
    for (const ComparedGroup& group : comparison.groups)
        ++counts[static_cast<std::size_t>(group.change)];
    std::string out;
    for (const Change change :
         {Change::New, Change::Grew, Change::Shrank, Change::Gone, Change::Stayed, Change::Passing})
        if (const auto count = counts[static_cast<std::size_t>(change)]; count > 0)
            out += formatted("{}{} {}", out.empty() ? "" : ", ", count, toString(change));
    return out.empty() ? "no goroutines" : out;
}

} // namespace triage_parts

std::vector<triage_parts::Creations> triage_parts::creationsOf(const TriageReport& report)
{
    std::map<std::pair<std::uint32_t, std::uint32_t>, std::vector<std::uint32_t>> leaked;
    for (const triage::Row& row : report.triage.rows)
        for (const triage::RowPart& part : row.parts) {
            auto& threads = leaked[{part.input, part.group.snapshot}];
            threads.insert(threads.end(), part.group.threads.begin(), part.group.threads.end());
        }
    std::vector<Creations> out;
    for (const auto& [where, threads] : leaked) {
        const auto [input, snapshot] = where;
        Creations creations{input, triage::creationChains(*report.inputs[input]->log, snapshot, threads)};
        if (std::ranges::any_of(creations.tree.nodes, [](const auto& node) { return node.generation > 1; }))
            out.push_back(std::move(creations));
    }
    return out;
}

} // namespace skein
