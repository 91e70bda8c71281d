// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
//
// macOS: `sample` and spindump, which print what a program did over some seconds as a tree for each thread
// (FORMATS.md 19):
//
//     Call graph:
//         2669 Thread_8261020   DispatchQueue_1: com.apple.main-thread  (serial)
//         + 2669 start  (in libdyld.dylib) + 1  [0x7fff8a8825ad]
//         +   2600 main  (in Shop) + 10  [0x10001ffc6]  main.m:21
//         +   ! 2600 read  (in libsystem_kernel.dylib) + 8  [0x7fff8a88]
//         +   69 idle  (in Shop) + 4  [0x10001ffd0]
//       Thread 0x2c4a6c    Thread name "worker"    770 samples (1-770)    priority 31 (base 31)
//       770  thread_start + 8 (libsystem_pthread.dylib + 7724) [0x19aeece2c]
//         770  Cart::add(int) + 12 (cart.cc:40 in Shop + 401672) [0x10239a108]
//          *770  psynch_mtxcontinue + 0 (com.apple.kec.pthread + 8060) [0xfffffe000b861b9c]       in the
//          kernel
//
// The outermost call comes first, and of several callees the one with most samples: that path is the thread's
// stack.
#include "parser/native/common/thread_dump.h"
#include "parser/native/formats.h"

#include <algorithm>
#include <array>
#include <memory>

namespace skein::native
{

namespace
{

const std::vector<std::string_view>& anchors()
{
    static const std::vector<std::string_view> all = {" Thread_9", " samples ("};
    return all;
}

constexpr std::array<std::string_view, 2> kSamples = {
    "2669 Thread_8261020   DispatchQueue_1: com.apple.main-thread  (serial)",
    "Thread 0x2c4a6c    Thread name \"worker\"    770 samples (1-770)    priority 31 (base 31)",
};

struct Header {
    ThreadId id;
    std::string_view name = "";
};

std::optional<Header> threadHeader(std::string_view s)
{
    Header header;
    s = scan::trimLeft(s);
    if (scan::literal(s, "Thread ")) {
        const auto id = s.starts_with("0x") ? scan::hex(s) : std::nullopt;
        if (!id || !scan::contains(s, " samples ("))
            return {};
        header.id = ThreadId(*id);
        if (const std::size_t quote = s.find("Thread name \""); quote != s.npos)
            header.name = s.substr(quote + 13, s.find('"', quote + 13) - quote - 13);
        return header;
    }
    if (!scan::number(s) || !scan::literal(s, " Thread_"))
        return {};
    const auto id = scan::number(s);
    if (!id || (!s.empty() && !scan::isBlank(s[0]) && s[0] != ':'))
        return {};
    header.id = ThreadId(*id);
    if (const std::size_t colon = s.find(": "); colon != s.npos)
        header.name = scan::trimRight(s.substr(colon + 2, s.find("  ", colon + 2) - colon - 2));
    return header;
}

bool isStart(std::string_view s)
{
    return threadHeader(s).has_value();
}

struct Sampled {
    NativeFrame frame;
    std::size_t column = 0; ///< how deep it stands
    bool inKernel = false;
};

/// One line of the tree, with its indentation.
std::optional<Sampled> sampledLine(std::string_view text)
{
    constexpr std::string_view kMarks = " \t+!:|*";
    Sampled line;
    line.column = std::min(text.find_first_not_of(kMarks), text.size());
    line.inKernel = text.substr(0, line.column).contains('*');
    std::string_view s = text.substr(line.column);
    if (!scan::number(s) || s.size() < 2 || !scan::isBlank(s[0]))
        return {};
    s = scan::trimLeft(s);
    NativeFrame& frame = line.frame;
    if (const std::size_t open = s.find(" [0x"); open != s.npos) {
        std::string_view rest = s.substr(open + 2);
        frame.address = scan::hex(rest).value_or(0);
        if (const std::size_t close = rest.find(']'); close != rest.npos)
            splitFileLine(scan::trimLeft(rest.substr(close + 1)), frame.file, frame.line);
        s = scan::trimRight(s.substr(0, open));
    }
    if (const std::size_t in = s.find("  (in "); in != s.npos) { // sample
        frame.module = s.substr(in + 6, s.find(')', in) - in - 6);
        s = s.substr(0, in);
    } else if (s.ends_with(')')) { // spindump
        const std::size_t open = openingOfLast(s);
        if (open != s.npos && open > 0) {
            std::string_view place = s.substr(open + 1, s.size() - open - 2);
            if (const std::size_t by = place.find(" in "); by != place.npos) {
                splitFileLine(place.substr(0, by), frame.file, frame.line);
                place = place.substr(by + 4);
            }
            if (const std::string_view module = withoutOffset(place); module.size() < place.size()) {
                frame.module = module;
                s = scan::trimRight(s.substr(0, open));
            }
        }
    }
    frame.function = withoutParameters(withoutOffset(s));
    if (frame.function.empty() || frame.function == "<truncated backtrace>")
        frame.function = "??";
    return line;
}

/// Calls `f(text, lines)` for each frame of the thread's stack, outermost first, and `other` for other lines
/// of the tree.
template <class F, class Other>
void forEachFrame(LineCursor& in, F&& f, Other&& other)
{
    std::size_t column = 0;
    bool any = false, whole = false;
    for (; !in.atEnd() && !in.line().foreign && !isStart(in.line().text); in.advance()) {
        const auto line = sampledLine(in.line().text);
        if (!line)
            return;
        whole = whole || line->inKernel || (any && line->column <= column);
        if (whole) {
            other(in.line());
            continue;
        }
        f(in.line());
        column = line->column;
        any = true;
    }
}

class SampleReader final : public DumpReader
{
public:
    bool read(LineCursor& in, LogBuilder& out) override
    {
        constexpr std::size_t kMostFrames = 10'000;
        dumpInto(out, appleSample.id);
        if (!locatePrefix(in, isStart))
            return false;
        LineCursor ahead = in.ahead();
        ahead.advance();
        if (ahead.atEnd() || ahead.line().foreign || !sampledLine(ahead.line().text))
            return false;
        const std::string text(in.line().text);
        const std::uint32_t first = in.line().number;
        out.notePrefix(first, in.prefix());
        const auto header = threadHeader(text);
        m_dump->begin(in.line(), header->id, header->id.value, header->name);
        in.advance();
        std::vector<std::pair<std::string, LineSpan>> stack;
        forEachFrame(
            in,
            [&](const Line& line) {
                if (stack.size() < kMostFrames)
                    stack.emplace_back(line.text, LineSpan{line.number, line.last});
            },
            [&](const Line& line) { m_dump->detail(line); });
        for (std::size_t i = stack.size(); i-- > 0;)
            if (const auto line = sampledLine(stack[i].first))
                m_dump->frame(line->frame, stack[i].second);
        m_dump->end();
        out.countPrefix(in.prefix(), in.place().line - first);
        return true;
    }
};

ThreadLines readThread(LineCursor& in, const Log& log, const Thread& thread)
{
    std::vector<LineSpan> spans;
    in.advance();
    forEachFrame(
        in, [&](const Line& line) { spans.push_back({line.number, line.last}); }, [](const Line&) {});
    std::ranges::reverse(spans);
    return framesAt(log, thread, spans);
}

} // namespace

const Format appleSample = {
    .id = "apple-sample",
    .title = "sample or spindump of macOS",
    .anchors = anchors,
    .samples = kSamples,
    .reader = [] -> std::unique_ptr<FormatReader> { return std::make_unique<SampleReader>(); },
    .readThread = readThread,
};

} // namespace skein::native
