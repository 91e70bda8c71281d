// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
//
// WinDbg and cdb: `~*k` in its kinds, `!locks` and `!cs`, `!analyze -v` (FORMATS.md 20):
//
//     (1a2c.1b40): Access violation - code c0000005 (first chance)
//     .  0  Id: 1a2c.1b40 Suspend: 1 Teb: 00007ff6`d1c5d000 Unfrozen "worker"
//     THREAD ffffcb003aac7080  Cid 1a2c.1b40  Teb: 0000000000d93000 …    (kernel debugger)
//      # Child-SP          RetAddr               Call Site
//     00 0000009b`1f2ff8b0 00007ff6`1d2c1234     shop!Cart::add+0x1d [c:\src\cart.cpp @ 40]
//     CritSec shop!g_cart+0 at 00007ff6`1d2ef010
//     LockCount          1
//     OwningThread       1b40                    hexadecimal
//     *** Locked
#include "parser/native/common/thread_dump.h"
#include "parser/native/formats.h"

#include <array>
#include <memory>

namespace skein::native
{

namespace
{

constexpr StackStyle kStyle{.frame = windbgFrame, .numbered = false};

const std::vector<std::string_view>& anchors()
{
    static const std::vector<std::string_view> all = {
        " Suspend: ",          "Child-SP ", "ChildEBP ", "CritSec ", " - code c0", "STACK_TEXT:",
        "Critical section ",   "  Cid ",    "ntdll!Nt",  "ntdll!Zw", "ntdll!Rtl",  "KERNEL32!BaseThread",
        "kernel32!BaseThread",
    };
    return all;
}

constexpr std::array<std::string_view, 2> kSamples = {
    ".  0  Id: 1a2c.1b40 Suspend: 1 Teb: 00007ff6`d1c5d000 Unfrozen",
    "CritSec shop!g_cart+0 at 00007ff6`1d2ef010",
};

/// A hexadecimal number with or without 0x and a backtick.
std::optional<std::uint64_t> hexNumber(std::string_view& s)
{
    scan::literal(s, "0x");
    std::uint64_t value = 0;
    std::size_t n = 0, digits = 0;
    for (; n < s.size() && digits <= 16; ++n) {
        const int digit = scan::hexValue(s[n]);
        if (digit < 0 && s[n] != '`')
            break;
        if (digit >= 0) {
            value = value << 4 | static_cast<std::uint64_t>(digit);
            ++digits;
        }
    }
    if (digits == 0 || digits > 16)
        return {};
    s.remove_prefix(n);
    return value;
}

struct Header {
    ThreadId id;
    std::uint64_t osId = ThreadId::kNone;
    std::string_view name = "";
};

std::optional<Header> threadHeader(std::string_view s)
{
    Header header;
    if (scan::literal(s, ".") || scan::literal(s, "#"))
        s = scan::trimLeft(s);
    if (scan::literal(s, "THREAD ")) {
        if (!hexNumber(s) || !scan::literal(s, "  Cid ") || !hexNumber(s) || !scan::literal(s, "."))
            return {};
        const auto tid = hexNumber(s);
        if (!tid || !s.starts_with("  Teb: "))
            return {};
        header.id = ThreadId(*tid);
        header.osId = *tid;
        return header;
    }
    const auto id = scan::number(s);
    s = scan::trimLeft(s);
    if (!id || !scan::literal(s, "Id: ") || !hexNumber(s) || !scan::literal(s, "."))
        return {};
    const auto tid = hexNumber(s);
    if (!tid || !s.starts_with(" Suspend: "))
        return {};
    header.id = ThreadId(*id);
    header.osId = *tid;
    if (const std::size_t quote = s.find('"'); quote != s.npos && s.ends_with('"') && quote + 1 < s.size())
        header.name = s.substr(quote + 1, s.size() - quote - 2);
    return header;
}

/// `(1a2c.1b40): Access violation - code c0000005 (first chance)`: the thread.
std::optional<std::uint64_t> exceptionThread(std::string_view s)
{
    if (!scan::literal(s, "(") || !hexNumber(s) || !scan::literal(s, "."))
        return {};
    const auto tid = hexNumber(s);
    if (!tid || !s.starts_with("): ") || s.find(" - code ") == s.npos)
        return {};
    return tid;
}

bool isColumns(std::string_view s)
{
    if (scan::literal(s, "#"))
        s = scan::trimLeft(s);
    return s.starts_with("Child-SP ") || s.starts_with("ChildEBP ");
}

bool isLock(std::string_view s)
{
    return (s.starts_with("CritSec ") || s.starts_with("Critical section ")) && s.size() < 300;
}

bool isFrame(std::string_view s)
{
    return windbgFrame(s).has_value();
}

bool isStart(std::string_view s)
{
    return isFrame(s) || threadHeader(s) || exceptionThread(s) || isColumns(s) || isLock(s) ||
           s.starts_with("STACK_TEXT:");
}

class WindbgReader final : public DumpReader
{
public:
    bool read(LineCursor& in, LogBuilder& out) override;

private:
    bool stack(LineCursor& in);
    bool loneStack(LineCursor& in);
    void lock(LineCursor& in);

    std::uint32_t m_lastLine = 0;
};

/// The columns' line, then the frames. The thread is begun already, or has no header.
bool WindbgReader::stack(LineCursor& in)
{
    if (!in.atEnd() && !in.line().foreign &&
        (isColumns(body(in.line())) || body(in.line()).starts_with("STACK"))) {
        m_dump->detail(in.line());
        in.advance();
    }
    const bool any = readFrames(in, kStyle, *m_dump) > 0;
    m_dump->end();
    return any;
}

/// A stack without its columns' line. The cursor may stand at one of its next frames already. One frame alone
/// is none.
bool WindbgReader::loneStack(LineCursor& in)
{
    const LinePlace first = firstOfRun(in, isFrame, m_lastLine + 1);
    LineCursor lines(in.text(), first, in.prefix());
    const auto one = windbgFrame(body(lines.line()));
    const Line* next = lines.peek();
    const auto two = next && !next->foreign ? windbgFrame(scan::trimLeft(next->text)) : std::nullopt;
    if (!one || !two || one->index != 0 || two->index > 1)
        return false;
    m_dump->begin(lines.line(), {}, ThreadId::kNone, {});
    stack(lines);
    const std::uint32_t last = lines.atEnd() ? ~0U : lines.place().line;
    while (!in.atEnd() && in.line().number < last)
        in.advance();
    return true;
}

// !locks: CritSec NAME at ADDRESS, then a table; !cs: Critical section = 0x…
void WindbgReader::lock(LineCursor& in)
{
    constexpr int kRows = 16;
    const std::string text(body(in.line()));
    std::uint64_t address = 0, owner = 0;
    for (const std::string_view before : {" at ", "= "}) {
        const std::size_t at = text.rfind(before);
        std::string_view rest =
            std::string_view(text).substr(at == text.npos ? text.size() : at + before.size());
        if (address == 0)
            address = hexNumber(rest).value_or(0);
    }
    LineSpan lines{in.line().number, in.line().last};
    m_dump->cover(in.line());
    in.advance();
    bool locked = text.starts_with("CritSec ");
    for (int i = 0; i < kRows && !in.atEnd() && !in.line().foreign; ++i) {
        std::string_view row = body(in.line());
        if (row.empty() || isStart(row) || (!scan::isAlpha(row[0]) && row[0] != '*'))
            break;
        if (scan::literal(row, "OwningThread")) {
            row = scan::trimLeft(row);
            if (scan::literal(row, "="))
                row = scan::trimLeft(row);
            owner = hexNumber(row).value_or(0);
        }
        lines.last = in.line().last;
        m_dump->cover(in.line());
        locked = locked || row == "LOCKED";
        in.advance();
    }
    if (owner != 0 && locked)
        m_dump->owner({.lock = address, .osId = owner, .lines = lines});
}

bool WindbgReader::read(LineCursor& in, LogBuilder& out)
{
    dumpInto(out, windbg.id);
    if (!locatePrefix(in, isStart))
        return false;
    const std::string text(body(in.line()));
    const std::uint32_t first = in.line().number;
    out.notePrefix(first, in.prefix());
    if (const auto header = threadHeader(text)) {
        m_dump->begin(in.line(), header->id, header->osId, header->name);
        in.advance();
        constexpr int kMostFacts = 40; // of a kernel debugger, what the thread waits for and how long it ran
        LineCursor ahead = in.ahead();
        int facts = 0;
        while (text.starts_with("THREAD ") && facts < kMostFacts && !ahead.atEnd() &&
               !isStart(body(ahead.line()))) {
            ahead.advance();
            ++facts;
        }
        if (!ahead.atEnd() && facts < kMostFacts && isColumns(body(ahead.line())))
            for (; facts > 0; --facts) {
                m_dump->detail(in.line());
                in.advance();
            }
        stack(in);
    } else if (const auto thread = exceptionThread(text)) {
        const std::size_t code = text.find("): ") + 3;
        if (m_dump->hasThreads())
            m_dump->close();
        m_dump->crashed(ThreadId(*thread), text.substr(code, text.find(" - code") - code), in.line(), text);
        in.advance();
    } else if (isLock(text)) {
        lock(in);
    } else if (isFrame(text)) {
        if (!loneStack(in))
            return false;
    } else {
        LineCursor ahead = in.ahead();
        ahead.advance();
        if (ahead.atEnd() || !windbgFrame(body(ahead.line())))
            return false;
        m_dump->begin(in.line(), {}, ThreadId::kNone, {});
        stack(in);
    }
    m_lastLine = in.place().line - 1;
    out.countPrefix(in.prefix(), in.place().line - first);
    return true;
}

} // namespace

const Format windbg = {
    .id = "windbg",
    .title = "WinDbg",
    .anchors = anchors,
    .samples = kSamples,
    .reader = [] -> std::unique_ptr<FormatReader> { return std::make_unique<WindbgReader>(); },
    .readThread = readThreadAs<kStyle>,
};

} // namespace skein::native
