// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "model/analysis/map_wording.h"

#include "model/analysis/capture_hints.h"
#include "model/formatted.h"

#include <algorithm>

namespace skein
{

namespace
{

using F = MapFeature;

/// "wrote", "was reading" …
std::string_view didTo(AccessOp op)
{
    switch (op) {
    case AccessOp::Read:
        return "read";
    case AccessOp::Iterate:
        return "iterated over";
    case AccessOp::Delete:
        return "deleted from";
    default:
        return "wrote";
    }
}

std::string_view doingTo(AccessOp op)
{
    switch (op) {
    case AccessOp::Read:
        return "reading";
    case AccessOp::Iterate:
        return "iterating over";
    case AccessOp::Delete:
        return "deleting from";
    default:
        return "writing";
    }
}

bool isWrite(AccessOp op)
{
    return op == AccessOp::Write || op == AccessOp::Delete;
}

std::string joinIds(const std::vector<std::string>& ids, std::string_view last)
{
    std::string out;
    for (std::size_t i = 0; i < ids.size(); ++i) {
        if (i > 0)
            out += i + 1 == ids.size() ? formatted(" {} ", last) : std::string(", ");
        out += ids[i];
    }
    return out;
}

void addLines(std::vector<std::uint32_t>& to, std::initializer_list<std::uint32_t> lines)
{
    for (const auto n : lines) {
        if (n != 0 && !std::ranges::contains(to, n))
            to.push_back(n);
    }
    std::ranges::sort(to);
}

/// The features of one sign, the strongest first.
std::vector<const MapFeatureWeight*> strongest(const MapCandidate& c, bool positive)
{
    std::vector<const MapFeatureWeight*> rows;
    for (const MapFeatureWeight& row : mapFeatureWeights()) {
        if (c.has(row.feature) && (row.weight > 0) == positive)
            rows.push_back(&row);
    }
    std::ranges::stable_sort(rows,
                             [](auto* a, auto* b) { return std::abs(a->weight) > std::abs(b->weight); });
    return rows;
}

} // namespace

std::string whyCandidate(const MapCandidate& c)
{
    std::string out;
    int said = 0;
    for (const MapFeatureWeight* row : strongest(c, true)) {
        if (said++ == 3)
            break;
        if (!out.empty())
            out += "; ";
        out += row->reason;
    }
    return out;
}

std::string MapWording::goroutine(std::uint32_t thread) const
{
    if (thread == MapCrash::kNone)
        return "A goroutine";
    const ThreadId id = m_snapshot.threads[thread].id;
    return id.known() ? "Goroutine " + toString(id) : std::string("A goroutine");
}

std::string MapWording::place(const Thread& t, std::uint32_t frame) const
{
    const auto stack = m_log.stack(t.stack);
    if (frame >= stack.size())
        return "an unknown place";
    const Frame& f = m_log.frame(stack[frame]);
    std::string out(shortFunction(m_log.str(f.function)));
    if (f.file && f.line != 0)
        out += formatted(" ({}:{})", baseName(m_log.str(f.file)), f.line);
    return out;
}

std::vector<std::uint32_t> MapWording::lines(const Thread& t, std::uint32_t frame) const
{
    std::vector<std::uint32_t> out;
    addLines(out, {t.firstLine});
    const auto frames = m_log.threadText->frames(t);
    if (frame < frames.size())
        addLines(out, {frames[frame].lines.first, frames[frame].lines.last});
    return out;
}

std::string MapWording::title() const
{
    const std::string reporter = goroutine(m_crash.reporter);
    const std::string did(didTo(m_crash.op));
    const auto& list = m_ranking.candidates;
    if (list.empty())
        return formatted("{} {} a map while another goroutine wrote it; the log does not show which",
                         reporter, did);

    std::vector<std::string> ids;
    for (const MapCandidate& c : list) {
        if (c.certainty == list.front().certainty)
            ids.push_back(toString(m_snapshot.threads[c.thread].id));
    }
    const bool many = m_ranking.more > 0;
    const std::string other = ids.front();
    switch (list.front().certainty) {
    case Certainty::Proved:
        if (ids.size() == 1 && isWrite(m_crash.op) && m_crash.reporter != MapCrash::kNone) {
            return formatted("Goroutines {} and {} wrote the same map at once",
                             toString(m_snapshot.threads[m_crash.reporter].id), other);
        }
        return formatted("{} {} a map while goroutine{} {} wrote it", reporter, did,
                         ids.size() > 1 ? "s" : "", joinIds(ids, "and"));
    case Certainty::Likely:
        if (ids.size() == 1) {
            return formatted("{} {} a map while, most likely, goroutine {} wrote it", reporter, did, other);
        }
        if (many || ids.size() > 4)
            return formatted("{} {} a map while one of {}{} goroutines in the same place wrote it", reporter,
                             did, many ? "at least " : "", m_ranking.sameFrame);
        return formatted("{} {} a map while, most likely, one of the goroutines {} wrote it", reporter, did,
                         joinIds(ids, "and"));
    case Certainty::Possible:
        break;
    }
    if (many || ids.size() > 4)
        return formatted("{} {} a map while another goroutine wrote it; many could be it", reporter, did);
    return formatted("{} {} a map while another goroutine wrote it, possibly {}", reporter, did,
                     joinIds(ids, "or"));
}

void MapWording::message(std::vector<Evidence>& out) const
{
    const std::string reporter = goroutine(m_crash.reporter);
    Evidence e;
    e.logLines = m_crash.messageLines;
    if (m_crash.messagePrinted) {
        e.text = formatted("The runtime stopped the program with \"{}\": while {} was {} the map, another "
                           "goroutine was writing it.",
                           m_crash.fatal->message,
                           m_crash.reporter == MapCrash::kNone ? "one goroutine" : "g" + reporter.substr(1),
                           doingTo(m_crash.op));
    } else {
        e.text = formatted("The fatal line is missing. The crashing frame shows that it was \"{}\".",
                           m_crash.fatal->message);
    }
    if (m_crash.reporter != MapCrash::kNone)
        addLines(e.logLines, {m_snapshot.threads[m_crash.reporter].firstLine});
    out.push_back(std::move(e));
    if (m_crash.messages > 1) {
        out.push_back({formatted("The fatal line stands {} times: that many goroutines ran into the check.",
                                 m_crash.messages),
                       m_crash.messageLines});
    }
    if (m_crash.reporter == MapCrash::kNone || m_crash.frames.empty())
        return;
    const Thread& t = m_snapshot.threads[m_crash.reporter];
    std::string where = formatted("{} was in {}.", reporter, place(t, m_crash.site));
    if (m_crash.map.value != 0 && !m_crash.map.stale) {
        where.back() = ',';
        where += formatted(" at the map {}.", hexAddress(m_crash.map.value));
    }
    Evidence site{std::move(where), lines(t, m_crash.site)};
    addLines(site.logLines, {m_crash.map.line});
    out.push_back(std::move(site));
}

void MapWording::position(const MapCandidate& c, std::vector<Evidence>& out) const
{
    const Thread& t = m_snapshot.threads[c.thread];
    const std::string who = goroutine(c.thread);
    if (c.has(F::RunningUnseen)) {
        out.push_back({who + " was still running on another thread, so its stack is not in the log. Code "
                             "inside a map operation cannot be "
                             "interrupted, which fits.",
                       {t.firstLine}});
        return;
    }
    std::string text = formatted("{} ({}) is in {}", who, stateText(m_log, t), place(t, c.site));
    if (c.has(F::OwnFatal))
        text += "; it ran into the check itself, or its stack would not be printed";
    else if (c.has(F::SameLine))
        text += ", the same line";
    else if (c.has(F::SameFunction) || c.has(F::RepeatsReporter))
        text += ", the same function";
    else if (c.has(F::SameType))
        text += ", a method of the same type";
    else if (c.has(F::SameClosureParent))
        text += ", a closure of the same function";
    else if (c.has(F::SamePackage))
        text += ", in the same package";
    if (c.has(F::InMapWrite))
        text += ", inside a map operation";
    else if (c.has(F::MovedOn))
        text += ", and has gone on to other code";
    out.push_back({text + '.', lines(t, c.site)});
}

void MapWording::address(const MapCandidate& c, std::vector<Evidence>& out) const
{
    const std::string who = "g" + goroutine(c.thread).substr(1);
    Evidence e;
    if (c.has(F::SameMap) || c.has(F::SameMapStale)) {
        e.text =
            formatted("Both map operations show the map {}{}", hexAddress(c.map.value),
                      c.has(F::SameMap) ? "." : ", one of them with `?`: from a register that may be old.");
        addLines(e.logLines, {m_crash.map.line, c.map.line});
    } else if (c.has(F::PassesMap)) {
        e.text = formatted("The map {} is an argument of {}.", hexAddress(m_crash.map.value), who);
        addLines(e.logLines, {m_crash.map.line, c.sharedLine});
    } else if (c.has(F::SameReceiver)) {
        e.text = formatted("The reporter's receiver {} is in a call of {} too.", hexAddress(c.shared), who);
        addLines(e.logLines, {c.sharedReporterLine, c.sharedLine});
    } else if (c.has(F::SharedPointer)) {
        e.text = formatted("Both hold the address {}.", hexAddress(c.shared));
        addLines(e.logLines, {c.sharedReporterLine, c.sharedLine});
    } else if (c.has(F::SharedStale)) {
        e.text =
            formatted("Both show {}, with `?`: from registers that may be old. That alone proves nothing.",
                      hexAddress(c.shared));
        addLines(e.logLines, {c.sharedReporterLine, c.sharedLine});
    }
    if (!e.text.empty())
        out.push_back(std::move(e));
    if (m_crash.map.value == 0 && c.map.value != 0 && !c.map.stale && !c.has(F::InMapRead))
        out.push_back({formatted("The map of {} is {}; the reporter's frames do not show theirs.", who,
                                 hexAddress(c.map.value)),
                       {c.map.line}});
}

void MapWording::crowd(std::vector<Evidence>& out) const
{
    if (m_ranking.sameFrame > 1) {
        Evidence e{formatted("{}{} goroutines stand at that place. Which of them it was, the log cannot say.",
                             m_ranking.more > 0 ? "At least " : "", m_ranking.sameFrame),
                   {}};
        for (const MapCandidate& c : m_ranking.candidates)
            addLines(e.logLines, {m_snapshot.threads[c.thread].firstLine});
        if (m_ranking.candidates.front().certainty != Certainty::Proved)
            out.push_back(std::move(e));
    }
    if (m_ranking.candidates.size() > 1 && m_ranking.sameFrame <= 1) {
        const MapCandidate& second = m_ranking.candidates[1];
        out.push_back({formatted("{} fits less well: {}.", goroutine(second.thread),
                                 m_snapshot.threads[second.thread].stack
                                     ? "it is in " + place(m_snapshot.threads[second.thread], second.site)
                                     : std::string("its stack is not in the log")),
                       {m_snapshot.threads[second.thread].firstLine}});
    }
    if (m_ranking.lockWaiters > 0) {
        out.push_back({formatted("{} for a lock and cannot be past it.",
                                 m_ranking.lockWaiters == 1
                                     ? std::string("One other goroutine waits")
                                     : formatted("{} other goroutines wait", m_ranking.lockWaiters)),
                       {}});
    }
}

void MapWording::ruledOut(std::vector<Evidence>& out) const
{
    for (const MapCandidate& c : m_ranking.ruledOut) {
        const auto reasons = strongest(c, false);
        if (reasons.empty())
            continue;
        const Thread& t = m_snapshot.threads[c.thread];
        const std::string where = t.stack ? formatted(" in {}", place(t, c.site)) : std::string();
        out.push_back(
            {formatted("Unlikely: g{}{}: {}.", goroutine(c.thread).substr(1), where, reasons.front()->reason),
             {t.firstLine}});
    }
}

std::vector<Evidence> MapWording::evidence() const
{
    std::vector<Evidence> out;
    message(out);
    if (m_ranking.candidates.empty()) {
        if (m_ranking.others > 0) {
            out.push_back({m_ranking.others == 1
                               ? "The one other goroutine in the log does not stand where this map could be "
                                 "written."
                               : formatted("None of the {} other goroutines in the log stands where this "
                                           "map could be written.",
                                           m_ranking.others),
                           {}});
        }
    } else {
        const MapCandidate& best = m_ranking.candidates.front();
        position(best, out);
        address(best, out);
        const Thread& t = m_snapshot.threads[best.thread];
        if (best.has(F::SameCreator)) {
            Evidence e{formatted("Both were started at the same place, {}.",
                                 shortFunction(m_log.function(t.createdAt))),
                       {}};
            addLines(e.logLines,
                     {m_log.threadText->createdByLines(m_snapshot.threads[m_crash.reporter]).first,
                      m_log.threadText->createdByLines(t).first});
            out.push_back(std::move(e));
        }
        crowd(out);
    }
    ruledOut(out);
    return out;
}

/// No frame of the reporter shows an object without `?`: the calls are inlined, or their registers old.
bool MapWording::showsNoObject() const
{
    return std::ranges::none_of(m_crash.pointers, [](const Pointer& p) { return !p.stale; });
}

Missing MapWording::absent() const
{
    constexpr std::string_view what = "the other goroutine";
    if (m_ranking.others > 0) {
        Missing m = missingOf(m_log, m_crash.snapshot, Wanted::PartyThatLeft, std::string(what));
        m.why = "it had left the map, or ended, when the dump was taken";
        return m;
    }
    Missing m = missingOf(m_log, m_crash.snapshot, Wanted::OtherGoroutines, std::string(what));
    if (m_snapshot.cutOff)
        m.why = "the log ends inside the dump";
    return m;
}

std::optional<Missing> MapWording::missing() const
{
    if (m_ranking.candidates.empty())
        return absent();
    const MapCandidate& best = m_ranking.candidates.front();
    if (best.certainty == Certainty::Proved)
        return {};
    if (best.has(F::RunningUnseen))
        return missingOf(m_log, m_crash.snapshot, Wanted::StackOnOtherThread,
                         "the stack of g" + goroutine(best.thread).substr(1));
    if (m_snapshot.runtimeFramesShown)
        return missingOf(m_log, m_crash.snapshot, Wanted::PartyThatLeft,
                         "a frame that shows the other party at this map");
    const Wanted map = m_crash.op == AccessOp::Read      ? Wanted::MapOfReader
                       : m_crash.op == AccessOp::Iterate ? Wanted::MapOfLoop
                                                         : Wanted::MapOfWriter;
    Missing m = missingOf(m_log, m_crash.snapshot, map, "the map's address on both sides");
    if (showsNoObject())
        m.capture +=
            "; a build with -gcflags='all=-N -l', whose calls keep their arguments, shows whose map it is";
    return m;
}

} // namespace skein
