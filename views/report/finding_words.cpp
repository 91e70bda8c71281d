// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "views/report/finding_words.h"

#include "model/formatted.h"
#include "views/report/text_parts.h"

namespace skein::words_of
{

std::string_view operation(AccessOp op)
{
    switch (op) {
    case AccessOp::Read:
        return "read";
    case AccessOp::Write:
        return "write";
    case AccessOp::Iterate:
        return "iterate";
    case AccessOp::Delete:
        return "delete";
    case AccessOp::AtomicRead:
        return "atomic read";
    case AccessOp::AtomicWrite:
        return "atomic write";
    case AccessOp::Free:
        return "free";
    }
    return "use";
}

std::string facts(const Log& log, const Finding& finding)
{
    std::string out(toString(finding.kind));
    const auto& r = finding.resource;
    if (r && r->kind != ResourceKind::None && (r->address != 0 || !r->name.empty())) {
        out += " · ";
        out += toString(r->kind);
        if (!r->name.empty())
            out += ' ' + r->name;
        if (r->address != 0)
            out += ' ' + hexAddress(r->address);
    }
    if (finding.snapshot && log.snapshots.size() > 1)
        out += formatted(" · dump {} of {}", *finding.snapshot + 1, log.snapshots.size());
    if (finding.count > 1)
        out += formatted(" · reported {} times", finding.count);
    return out;
}

std::string name(const Log& log, ThreadRef ref)
{
    return ref ? text::threadName(log.snapshots[ref.snapshot].threads[ref.index]) : std::string("?");
}

std::string place(const Log& log, FrameId frame)
{
    if (!frame)
        return "place not known";
    const std::string at = text::place(log, frame);
    return std::string(shortFunction(log.function(frame))) + (at.empty() ? "" : ' ' + at);
}

std::string lines(const std::vector<std::uint32_t>& lines)
{
    return lines.empty() ? std::string()
                         : formatted(" ({} {})", lines.size() == 1 ? "line" : "lines", text::lineList(lines));
}

std::vector<std::string> parties(const Log& log, const Finding& finding, std::size_t most)
{
    std::vector<std::string> out;
    std::size_t all = 0;
    const auto add = [&](auto&& make) {
        if (all++ < most)
            out.push_back(make());
    };
    const auto thread = [&](ThreadRef ref) -> const Thread& {
        return log.snapshots[ref.snapshot].threads[ref.index];
    };
    for (const Access& a : finding.accesses)
        add([&] {
            if (!a.thread)
                return formatted("? {}, not in the log", operation(a.op));
            return formatted("{} {} {} in {}, {}{}", text::badge(a.certainty), name(log, a.thread),
                             operation(a.op), place(log, a.frame), toString(a.certainty),
                             thread(a.thread).crashed ? ", ✱ crashed" : "");
        });
    for (const WaitStep& step : finding.cycle)
        add([&] {
            return formatted("{} {} waits for {} in {}, {}", text::badge(step.certainty),
                             name(log, step.thread),
                             step.heldBy == step.thread ? "itself" : name(log, step.heldBy),
                             place(log, step.waitsAt), toString(step.certainty));
        });
    if (all == 0)
        for (const ThreadRef ref : finding.threads)
            if (ref)
                add([&] {
                    const Thread& t = thread(ref);
                    return formatted("{} {} in {}{}", name(log, ref), stateText(log, t),
                                     place(log, log.site(t.stack)), t.crashed ? ", ✱ crashed" : "");
                });
    if (all > out.size())
        out.push_back(formatted("and {} more", text::grouped(all - out.size())));
    return out;
}

} // namespace skein::words_of
