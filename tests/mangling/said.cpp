// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "tests/mangling/said.h"

#include "model/analysis/analysis.h"

#include <algorithm>
#include <map>
#include <vector>

namespace skein::test
{

namespace
{

std::string place(const Log& log, FrameId id)
{
    if (!id)
        return "-";
    const Frame& frame = log.frame(id);
    return std::string(log.str(frame.function)) + " " + std::string(log.str(frame.file)) + ":" +
           std::to_string(frame.line);
}

void tell(const Log& log, const Snapshot& snapshot, std::string& out)
{
    out += "snapshot: " + std::string(log.str(snapshot.reason)) + " " +
           std::string(log.str(snapshot.signal)) + "\n";
    for (const Thread& t : snapshot.threads) {
        out += "  thread " + toString(t.id) + " " + std::string(stateText(log, t)) + " " +
               std::to_string(t.waitedMinutes) + (t.crashed ? " crashed" : "") +
               (t.stackUnavailable ? " unavailable" : "") + " waits on " + hexAddress(t.waitsOn) + "\n";
        for (const FrameText& frame : log.threadText->frames(t)) {
            out += "    " + place(log, frame.frame) + " (";
            for (const ArgWord& word : frame.args)
                out += (word.isNumber ? hexAddress(word.value) : "_") + (word.stale ? "? " : " ");
            out += ")\n";
        }
        if (t.createdAt)
            out += "    created by " + place(log, t.createdAt) + " in " + toString(t.creator) + "\n";
    }
}

} // namespace

std::string saidByModel(const Log& log)
{
    std::string out;
    for (const Snapshot& snapshot : log.snapshots)
        tell(log, snapshot, out);
    return out;
}

std::string saidByFindings(const LogPtr& log, bool words)
{
    std::string out;
    const AnalysisPtr analysis = analyse(log);
    const auto id = [&](ThreadRef ref) {
        return ref ? toString(log->snapshots[ref.snapshot].threads[ref.index].id) : std::string("nobody");
    };
    for (const Finding& finding : analysis->findings) {
        out += "finding: " + std::string(toString(finding.kind)) + " " +
               std::string(toString(finding.certainty)) + " " +
               (finding.resource ? hexAddress(finding.resource->address) : "-") + "\n";
        for (const Access& access : finding.accesses)
            if (words || &access == &finding.accesses.front() || access.certainty == Certainty::Proved)
                out += "  " + std::string(toString(access.op)) + " " + id(access.thread) + " " +
                       std::string(toString(access.certainty)) + " " + place(*log, access.frame) + " " +
                       (words ? access.why : "") + "\n";
        for (const WaitStep& step : finding.cycle)
            out += "  " + id(step.thread) + " waits for " + id(step.heldBy) + " " +
                   std::string(toString(step.certainty)) + " " + hexAddress(step.waitsOn) + "\n";
        if (finding.accesses.empty()) {
            out += "  involves";
            for (const ThreadRef thread : finding.threads)
                out += " " + id(thread);
            out += "\n";
        }
        if (!words)
            continue;
        out += "  " + finding.title + (finding.resource ? " " + finding.resource->name : "") + "\n";
        for (const Evidence& evidence : finding.evidence)
            out += "  " + evidence.text + "\n";
    }
    return out;
}

std::string said(const LogPtr& log, bool words)
{
    return saidByModel(*log) + saidByFindings(log, words);
}

Claims provedBy(const LogPtr& log)
{
    Claims claims;
    claims.text = log->text.bytes();
    const AnalysisPtr analysis = analyse(log);
    const auto name = [&](ThreadRef ref) {
        const ThreadId id = ref ? log->snapshots[ref.snapshot].threads[ref.index].id : ThreadId{};
        return id.known() ? toString(id) : std::string();
    };
    const auto tell = [&](const Finding& finding, const std::string& kind) {
        const auto claim = [&](const std::string& whose, const std::string& what) {
            if (!whose.empty())
                claims.single.insert({kind, whose, what});
        };
        // Of a conflict, whose certainty is that of the other side, each side is a claim of its own.
        const bool proved =
            finding.accesses.empty()
                ? finding.certainty == Certainty::Proved
                : std::ranges::contains(finding.accesses, Certainty::Proved, &Access::certainty);
        if (proved) {
            claims.single.insert({kind, "", ""});
            // A leak check lists also those who only wait for others, which are no finding of their own.
            if (finding.count > 1 || finding.kind == FindingKind::GoroutineLeak)
                claims.repeated.insert(kind);
            if (finding.resource && finding.resource->address != 0)
                claim(hexAddress(finding.resource->address), "is what it is about");
            if (finding.accesses.empty())
                for (const ThreadRef thread : finding.threads)
                    claim(name(thread), "is involved");
            for (const WaitStep& step : finding.cycle)
                claim(step.waitsOn ? hexAddress(step.waitsOn) : "", "is what it is about");
        }
        for (const Access& access : finding.accesses)
            if (access.certainty == Certainty::Proved)
                claim(name(access.thread), "is involved");
    };
    for (const Finding& finding : analysis->findings) {
        tell(finding, std::string(toString(finding.kind)));
        // What may be left of a finding that says more.
        if (finding.kind == FindingKind::ConcurrentMapAccess)
            tell(finding, std::string(toString(FindingKind::DataRace)));
        if (finding.kind == FindingKind::Deadlock)
            tell(finding, std::string(toString(FindingKind::Contention)));
        for (const WaitStep& step : finding.cycle)
            if (step.certainty == Certainty::Proved && step.heldBy && !name(step.thread).empty())
                claims.waits.insert(name(step.thread) + " for " + name(step.heldBy));
    }
    for (std::size_t i = 0; i < analysis->waitGraphs.size(); ++i) {
        const auto& graph = analysis->waitGraphs[i];
        const auto thread = [&](std::uint32_t node) {
            return name({static_cast<std::uint32_t>(i), graph.threads[node].threads.front()});
        };
        using Edge = WaitGraph::Edge;
        std::multimap<std::uint32_t, std::uint32_t> holders; // of a resource
        for (const Edge& edge : graph.edges)
            if (edge.kind == Edge::Kind::HeldBy && edge.certainty == Certainty::Proved)
                holders.emplace(edge.from, edge.to);
        for (const Edge& edge : graph.edges) {
            const auto [first, last] = holders.equal_range(edge.to);
            if (edge.kind == Edge::Kind::WaitsFor && edge.certainty == Certainty::Proved)
                for (auto holder = first; holder != last; ++holder)
                    claims.known.insert(thread(edge.from) + " for " + thread(holder->second));
        }
    }
    return claims;
}

std::string notAmong(const Claims& those, const Claims& claims)
{
    for (const Claims::Single& claim : claims.single)
        if (!those.single.contains(claim) &&
            !(those.repeated.contains(claim.kind) &&
              those.text.contains(claim.whose.substr(claim.whose.starts_with("0x") ? 2 : 0))))
            return claim.kind + " " + claim.whose + " " + claim.what;
    for (const std::string& wait : claims.waits)
        if (!those.waits.contains(wait) && !those.known.contains(wait))
            return "waits " + wait;
    return {};
}

std::string inAnyOrder(const std::string& said)
{
    std::vector<std::string> parts;
    for (std::size_t at = 0; at < said.size();) {
        std::size_t end = at;
        do
            end = std::min(said.find('\n', end), said.size() - 1) + 1;
        while (end < said.size() && said[end] == ' ');
        parts.push_back(said.substr(at, end - at));
        at = end;
    }
    std::ranges::sort(parts);
    std::string out;
    for (const std::string& part : parts)
        out += part;
    return out;
}

std::string firstDifference(const std::string& a, const std::string& b)
{
    if (a == b)
        return {};
    const auto at = static_cast<std::size_t>(std::ranges::mismatch(a, b).in1 - a.begin());
    const auto line = [at](const std::string& s) {
        if (at >= s.size())
            return std::string("(the end)");
        const std::size_t before = at == 0 ? s.npos : s.rfind('\n', at - 1);
        const std::size_t begin = before == s.npos ? 0 : before + 1;
        return s.substr(begin, s.find('\n', at) - begin);
    };
    return line(a) + "\n   " + line(b);
}

} // namespace skein::test
