// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "views/report/json_parts.h"

#include <optional>

namespace skein::json
{

namespace
{

/// Writes one finding after another.
class Findings
{
public:
    Findings(JsonWriter& json, const Log& log) : m_json(json), m_log(log) {}
    void write(const Finding&);

private:
    void lines(const std::vector<std::uint32_t>& logLines);
    void thread(ThreadRef);
    void place(FrameId);
    void resource(const std::optional<Resource>&);
    void access(const Access&);
    void step(const WaitStep&);
    void lockOrder(const LockOrder&, std::optional<std::uint32_t> snapshot);
    void missing(const std::optional<Missing>&);
    void parties(const Finding&);

    JsonWriter& m_json;
    const Log& m_log;
    std::optional<StackNumbers> m_stacks; ///< of snapshot m_numbered; made when the first is asked for
    std::optional<std::uint32_t> m_numbered;
};

void Findings::lines(const std::vector<std::uint32_t>& logLines)
{
    m_json.key("log_lines");
    m_json.beginArray();
    for (const std::uint32_t line : logLines)
        m_json.value(line);
    m_json.endArray();
}

void Findings::thread(ThreadRef ref)
{
    writeThreadId(m_json, ref ? m_log.snapshots[ref.snapshot].threads[ref.index].id : ThreadId{});
}

void Findings::place(FrameId id)
{
    const Frame frame = id ? m_log.frame(id) : Frame{};
    m_json.optionalField("function", m_log.str(frame.function));
    m_json.optionalField("file", m_log.str(frame.file));
    m_json.key("line");
    if (frame.line > 0)
        m_json.value(frame.line);
    else
        m_json.null();
}

void Findings::resource(const std::optional<Resource>& resource)
{
    m_json.key("resource");
    if (!resource || resource->kind == ResourceKind::None) {
        m_json.null();
        return;
    }
    m_json.beginObject();
    m_json.field("kind", toString(resource->kind));
    m_json.key("address");
    m_json.address(resource->address);
    m_json.optionalField("name", resource->name);
    m_json.endObject();
}

void Findings::access(const Access& access)
{
    m_json.beginObject();
    m_json.field("op", toString(access.op));
    m_json.key("thread");
    thread(access.thread);
    m_json.field("certainty", toString(access.certainty));
    place(access.frame);
    lines(access.logLines);
    m_json.optionalField("why", access.why);
    m_json.endObject();
}

void Findings::step(const WaitStep& step)
{
    m_json.beginObject();
    m_json.key("thread");
    thread(step.thread);
    m_json.key("waits_on");
    m_json.address(step.waitsOn);
    m_json.key("waits_at");
    writeFrame(m_json, m_log, step.waitsAt);
    m_json.key("held_by");
    thread(step.heldBy);
    m_json.field("certainty", toString(step.certainty));
    m_json.endObject();
}

void Findings::lockOrder(const LockOrder& order, std::optional<std::uint32_t> snapshot)
{
    m_json.beginObject();
    m_json.key("held");
    m_json.address(order.held);
    m_json.key("acquired");
    m_json.address(order.acquired);
    m_json.key("thread");
    writeThreadId(m_json, order.thread);
    std::optional<std::uint32_t> number;
    if (snapshot) {
        if (!m_stacks)
            m_stacks.emplace(m_log);
        if (m_numbered != snapshot)
            m_stacks->assign(m_log.snapshots[*snapshot]);
        m_numbered = snapshot;
        number = (*m_stacks)[order.stack];
    }
    m_json.key("stack");
    if (number)
        m_json.value(*number);
    else
        m_json.null();
    m_json.endObject();
}

void Findings::missing(const std::optional<Missing>& missing)
{
    m_json.key("missing");
    if (!missing) {
        m_json.null();
        return;
    }
    m_json.beginObject();
    m_json.field("what", missing->what);
    m_json.field("why", missing->why);
    m_json.field("capture", missing->capture);
    m_json.endObject();
}

void Findings::parties(const Finding& finding)
{
    m_json.key("accesses");
    m_json.beginArray();
    for (const Access& a : finding.accesses)
        access(a);
    m_json.endArray();
    m_json.key("cycle");
    m_json.beginArray();
    for (const WaitStep& s : finding.cycle)
        step(s);
    m_json.endArray();
    m_json.key("lock_order");
    m_json.beginArray();
    for (const LockOrder& o : finding.lockOrder)
        lockOrder(o, finding.snapshot);
    m_json.endArray();
    m_json.key("threads");
    m_json.beginArray();
    for (const ThreadRef ref : finding.threads)
        if (ref && m_log.snapshots[ref.snapshot].threads[ref.index].id.known())
            thread(ref);
    m_json.endArray();
}

void Findings::write(const Finding& finding)
{
    m_json.beginObject();
    m_json.field("kind", toString(finding.kind));
    m_json.field("certainty", toString(finding.certainty));
    m_json.key("snapshot");
    if (finding.snapshot)
        m_json.value(*finding.snapshot);
    else
        m_json.null();
    m_json.field("title", finding.title);
    if (finding.count > 1) {
        m_json.field("count", finding.count);
        m_json.key("repeats");
        m_json.beginArray();
        for (const std::uint32_t snapshot : finding.repeats)
            m_json.value(snapshot);
        m_json.endArray();
    }
    resource(finding.resource);
    parties(finding);
    m_json.key("evidence");
    m_json.beginArray();
    for (const Evidence& evidence : finding.evidence) {
        m_json.beginObject();
        m_json.field("text", evidence.text);
        lines(evidence.logLines);
        m_json.endObject();
    }
    m_json.endArray();
    missing(finding.missing);
    m_json.key("advice");
    m_json.beginArray();
    for (const Advice& advice : finding.advice) {
        m_json.beginObject();
        m_json.field("title", advice.title);
        m_json.field("text", advice.text);
        m_json.endObject();
    }
    m_json.endArray();
    m_json.endObject();
}

} // namespace

void writeFindings(JsonWriter& json, const Analysis& analysis, const ReportOptions& options)
{
    Findings findings(json, *analysis.log);
    json.key("findings");
    json.beginArray();
    for (const Finding* finding : shownFindings(analysis, options))
        findings.write(*finding);
    json.endArray();
}

} // namespace skein::json
