// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "parser/native/common/stack_lines.h"

#include <algorithm>

namespace skein::native
{

bool locatePrefix(LineCursor& in, bool (*isStart)(std::string_view))
{
    if (!in.line().foreign && isStart(body(in.line())))
        return true;
    if (in.line().segment > 0)
        return false;
    if (isStart(scan::trimLeft(in.line().raw))) {
        in.setPrefix({});
        return true;
    }
    const std::uint32_t number = in.line().number;
    const LinePlace here = in.place();
    for (const LinePrefix& prefix : LinePrefix::candidates(in.line().raw, isStart)) {
        LineCursor ahead(in.text(), here, prefix);
        while (!ahead.atEnd() && ahead.line().number == number && !isStart(body(ahead.line())))
            ahead.advance();
        if (ahead.atEnd() || ahead.line().number != number || ahead.line().foreign)
            continue;
        in.setPrefix(prefix);
        while (!in.atEnd() && in.line().number == number && !isStart(body(in.line())))
            in.advance();
        return !in.atEnd();
    }
    return false;
}

int linesToFirstFrame(const LineCursor& in, std::optional<NativeFrame> (*frame)(std::string_view line))
{
    constexpr int kMost = 6;
    constexpr std::string_view kHeaders[] = {"Thread ", "thread ", "* thread", "TID ",    "PID ",
                                             "SUMMARY", "==",      "#",        "[Switch", "Stack"};
    LineCursor ahead = in.ahead();
    for (int i = 0; i < kMost && !ahead.atEnd(); ++i, ahead.advance()) {
        const Line& line = ahead.line();
        const auto found = line.foreign ? std::nullopt : frame(body(line));
        if (found)
            return found->index == 0 ? i : 0;
        if (!line.foreign &&
            (line.text.empty() || scan::isBlank(line.text.front()) ||
             std::ranges::any_of(kHeaders, [&](auto h) { return line.text.starts_with(h); })))
            return 0;
    }
    return 0;
}

LinePlace firstOfRun(const LineCursor& in, bool (*isFrame)(std::string_view line), std::uint32_t least)
{
    constexpr std::size_t kFurthest = 1'000'000;
    const std::string_view text = in.text();
    LinePlace at = in.place();
    while (in.line().segment == 0 && at.offset > 0 && at.line > least &&
           in.place().offset - at.offset < kFurthest) {
        const std::size_t newline = scan::findLast(text.substr(0, at.offset - 1), '\n');
        const LinePlace before{newline == text.npos ? 0 : newline + 1, at.line - 1};
        const LineCursor one(text, before, in.prefix());
        if (one.atEnd() || one.line().foreign || !isFrame(body(one.line())))
            break;
        at = before;
    }
    return at;
}

std::size_t joinedFrame(std::string_view text, std::uint32_t index)
{
    constexpr std::size_t kLongest = 20'000;
    constexpr int kMostTries = 4; // each looks at all of the rest
    int tries = 0;
    if (text.size() > kLongest)
        return text.npos;
    for (std::size_t at = text.find('#', 1); at != text.npos && tries < kMostTries;
         at = text.find('#', at + 1)) {
        const char before = text[at - 1];
        std::string_view digits = text.substr(at + 1);
        if ((!scan::isBlank(before) && !scan::isDigit(before) && before != ')') ||
            scan::number(digits) != index + 1)
            continue;
        ++tries;
        const auto next = gdbFrame(text.substr(at));
        if (next && (next->address != 0 || !next->file.empty() || !next->args.empty()))
            return at;
    }
    return text.npos;
}

namespace
{

/// Calls `f(name, text)` for each argument at the top level.
template <class F>
void forEachArgument(std::string_view args, F&& f)
{
    int depth = 0;
    bool quoted = false;
    std::size_t begin = 0;
    for (std::size_t i = 0; i <= args.size(); ++i) {
        const char c = i < args.size() ? args[i] : ',';
        if (i < args.size() && c == '"' && (i == 0 || args[i - 1] != '\\'))
            quoted = !quoted;
        if (!quoted || i == args.size()) {
            if (c == '(' || c == '{' || c == '<' || c == '[')
                ++depth;
            else if ((c == ')' || c == '}' || c == '>' || c == ']') && depth > 0)
                --depth;
        }
        if (c != ',' || ((depth > 0 || quoted) && i < args.size()))
            continue;
        const std::string_view one = scan::trimLeft(args.substr(begin, i - begin));
        begin = i + 1;
        const std::size_t equals = one.find('=');
        if (equals == one.npos)
            f(std::string_view{}, one);
        else
            f(one.substr(0, std::min(one.find('@'), equals)),
              one.substr((one.substr(equals + 1).find("@entry=") == one.npos || one.find("@entry=") > equals
                              ? equals
                              : one.find("@entry=") + 6) +
                         1));
    }
}

std::optional<std::uint64_t> valueOf(std::string_view text)
{
    // gdb: mutex=mutex@entry=0x7f, from=@0x7f, from=..., <write_mutex>; lldb: this=0x00007f, lm=0x00005
    if (const std::size_t entry = text.find("@entry="); entry != text.npos)
        text.remove_prefix(entry + 7);
    if (text.starts_with('@') || text.starts_with('*') || text.starts_with('&'))
        text.remove_prefix(1);
    if (text.starts_with('(')) { // (std::mutex &) @0x55…
        const std::size_t at = text.find("0x");
        if (at == text.npos)
            return {};
        text.remove_prefix(at);
    }
    if (auto hex = scan::hex(text))
        return hex;
    auto number = scan::number(text);
    if (number && !text.empty() && !scan::isBlank(text.front()))
        return {};
    return number;
}

} // namespace

std::vector<ArgWord> argumentWords(std::string_view args)
{
    std::vector<ArgWord> words;
    std::uint8_t position = 0;
    forEachArgument(args, [&](std::string_view, std::string_view text) {
        ArgWord word;
        word.position = position;
        if (position < 255)
            ++position;
        if (const auto value = valueOf(text)) {
            word.value = *value;
            word.isNumber = true;
        }
        if (words.size() < 64)
            words.push_back(word);
    });
    return words;
}

std::uint64_t argument(std::string_view args, std::string_view name)
{
    std::uint64_t found = 0;
    if (!scan::contains(args, name)) // which is quicker than to look at each
        return 0;
    forEachArgument(args, [&](std::string_view n, std::string_view text) {
        if (n == name && found == 0)
            found = valueOf(text).value_or(0);
    });
    return found;
}

namespace
{

struct LinesSink {
    const Log& log;
    std::span<const FrameId> ids;
    ThreadLines out{};

    void frame(const NativeFrame& frame, LineSpan lines)
    {
        if (out.frames.size() < ids.size())
            out.frames.push_back({ids[out.frames.size()], lines, argumentWords(frame.args)});
    }
    void detail(const Line&) {}
};

} // namespace

ThreadLines framesAt(const Log& log, const Thread& thread, std::span<const LineSpan> lines)
{
    ThreadLines out;
    const auto ids = log.stack(thread.stack);
    for (std::size_t i = 0; i < ids.size(); ++i)
        out.frames.push_back(
            {ids[i], i < lines.size() ? lines[i] : LineSpan{thread.firstLine, thread.firstLine}, {}});
    return out;
}

ThreadLines readThreadLines(LineCursor& in, const Log& log, const Thread& thread, const StackStyle& style)
{
    LinesSink sink{log, log.stack(thread.stack)};
    constexpr int kHeader = 80; // registers may stand between the header and the frames
    for (int i = 0; i < kHeader && !in.atEnd() && in.line().number <= thread.lastLine; ++i) {
        if (readFrames(in, style, sink) > 0)
            break;
        in.advance();
    }
    // A damaged log: that was another thread's frame.
    for (FrameText& frame : sink.out.frames)
        if (frame.lines.first < thread.firstLine || frame.lines.last > thread.lastLine)
            frame.lines = {thread.firstLine, thread.firstLine};
    // Whatever was printed in another way still has its place in the stack.
    while (sink.out.frames.size() < sink.ids.size())
        sink.out.frames.push_back(
            {sink.ids[sink.out.frames.size()], {thread.firstLine, thread.firstLine}, {}});
    return std::move(sink.out);
}

} // namespace skein::native
