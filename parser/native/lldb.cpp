// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
//
// lldb, `bt all`, `thread backtrace all`, `thread list`:
//
//     * thread #1, name = 'dl_bank', stop reason = signal SIGSTOP        also `thread #1: tid = 30405, …`
//       * frame #0: 0x00007fb8650a672e libc.so.6`__GI___lll_lock_wait [inlined] futex_wait(futex_word=0x…) at
//       a.h:146:13
#include "parser/native/common/thread_dump.h"
#include "parser/native/formats.h"

#include <algorithm>
#include <array>
#include <memory>

namespace skein::native
{

namespace
{

constexpr StackStyle kStyle{.frame = lldbFrame};

const std::vector<std::string_view>& anchors()
{
    static const std::vector<std::string_view> all = {"thread #9", "frame #9"};
    return all;
}

constexpr std::array<std::string_view, 1> kSamples = {
    "* thread #1, name = 'a', stop reason = signal SIGSTOP"};

struct Header {
    ThreadId id;
    std::uint64_t osId = ThreadId::kNone;
    std::string_view name = "", stop = "";
};

std::optional<Header> threadHeader(std::string_view s)
{
    Header header;
    if (scan::literal(s, "*"))
        s = scan::trimLeft(s);
    if (!scan::literal(s, "thread #"))
        return {};
    const auto id = scan::number(s);
    if (!id || (!s.empty() && s[0] != ',' && s[0] != ':'))
        return {};
    header.id = ThreadId(*id);
    if (const std::size_t at = s.find("tid = "); at != s.npos) {
        std::string_view rest = s.substr(at + 6);
        if (auto hex = scan::hex(rest))
            header.osId = *hex;
        else if (auto number = scan::number(rest))
            header.osId = *number;
    }
    if (const std::size_t at = s.find("name = '"); at != s.npos) {
        header.name = s.substr(at + 8);
        header.name = header.name.substr(0, std::min(header.name.find('\''), header.name.size()));
    }
    if (const std::size_t at = s.find("stop reason = "); at != s.npos)
        header.stop = s.substr(at + 14);
    return header;
}

bool isStart(std::string_view s)
{
    return threadHeader(s) || lldbFrame(s);
}

class LldbReader final : public DumpReader
{
public:
    bool read(LineCursor& in, LogBuilder& out) override
    {
        dumpInto(out, lldb.id);
        if (!locatePrefix(in, isStart))
            return false;
        out.notePrefix(in.line().number, in.prefix());
        if (const auto header = threadHeader(body(in.line()))) {
            m_dump->begin(in.line(), header->id, header->osId, header->name);
            crash(*header, in.line());
            in.advance();
        } else {
            m_dump->begin(in.line(), {}, ThreadId::kNone, {});
        }
        readFrames(in, kStyle, *m_dump);
        m_dump->end();
        return true;
    }

private:
    void crash(const Header& header, const Line& line)
    {
        std::string_view stop = header.stop;
        if (scan::literal(stop, "signal ")) {
            stop = stop.substr(0, std::min(stop.find_first_of(": ,("), stop.size()));
            // The line may have been cut: SIGS is no crash.
            static constexpr std::array<std::string_view, 3> kStops = {"SIGSTOP", "SIGTRAP", "SIGINT"};
            if (std::ranges::none_of(kStops, [stop](std::string_view s) { return s.starts_with(stop); }))
                m_dump->crashed(header.id, std::string(stop), line, {});
        } else if (stop.starts_with("EXC_BAD")) {
            stop = stop.substr(0, std::min(stop.find_first_of(" ,("), stop.size()));
            m_dump->crashed(header.id, std::string(stop), line, {});
        }
    }
};

} // namespace

const Format lldb = {
    .id = "lldb",
    .title = "lldb backtrace",
    .anchors = anchors,
    .samples = kSamples,
    .reader = [] -> std::unique_ptr<FormatReader> { return std::make_unique<LldbReader>(); },
    .readThread = readThreadAs<kStyle>,
};

} // namespace skein::native
