// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "model/triage/triage.h"

#include "model/analysis/hashing.h"
#include "model/analysis/lint_evidence.h"
#include "model/formatted.h"
#include "model/triage/filter_subjects.h"
#include "model/triage/interest.h"
#include "model/triage/process.h"
#include "model/triage/strength.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <tuple>

namespace skein::triage
{

namespace
{

std::string_view judgedBy(Source source)
{
    return source == Source::Checker       ? "The leak check of a test found them still there."
           : source == Source::LeakProfile ? "The runtime's leak profile lists them."
                                           : "";
}

/// Surer, and more about leaks, comes first.
std::tuple<int, Certainty> rank(const Finding& finding)
{
    switch (finding.kind) {
    case FindingKind::GoroutineLeak:
    case FindingKind::ThreadLeak:
        return {0, finding.certainty};
    case FindingKind::Deadlock:
    case FindingKind::LostWakeup:
        return {1, finding.certainty};
    case FindingKind::TestTimeout:
    case FindingKind::Contention:
        return {2, finding.certainty};
    default:
        return {9, finding.certainty};
    }
}

/// The finding that says most about each goroutine of an analysis.
class FindingOf
{
public:
    explicit FindingOf(const Analysis& analysis)
    {
        m_best.resize(analysis.log->snapshots.size());
        for (const Finding& finding : analysis.findings) {
            if (std::get<0>(rank(finding)) == 9)
                continue;
            for (const ThreadRef thread : finding.threads)
                add(analysis, thread, finding);
        }
    }
    const Finding* of(std::uint32_t snapshot, std::uint32_t thread) const
    {
        const auto& best = m_best[snapshot];
        return thread < best.size() ? best[thread] : nullptr;
    }

    /// Whether a finding says that one of the group leaks.
    bool leaks(const Group& group) const
    {
        return std::ranges::any_of(group.threads, [&](std::uint32_t t) {
            const Finding* finding = of(group.snapshot, t);
            return finding && std::get<0>(rank(*finding)) == 0;
        });
    }

private:
    void add(const Analysis& analysis, ThreadRef thread, const Finding& finding)
    {
        if (!thread || thread.snapshot >= m_best.size())
            return;
        auto& best = m_best[thread.snapshot];
        best.resize(analysis.log->snapshots[thread.snapshot].threads.size());
        if (thread.index >= best.size())
            return;
        const Finding*& known = best[thread.index];
        if (!known || rank(finding) < rank(*known))
            known = &finding;
    }

    std::vector<std::vector<const Finding*>> m_best;
};

/// The site; in a stack of the standard library alone the innermost function that is not the runtime's own:
/// database/sql.(*Tx).awaitDone instead of runtime.gopark.
FrameId standsAt(const Log& log, const Thread& thread)
{
    const FrameId site = log.site(thread.stack);
    if (!site)
        return thread.createdAt;
    if (log.frame(site).role != Role::Runtime)
        return site;
    for (const FrameId frame : log.stack(thread.stack)) {
        const std::string_view function = log.function(frame);
        if (!function.starts_with("runtime.") && !function.starts_with("internal/"))
            return frame;
    }
    return site;
}

class Collector
{
public:
    Collector(std::span<const AnalysisPtr> inputs, const Baseline& baseline, const Options& options,
              Triage& out)
        : m_inputs(inputs), m_baseline(baseline), m_options(options), m_out(out)
    {
        for (const BaselineEntry& entry : baseline.entries())
            m_byPlace[entry.fingerprint.place].push_back(&entry);
        m_ignore = options.ignore;
        for (const std::string& text : baseline.ignore()) {
            if (auto filter = Filter::parse(text))
                m_ignore.push_back(*filter);
            else
                m_out.warnings.push_back("An 'ignore' of the baseline cannot be understood: " +
                                         explain(text, filter.error()));
        }
    }

    void run()
    {
        std::vector<LogPtr> logs;
        for (const AnalysisPtr& input : m_inputs)
            logs.push_back(input->log);
        m_out.processes = processesOf(logs);
        for (std::uint32_t i = 0; i < m_inputs.size(); ++i)
            addInput(i);
        for (Row& row : m_out.rows)
            judge(row);
        applyBaseline();
        addAbsent();
        filterRows();
        sortRows();
    }

private:
    void addInput(std::uint32_t input)
    {
        const Log& log = *m_inputs[input]->log;
        const FindingOf findings(*m_inputs[input]);
        const Fingerprints fingerprints(log);
        const Interests interests(log, fingerprints);
        FilterSubjects subjects(log);
        const LibraryWaits library(log);
        std::optional<LeakReasons> reasons;
        std::uint32_t reasonsOf = 0;
        for (Group& group : groupsAt(log, fingerprints, Strength::Leak)) {
            const Snapshot& snapshot = log.snapshots[group.snapshot];
            const Source source = sourceOf(log, snapshot);
            if (group.threads.empty())
                continue;
            const Thread& first = snapshot.threads[group.threads.front()];
            const Fingerprint fingerprint = fingerprints.of(first);
            Interest interest = interests.of(first, source);
            // Where well-known code waits for work it may wait for more: an HTTP body that nobody closes.
            const LibraryWait* known =
                interest == Interest::Idle ? library.of(first, fingerprint.wait) : nullptr;
            if (interest == Interest::Idle && ((known && known->open) || findings.leaks(group)))
                interest = Interest::Waiting;
            if (!fingerprint || interest == Interest::Busy)
                continue;
            if (interest == Interest::Idle && !m_options.idle) {
                m_out.idle += group.count;
                continue;
            }
            FilterSubject& subject = subjects.of(group);
            const std::string name = toString(fingerprint);
            subject.fingerprint = name;
            subject.input = log.input.path;
            subject.leaked = subject.leaked || interest == Interest::Reported;
            if (std::ranges::any_of(m_ignore, [&](const Filter& f) { return f.matches(subject); })) {
                m_out.ignored += group.count;
                continue;
            }
            Row& row = rowFor(fingerprint, name);
            describe(row, log, group, findings, source);
            if (row.parts.empty() && m_out.rows.size() <= kMostWithLint)
                row.lint = lintOf(*m_inputs[input], first);
            if (row.reasons.empty() && !snapshot.native) {
                if (!reasons || reasonsOf != group.snapshot)
                    reasons.emplace(log, reasonsOf = group.snapshot, fingerprints.waits(),
                                    &m_inputs[input]->waitGraphs[group.snapshot]);
                row.reasons = reasons->of(group.threads, fingerprint.wait, first.createdAt);
            }
            row.parts.push_back({.input = input, .group = std::move(group)});
        }
    }

    Row& rowFor(const Fingerprint& fingerprint, const std::string& name)
    {
        const auto [at, added] = m_rowOf.try_emplace(name, m_out.rows.size());
        if (added)
            m_out.rows.push_back({.fingerprint = fingerprint});
        return m_out.rows[at->second];
    }

    void describe(Row& row, const Log& log, const Group& group, const FindingOf& findings, Source source)
    {
        const Snapshot& snapshot = log.snapshots[group.snapshot];
        const Thread& first = snapshot.threads[group.threads.front()];
        row.waitedMinutes = std::max(row.waitedMinutes, group.maxWaited);
        if (row.parts.empty()) {
            row.state = stateText(log, first);
            row.kind = first.kind;
            const FrameId site = standsAt(log, first);
            if (site) {
                const Frame& frame = log.frame(site);
                row.function = log.str(frame.function);
                row.file = log.str(frame.file);
                row.line = frame.line;
            }
            if (first.createdAt) {
                const Frame& frame = log.frame(first.createdAt);
                row.createdBy = log.str(frame.function);
                row.createdFile = log.str(frame.file);
                row.createdLine = frame.line;
            }
        }
        const auto claim = [&](Certainty certainty, std::string_view why) {
            if (row.certainty && *row.certainty <= certainty)
                return;
            row.certainty = certainty;
            row.why = why;
        };
        if (const std::string_view why = judgedBy(source); !why.empty())
            claim(Certainty::Proved, why);
        else if (first.leaked)
            claim(Certainty::Proved, "The runtime marked them as leaked.");
        for (const std::uint32_t thread : group.threads)
            if (const Finding* finding = findings.of(group.snapshot, thread))
                claim(finding->certainty, finding->title);
    }

    /// Over several dumps of one process the largest count; what a leak checker lists again counts once.
    void judge(Row& row) const
    {
        struct Count {
            std::uint64_t largest = 0, distinct = 0;
        };
        std::map<std::uint32_t, Count> counts; // by process
        std::set<std::pair<std::uint32_t, std::uint64_t>> ids;
        const auto newest = static_cast<std::uint32_t>(m_inputs.size() - 1);
        for (const RowPart& part : row.parts) {
            if (m_options.newest && part.input != newest)
                continue;
            const Log& log = *m_inputs[part.input]->log;
            const Snapshot& snapshot = log.snapshots[part.group.snapshot];
            const std::uint32_t process = m_out.processes[part.input];
            Count& count = counts[process];
            count.largest = std::max<std::uint64_t>(count.largest, part.group.count);
            if (sourceOf(log, snapshot) != Source::Checker)
                continue;
            for (const std::uint32_t t : part.group.threads) {
                const ThreadId id = snapshot.threads[t].id;
                if (id.known() && ids.emplace(process, id.value).second)
                    ++count.distinct;
            }
        }
        for (const auto& [process, count] : counts)
            row.count += std::max(count.largest, count.distinct);
    }

    void take(Row& row, const BaselineEntry& entry)
    {
        triage::take(row, &entry);
        m_seen.insert(toString(entry.fingerprint));
    }

    void applyBaseline()
    {
        for (Row& row : m_out.rows)
            if (const BaselineEntry* entry = m_baseline.find(row.fingerprint))
                take(row, *entry);
        for (Row& row : m_out.rows)
            if (!row.fromBaseline)
                applySimilar(row);
    }

    void applySimilar(Row& row)
    {
        const auto candidates = m_byPlace.find(row.fingerprint.place);
        if (candidates == m_byPlace.end())
            return;
        const BaselineEntry* best = nullptr;
        for (const BaselineEntry* entry : candidates->second) {
            const Likeness like = likeness(row.fingerprint, entry->fingerprint);
            // Who is here under its own name has no second one.
            if (like == Likeness::Renumbered && m_seen.contains(toString(entry->fingerprint)))
                continue;
            if (like < row.likeness) {
                row.likeness = like;
                best = entry;
            }
        }
        if (!best)
            return;
        row.resembles = best->fingerprint;
        if (row.likeness == Likeness::Unclear)
            take(row, *best);
    }

    void addAbsent()
    {
        for (const BaselineEntry& entry : m_baseline.entries()) {
            if (m_seen.contains(toString(entry.fingerprint)))
                continue;
            Row row{.fingerprint = entry.fingerprint};
            row.fromBaseline = true;
            row.status = entry.status;
            row.known = entry.count;
            row.owner = entry.owner;
            row.note = entry.note;
            row.state = entry.state;
            row.function = entry.where;
            row.createdBy = entry.createdBy;
            m_out.rows.push_back(std::move(row));
        }
    }

    void filterRows()
    {
        if (m_options.only.matchesAll())
            return;
        std::vector<std::unique_ptr<FilterSubjects>> subjects(m_inputs.size());
        std::erase_if(m_out.rows, [&](const Row& row) { return !matches(row, subjects); });
    }

    bool matches(const Row& row, std::vector<std::unique_ptr<FilterSubjects>>& subjects) const
    {
        const std::string name = toString(row.fingerprint);
        const auto complete = [&](FilterSubject& subject) {
            subject.fingerprint = name;
            subject.status = toString(row.status);
            subject.owner = row.owner;
            subject.note = row.note;
            subject.count = row.count;
            subject.leaked = subject.leaked || row.certainty == Certainty::Proved;
        };
        if (row.parts.empty()) {
            const std::array<std::string_view, 1> states{row.state}, functions{row.function},
                creators{row.createdBy};
            FilterSubject subject{
                .states = states, .functions = functions, .site = row.function, .creators = creators};
            complete(subject);
            return m_options.only.matches(subject);
        }
        return std::ranges::any_of(row.parts, [&](const RowPart& part) {
            auto& mine = subjects[part.input];
            if (!mine)
                mine = std::make_unique<FilterSubjects>(*m_inputs[part.input]->log);
            FilterSubject& subject = mine->of(part.group);
            complete(subject);
            subject.input = m_inputs[part.input]->log->input.path;
            return m_options.only.matches(subject);
        });
    }

    void sortRows()
    {
        const auto order = [](const Row& row) {
            const int place = row.count == 0                ? 4
                              : row.status == Status::New   ? 0
                              : row.grown                   ? 1
                              : row.status == Status::Known ? 2
                                                            : 3;
            return std::tuple(place, row.certainty.value_or(Certainty(3)), ~row.count);
        };
        std::ranges::stable_sort(m_out.rows, {}, order);
    }

    static constexpr std::size_t kMostWithLint = 1000; ///< rows: each looks through all that the checkers say
    std::span<const AnalysisPtr> m_inputs;
    const Baseline& m_baseline;
    const Options& m_options;
    Triage& m_out;
    std::vector<Filter> m_ignore;
    SeededMap<std::string, std::size_t> m_rowOf;
    SeededMap<std::uint64_t, std::vector<const BaselineEntry*>> m_byPlace;
    std::set<std::string> m_seen; ///< fingerprints of entries that are in the inputs
};

constexpr std::array<std::string_view, 4> kGates{"none", "new", "grown", "any"};

} // namespace

Triage triage(std::span<const AnalysisPtr> inputs, const Baseline& baseline, const Options& options)
{
    Triage result;
    Collector(inputs, baseline, options, result).run();
    return result;
}

std::optional<Gate> gateNamed(std::string_view name)
{
    const auto hit = std::ranges::find(kGates, name);
    return hit == kGates.end() ? std::nullopt : std::optional(static_cast<Gate>(hit - kGates.begin()));
}

std::string_view toString(Gate gate)
{
    return kGates[static_cast<std::size_t>(gate)];
}

bool fails(Gate gate, const Row& row)
{
    if (row.count == 0)
        return false;
    switch (gate) {
    case Gate::None:
        return false;
    case Gate::New:
        return row.status == Status::New;
    case Gate::Grown:
        return row.status == Status::New || row.grown;
    case Gate::Any:
        return row.status == Status::New || row.status == Status::Known;
    }
    return false;
}

bool fails(Gate gate, const Triage& triage)
{
    return std::ranges::any_of(triage.rows, [&](const Row& row) { return fails(gate, row); });
}

void take(Row& row, const BaselineEntry* entry)
{
    const BaselineEntry& said = entry ? *entry : BaselineEntry{.status = Status::New};
    row.fromBaseline = entry != nullptr;
    row.known = said.count;
    row.owner = said.owner;
    row.note = said.note;
    row.status = said.status;
    row.back = said.status == Status::Fixed && row.count > 0;
    if (row.back)
        row.status = Status::New;
    row.grown = said.status == Status::Known && said.count > 0 && row.count > said.count;
}

BaselineEntry entryFor(const Row& row)
{
    BaselineEntry entry{.fingerprint = row.fingerprint, .status = row.status, .count = row.count};
    if (entry.status == Status::New)
        entry.status = Status::Known;
    const std::string_view file = baseName(row.file);
    entry.where = shortFunction(row.function);
    if (!file.empty())
        entry.where += formatted(" ({})", file);
    entry.state = row.state;
    entry.createdBy = shortFunction(row.createdBy);
    entry.owner = row.owner;
    entry.note = row.note;
    return entry;
}

void update(Baseline& baseline, const Triage& triage, bool markFixed)
{
    for (const Row& row : triage.rows)
        if (row.likeness == Likeness::Renumbered && row.count > 0)
            baseline.rename(row.resembles, row.fingerprint);
    std::vector<BaselineEntry> changed;
    for (const Row& row : triage.rows) {
        const BaselineEntry* old = baseline.find(row.fingerprint);
        if (row.count == 0) {
            if (!markFixed || !old || old->status != Status::Known)
                continue;
            changed.push_back(*old);
            changed.back().status = Status::Fixed;
        } else if (old) {
            BaselineEntry& entry =
                changed.emplace_back(row.likeness == Likeness::Renumbered ? entryFor(row) : *old);
            entry.count = row.count;
            entry.owner = old->owner;
            entry.note = old->note;
            entry.status = old->status;
            if (old->status == Status::Fixed || old->status == Status::New)
                entry.status = Status::Known;
        } else if (row.likeness != Likeness::Unclear) { // there the entry says more than this log
            changed.push_back(entryFor(row));
        }
    }
    baseline.set(std::move(changed));
}

} // namespace skein::triage
