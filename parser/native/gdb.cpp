// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
//
// gdb (and pstack, gstack):
//
//     Thread 3 (Thread 0x7f71a5d3c6c0 (LWP 2839) "dl_bank"):        header; `(LWP 5)`, `(process 5)`,
//     `(Thread 2839)`, `:` may lack #0  futex_wait (private=0, expected=2) at ../futex-internal.h:146 #1
//     0x000056 in bank::transfer (from=...) at dl_bank.cc:31     long frames are wrapped
//             a = {_M_device = @0x7ffebf94c8f0}                      bt full
//     (More stack frames follow...)
//     * 1    Thread 0x7f71a6a90740 (LWP 2837) "dl_bank" main () at a.c:3      info threads
//     $1 = {__data = {__lock = 2, __count = 0, __owner = 2838, …              p *(pthread_mutex_t*)ADDRESS
//     rdi            0x62bf90            6471568                              info registers
//     Program terminated with signal SIGSEGV, Segmentation fault.
//
// Seen in gdb 7 to 16.
#include "parser/native/common/thread_dump.h"
#include "parser/native/formats.h"

#include <array>
#include <memory>
#include <utility>

namespace skein::native
{

namespace
{

constexpr StackStyle kStyle{.frame = gdbFrame, .wraps = true, .details = true};

const std::vector<std::string_view>& anchors()
{
    static const std::vector<std::string_view> all = {
        "(Thread 0x",
        "(Thread 9",
        " (LWP ",
        " (process ",
        "    LWP 9",
        " Thread 9",
        "__owner = ",
        "__cur_writer = ",
        "$semaphore = 0x",
        "rdi            0x",
        "x0             0x",
        "#0  0x",
        "#1  0x",
        "with signal SIG",
        "received signal SIG",
        "Switching to thread ",
        "#0 0x0",
        "#0 0x5",
        "#0 0x7",
        "#1 0x0",
        "#1 0x5",
        "#1 0x7",
        "#2  0x",
        "#2 0x0",
        "#3  0x",
        "#4  0x",
        "#5  0x",
        "#6  0x",
        "terminated with signal ",
    };
    return all;
}

constexpr std::array<std::string_view, 3> kSamples = {
    "Thread 3 (Thread 0x7f71a5d3c6c0 (LWP 2839) \"dl_bank\"):",
    "Thread 2 (LWP 1234):",
    "#1  0x00007f71a66aa482 in f (x=1) at a.c:2",
};

struct Header {
    ThreadId id;
    std::uint64_t osId = ThreadId::kNone;
    std::string name{};
    std::uint64_t handle = 0;    ///< the pthread_t: what pthread_join is called with
    std::string_view frame = {}; ///< where it stands, in a row of info threads
};

void readTarget(std::string_view s, Header& header)
{
    if (const std::size_t at = s.find("Thread 0x"); at != s.npos) {
        std::string_view rest = s.substr(at + 7);
        header.handle = scan::hex(rest).value_or(0);
    }
    for (const std::string_view word : {"(LWP ", "LWP ", "(process ", "process "}) {
        const std::size_t at = s.find(word);
        if (at == s.npos)
            continue;
        std::string_view rest = s.substr(at + word.size());
        if (const auto os = scan::number(rest))
            header.osId = *os;
        rest.remove_prefix(std::min(rest.find_first_not_of(") "), rest.size()));
        if (const std::size_t end = rest.starts_with('"') ? rest.find('"', 1) : rest.npos; end != rest.npos) {
            header.name = rest.substr(1, end - 1);
            rest = scan::trimLeft(rest.substr(end + 1));
        }
        header.frame = rest;
        return;
    }
    // `Thread 3 (Thread 14161):` without libthread_db
    if (scan::literal(s, "Thread "))
        if (const auto os = scan::number(s); os && s.starts_with(')'))
            header.osId = *os;
}

std::optional<Header> threadHeader(std::string_view s)
{
    Header header;
    if (!scan::literal(s, "Thread "))
        return {};
    const auto id = scan::number(s);
    if (!id || !s.starts_with(" ("))
        return {};
    s.remove_prefix(2);
    if (!s.starts_with("Thread ") && !s.starts_with("LWP ") && !s.starts_with("process ") &&
        !s.starts_with("thread "))
        return {};
    header.id = ThreadId(*id);
    readTarget(s, header);
    return header;
}

std::optional<Header> infoRow(std::string_view s)
{
    Header header;
    if (scan::literal(s, "*"))
        s = scan::trimLeft(s);
    const auto id = scan::number(s);
    if (!id || !s.starts_with(' '))
        return {};
    s = scan::trimLeft(s);
    header.id = ThreadId(*id);
    // `  19 Thread 13950  0x00007f3ef94cdc5d in nanosleep () at …`: without libthread_db
    if (std::string_view rest = s; scan::literal(rest, "Thread ") && !rest.starts_with("0x")) {
        const auto os = scan::number(rest);
        if (!os || !rest.starts_with("  ") || !rest.contains(" ("))
            return {};
        header.osId = *os;
        header.frame = scan::trimLeft(rest);
        return header;
    }
    if (!s.starts_with("Thread 0x") && !s.starts_with("LWP "))
        return {};
    readTarget(s, header);
    return header;
}

/// [Switching to thread 3 (Thread 0x7f… (LWP 12))], [Current thread is 1 (Thread 0x7f (LWP 5))]; old ones
/// after a signal: [Switching to Thread 0x7f… (LWP 12)]
std::optional<Header> currentThread(std::string_view s)
{
    Header header;
    if (s.starts_with("[Switching to Thread 0x") && s.contains("(LWP ")) {
        readTarget(s, header);
        return header;
    }
    if (!scan::literal(s, "[Switching to thread ") && !scan::literal(s, "[Current thread is "))
        return {};
    const auto id = scan::number(s);
    if (!id)
        return {};
    header.id = ThreadId(*id);
    readTarget(s, header);
    return header;
}

/// "SIGSEGV" of `Program terminated with signal SIGSEGV, …`, also `signal 11, Segmentation fault` of old
/// ones.
std::string_view signalIn(std::string_view text)
{
    if (const std::size_t at = text.find("signal SIG"); at != text.npos) {
        const std::string_view name = text.substr(at + 7);
        return name.substr(0, std::min(name.find_first_of(", .;"), name.size()));
    }
    constexpr std::pair<std::uint64_t, std::string_view> kNumbers[] = {
        {4, "SIGILL"}, {6, "SIGABRT"}, {7, "SIGBUS"}, {8, "SIGFPE"}, {11, "SIGSEGV"}, {31, "SIGSYS"},
    };
    const std::size_t at = text.find("with signal ");
    std::string_view rest = at == text.npos ? std::string_view{} : text.substr(at + 12);
    const auto number = scan::number(rest);
    for (const auto& [n, name] : kNumbers)
        if (number == n && rest.starts_with(", "))
            return name;
    return {};
}

bool isFrameStart(std::string_view s)
{
    return s.size() > 6 && s[0] == '#' && scan::isDigit(s[1]) && gdbFrame(s).has_value();
}

/// What gdb, or the script of `skein gdb-script`, prints of a lock:
///     $1 = {__data = {__lock = 2, __count = 0, __owner = 2838, …
///     $mutex = 0x7ffebf94c8f0 {__data = {__lock = 2, __owner = 2838, __kind = 0}}
///     $rwlock = 0x5578a4e0 {__data = {__readers = 3, __writers = 0, __cur_writer = 2838}}
bool isValue(std::string_view s)
{
    return s.starts_with('$') && (s.starts_with("$semaphore = 0x") || s.starts_with("$rwlock = 0x") ||
                                  s.find("__owner = ") != s.npos);
}

/// The address in front of such a value, or in the `command` before it that printed a mutex and nothing
/// around it: `(gdb) p *(pthread_mutex_t*)0x7ffebf94c8f0`. 0 where there is none.
std::uint64_t addressOfValue(std::string_view s, std::string_view command)
{
    if (const std::size_t at = s.find(" = 0x"); at != s.npos && at < s.find('{')) {
        s.remove_prefix(at + 3);
        return scan::hex(s).value_or(0);
    }
    const std::string_view value = s.substr(std::min(s.find(" = "), s.size()));
    if (!value.starts_with(" = {__data = {") && !value.starts_with(" = {<std::__"))
        return 0;
    const std::size_t mutex = command.find("mutex");
    const std::size_t at = mutex == command.npos ? mutex : command.find("0x", mutex);
    if (at == command.npos || command.find('*') > mutex || scan::contains(command.substr(at), "->"))
        return 0;
    std::string_view rest = command.substr(at);
    const auto address = scan::hex(rest);
    return address && rest.find_first_not_of(") \t\r") == rest.npos ? *address : 0;
}

/// The first argument of a call on x86-64 and AArch64: `rdi            0x62bf90            6471568`.
std::optional<std::uint64_t> firstArgument(std::string_view s)
{
    if (!scan::literal(s, "rdi ") && !scan::literal(s, "x0 "))
        return {};
    s = scan::trimLeft(s);
    return s.starts_with("0x") ? scan::hex(s) : std::nullopt;
}

bool isStart(std::string_view s)
{
    return threadHeader(s) || infoRow(s) || currentThread(s) || isFrameStart(s) || isValue(s) ||
           firstArgument(s) || s.starts_with("Program terminated with signal ") ||
           s.starts_with("Program received signal SIG");
}

/// Where the line before the one that starts at `start` starts.
std::size_t startBefore(std::string_view text, std::size_t start)
{
    const std::size_t newline = start < 2 ? text.npos : scan::findLast(text.substr(0, start - 1), '\n');
    return newline == text.npos ? 0 : newline + 1;
}

class GdbReader final : public DumpReader
{
public:
    bool read(LineCursor& in, LogBuilder& out) override;

private:
    LinePlace firstFrame(const LineCursor& in, std::uint32_t index) const;
    LinePlace cutStack(const LineCursor& in, const NativeFrame& frame) const;
    static std::string_view lineBefore(const LineCursor& in);
    bool loneStack(LineCursor& in, LogBuilder& out);
    bool signal(std::string_view text, LineCursor& in);
    void stack(LineCursor& in);
    void rowFrame(std::string_view frame, LineCursor& in);

    std::optional<Header> m_current;
    std::uint32_t m_lastLine = 0;
    bool m_signalled = false; ///< the line before did not say which thread
};

bool GdbReader::signal(std::string_view text, LineCursor& in)
{
    const std::string_view name = signalIn(text);
    if (name.empty() || text.size() > 300)
        return false;
    if (name == "SIGINT" || name == "SIGSTOP" || name == "SIGTRAP" || name.size() > 12)
        return false;
    ThreadId id;
    std::string_view s = text;
    if (scan::literal(s, "Thread ")) {
        if (const auto n = scan::number(s))
            id = ThreadId(*n);
    } else if (!text.starts_with("Program ")) {
        return false;
    }
    if (m_dump->hasThreads())
        m_dump->close();
    m_dump->crashed(id, name, in.line(), text);
    m_signalled = !id.known();
    in.advance();
    return true;
}

void GdbReader::stack(LineCursor& in)
{
    readFrames(in, kStyle, *m_dump);
    if (!in.atEnd() && scan::contains(in.line().text, "More stack frames follow")) {
        m_dump->cover(in.line());
        in.advance();
    }
    m_dump->end();
}

/// The innermost frame of a thread, at the end of its row, which may be wrapped:
/// `* 1    Thread 0x7f8c63002740 (LWP 2617) "a.out" 0x00007f8c62bddd2d in __GI___pthread_timedjoin_ex (`
void GdbReader::rowFrame(std::string_view frame, LineCursor& in)
{
    constexpr int kMostLines = 40;
    std::string text = "#0  ";
    text += frame;
    LineSpan lines{in.line().number, in.line().last};
    in.advance();
    for (int i = 0; i < kMostLines && !in.atEnd() && !in.line().foreign; ++i) {
        if (infoRow(body(in.line())) || !gdbFrameContinues(text, in.line().text))
            break;
        text += ' ';
        text += body(in.line());
        lines.last = in.line().last;
        in.advance();
    }
    if (const auto innermost = gdbFrame(text))
        m_dump->frame(*innermost, lines);
}

/// Where frame 0 of the stack stands to which the frame in the current line belongs; line 0 where there is
/// none. Frame 0 may have no address, and then no anchor announces it: `#0  main () at a.c:3`.
LinePlace GdbReader::firstFrame(const LineCursor& in, std::uint32_t index) const
{
    constexpr int kMostLines = 12; // frames are wrapped, and locals may stand between them
    LinePlace at = in.place();
    for (int back = 0; index > 0; ++back) {
        if (back == kMostLines || at.offset == 0 || at.line <= m_lastLine + 1)
            return {0, 0};
        at = {startBefore(in.text(), at.offset), at.line - 1};
        const LineCursor before(in.text(), at, in.prefix());
        const auto frame =
            before.atEnd() || before.line().foreign ? std::nullopt : gdbFrame(body(before.line()));
        if (!frame)
            continue;
        if (frame->index + 1 != index)
            return {0, 0};
        index = frame->index;
    }
    return at;
}

/// Where a stack begins whose innermost frames are missing; line 0 where this is none: threads are known, or
/// no frame follows.
LinePlace GdbReader::cutStack(const LineCursor& in, const NativeFrame& frame) const
{
    LineCursor ahead = in.ahead();
    ahead.advance();
    const auto next = ahead.atEnd() || ahead.line().foreign ? std::nullopt : gdbFrame(body(ahead.line()));
    if (m_dump->hasThreads() || !next || next->index != frame.index + 1)
        return {0, 0};
    return firstOfRun(in, isFrameStart, m_lastLine + 1);
}

std::string_view GdbReader::lineBefore(const LineCursor& in)
{
    const std::size_t start = in.place().offset;
    if (start < 2)
        return {};
    const std::size_t first = startBefore(in.text(), start);
    return in.text().substr(first, std::min<std::size_t>(start - 1 - first, 200));
}

/// A stack without a header: `bt`, `where`. The cursor may stand at one of its next frames already.
bool GdbReader::loneStack(LineCursor& in, LogBuilder& out)
{
    constexpr std::uint32_t kNear = 6; // lines between `thread 2` and `bt`
    const auto frame = gdbFrame(body(in.line()));
    if (!frame)
        return false;
    LinePlace first = frame->index <= 3 ? firstFrame(in, frame->index) : LinePlace{0, 0};
    if (first.line == 0) // whoever posted it has left out where it begins: all that there is of one stack
        first = cutStack(in, *frame);
    if (first.line == 0)
        return false;
    if (m_current && m_dump->hasThreads() && first.line > m_lastLine + kNear)
        m_current.reset();
    if (m_dump->isOpen() && m_dump->hasThreads() && !m_current && first.line > m_lastLine + 200)
        m_dump->close();
    const Header header = m_current.value_or(Header{});
    out.notePrefix(first.line, in.prefix());
    LineCursor lines(in.text(), first, in.prefix());
    m_dump->begin(lines.line(), header.id, header.osId, header.name);
    if (frame->index == 0) {
        stack(in);
        return true;
    }
    stack(lines);
    const std::uint32_t last = lines.atEnd() ? ~0U : lines.place().line;
    while (!in.atEnd() && in.line().number < last)
        in.advance();
    return true;
}

bool GdbReader::read(LineCursor& in, LogBuilder& out)
{
    dumpInto(out, gdb.id);
    const std::string_view raw = in.line().raw;
    if (scan::contains(raw, "signal ") && raw.size() < 400 && signal(body(in.line()), in)) {
        m_lastLine = in.place().line - 1;
        return true;
    }
    if (!locatePrefix(in, isStart))
        return false;
    const std::string text(body(in.line()));
    const std::uint32_t first = in.line().number;
    if (!isFrameStart(text)) // a stack begins at its first frame, which may stand further up
        out.notePrefix(first, in.prefix());
    bool done = true;
    if (auto header = threadHeader(text)) {
        m_dump->begin(in.line(), header->id, header->osId, header->name);
        m_dump->handle(header->handle);
        in.advance();
        stack(in);
    } else if (auto current = currentThread(text)) {
        if (!m_dump->hasThreads() || text.starts_with("[Switching"))
            m_current = current;
        if (std::exchange(m_signalled, false))
            m_dump->crashed(current->id.known() ? current->id : ThreadId(current->osId), {}, in.line(), {});
        m_dump->cover(in.line());
        in.advance();
        // gdb prints the innermost frame at once; without an address no anchor announces it:
        // `#0  __lll_lock_wait () at lowlevellock.S:135`
        m_lastLine = in.place().line - 1;
        if (m_current && !in.atEnd() && isFrameStart(body(in.line())))
            loneStack(in, out);
    } else if (auto row = infoRow(text)) {
        m_dump->begin(in.line(), row->id, row->osId, row->name);
        m_dump->handle(row->handle);
        rowFrame(row->frame, in);
        m_dump->end();
    } else if (text.starts_with('$')) {
        m_dump->ownersIn(in.line(), addressOfValue(text, lineBefore(in)));
        in.advance();
    } else if (const auto argument = firstArgument(text)) {
        done = m_current && m_dump->isOpen() && m_dump->lockInRegister(m_current->id, *argument, in.line());
        if (done)
            in.advance();
    } else {
        done = loneStack(in, out);
    }
    if (done) {
        m_lastLine = in.place().line - 1;
        out.countPrefix(in.prefix(), m_lastLine - first + 1);
    }
    return done;
}

} // namespace

const Format gdb = {
    .id = "gdb",
    .title = "gdb backtrace",
    .anchors = anchors,
    .samples = kSamples,
    .reader = [] -> std::unique_ptr<FormatReader> { return std::make_unique<GdbReader>(); },
    .readThread = readThreadAs<kStyle>,
};

} // namespace skein::native
