// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
//
// gdb (and pstack, gstack):
//
//     Thread 3 (Thread 0x7f71a5d3c6c0 (LWP 2839) "dl_bank"):        header; `(LWP 5)`, `(process 5)`, `:` may
//     lack #0  futex_wait (private=0, expected=2) at ../futex-internal.h:146 #1  0x000056 in bank::transfer
//     (from=...) at dl_bank.cc:31     long frames are wrapped
//             a = {_M_device = @0x7ffebf94c8f0}                      bt full
//     (More stack frames follow...)
//     * 1    Thread 0x7f71a6a90740 (LWP 2837) "dl_bank" main () at a.c:3      info threads
//     $1 = {__data = {__lock = 2, __count = 0, __owner = 2838, …              p *(pthread_mutex_t*)ADDRESS
//     Program terminated with signal SIGSEGV, Segmentation fault.
//
// Seen in gdb 7 to 16.
#include "parser/native/common/thread_dump.h"
#include "parser/native/formats.h"

#include <array>
#include <memory>

namespace skein::native
{

namespace
{

constexpr StackStyle kStyle{.frame = gdbFrame, .wraps = true, .details = true};

const std::vector<std::string_view>& anchors()
{
    static const std::vector<std::string_view> all = {
        "(Thread 0x", " (LWP ",          " (process ",          "__owner = ",           "#0  0x",
        "#1  0x",     "with signal SIG", "received signal SIG", "Switching to thread ",
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
    bool row = false; ///< of info threads
    std::uint64_t handle = 0; ///< the pthread_t: what pthread_join is called with
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
        const std::size_t quote = rest.find_first_not_of(") ");
        if (quote != rest.npos && rest[quote] == '"') {
            const std::size_t end = rest.find('"', quote + 1);
            if (end != rest.npos)
                header.name = rest.substr(quote + 1, end - quote - 1);
        }
        return;
    }
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
    if (!s.starts_with("Thread 0x") && !s.starts_with("LWP "))
        return {};
    header.id = ThreadId(*id);
    header.row = true;
    readTarget(s, header);
    return header;
}

/// [Switching to thread 3 (Thread 0x7f… (LWP 12))], [Current thread is 1 (Thread 0x7f (LWP 5))]
std::optional<Header> currentThread(std::string_view s)
{
    if (!scan::literal(s, "[Switching to thread ") && !scan::literal(s, "[Current thread is "))
        return {};
    Header header;
    const auto id = scan::number(s);
    if (!id)
        return {};
    header.id = ThreadId(*id);
    readTarget(s, header);
    return header;
}

bool isFrameStart(std::string_view s)
{
    return s.size() > 6 && s[0] == '#' && scan::isDigit(s[1]) && gdbFrame(s).has_value();
}

bool isStart(std::string_view s)
{
    return threadHeader(s) || infoRow(s) || currentThread(s) || isFrameStart(s) ||
           (s.starts_with('$') && s.find("__owner = ") != s.npos) ||
           s.starts_with("Program terminated with signal SIG") ||
           s.starts_with("Program received signal SIG");
}

class GdbReader final : public FormatReader
{
public:
    bool read(LineCursor& in, LogBuilder& out) override;
    void finish(LogBuilder& out) override
    {
        (void)out;
        if (m_dump)
            m_dump->close();
    }

private:
    bool loneStack(LineCursor& in, LogBuilder& out);
    bool signal(std::string_view text, LineCursor& in);
    void stack(LineCursor& in);

    std::unique_ptr<ThreadDump> m_dump;
    std::optional<Header> m_current;
    std::uint32_t m_lastLine = 0;
};

bool GdbReader::signal(std::string_view text, LineCursor& in)
{
    const std::size_t at = text.find("signal SIG");
    if (at == text.npos || text.size() > 300)
        return false;
    std::string_view name = text.substr(at + 7);
    name = name.substr(0, std::min(name.find_first_of(", .;"), name.size()));
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

/// A stack without a header: `bt`, `where`. The cursor may stand at its second frame already.
bool GdbReader::loneStack(LineCursor& in, LogBuilder& out)
{
    const auto frame = gdbFrame(body(in.line()));
    if (!frame || frame->index > 1)
        return false;
    if (m_dump->isOpen() && m_dump->hasThreads() && !m_current && in.line().number > m_lastLine + 200)
        m_dump->close();
    Header header = m_current.value_or(Header{});
    if (frame->index == 1) {
        // The line before is #0, which no anchor announces: `#0  main () at a.c:3`
        const std::string_view text = in.text();
        std::size_t begin = in.line().offset;
        std::uint32_t number = in.line().number;
        for (int back = 0; back < 4 && begin > 0 && number > m_lastLine + 1; ++back) {
            const std::size_t newline = scan::findLast(text.substr(0, begin - 1), '\n');
            begin = newline == text.npos ? 0 : newline + 1;
            --number;
            LineCursor before(text, {begin, number}, in.prefix());
            const auto first = before.atEnd() ? std::nullopt : gdbFrame(body(before.line()));
            if (!first)
                continue;
            if (first->index != 0)
                break;
            m_dump->begin(before.line(), header.id, header.osId, header.name);
            StackStyle one = kStyle;
            struct OnlyFirst {
                ThreadDump& dump;
                bool done = false;
                void frame(const NativeFrame& f, LineSpan lines)
                {
                    if (!done)
                        dump.frame(f, lines);
                    done = true;
                }
                void detail(const Line&) {}
            } sink{*m_dump};
            const std::size_t end = in.line().offset;
            LineCursor piece(text.substr(0, end), {begin, number}, in.prefix());
            readFrames(piece, one, sink);
            break;
        }
        if (!m_dump->inThread())
            return false;
    } else {
        // One frame alone is no stack.
        m_dump->begin(in.line(), header.id, header.osId, header.name);
    }
    (void)out;
    stack(in);
    m_current.reset();
    return true;
}

bool GdbReader::read(LineCursor& in, LogBuilder& out)
{
    if (!m_dump)
        m_dump = std::make_unique<ThreadDump>(out, gdb.id);
    const std::string_view raw = in.line().raw;
    if (scan::contains(raw, "signal SIG") && raw.size() < 400 && signal(body(in.line()), in)) {
        m_lastLine = in.place().line - 1;
        return true;
    }
    if (!locatePrefix(in, isStart))
        return false;
    const std::string text(body(in.line()));
    const std::uint32_t first = in.line().number;
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
        m_dump->cover(in.line());
        in.advance();
    } else if (auto row = infoRow(text)) {
        m_dump->begin(in.line(), row->id, row->osId, row->name);
        m_dump->end();
        in.advance();
    } else if (text.starts_with('$')) {
        m_dump->ownersIn(in.line(), 0);
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
