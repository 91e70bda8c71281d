// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "tests/mangling/said.h"

#include "model/analysis/analysis.h"

#include <algorithm>
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
