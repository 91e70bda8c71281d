// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
//
// eu-stack -p PID, with -s, -m, -i:
//
//     PID 2837 - process
//     TID 2837:
//     #0  0x00007f71a66a3f16     __futex_abstimed_wait_common64 - /usr/lib/x86_64-linux-gnu/libc.so.6
//         ./nptl/futex-internal.c:57:12
//     #2  0x00007f71a66a8ce3 - 1 __pthread_clockjoin_ex
#include "parser/native/common/thread_dump.h"
#include "parser/native/formats.h"

#include <array>
#include <memory>

namespace skein::native
{

namespace
{

constexpr StackStyle kStyle{.frame = euStackFrame, .sourceBelow = true};

const std::vector<std::string_view>& anchors()
{
    static const std::vector<std::string_view> all = {" - process", " - core", "#0  0x"};
    return all;
}

constexpr std::array<std::string_view, 1> kSamples = {"PID 2837 - process"};

std::optional<std::uint64_t> numberBehind(std::string_view s, std::string_view word, std::string_view tail)
{
    if (!scan::literal(s, word))
        return {};
    const auto n = scan::number(s);
    return n && s.starts_with(tail) ? n : std::nullopt;
}

bool isStart(std::string_view s)
{
    return numberBehind(s, "PID ", " - ").has_value();
}

class EuStackReader final : public DumpReader
{
public:
    bool read(LineCursor& in, LogBuilder& out) override
    {
        dumpInto(out, euStack.id);
        // All of it may stand in one line of the log, a string.
        const std::string_view raw = in.line().raw;
        if (scan::contains(raw, "#0  0x")) {
            if (loneThread(in, out))
                return true;
            if (!scan::contains(raw, " - process") && !scan::contains(raw, " - core"))
                return false;
        }
        if (!locatePrefix(in, isStart))
            return false;
        out.notePrefix(in.line().number, in.prefix());
        m_dump->close();
        m_dump->cover(in.line());
        in.advance();
        threads(in);
        return true;
    }

private:
    void threads(LineCursor& in)
    {
        int others = 0;
        while (!in.atEnd() && others < 4) {
            const auto tid = numberBehind(body(in.line()), "TID ", ":");
            if (!tid) {
                const Line* next = in.peek();
                if (in.line().text.empty() &&
                    !(next && numberBehind(scan::trimLeft(next->text), "TID ", ":")))
                    return;
                if (isStart(body(in.line())) || body(in.line()).starts_with("#0"))
                    return;
                ++others;
                in.advance();
                continue;
            }
            others = 0;
            m_dump->begin(in.line(), ThreadId(*tid), ThreadId::kNone, {});
            in.advance();
            readFrames(in, kStyle, *m_dump);
            m_dump->end();
        }
    }
    /// `TID 5:` stands before, but no `PID 5 - process`.
    bool loneThread(LineCursor& in, LogBuilder& out)
    {
        const std::string_view text = in.text();
        const std::size_t here = in.line().offset;
        if (here == 0 || in.line().number < 2)
            return false;
        const std::size_t newline = scan::findLast(text.substr(0, here - 1), '\n');
        const std::size_t begin = newline == text.npos ? 0 : newline + 1;
        if (text.substr(begin, here - begin).find("TID ") == std::string_view::npos)
            return false;
        LineCursor before(text, {begin, in.line().number - 1}, in.prefix());
        const auto tid = before.atEnd() ? std::nullopt : numberBehind(body(before.line()), "TID ", ":");
        if (!tid || in.line().foreign || !euStackFrame(body(in.line())))
            return false;
        out.notePrefix(before.line().number, in.prefix());
        m_dump->begin(before.line(), ThreadId(*tid), ThreadId::kNone, {});
        readFrames(in, kStyle, *m_dump);
        m_dump->end();
        threads(in);
        return true;
    }
};

} // namespace

const Format euStack = {
    .id = "eu-stack",
    .title = "eu-stack",
    .anchors = anchors,
    .samples = kSamples,
    .reader = [] -> std::unique_ptr<FormatReader> { return std::make_unique<EuStackReader>(); },
    .readThread = readThreadAs<kStyle>,
};

} // namespace skein::native
