// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
//
// Android's debuggerd: tombstone files, logcat's copy of them, and `debuggerd -b` (FORMATS.md 18):
//
//     *** *** *** *** *** *** *** *** *** *** *** *** *** *** *** ***
//     pid: 4120, tid: 4133, name: RenderThread  >>> org.example.shop <<<
//     signal 11 (SIGSEGV), code 1 (SEGV_MAPERR), fault addr 0x10
//     Abort message: 'no cart'               also Cause: …
//         x0  0000000000000785  …
//     backtrace:
//           #00 pc 0000000000012340  /system/lib64/libc.so (memcpy+84) (BuildId: 55ab…)
//     deallocated by thread 4120:            also allocated by
//     --- --- --- --- --- …                  another thread follows: pid: …
//     "RenderThread" sysTid=4133             of debuggerd -b
#include "parser/native/common/thread_dump.h"
#include "parser/native/formats.h"

#include <array>
#include <memory>

namespace skein::native
{

namespace
{

constexpr StackStyle kStyle{.frame = tombstoneFrame, .elides = true};

const std::vector<std::string_view>& anchors()
{
    static const std::vector<std::string_view> all = {
        "*** *** *** ***",   "--- --- --- ---", ", name: ", "Build fingerprint: '", ", tid: 9", "#00  pc ",
        "located by thread", "#00 pc ",         " sysTid=",
    };
    return all;
}

constexpr std::array<std::string_view, 2> kSamples = {
    "pid: 4120, tid: 4133, name: RenderThread  >>> org.example.shop <<<",
    "      #00 pc 0000000000012340  /system/lib64/libc.so (memcpy+84)",
};

/// What may stand between the first line and a thread.
constexpr std::string_view kFront[] = {
    "*** *** *** ***", "Build fingerprint:", "Revision:", "ABI:",
    "Timestamp:",      "Process uptime:",    "Cmdline:",  "Cmd line:",
    "Kernel Release:", "Executable:",
};

bool isFront(std::string_view s)
{
    for (const std::string_view f : kFront)
        if (s.starts_with(f))
            return true;
    return false;
}

struct Header {
    std::uint64_t pid = 0;
    ThreadId id;
    std::string_view name = "";
};

std::optional<Header> threadHeader(std::string_view s)
{
    Header header;
    if (scan::literal(s, "pid: ")) {
        const auto pid = scan::number(s);
        if (!pid || !scan::literal(s, ", tid: "))
            return {};
        header.pid = *pid;
    } else if (scan::literal(s, "\"")) {
        const std::size_t quote = s.rfind("\" sysTid=");
        if (quote == s.npos)
            return {};
        header.name = s.substr(0, quote);
        s.remove_prefix(quote + 9);
    } else {
        return {};
    }
    const auto tid = scan::number(s);
    if (!tid)
        return {};
    header.id = ThreadId(*tid);
    if (scan::literal(s, ", name: "))
        header.name = scan::trimRight(s.substr(0, s.find(">>>")));
    return header;
}

/// `deallocated by thread 16227:`
std::optional<OtherStack> otherHeader(std::string_view s)
{
    OtherStack other;
    other.about = s.starts_with("de") ? About::Free : About::Allocation;
    if (!scan::literal(s, "deallocated by thread ") && !scan::literal(s, "allocated by thread "))
        return {};
    const auto id = scan::number(s);
    if (!id)
        return {};
    other.thread = ThreadId(*id);
    return other;
}

bool isStart(std::string_view s)
{
    return s.starts_with("*** *** *** ***") || s.starts_with("--- --- --- ---") || threadHeader(s) ||
           otherHeader(s) || s.starts_with("Build fingerprint: '") || tombstoneFrame(s);
}

class TombstoneReader final : public DumpReader
{
public:
    bool read(LineCursor& in, LogBuilder& out) override;

private:
    void front(LineCursor& in);
    void untilFrames(LineCursor& in, ThreadId id);

    std::uint64_t m_pid = 0;
};

/// The lines before the first thread.
void TombstoneReader::front(LineCursor& in)
{
    if (m_dump->hasThreads())
        m_dump->close();
    m_pid = 0;
    do {
        m_dump->cover(in.line());
        in.advance();
    } while (!in.atEnd() && !in.line().foreign && isFront(body(in.line())));
}

/// The signal, the reason, registers.
void TombstoneReader::untilFrames(LineCursor& in, ThreadId id)
{
    constexpr int kMost = 80;
    for (int i = 0; i < kMost && !in.atEnd(); ++i) {
        const std::string_view text = body(in.line());
        if (in.line().foreign) {
            in.advance();
            continue;
        }
        if (i > 0 && isStart(text))
            return;
        std::string_view s = text;
        if (scan::literal(s, "signal ")) {
            const std::size_t open = s.find('('), close = s.find(')');
            if (open != s.npos && close != s.npos && open < close && close - open < 20)
                m_dump->crashed(id, s.substr(open + 1, close - open - 1), in.line(), text);
        } else if (s.starts_with("Abort message: ") || s.starts_with("Cause: ")) {
            m_dump->crashed(id, {}, in.line(), text);
        }
        m_dump->detail(in.line());
        in.advance();
    }
}

bool TombstoneReader::read(LineCursor& in, LogBuilder& out)
{
    dumpInto(out, tombstone.id);
    if (!locatePrefix(in, isStart))
        return false;
    const std::string text(body(in.line()));
    out.notePrefix(in.line().number, in.prefix());
    const std::uint32_t first = in.line().number;
    if (const auto header = threadHeader(text)) {
        if (header->pid != 0 && m_pid != 0 && header->pid != m_pid)
            m_dump->close();
        m_pid = header->pid;
        m_dump->begin(in.line(), header->id, ThreadId::kNone, header->name);
        untilFrames(in, header->id);
        readFrames(in, kStyle, *m_dump);
        m_dump->end();
    } else if (const auto other = otherHeader(text)) {
        m_dump->beginOther(in.line(), other->about, other->thread);
        in.advance();
        if (!in.atEnd() && body(in.line()) == "backtrace:")
            in.advance();
        readFrames(in, kStyle, *m_dump);
        m_dump->end();
    } else if (tombstoneFrame(text)) {
        if (tombstoneFrame(text)->index != 0)
            return false;
        m_dump->begin(in.line(), {}, ThreadId::kNone, {});
        m_dump->mayHaveCrashed("debuggerd printed this stack");
        readFrames(in, kStyle, *m_dump);
        m_dump->end();
    } else if (text.starts_with('*') || text.starts_with('B')) {
        front(in);
    } else {
        if (!m_dump->hasThreads())
            return false;
        m_dump->cover(in.line());
        in.advance();
    }
    out.countPrefix(in.prefix(), in.place().line - first);
    return true;
}

} // namespace

const Format tombstone = {
    .id = "tombstone",
    .title = "Android tombstone",
    .anchors = anchors,
    .samples = kSamples,
    .reader = [] -> std::unique_ptr<FormatReader> { return std::make_unique<TombstoneReader>(); },
    .readThread = readThreadAs<kStyle>,
};

} // namespace skein::native
