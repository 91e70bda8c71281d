// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "parser/go/thread_sink.h"

#include "parser/go/gccgo.h"

#include <cstring>
#include <functional>

namespace skein::go
{

namespace
{

/// The runtime gives no name for code that cgo has called.
constexpr std::string_view kForeignCode = "non-Go function";

} // namespace

void ThreadSink::begin(LogBuilder& out, Dump& dump, const Line& header)
{
    m_out = &out;
    m_dump = &dump;
    m_thread = {};
    m_thread.textOffset = header.threadOffset();
    m_thread.firstLine = header.number;
    m_frames.clear();
    m_watching = m_inAncestor = false;
    m_lastComplete = true;
    m_previous = {};
    cover(header);
}

void ThreadSink::setHeader(const Header& h)
{
    m_thread.id = ThreadId(h.id);
    m_thread.osId = h.osId;
    m_thread.kind = h.id == 0 ? ThreadKind::System : ThreadKind::Goroutine;
    m_thread.state = h.state;
    if (h.state == ThreadState::Waiting && h.status != "waiting")
        m_thread.waitReason = m_out->intern(h.status);
    m_thread.waitedMinutes = h.minutes;
    m_thread.lockedToThread = h.locked;
    m_thread.leaked = h.leaked;
    m_thread.durable = h.durable;
    m_thread.pointersInHeader = h.pointers;
    m_waits.begin(h.waitsOn);
    m_watching = h.state == ThreadState::Waiting && h.waitsOn != ResourceKind::None;
}

FrameId ThreadSink::intern(std::string_view function, const Location& location, bool inlined)
{
    std::string scratch;
    return m_out->frame({.function = withReceiver(function, scratch),
                         .file = location.file,
                         .line = location.line,
                         .address = location.pc,
                         .inlined = inlined},
                        roleOf);
}

ThreadSink::Known& ThreadSink::known(FrameId id)
{
    while (m_known.size() <= id.value) {
        const Frame& frame = m_out->log().frames[m_known.size()];
        Known known;
        known.rule = waitRuleOf(m_out->log().str(frame.function));
        known.runtime = frame.role == Role::Runtime;
        known.inlined = frame.inlined;
        m_known.push_back(known);
    }
    return m_known[id.value];
}

bool ThreadSink::matches(const Known& known, std::string_view first, std::string_view second)
{
    if (known.place.empty() || !second.starts_with(known.place) || !first.starts_with(known.function))
        return false;
    // The arguments begin at the last opening parenthesis.
    if (scan::findLast(first, '(') != known.function.size() ||
        (first.substr(known.function.size()) == "(...)") != known.inlined)
        return false;
    second.remove_prefix(known.place.size());
    if (known.pc.empty())
        return second.empty();
    if (!second.ends_with(known.pc))
        return false;
    second.remove_suffix(known.pc.size());
    return scan::literal(second, " fp=") && scan::hex(second) && scan::literal(second, " sp=") &&
           scan::hex(second) && second.empty();
}

/// Where to look for a frame with this second line: its last bytes are a line number and an offset, or a
/// program counter.
std::size_t ThreadSink::slotOf(std::string_view second)
{
    std::uint64_t tail = 0;
    if (second.size() >= sizeof tail)
        std::memcpy(&tail, second.data() + second.size() - sizeof tail, sizeof tail);
    return static_cast<std::size_t>(tail * 0x9e3779b97f4a7c15u >> 54);
}

/// Called for the lines of a frame before they are parsed.
bool ThreadSink::known(const Line& first, const Line& second)
{
    if (m_inAncestor)
        return false;
    FrameId id = m_previous ? m_known[m_previous.value].next : FrameId();
    if (!id || !matches(m_known[id.value], first.text, second.text)) {
        id = m_recent[slotOf(second.text)];
        if (!id || !matches(m_known[id.value], first.text, second.text))
            return false;
        if (m_previous)
            m_known[m_previous.value].next = id;
    }
    const Known& guess = m_known[id.value];
    add(id, guess,
        first.text.substr(guess.function.size() + 1, first.text.size() - guess.function.size() - 2));
    cover(first);
    cover(second);
    return true;
}

void ThreadSink::remember(FrameId id, const Line& second, const Call& call, const Location& location)
{
    const std::string_view text = m_out->log().text.bytes();
    const auto inText = [text](std::string_view s) {
        return std::less_equal<>()(text.data(), s.data()) &&
               std::less_equal<>()(s.data() + s.size(), text.data() + text.size());
    };
    Known& k = known(id);
    k.place = {};
    // A location without an offset is complete only for an inlined call.
    k.complete = location.offset || location.pc != 0 || call.args == "...";
    // Lines that were put together in a buffer will be gone.
    if (!inText(call.function) || !inText(second.text) || call.args.data() != call.function.end() + 1)
        return;
    const std::size_t fp = location.pc == 0 ? std::string_view::npos : second.text.find(" fp=");
    const std::size_t pc = location.pc == 0 ? std::string_view::npos : scan::findLast(second.text, ' ');
    if ((location.pc != 0) != (fp != std::string_view::npos))
        return;
    k.function = call.function;
    k.place = second.text.substr(0, fp);
    k.pc = pc == std::string_view::npos ? std::string_view{} : second.text.substr(pc);
}

void ThreadSink::add(FrameId id, const Known& known, std::string_view args)
{
    m_frames.push_back(id);
    m_previous = id;
    m_lastComplete = known.complete;
    if (!m_watching)
        return;
    m_waits.frame(known.rule, args);
    m_watching = known.runtime;
}

void ThreadSink::frame(const Line& first, const Line& second, const Call& call, const Location& location)
{
    // A call with an offset of its own was not inlined; frames of ancestors never show arguments.
    const bool inlined = call.args == "..." && !location.offset && !m_inAncestor;
    const FrameId id = intern(call.function, location, inlined);
    if (location.pc != 0)
        m_dump->showsRuntimeFrames();
    if (m_inAncestor) {
        m_ancestorFrames.push_back(id);
    } else {
        remember(id, second, call, location);
        m_recent[slotOf(second.text)] = id;
        if (m_previous)
            m_known[m_previous.value].next = id;
        add(id, m_known[id.value], call.args);
    }
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
        if (!digits.starts_with("0x"))
            digits.insert(0, "0x");
        std::string_view s = digits;
        location.pc = scan::hex(s).value_or(0);
    }
    (m_inAncestor ? m_ancestorFrames : m_frames).push_back(intern(kForeignCode, location));
    cover(line);
}

void ThreadSink::createdBy(const Line& line, const CreatedBy& created, const Line* second,
                           const Location& location)
{
    cover(line);
    m_lastComplete = second != nullptr;
    if (second)
        cover(*second);
    Location place = second ? location : Location{};
    place.pc = 0;
    (m_inAncestor ? m_ancestor.createdAt : m_thread.createdAt) =
        isGccgoName(created.function) ? intern(gccgoName(created.function), place)
                                      : intern(created.function, place);
    if (!m_inAncestor)
        m_thread.creator = created.creator;
}

void ThreadSink::elided(const Line& line, std::uint32_t count)
{
    if (!m_inAncestor)
        m_thread.framesElided += count;
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
    if (!m_inAncestor)
        return;
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
    if (!text.empty() && text.back() != '\n' && !m_lastComplete)
        m_thread.cutOff = true;
}

void ThreadSink::end(std::string_view labels)
{
    endAncestor();
    m_waits.end();
    if (m_thread.state == ThreadState::Waiting) {
        m_thread.waitsOnKind = m_waits.kind();
        m_thread.waitsOn = m_waits.address();
    }
    if (!m_frames.empty())
        m_thread.stack = m_out->stack(m_frames);
    m_thread.lastLine = m_lastLine;
    m_dump->addThread(m_thread, labels);
}

namespace
{

/// Reads a block once more for what interning has left in the text.
class TextSink
{
public:
    TextSink(const Log& log, const Thread& thread)
        : m_log(log), m_thread(thread), m_stack(log.stack(thread.stack))
    {
    }

    /// One entry for each frame of the stack, in any case: where the text has turned out to be another
    /// goroutine's (two of one number in one line of the file), without arguments.
    ThreadLines take()
    {
        while (m_lines.frames.size() < m_stack.size())
            m_lines.frames.push_back(
                {m_stack[m_lines.frames.size()], {m_thread.firstLine, m_thread.lastLine}, {}});
        return std::move(m_lines);
    }

    bool known(const Line&, const Line&) { return false; }
    void frame(const Line& first, const Line& second, const Call& call, const Location& location)
    {
        if (m_inAncestor || !add(call.function, {first.number, second.last}, parseArguments(call.args)))
            return;
        m_lines.frames.back().stackPointer = location.sp;
        m_lines.frames.back().hasOffset = location.offset;
    }
    void foreignCode(const Line& line)
    {
        if (!m_inAncestor)
            add(kForeignCode, {line.number, line.last}, {});
    }
    void createdBy(const Line& line, const CreatedBy&, const Line* second, const Location&)
    {
        if (!m_inAncestor)
            m_lines.createdBy = {line.number, second ? second->last : line.last};
    }
    void ancestor(const Line&, std::uint64_t) { m_inAncestor = true; }
    void elided(const Line&, std::uint32_t) {}
    void unavailable(const Line&) {}
    void diagnostic(const Line&) {}
    void blank(const Line&) {}
    void cut(const Line&) {}

private:
    bool add(std::string_view function, LineSpan lines, std::vector<ArgWord> args)
    {
        const std::size_t index = m_lines.frames.size();
        m_other = m_other || index >= m_stack.size() ||
                  m_log.function(m_stack[index]) != withReceiver(function, m_scratch);
        if (!m_other)
            m_lines.frames.push_back({m_stack[index], lines, std::move(args)});
        return !m_other;
    }

    const Log& m_log;
    const Thread& m_thread;
    std::span<const FrameId> m_stack;
    ThreadLines m_lines;
    std::string m_scratch;
    bool m_inAncestor = false, m_other = false;
};

} // namespace

ThreadLines readThread(LineCursor& in, const Log& log, const Thread& thread)
{
    if (!thread.id.known() && thread.kind != ThreadKind::System)
        return readBlock(in, log, thread); // a stack without a header begins with its first frame
    // Several goroutines may stand in one line of the file (a JSON string).
    const std::string words =
        thread.id.known() ? "goroutine " + toString(thread.id) + " " : std::string("runtime stack:");
    while (!in.atEnd() && in.line().number == thread.firstLine && !in.line().text.contains(words))
        in.advance();
    in.advance();
    return readBlock(in, log, thread);
}

ThreadLines readBlock(LineCursor& in, const Log& log, const Thread& thread,
                      bool (*endsBlock)(std::string_view))
{
    TextSink sink(log, thread);
    BlockReader(in, sink, endsBlock).read();
    return sink.take();
}

} // namespace skein::go
