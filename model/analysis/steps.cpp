// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "model/analysis/steps.h"

#include "model/analysis/words.h"

#include <algorithm>
#include <map>
#include <utility>

namespace skein {
namespace {

constexpr std::uint32_t kNone = ~std::uint32_t{0};
constexpr std::size_t kNamed = 4;  ///< steps that a sentence names

std::string_view verb(AccessOp op)
{
    switch (op) {
    case AccessOp::Read: return "reads";
    case AccessOp::Write: return "writes";
    case AccessOp::Iterate: return "iterates over";
    case AccessOp::Delete: return "deletes from";
    case AccessOp::AtomicRead: return "atomically reads";
    case AccessOp::AtomicWrite: return "atomically writes";
    case AccessOp::Free: return "frees";
    }
    return "uses";
}

/// "step 3", "steps 2 and 5", "steps 2, 3, 4, 5 and 7 more", counted from 1.
std::string stepNames(const std::vector<std::uint32_t>& steps)
{
    std::string out = steps.size() == 1 ? "step " : "steps ";
    const std::size_t named = std::min(steps.size(), kNamed);
    for (std::size_t i = 0; i < named; ++i) {
        if (i > 0) out += i + 1 == steps.size() ? " and " : ", ";
        out += std::to_string(steps[i] + 1);
    }
    if (named < steps.size()) out += " and " + std::to_string(steps.size() - named) + " more";
    return out;
}

class StepBuilder {
public:
    StepBuilder(const Log& log, const Timeline& line, const Finding* finding)
        : m_log(log), m_line(line), m_snapshot(log.snapshots[line.snapshot]), m_finding(finding)
    {
    }

    Steps build()
    {
        chooseEvents();
        for (std::uint32_t i = 0; i < m_chosen.size(); ++i) addStep(m_chosen[i]);
        addOrder();
        for (std::uint32_t i = 0; i < m_steps.list.size(); ++i) m_steps.list[i].order = orderText(i);
        return std::move(m_steps);
    }

private:
    static bool isEnd(const Event& event)
    {
        return event.kind == Event::Kind::Crash || event.kind == Event::Kind::Snapshot;
    }

    /// By rank, as the timeline has them; the end last, whatever shares its rank.
    void chooseEvents()
    {
        std::vector<std::uint32_t> ends;
        for (std::uint32_t e = 0; e < m_line.events.size(); ++e) {
            if (isEnd(m_line.events[e]))
                ends.push_back(e);
            else if (tells(m_line.events[e]))
                m_chosen.push_back(e);
        }
        const std::size_t room = Steps::kMostSteps - std::min(ends.size(), Steps::kMostSteps / 2);
        if (m_chosen.size() > room) {
            m_steps.leftOut += m_chosen.size() - room;
            m_chosen.resize(room);
        }
        if (ends.size() > Steps::kMostSteps / 2) {
            m_steps.leftOut += ends.size() - Steps::kMostSteps / 2;
            ends.resize(Steps::kMostSteps / 2);
        }
        m_chosen.insert(m_chosen.end(), ends.begin(), ends.end());
        m_stepOf.assign(m_line.events.size(), kNone);
        for (std::uint32_t i = 0; i < m_chosen.size(); ++i) m_stepOf[m_chosen[i]] = i;
    }

    /// A creation of which the log says neither who nor where is no step of a story.
    bool tells(const Event& event) const
    {
        return event.kind != Event::Kind::Created || event.frame || m_snapshot.threads[event.thread].creator.known();
    }

    void addStep(std::uint32_t index)
    {
        const Event& event = m_line.events[index];
        Step step;
        step.event = index;
        step.thread = event.thread;
        step.certainty = event.certainty;
        step.text = text(event);
        step.logLines = event.logLines;
        m_steps.list.push_back(std::move(step));
    }

    std::string in(FrameId frame) const { return frame ? " in " + words::place(m_log, frame) : std::string(); }

    std::string object() const
    {
        if (!m_finding || !m_finding->resource) return "the object";
        const Resource& r = *m_finding->resource;
        std::string out = "the ";
        out += r.kind == ResourceKind::None ? std::string_view("object") : toString(r.kind);
        if (!r.name.empty()) out += ' ' + words::shorten(r.name, 80);
        // Of a conflict that is not proved the address may be that of the other party's object.
        if (r.address != 0 && m_finding->certainty == Certainty::Proved) out += ' ' + hexAddress(r.address);
        return out;
    }

    /// What `thread` holds according to the finding's cycle.
    std::string heldBy(std::uint32_t thread) const
    {
        for (const WaitStep& step : m_finding ? m_finding->cycle : std::vector<WaitStep>{})
            if (step.heldBy && step.heldBy.index == thread && step.waitsOn != 0)
                return "the lock " + hexAddress(step.waitsOn);
        return "a lock that another waits for";
    }

    std::string lockOf(const Event& event) const
    {
        return event.lock != 0 ? "the lock " + hexAddress(event.lock) : heldBy(event.thread);
    }

    std::string made(const Event& event) const
    {
        return "The lock " + hexAddress(event.lock) + " is first seen" + in(event.frame) + '.';
    }

    std::string text(const Event& event) const
    {
        if (event.thread == Event::kNobody) return made(event);
        const Thread& thread = m_snapshot.threads[event.thread];
        const std::string who = words::sentence(words::threadName(thread));
        switch (event.kind) {
        case Event::Kind::Created: {
            std::string out = who + " is created";
            if (thread.creator.known()) out += " by " + std::string(creatorWord(thread)) + toString(thread.creator);
            return out + in(event.frame) + '.';
        }
        case Event::Kind::WaitBegan: {
            std::string out = who + " begins to wait (" + words::shorten(stateText(m_log, thread), 60) + ')' + in(event.frame);
            if (event.minutesBefore > 0)
                out += ", at least " + words::minutes(static_cast<std::int64_t>(event.minutesBefore)) + " before the end";
            return out + '.';
        }
        case Event::Kind::Access: return who + ' ' + std::string(verb(event.op)) + ' ' + object() + in(event.frame) + '.';
        case Event::Kind::Acquired: return who + " takes " + lockOf(event) + in(event.frame) + '.';
        case Event::Kind::Holds: return who + (event.lock != 0 ? " takes " : " holds ") + lockOf(event) + '.';
        case Event::Kind::LockMade: return made(event);
        case Event::Kind::Crash: {
            const std::string_view reason = m_log.str(m_snapshot.reason);
            return who + " ends the process" + (reason.empty() ? "" : ": " + words::shorten(reason)) + '.';
        }
        case Event::Kind::Snapshot:
            return m_snapshot.otherStacks.empty() ? "The dump is taken." : "The report is printed.";
        }
        return who;
    }

    static std::string_view creatorWord(const Thread& thread)
    {
        return thread.kind == ThreadKind::Goroutine ? "goroutine " : "thread ";
    }

    /// before[i] holds every step that is known to precede step i, as bits.
    void addOrder()
    {
        const std::size_t n = m_steps.list.size();
        std::vector<std::vector<bool>> before(n, std::vector<bool>(n, false));
        std::vector<std::vector<Step::Before>> direct(n);
        for (const HappensBefore& edge : m_line.order) {
            const std::uint32_t from = m_stepOf[edge.from], to = m_stepOf[edge.to];
            if (from < to && to != kNone) direct[to].push_back({from, edge.why, edge.certainty});
        }
        // An event that has no step still orders those around it: it precedes what its own successors follow.
        for (const auto& [from, to] : bridges()) direct[to].push_back({from, HappensBefore::Why::ProgramOrder, Certainty::Proved});
        for (std::uint32_t i = 0; i < n; ++i) {
            auto& mine = direct[i];
            std::ranges::sort(mine, {}, &Step::Before::step);
            mine.erase(std::ranges::unique(mine, {}, &Step::Before::step).begin(), mine.end());
            const bool end = isEnd(m_line.events[m_steps.list[i].event]);
            for (const Step::Before& b : mine) {
                before[i][b.step] = true;
                for (std::size_t k = 0; k < b.step; ++k)
                    if (before[b.step][k]) before[i][k] = true;
            }
            for (std::uint32_t k = 0; k < i; ++k) {
                const bool bothEnd = end && isEnd(m_line.events[m_steps.list[k].event]);
                if (!before[i][k] && (!end || bothEnd)) m_steps.list[i].unordered.push_back(k);
            }
            // What follows from another of them is not said twice.
            for (const Step::Before& b : mine) {
                const bool follows = std::ranges::any_of(
                    mine, [&](const Step::Before& other) { return other.step != b.step && before[other.step][b.step]; });
                if (!follows) m_steps.list[i].after.push_back(b);
            }
        }
    }

    /// Pairs of steps with one event between them that has none.
    std::vector<std::pair<std::uint32_t, std::uint32_t>> bridges() const
    {
        std::vector<std::vector<std::uint32_t>> into(m_line.events.size());
        for (const HappensBefore& edge : m_line.order)
            if (m_stepOf[edge.to] == kNone && m_stepOf[edge.from] != kNone && into[edge.to].size() < 8)
                into[edge.to].push_back(m_stepOf[edge.from]);
        std::vector<std::pair<std::uint32_t, std::uint32_t>> out;
        for (const HappensBefore& edge : m_line.order)
            if (m_stepOf[edge.from] == kNone && m_stepOf[edge.to] != kNone)
                for (const std::uint32_t from : into[edge.from])
                    if (from < m_stepOf[edge.to]) out.emplace_back(from, m_stepOf[edge.to]);
        return out;
    }

    std::string orderText(std::uint32_t index) const
    {
        const Step& step = m_steps.list[index];
        if (isEnd(m_line.events[step.event]) && step.unordered.empty()) return "Last: what the log shows ends here.";
        std::string out;
        // "After step 1 (creation, proved) and step 3 (the lock, likely)"
        std::map<std::pair<HappensBefore::Why, Certainty>, std::vector<std::uint32_t>> reasons;
        for (const Step::Before& b : step.after) reasons[{b.why, b.certainty}].push_back(b.step);
        for (const auto& [reason, steps] : reasons) {
            out += out.empty() ? "After " : " and ";
            out += stepNames(steps) + " (" + std::string(toString(reason.first)) + ", " +
                   std::string(toString(reason.second)) + ")";
        }
        if (!step.unordered.empty()) {
            out += out.empty() ? "N" : "; n";
            out += "o order is known with " + stepNames(step.unordered);
        }
        if (out.empty()) return "Nothing is known to come before it.";
        return out + '.';
    }

    const Log& m_log;
    const Timeline& m_line;
    const Snapshot& m_snapshot;
    const Finding* m_finding;
    Steps m_steps;
    std::vector<std::uint32_t> m_chosen, m_stepOf;
};

}  // namespace

std::string_view toString(HappensBefore::Why why)
{
    switch (why) {
    case HappensBefore::Why::ProgramOrder: return "the same thread";
    case HappensBefore::Why::Creation: return "creation";
    case HappensBefore::Why::PreviousAccess: return "the order of the report";
    case HappensBefore::Why::LockOrder: return "the lock";
    case HappensBefore::Why::CrashLast: return "the end comes last";
    }
    return "";
}

Steps buildSteps(const Log& log, const Timeline& timeline, const Finding* finding)
{
    if (timeline.snapshot >= log.snapshots.size()) return {};
    return StepBuilder(log, timeline, finding).build();
}

}  // namespace skein
