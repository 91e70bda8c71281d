// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "views/report/json_parts.h"
#include "views/report/utf8.h"

#include <algorithm>
#include <string>
#include <unordered_map>
#include <unordered_set>

namespace skein::json
{

void StackNumbers::assign(const Snapshot& snapshot)
{
    for (const StackId id : m_used)
        m_numbers[id.value] = kNone;
    m_used.clear();
    for (const Thread& thread : snapshot.threads)
        add(thread.stack);
    for (const OtherStack& other : snapshot.otherStacks)
        add(other.stack);
}

void StackNumbers::add(StackId id)
{
    if (!id || m_numbers[id.value] != kNone)
        return;
    m_numbers[id.value] = static_cast<std::uint32_t>(m_used.size());
    m_used.push_back(id);
}

void writeThreadId(JsonWriter& json, ThreadId id)
{
    if (id.known())
        json.value(toString(id));
    else
        json.null();
}

void writeFrame(JsonWriter& json, const Log& log, FrameId id)
{
    if (!id) {
        json.null();
        return;
    }
    const Frame& frame = log.frame(id);
    json.beginObject();
    json.field("function", log.str(frame.function));
    json.optionalField("module", log.str(frame.module));
    json.optionalField("file", log.str(frame.file));
    json.key("line");
    if (frame.line > 0)
        json.value(frame.line);
    else
        json.null();
    json.key("address");
    json.address(frame.address);
    json.field("role", toString(frame.role));
    json.field("inlined", frame.inlined);
    json.endObject();
}

void writeCreator(JsonWriter& json, const Log& log, FrameId createdAt, ThreadId creator)
{
    if (!createdAt) {
        json.null();
        return;
    }
    const Frame& frame = log.frame(createdAt);
    json.beginObject();
    json.key("thread");
    writeThreadId(json, creator);
    json.field("function", log.str(frame.function));
    json.optionalField("file", log.str(frame.file));
    json.key("line");
    if (frame.line > 0)
        json.value(frame.line);
    else
        json.null();
    json.endObject();
}

namespace
{

void writeLabels(JsonWriter& json, const Snapshot& snapshot, std::uint32_t thread)
{
    json.beginObject();
    const auto found = snapshot.labels.find(thread);
    if (found != snapshot.labels.end()) {
        std::unordered_set<std::string> seen; // a key that the log repeats keeps its first value
        for (const auto& [name, value] : found->second) {
            if (!seen.insert(utf8::valid(name)).second)
                continue;
            json.textKey(name);
            json.value(value);
        }
    }
    json.endObject();
}

void writeThread(JsonWriter& json, const Log& log, const Snapshot& snapshot, std::uint32_t index,
                 const StackNumbers& stacks)
{
    const Thread& thread = snapshot.threads[index];
    json.beginObject();
    json.key("id");
    writeThreadId(json, thread.id);
    json.field("kind", toString(thread.kind));
    json.key("os_id");
    writeThreadId(json, ThreadId(thread.osId));
    json.optionalField("name", log.str(thread.name));
    json.key("labels");
    writeLabels(json, snapshot, index);
    json.field("state", toString(thread.state));
    json.optionalField("wait_reason", log.str(thread.waitReason));
    json.key("waited_minutes");
    if (thread.waitedMinutes >= 0)
        json.value(thread.waitedMinutes);
    else
        json.null();
    json.key("waits_on");
    json.address(thread.waitsOn);
    json.field("count", thread.count);
    json.field("crashed", thread.crashed);
    json.field("first_line", thread.firstLine);
    json.field("last_line", thread.lastLine);
    json.key("created_by");
    writeCreator(json, log, thread.createdAt, thread.creator);
    json.key("stack");
    if (const auto number = stacks[thread.stack])
        json.value(*number);
    else
        json.null();
    json.field("frames_elided", thread.framesElided);
    json.endObject();
}

void writeOtherStack(JsonWriter& json, const OtherStack& other, const StackNumbers& stacks)
{
    json.beginObject();
    json.field("about", toString(other.about));
    json.key("thread");
    writeThreadId(json, other.thread);
    json.key("stack");
    if (const auto number = stacks[other.stack])
        json.value(*number);
    else
        json.null();
    json.field("first_line", other.lines.first);
    json.field("last_line", other.lines.last);
    json.endObject();
}

void writeSnapshot(JsonWriter& json, const Log& log, std::uint32_t index, StackNumbers& stacks)
{
    const Snapshot& snapshot = log.snapshots[index];
    stacks.assign(snapshot);
    json.beginObject();
    json.field("index", index);
    json.field("format", snapshot.format);
    json.field("first_line", snapshot.lines.first);
    json.field("last_line", snapshot.lines.last);
    json.optionalField("reason", log.str(snapshot.reason));
    json.optionalField("signal", log.str(snapshot.signal));
    json.key("threads");
    json.beginArray();
    for (std::uint32_t i = 0; i < snapshot.threads.size(); ++i)
        writeThread(json, log, snapshot, i, stacks);
    json.endArray();
    json.key("stacks");
    json.beginArray();
    for (const StackId stack : stacks.used()) {
        json.beginArray();
        for (const FrameId frame : log.stack(stack))
            writeFrame(json, log, frame);
        json.endArray();
    }
    json.endArray();
    json.key("other_stacks");
    json.beginArray();
    for (const OtherStack& other : snapshot.otherStacks)
        writeOtherStack(json, other, stacks);
    json.endArray();
    json.endObject();
}

/// {"chan send": 3, "running": 1}: a wait reason may be worded like a state, or differ from another in broken
/// bytes only; the keys of the object are distinct all the same.
void writeStates(JsonWriter& json, const Log& log, const Group& group)
{
    std::vector<std::pair<std::string, std::uint64_t>> states;
    std::unordered_map<std::string, std::size_t> rowOf;
    for (const StateCount& state : group.states) {
        std::string name = utf8::valid(state.reason ? log.str(state.reason) : toString(state.state));
        const auto [row, isNew] = rowOf.try_emplace(name, states.size());
        if (isNew)
            states.emplace_back(std::move(name), state.count);
        else
            states[row->second].second += state.count;
    }
    json.beginObject();
    for (const auto& [name, count] : states) {
        json.textKey(name);
        json.value(count);
    }
    json.endObject();
}

void writeGroup(JsonWriter& json, const Log& log, const Group& group)
{
    constexpr std::size_t kIds = 100;
    json.beginObject();
    json.field("snapshot", group.snapshot);
    json.field("count", group.count);
    json.key("threads");
    json.beginArray();
    const auto& threads = log.snapshots[group.snapshot].threads;
    std::size_t written = 0;
    for (const std::uint32_t index : group.threads) {
        if (written == kIds)
            break;
        if (!threads[index].id.known())
            continue;
        json.value(toString(threads[index].id));
        ++written;
    }
    json.endArray();
    json.key("states");
    writeStates(json, log, group);
    json.key("waited_minutes");
    if (group.minWaited >= 0) {
        json.beginObject();
        json.field("min", group.minWaited);
        json.field("max", group.maxWaited);
        json.endObject();
    } else {
        json.null();
    }
    json.key("site");
    writeFrame(json, log, group.site);
    json.key("created_by");
    writeCreator(json, log, group.createdAt, group.creator);
    json.endObject();
}

} // namespace

void writeSnapshots(JsonWriter& json, const Log& log)
{
    StackNumbers stacks(log);
    json.key("snapshots");
    json.beginArray();
    for (std::uint32_t i = 0; i < log.snapshots.size(); ++i)
        writeSnapshot(json, log, i, stacks);
    json.endArray();
}

void writeGroups(JsonWriter& json, const Analysis& analysis)
{
    json.key("groups");
    json.beginArray();
    for (const Group& group : analysis.groups)
        writeGroup(json, *analysis.log, group);
    json.endArray();
}

} // namespace skein::json
