// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
//
// systemd-coredump, in the journal and in coredumpctl info:
//
//     Process 812 (gnome-session) of user 1000 dumped core.
//     Stack trace of thread 812:
//     #0  0x00007f5c9c0d3e97 raise (libc.so.6 + 0x3ee97)
//            Signal: 11 (SEGV)
#include "parser/native/common/thread_dump.h"
#include "parser/native/formats.h"

#include <array>
#include <memory>

namespace skein::native
{

namespace
{

constexpr StackStyle kStyle{.frame = coredumpFrame};

const std::vector<std::string_view>& anchors()
{
    static const std::vector<std::string_view> all = {"Stack trace of thread ", "dumped core.", "Signal: "};
    return all;
}

constexpr std::array<std::string_view, 1> kSamples = {"Stack trace of thread 812:"};

std::optional<std::uint64_t> threadHeader(std::string_view s)
{
    if (!scan::literal(s, "Stack trace of thread "))
        return {};
    const auto id = scan::number(s);
    return s.starts_with(":#012") ? std::nullopt : id; // the whole stack in one line: to be undone first
}

bool isStart(std::string_view s)
{
    return threadHeader(s).has_value();
}

bool isFirstFrame(std::string_view s)
{
    const auto frame = coredumpFrame(s);
    return frame && frame->index == 0;
}

class CoredumpReader final : public DumpReader
{
public:
    bool read(LineCursor& in, LogBuilder& out) override
    {
        dumpInto(out, coredumpctl.id);
        if (preamble(in))
            return true;
        if (!locatePrefix(in, isStart))
            return false;
        const auto id = threadHeader(body(in.line()));
        if (!id)
            return false;
        out.notePrefix(in.line().number, in.prefix());
        const bool first = !m_dump->hasThreads();
        m_dump->begin(in.line(), ThreadId(*id), ThreadId::kNone, {});
        // The thread that took the signal is printed first.
        if (first)
            m_dump->crashed(ThreadId(*id), m_signal, in.line(), m_reason);
        in.advance();
        // syslog writes the line ends of one message as #012: before the header stand two of them.
        if (readFrames(in, kStyle, *m_dump) == 0 && !in.atEnd() && locatePrefix(in, isFirstFrame))
            readFrames(in, kStyle, *m_dump);
        m_dump->end();
        return true;
    }

private:
    bool preamble(LineCursor& in)
    {
        const std::string_view text = in.line().raw;
        const bool process = scan::contains(text, "dumped core.") && scan::contains(text, "Process ");
        const std::size_t signal = text.find("Signal: ");
        // syslog may have put all of it into one line.
        if ((!process && signal == text.npos) || text.size() > 1000 || scan::contains(text, "#012"))
            return false;
        if (process) {
            m_dump->close();
            m_reason = text.substr(text.find("Process "));
            m_dump->cover(in.line());
        } else {
            const std::size_t open = text.find('(', signal), end = text.find(')', signal);
            if (open == text.npos || end == text.npos || end < open || end - open > 12)
                return false;
            m_signal = "SIG" + std::string(text.substr(open + 1, end - open - 1));
        }
        in.advance();
        return true;
    }

    std::string m_reason, m_signal = "core dump";
};

} // namespace

const Format coredumpctl = {
    .id = "coredumpctl",
    .title = "systemd-coredump",
    .anchors = anchors,
    .samples = kSamples,
    .reader = [] -> std::unique_ptr<FormatReader> { return std::make_unique<CoredumpReader>(); },
    .readThread = readThreadAs<kStyle>,
};

} // namespace skein::native
