// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include "parser/format.h"
#include "parser/line_cursor.h"
#include "parser/native/common/native_frame.h"
#include "parser/scan.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace skein::native
{

/// How one tool prints a stack.
struct StackStyle {
    std::optional<NativeFrame> (*frame)(std::string_view line) = nullptr;
    bool wraps = false;       ///< a frame may go on in the next line (gdb)
    bool sourceBelow = false; ///< `    FILE:LINE` may stand below a frame (eu-stack -s)
    bool details = false;     ///< other indented lines may stand between frames (bt full)
    bool elides = false;      ///< `...` may stand for any number of frames
    bool numbered = true;     ///< frames count upwards; else the list ends at the first other line
};

/// Finds out what stands before `anchor` in the current line, where the prefix in force leaves something
/// else. True where the line's text now begins with it, blanks aside.
bool locatePrefix(LineCursor& in, bool (*isStart)(std::string_view));

/// Takes the indentation off.
inline std::string_view body(const Line& line)
{
    return scan::trimLeft(line.text);
}

/// Where in `text`, a frame of gdb with that index, the next frame begins because a line end was lost:
/// `#1 0x5 in f () at a.c:12#2 0x6 in main ()`. npos where it does not.
std::size_t joinedFrame(std::string_view text, std::uint32_t index);

/// How many lines of the program's output stand between a stack's header and its first frame; 0 where there
/// are none, or no frame follows them. Output begins at the edge, what the tools print below a header does
/// not.
int linesToFirstFrame(const LineCursor& in, std::optional<NativeFrame> (*frame)(std::string_view line));

/// Where the run of lines begins that `isFrame` says yes to and the current line ends; not before line
/// `least`.
LinePlace firstOfRun(const LineCursor& in, bool (*isFrame)(std::string_view line), std::uint32_t least);

/// Reads frames while they go on. Sink: frame(NativeFrame, LineSpan), detail(Line).
/// The cursor is left at the first line that does not belong to the stack. Returns the number of frames.
template <class Sink>
std::uint32_t readFrames(LineCursor& in, const StackStyle& style, Sink& sink)
{
    constexpr int kMostOthers = 6;
    constexpr std::uint32_t kMostDetails = 5000;
    std::uint32_t count = 0, lastIndex = 0, details = 0;
    std::uint64_t lastAddress = 0;
    std::string joined;
    while (!in.atEnd()) {
        std::string_view text = body(in.line());
        auto frame = in.line().foreign ? std::nullopt : style.frame(text);
        // Calls that were inlined may bear the number of the frame that they are part of.
        const bool again = frame && frame->index > 0 && frame->index == lastIndex && frame->address != 0 &&
                           frame->address == lastAddress;
        if (frame && style.numbered && count > 0 && frame->index <= lastIndex && !again)
            return count;
        if (frame) {
            LineSpan lines{in.line().number, in.line().last};
            if (style.wraps) {
                bool whole = true;
                for (int i = 0; i < 40; ++i) {
                    const Line* next = in.peek();
                    if (!next || next->foreign || !gdbFrameContinues(whole ? text : joined, next->text))
                        break;
                    if (whole)
                        joined = text;
                    whole = false;
                    joined += ' ';
                    joined += scan::trimLeft(next->text);
                    lines.last = next->last;
                    in.advance();
                }
                if (!whole)
                    frame = style.frame(joined);
            }
            if (style.sourceBelow) {
                joined.assign(text);
                frame = style.frame(joined);
                const Line* next = in.peek();
                std::string_view below =
                    next && !next->foreign ? scan::trimLeft(next->text) : std::string_view{};
                std::string_view file;
                std::uint32_t line = 0;
                if (!below.empty() && below.size() < next->text.size() && !below.starts_with('#') &&
                    splitFileLine(below, file, line)) {
                    frame->file = file;
                    frame->line = line;
                    lines.last = next->last;
                    sink.frame(*frame, lines);
                    in.advance();
                    in.advance();
                    lastIndex = frame->index;
                    ++count;
                    continue;
                }
            }
            if (!frame)
                return count;
            lastIndex = frame->index;
            lastAddress = frame->address;
            if (style.wraps) {
                std::string_view rest = joined.empty() ? text : std::string_view(joined);
                constexpr int kMostJoined = 100;
                std::size_t cut = 0;
                for (int n = 0; n < kMostJoined && (cut = joinedFrame(rest, lastIndex)) != rest.npos; ++n) {
                    if (const auto one = style.frame(scan::trimRight(rest.substr(0, cut))))
                        sink.frame(*one, lines);
                    ++count;
                    rest.remove_prefix(cut);
                    frame = style.frame(rest);
                    lastIndex = frame->index;
                }
                joined.clear();
            }
            sink.frame(*frame, lines);
            ++count;
            details = 0;
            in.advance();
            continue;
        }
        if (count == 0) {
            const int noise = linesToFirstFrame(in, style.frame);
            if (noise == 0)
                return 0;
            for (int i = 0; i < noise; ++i)
                in.advance();
            continue;
        }
        if (style.elides && text == "...") { // left out by whoever posted it
            sink.detail(in.line());
            in.advance();
            continue;
        }
        const bool detail = style.details && !in.line().foreign && !text.empty() &&
                            (text.size() < in.line().text.size() || text == "No locals." ||
                             text.starts_with("No symbol table"));
        if (detail && details++ < kMostDetails && !text.starts_with("Thread ")) {
            sink.detail(in.line());
            in.advance();
            continue;
        }
        if (!style.numbered)
            return count;
        // Somebody else's lines may have run into the stack: it goes on where the numbers go on.
        int skip = 0;
        {
            LineCursor ahead = in.ahead();
            for (int i = 0; i < kMostOthers && skip == 0 && !ahead.atEnd(); ++i) {
                const auto later = ahead.line().foreign ? std::nullopt : style.frame(body(ahead.line()));
                if (later && later->index > lastIndex && later->index <= lastIndex + 2)
                    skip = i;
                else if (later)
                    break;
                ahead.advance();
            }
        }
        if (skip == 0)
            return count;
        for (int i = 0; i < skip; ++i)
            in.advance();
    }
    return count;
}

/// The numbers among `name=0x7f, other=@0x55, n=20`.
std::vector<ArgWord> argumentWords(std::string_view args);
/// The value of the argument called `name`; 0 where it is not printed.
std::uint64_t argument(std::string_view args, std::string_view name);

/// The frames of the thread's stack with the lines in which each is printed, innermost first; those that are
/// missing stand in the thread's first line.
ThreadLines framesAt(const Log& log, const Thread& thread, std::span<const LineSpan> lines);
/// Format::readThread for a tool of this style.
ThreadLines readThreadLines(LineCursor& in, const Log& log, const Thread& thread, const StackStyle& style);
/// Static, because gcc 14 gives the instances for equally named styles in the unnamed namespaces of different
/// files one and the same weak symbol, and the linker then keeps one file's style for all.
template <const StackStyle& style>
static ThreadLines readThreadAs(LineCursor& in, const Log& log, const Thread& thread)
{
    return readThreadLines(in, log, thread, style);
}

} // namespace skein::native
