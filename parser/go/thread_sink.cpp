// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "parser/go/thread_sink.h"

namespace skein::go {

void ThreadSink::begin(LogBuilder& out, Dump& dump, const Line& header)
{
    m_out = &out;
    m_dump = &dump;
    m_thread = {};
    m_thread.textOffset = header.offset;
    m_thread.firstLine = header.number;
    m_frames.clear();
    m_watching = m_inAncestor = false;
    m_lastComplete = true;
    cover(header);
}

void ThreadSink::setHeader(const Header& h)
{
    m_thread.id = ThreadId(h.id);
    m_thread.osId = h.osId;
    m_thread.kind = h.id == 0 ? ThreadKind::System : ThreadKind::Goroutine;
    m_thread.state = h.state;
    if (h.state == ThreadState::Waiting && h.status != "waiting") m_thread.waitReason = m_out->intern(h.status);
    m_thread.waitedMinutes = h.minutes;
    m_thread.lockedToThread = h.locked;
    m_thread.leaked = h.leaked;
    m_thread.durable = h.durable;
    m_waits.begin(h.waitsOn);
    m_watching = h.state == ThreadState::Waiting && h.waitsOn != ResourceKind::None;
}

FrameId ThreadSink::intern(std::string_view function, const Location& location)
{
    return m_out->frame({function, location.file, location.line, location.pc}, roleOf);
}

void ThreadSink::frame(const Line& first, const Line& second, const Call& call, const Location& location)
{
    const FrameId id = intern(call.function, location);
    (m_inAncestor ? m_ancestorFrames : m_frames).push_back(id);
    if (location.pc != 0) m_dump->showsRuntimeFrames();
    if (m_watching) {
        while (m_known.size() <= id.value) {
            const Frame& frame = m_out->log().frames[m_known.size()];
            m_known.push_back({waitRuleOf(m_out->log().str(frame.function)), frame.role == Role::Runtime});
        }
        const Known known = m_known[id.value];
        if (known.runtime) m_waits.frame(known.rule, call.args);
        else m_watching = false;
    }
    // A location without an offset is complete only for an inlined call.
    m_lastComplete = location.offset || location.pc != 0 || call.args == "...";
    cover(first);
    cover(second);
}

// non-Go function at pc=7f2c1a2b3c4d
void ThreadSink::foreignCode(const Line& line)
{
    static constexpr std::string_view kPc = "pc=";
    Location location;
    const std::string_view text = scan::trimLeft(line.text);
    if (const std::size_t at = text.find(kPc); at != text.npos) {
        std::string digits(text.substr(at + kPc.size()));
        if (!digits.starts_with("0x")) digits.insert(0, "0x");
        std::string_view s = digits;
        location.pc = scan::hex(s).value_or(0);
    }
    (m_inAncestor ? m_ancestorFrames : m_frames).push_back(intern("non-Go function", location));
    cover(line);
}

void ThreadSink::createdBy(const Line& line, const CreatedBy& created, const Line* second, const Location& location)
{
    cover(line);
    m_lastComplete = second != nullptr;
    if (second) cover(*second);
    if (m_inAncestor) return;
    m_thread.creator = created.creator;
    Location place = second ? location : Location{};
    place.pc = 0;
    m_thread.createdAt = intern(created.function, place);
}

void ThreadSink::elided(const Line& line, std::uint32_t count)
{
    if (!m_inAncestor) m_thread.framesElided += count;
    cover(line);
}

void ThreadSink::unavailable(const Line& line)
{
    m_thread.stackUnavailable = true;
    cover(line);
}

void ThreadSink::ancestor(const Line& line, std::uint64_t id)
{
    endAncestor();
    m_inAncestor = true;
    m_ancestor = {About::Ancestor, ThreadId(id), {}, {line.number, line.last}};
    m_ancestorFrames.clear();
    cover(line);
}

void ThreadSink::endAncestor()
{
    if (!m_inAncestor) return;
    m_ancestor.stack = m_out->stack(m_ancestorFrames);
    m_ancestor.lines.last = m_lastLine;
    m_dump->addOtherStack(m_ancestor);
    m_inAncestor = false;
}

void ThreadSink::diagnostic(const Line& line)
{
    m_dump->remark(Remark::Kind::Diagnostic, {line.number, line.last}, line.text);
    cover(line);
}

void ThreadSink::endOfText(std::string_view text)
{
    if (!text.empty() && text.back() != '\n' && !m_lastComplete) m_thread.cutOff = true;
}

void ThreadSink::end(std::string_view labels)
{
    endAncestor();
    m_waits.end();
    if (m_thread.state == ThreadState::Waiting) {
        m_thread.waitsOnKind = m_waits.kind();
        m_thread.waitsOn = m_waits.address();
    }
    if (!m_frames.empty()) m_thread.stack = m_out->stack(m_frames);
    m_thread.lastLine = m_lastLine;
    m_dump->addThread(m_thread, labels);
}

namespace {

/// Reads a block once more for what interning has left in the text.
class TextSink {
public:
    explicit TextSink(std::span<const FrameId> stack) : m_stack(stack) {}
    ThreadLines take() { return std::move(m_lines); }

    void frame(const Line& first, const Line& second, const Call& call, const Location&)
    {
        if (!m_inAncestor) add({first.number, second.last}, parseArguments(call.args));
    }
    void foreignCode(const Line& line)
    {
        if (!m_inAncestor) add({line.number, line.last}, {});
    }
    void createdBy(const Line& line, const CreatedBy&, const Line* second, const Location&)
    {
        if (!m_inAncestor) m_lines.createdBy = {line.number, second ? second->last : line.last};
    }
    void ancestor(const Line&, std::uint64_t) { m_inAncestor = true; }
    void elided(const Line&, std::uint32_t) {}
    void unavailable(const Line&) {}
    void diagnostic(const Line&) {}
    void blank(const Line&) {}
    void dangling(const Line&) {}

private:
    void add(LineSpan lines, std::vector<ArgWord> args)
    {
        const std::size_t index = m_lines.frames.size();
        if (index >= m_stack.size()) return;
        m_lines.frames.push_back({m_stack[index], lines, std::move(args)});
    }

    std::span<const FrameId> m_stack;
    ThreadLines m_lines;
    bool m_inAncestor = false;
};

}  // namespace

ThreadLines readThread(LineCursor& in, const Log& log, const Thread& thread)
{
    // Several goroutines may stand in one line of the file (a JSON string).
    const std::string words = "goroutine " + toString(thread.id) + " ";
    while (!in.atEnd() && in.line().number == thread.firstLine && thread.id.known() && !in.line().text.contains(words))
        in.advance();
    TextSink sink(log.stack(thread.stack));
    if (in.atEnd()) return {};
    in.advance();
    BlockReader(in, sink).read();
    return sink.take();
}

}  // namespace skein::go
