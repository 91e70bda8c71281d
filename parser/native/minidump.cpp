// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
//
// Breakpad's and Mozilla's minidump-stackwalk, the text for people and the one for machines (FORMATS.md 20):
//
//     Crash reason:  SIGSEGV /SEGV_MAPERR
//     Thread 0 (crashed)                         also `Thread 3 worker (crashed) - tid: 4711`
//      0  shop!Cart::add(int) [cart.cpp : 40 + 0x1d]
//         rip = 0x000055d2c9a01234   rsp = 0x00007ffc01234560
//         Found by: given as instruction pointer in context
//
//     Crash|SIGSEGV|0x8|0
//     0|1|libc.so.6|raise|raise.c|51|0x2
#include "parser/native/common/thread_dump.h"
#include "parser/native/formats.h"

#include <array>
#include <memory>

namespace skein::native
{

namespace
{

constexpr StackStyle kStyle{.frame = minidumpFrame, .details = true};

const std::vector<std::string_view>& anchors()
{
    static const std::vector<std::string_view> all = {
        "Crash reason:", " (crashed)", "Crash|", " - tid: ", "Found by: ", "Loaded modules:",
    };
    return all;
}

constexpr std::array<std::string_view, 2> kSamples = {
    "Thread 0 (crashed)",
    "Crash reason:  SIGSEGV /SEGV_MAPERR",
};

struct Header {
    ThreadId id;
    std::uint64_t osId = ThreadId::kNone;
    std::string_view name = "";
    bool crashed = false;
};

std::optional<Header> threadHeader(std::string_view s)
{
    Header header;
    if (!scan::literal(s, "Thread "))
        return {};
    const auto id = scan::number(s);
    if (!id || (!s.empty() && s[0] != ' '))
        return {};
    header.id = ThreadId(*id);
    if (const std::size_t tid = s.rfind(" - tid: "); tid != s.npos) {
        std::string_view rest = s.substr(tid + 8);
        header.osId = scan::number(rest).value_or(ThreadId::kNone);
        if (!rest.empty())
            return {};
        s = s.substr(0, tid);
    }
    if (s.ends_with("(crashed)")) {
        header.crashed = true;
        s.remove_suffix(9);
    } else if (s.ends_with("(unknown)")) {
        s.remove_suffix(9);
    }
    header.name = scan::trimRight(scan::trimLeft(s));
    return header;
}

bool isStart(std::string_view s)
{
    return s.starts_with("Crash reason:") || s.starts_with("Crash|") || threadHeader(s);
}

/// `0|1|libc.so.6|raise|raise.c|51|0x2`: thread and frame first.
std::optional<NativeFrame> pipeFrame(std::string_view s, std::uint64_t& thread)
{
    NativeFrame frame;
    const auto id = scan::number(s);
    if (!id || !scan::literal(s, "|"))
        return {};
    const auto index = scan::number(s);
    if (!index || *index > 1'000'000 || !scan::literal(s, "|"))
        return {};
    std::array<std::string_view, 5> field;
    for (std::string_view& f : field) {
        const std::size_t end = s.find('|');
        if (end == s.npos && &f != &field.back())
            return {};
        f = s.substr(0, end);
        s = end == s.npos ? std::string_view{} : s.substr(end + 1);
    }
    thread = *id;
    frame.index = static_cast<std::uint32_t>(*index);
    frame.module = field[0];
    frame.function = field[1].empty() ? std::string_view("??") : withoutParameters(field[1]);
    frame.file = field[2];
    if (const auto line = scan::number(field[3]); line && *line < 10'000'000)
        frame.line = static_cast<std::uint32_t>(*line);
    if (const auto offset = scan::hex(field[4]); offset && field[1].empty())
        frame.address = *offset;
    return frame;
}

class MinidumpReader final : public DumpReader
{
public:
    bool read(LineCursor& in, LogBuilder& out) override;

private:
    bool threads(LineCursor& in);
    void pipes(LineCursor& in);
};

std::string_view signalIn(std::string_view reason)
{
    reason = scan::trimLeft(reason);
    return reason.substr(0, std::min(reason.find_first_of(" /"), reason.size()));
}

bool MinidumpReader::threads(LineCursor& in)
{
    bool any = false;
    while (!in.atEnd()) {
        const std::string text(body(in.line()));
        std::optional<Header> header;
        if (!in.line().foreign)
            header = threadHeader(text);
        const Line* next = in.peek();
        if (!header) {
            if (!any || !next || next->foreign || !threadHeader(scan::trimLeft(next->text)))
                return any;
            in.advance();
            continue;
        }
        // ` 0  shop!main …` or `<no frames>` stands below; else it is a sentence.
        const std::string_view below = next && !next->foreign ? scan::trimLeft(next->text) : "";
        if (!minidumpFrame(below) && !below.starts_with("<no frames") && !any && !header->crashed)
            return any;
        m_dump->begin(in.line(), header->id, header->osId, header->name);
        if (header->crashed)
            m_dump->crashed(header->id, m_dump->anyCrash() ? "" : "a crash", in.line(), {});
        in.advance();
        readFrames(in, kStyle, *m_dump);
        m_dump->end();
        any = true;
    }
    return any;
}

/// `Crash|SIGSEGV|0x8|0`, modules, then the frames of all threads.
void MinidumpReader::pipes(LineCursor& in)
{
    std::string text(body(in.line()));
    std::string_view s = std::string_view(text).substr(6);
    const std::string signal(signalIn(s.substr(0, s.find('|'))));
    std::string_view last = s.substr(s.rfind('|') + 1);
    ThreadId crashed;
    if (const auto id = scan::number(last))
        crashed = ThreadId(*id);
    const Line crash = in.line();
    m_dump->crashed(crashed, signal, crash, text);
    in.advance();
    std::uint64_t current = ThreadId::kNone;
    while (!in.atEnd()) {
        text = in.line().foreign ? std::string_view{} : body(in.line());
        std::uint64_t thread = 0;
        if (const auto frame = pipeFrame(text, thread)) {
            if (thread != current)
                m_dump->begin(in.line(), ThreadId(thread), ThreadId::kNone, {});
            current = thread;
            m_dump->frame(*frame, {in.line().number, in.line().last});
        } else if (text.starts_with("Module|")) {
            m_dump->cover(in.line());
        } else if (!text.empty() && !in.line().foreign) {
            break;
        }
        in.advance();
    }
    m_dump->end();
}

bool MinidumpReader::read(LineCursor& in, LogBuilder& out)
{
    dumpInto(out, minidump.id);
    if (!locatePrefix(in, isStart))
        return false;
    const std::string text(body(in.line()));
    const std::uint32_t first = in.line().number;
    out.notePrefix(first, in.prefix());
    if (text.starts_with("Crash|")) {
        m_dump->close();
        pipes(in);
    } else if (text.starts_with("Crash reason:")) {
        m_dump->close();
        const std::string_view signal = signalIn(std::string_view(text).substr(13));
        if (!signal.empty() && signal != "No")
            m_dump->crashed({}, signal, in.line(), text);
        else
            m_dump->cover(in.line());
        in.advance();
    } else if (!threads(in)) {
        return false;
    }
    out.countPrefix(in.prefix(), in.place().line - first);
    return true;
}

ThreadLines readThread(LineCursor& in, const Log& log, const Thread& thread)
{
    std::uint64_t id = 0;
    if (in.atEnd() || !pipeFrame(body(in.line()), id))
        return readThreadLines(in, log, thread, kStyle);
    std::vector<LineSpan> lines;
    for (; !in.atEnd() && in.line().number <= thread.lastLine; in.advance())
        if (!in.line().foreign && pipeFrame(body(in.line()), id) && ThreadId(id) == thread.id)
            lines.push_back({in.line().number, in.line().last});
    return framesAt(log, thread, lines);
}

} // namespace

const Format minidump = {
    .id = "minidump-stackwalk",
    .title = "minidump-stackwalk",
    .anchors = anchors,
    .samples = kSamples,
    .reader = [] -> std::unique_ptr<FormatReader> { return std::make_unique<MinidumpReader>(); },
    .readThread = readThread,
};

} // namespace skein::native
