// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
//
// boost::stacktrace, std::stacktrace (libstdc++ and MSVC), and what prints them (FORMATS.md 17):
//
//      0# shop::Cart::add(int) at /src/cart.cc:40
//      1# 0x000055d2c9a01234 in ./shop
//     0> C:\src\cart.cpp(40): shop!Cart::add+0x1d
//
// Nothing announces such a stack: frames that nearly every one holds do, and it is read from its first line.
#include "parser/native/common/thread_dump.h"
#include "parser/native/formats.h"

#include <array>
#include <memory>

namespace skein::native
{

namespace
{

constexpr StackStyle kStyle{.frame = stacktraceFrame};

const std::vector<std::string_view>& anchors()
{
    static const std::vector<std::string_view> all = {
        "   0# ",          "0# boost::", "0# std::",    "0# 0x0",
        "0# 0x5",          "0# 0x7",     "1# 0x0",      "1# 0x5",
        "1# 0x7",          "# main",     "# _start",    "# clone",
        "# __libc_s",      "# start_th", "# __clone",   "# abort",
        "# raise",         "# std::",    "# boost::",   "# BaseThreadInit",
        "# RtlUserThread", "> ntdll!",   "> KERNEL32!", "!BaseThreadInitThunk+",
        "!invoke_main+",
    };
    return all;
}

constexpr std::array<std::string_view, 2> kSamples = {
    " 6# main at /src/shop.cc:16",
    " 0# 0x000055d2c9a01234 in ./shop",
};

bool isStart(std::string_view s)
{
    return stacktraceFrame(s).has_value();
}

class StacktraceReader final : public DumpReader
{
public:
    bool read(LineCursor& in, LogBuilder& out) override;

private:
    LinePlace firstFrame(const LineCursor& in, std::uint32_t index) const;

    std::uint32_t m_lastLine = 0;
};

/// Where frame 0 of the stack stands to which the current line belongs; line 0 where there is none.
LinePlace StacktraceReader::firstFrame(const LineCursor& in, std::uint32_t index) const
{
    const std::string_view text = in.text();
    LinePlace at = in.place();
    while (index > 0) {
        if (at.offset == 0 || at.line <= m_lastLine + 1)
            return {0, 0};
        const std::size_t newline =
            at.offset < 2 ? text.npos : scan::findLast(text.substr(0, at.offset - 1), '\n');
        at = {newline == text.npos ? 0 : newline + 1, at.line - 1};
        if (in.place().offset - at.offset > 1'000'000)
            return {0, 0};
        const LineCursor before(text, at, in.prefix());
        const auto frame =
            before.atEnd() || before.line().foreign ? std::nullopt : stacktraceFrame(body(before.line()));
        if (!frame || frame->index + 1 != index)
            return {0, 0};
        index = frame->index;
    }
    return at;
}

bool StacktraceReader::read(LineCursor& in, LogBuilder& out)
{
    dumpInto(out, stacktrace.id);
    const std::string_view raw = in.line().raw;
    if ((!scan::contains(raw, "# ") && !scan::contains(raw, "> ")) || !locatePrefix(in, isStart))
        return false;
    const auto here = stacktraceFrame(body(in.line()));
    const LinePlace first =
        in.line().segment > 0 && here->index > 0 ? LinePlace{0, 0} : firstFrame(in, here->index);
    if (first.line == 0)
        return false;
    {
        // One frame alone is somebody's list.
        LineCursor second(in.text(), first, in.prefix());
        const bool placed = here->address != 0 || !here->file.empty() || !here->module.empty();
        const Line* next = second.peek();
        const auto frame = next && !next->foreign ? stacktraceFrame(body(*next)) : std::nullopt;
        if (here->index == 0 && (frame ? frame->index != 1 : !placed))
            return false;
    }
    out.notePrefix(first.line, in.prefix());
    LineCursor stack(in.text(), first, in.prefix());
    m_dump->close();
    m_dump->begin(stack.line(), {}, ThreadId::kNone, {});
    m_dump->mayHaveCrashed("the program printed this stack");
    readFrames(stack, kStyle, *m_dump);
    m_dump->end();
    m_lastLine = stack.place().line - 1;
    out.countPrefix(in.prefix(), m_lastLine + 1 - first.line);
    do
        in.advance();
    while (!in.atEnd() && in.line().number <= m_lastLine);
    return true;
}

} // namespace

const Format stacktrace = {
    .id = "boost-stacktrace",
    .title = "boost::stacktrace or std::stacktrace",
    .anchors = anchors,
    .samples = kSamples,
    .reader = [] -> std::unique_ptr<FormatReader> { return std::make_unique<StacktraceReader>(); },
    .readThread = readThreadAs<kStyle>,
};

} // namespace skein::native
