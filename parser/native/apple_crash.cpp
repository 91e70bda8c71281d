// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
//
// Apple's crash reporter, text (FORMATS.md 19), and PLCrashReporter's imitation of it:
//
//     Exception Type:        EXC_BAD_ACCESS (SIGSEGV)
//     Crashed Thread:        3  Dispatch queue: com.apple.main-thread      also Triggered by Thread:
//     Last Exception Backtrace:
//     Thread 3 name:  worker
//     Thread 3 Crashed:: worker  Dispatch queue: com.apple.main-thread
//     0   libsystem_kernel.dylib   	0x00007fff9700fc96 mach_msg_trap + 10
//     Thread 3 crashed with X86 Thread State (64-bit):                     ends the stacks
#include "parser/native/common/thread_dump.h"
#include "parser/native/formats.h"

#include <array>
#include <memory>

namespace skein::native
{

namespace
{

constexpr StackStyle kStyle{.frame = appleFrame};

const std::vector<std::string_view>& anchors()
{
    static const std::vector<std::string_view> all = {
        "Exception Type:",     "Crashed Thread:",
        "Reported Thread:",    "Triggered by Thread:",
        "Termination Reason:", " Crashed:",
        "Thread 0:",           "Thread 0 ",
        "Thread 1:",           "Thread 1 name:",
        "Thread 9:",           "Thread 99:",
        "Thread 9 name:",      "Last Exception Backtrace:",
        " Reported::",
    };
    return all;
}

constexpr std::array<std::string_view, 2> kSamples = {
    "Thread 3 Crashed:: worker  Dispatch queue: com.apple.main-thread",
    "Exception Type:        EXC_BAD_ACCESS (SIGSEGV)",
};

struct Header {
    ThreadId id;
    std::string_view name = "";
    bool crashed = false, nameOnly = false;
};

std::string_view withoutQueue(std::string_view s)
{
    const std::size_t queue = s.find("Dispatch queue:");
    if (queue == 0)
        return scan::trimRight(scan::trimLeft(s.substr(15)));
    return scan::trimRight(scan::trimLeft(s.substr(0, queue)));
}

std::optional<Header> threadHeader(std::string_view s)
{
    Header header;
    if (!scan::literal(s, "Thread "))
        return {};
    const auto id = scan::number(s);
    if (!id)
        return {};
    header.id = ThreadId(*id);
    if (scan::literal(s, " name:")) {
        header.nameOnly = true;
        header.name = withoutQueue(s);
        return header;
    }
    header.crashed = scan::literal(s, " Crashed") || scan::literal(s, " Reported");
    if (!scan::literal(s, ":"))
        return {};
    scan::literal(s, ":");
    header.name = withoutQueue(s);
    // `Thread 4: done` of somebody's log: a name stands behind two colons or with its queue only.
    if (!header.crashed && !header.name.empty() && s.find("Dispatch queue:") == s.npos && !s.starts_with(' '))
        return {};
    return header;
}

constexpr std::string_view kKeys[] = {
    "Exception Type:", "Crashed Thread:", "Reported Thread:", "Triggered by Thread:", "Termination Reason:",
};

bool isStart(std::string_view s)
{
    for (const std::string_view key : kKeys)
        if (s.starts_with(key))
            return true;
    return threadHeader(s) || s.starts_with("Last Exception Backtrace:");
}

class AppleReader final : public DumpReader
{
public:
    bool read(LineCursor& in, LogBuilder& out) override;

private:
    bool threads(LineCursor& in);
    void key(std::string_view text, const Line& line);
    void reset()
    {
        m_dump->close();
        m_crashed = {};
        m_reason.clear();
        m_signal.clear();
    }

    ThreadId m_crashed;
    std::string m_reason, m_signal, m_name;
};

void AppleReader::key(std::string_view text, const Line& line)
{
    if (m_dump->hasThreads())
        reset();
    const std::string_view value = scan::trimLeft(text.substr(text.find(':') + 1));
    if (text.starts_with("Exception Type:")) {
        m_reason = text;
        const std::size_t open = value.rfind('(');
        m_signal = open == value.npos ? value : value.substr(open + 1);
        m_signal.resize(std::min(m_signal.find_first_of(") "), m_signal.size()));
    } else if (!text.starts_with("Termination")) {
        std::string_view rest = value;
        if (const auto id = scan::number(rest))
            m_crashed = ThreadId(*id);
    }
    m_dump->cover(line);
    if (!m_signal.empty())
        m_dump->crashed(m_crashed, m_signal, line, m_reason);
    m_reason.clear();
}

/// One thread after another, as far as they go.
bool AppleReader::threads(LineCursor& in)
{
    bool any = false;
    while (!in.atEnd()) {
        const std::string text(body(in.line()));
        const auto header = in.line().foreign ? std::nullopt : threadHeader(text);
        if (header && header->nameOnly) {
            m_name = header->name;
            m_dump->cover(in.line());
            in.advance();
            any = true;
            continue;
        }
        if (header) {
            const Line* next = in.peek();
            const bool frames = next && !next->foreign && appleFrame(scan::trimLeft(next->text));
            if (!frames && !header->crashed && !m_dump->isOpen())
                return any;
            m_dump->begin(in.line(), header->id, ThreadId::kNone,
                          header->name.empty() ? std::string_view(m_name) : header->name);
            m_name.clear();
            if (header->crashed)
                m_dump->crashed(header->id, m_dump->anyCrash() ? "" : "a crash", in.line(),
                                m_dump->anyCrash() ? "" : text);
            in.advance();
            readFrames(in, kStyle, *m_dump);
            m_dump->end();
            any = true;
            continue;
        }
        // An empty line, or one that was lost, stands between the threads.
        const Line* next = in.peek();
        const bool goesOn = any && next && !next->foreign && threadHeader(scan::trimLeft(next->text));
        if (!goesOn)
            return any;
        in.advance();
    }
    return any;
}

bool AppleReader::read(LineCursor& in, LogBuilder& out)
{
    dumpInto(out, appleCrash.id);
    if (!locatePrefix(in, isStart))
        return false;
    const std::string text(body(in.line()));
    const std::uint32_t first = in.line().number;
    out.notePrefix(first, in.prefix());
    if (text.starts_with("Thread ")) {
        if (!threads(in))
            return false;
    } else if (text.starts_with("Last Exception")) {
        m_dump->beginOther(in.line(), About::Signal, m_crashed);
        in.advance();
        readFrames(in, kStyle, *m_dump);
        m_dump->end();
    } else {
        key(text, in.line());
        in.advance();
    }
    out.countPrefix(in.prefix(), in.place().line - first);
    return true;
}

} // namespace

const Format appleCrash = {
    .id = "apple-crash",
    .title = "Apple crash report",
    .anchors = anchors,
    .samples = kSamples,
    .reader = [] -> std::unique_ptr<FormatReader> { return std::make_unique<AppleReader>(); },
    .readThread = readThreadAs<kStyle>,
};

} // namespace skein::native
