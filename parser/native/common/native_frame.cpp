// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "parser/native/common/native_frame.h"

#include "parser/native/common/demangle.h"
#include "parser/native/common/rust_name.h"
#include "parser/scan.h"

#include <algorithm>
#include <string>

namespace skein::native
{

namespace
{

/// `12 ` and blanks.
bool eatNumber(std::string_view& s, std::uint32_t& index)
{
    std::string_view rest = scan::trimLeft(s);
    const auto number = scan::number(rest);
    if (!number || *number > 1'000'000 || (!rest.empty() && !scan::isBlank(rest.front())))
        return false;
    index = static_cast<std::uint32_t>(*number);
    s = scan::trimLeft(rest);
    return true;
}

/// `#12 ` and blanks.
bool eatIndex(std::string_view& s, std::uint32_t& index)
{
    std::string_view rest = scan::trimLeft(s);
    if (!scan::literal(rest, "#") || !eatNumber(rest, index))
        return false;
    s = rest;
    return true;
}

/// Position of the last `needle` in `s` that lies behind the last closing parenthesis.
std::size_t findBehindParen(std::string_view s, std::string_view needle)
{
    const std::size_t paren = scan::findLast(s, ')');
    const std::size_t at = s.find(needle, paren == s.npos ? 0 : paren);
    return at;
}

std::string_view withoutVersion(std::string_view symbol)
{
    const std::size_t at = symbol.find('@');
    return at == symbol.npos || at == 0 ? symbol : symbol.substr(0, at);
}

} // namespace

std::size_t openingOfLast(std::string_view s)
{
    int depth = 0;
    bool quoted = false;
    for (std::size_t i = s.size(); i-- > 0;) {
        const char c = s[i];
        if (c == '"' && (i == 0 || s[i - 1] != '\\'))
            quoted = !quoted;
        if (quoted)
            continue;
        if (c == ')')
            ++depth;
        else if (c == '(' && --depth == 0)
            return i;
    }
    return s.npos;
}

std::string_view withoutParameters(std::string_view name)
{
    std::string_view s = name;
    if (s.ends_with(" const"))
        s.remove_suffix(6);
    if (!s.ends_with(')'))
        return name;
    const std::size_t open = openingOfLast(s);
    if (open == s.npos || open == 0 || s.substr(0, open).ends_with("operator"))
        return name;
    return scan::trimRight(s.substr(0, open));
}

bool splitFileLine(std::string_view text, std::string_view& file, std::uint32_t& line)
{
    std::uint32_t numbers[2] = {0, 0};
    int n = 0;
    std::string_view s = text;
    while (n < 2) {
        std::size_t begin = s.size();
        while (begin > 0 && scan::isDigit(s[begin - 1]))
            --begin;
        if (begin == s.size() || begin == 0 || s[begin - 1] != ':' || s.size() - begin > 9)
            break;
        std::string_view digits = s.substr(begin);
        numbers[n++] = static_cast<std::uint32_t>(*scan::number(digits));
        s = s.substr(0, begin - 1);
    }
    if (n == 0 || s.empty())
        return false;
    file = s;
    line = numbers[n - 1];
    return true;
}

std::optional<NativeFrame> gdbFrame(std::string_view text)
{
    NativeFrame frame;
    std::string_view s = text;
    if (!eatIndex(s, frame.index) || s.empty())
        return {};
    if (std::string_view rest = s; s.starts_with("0x")) {
        const auto address = scan::hex(rest);
        rest = scan::trimLeft(rest);
        if (address && scan::literal(rest, "in ")) {
            frame.address = *address;
            s = scan::trimLeft(rest);
        } else if (address && rest.empty()) {
            frame.address = *address;
            frame.function = "??";
            return frame;
        } else if (address && scan::contains(rest, " + 0x")) {
            return {}; // systemd-coredump's: sym (libshop.so + 0x38d)
        }
    }
    if (s.starts_with("<signal handler called>")) {
        frame.function = "<signal handler called>";
        return frame;
    }
    if (const std::size_t from = findBehindParen(s, " from "); from != s.npos) {
        frame.module = scan::trimRight(s.substr(from + 6));
        s = scan::trimRight(s.substr(0, from));
    }
    if (const std::size_t at = findBehindParen(s, " at "); at != s.npos) {
        const std::string_view place = scan::trimLeft(s.substr(at + 4));
        if (!splitFileLine(place, frame.file, frame.line))
            frame.file = place;
        s = scan::trimRight(s.substr(0, at));
    } else if (s.find(" at ") != s.npos && !s.ends_with(')')) {
        // A path that holds parentheses: C:/Program Files (x86)/a.c:12
        const std::size_t where = s.find(") at ");
        if (where != s.npos && splitFileLine(s.substr(where + 5), frame.file, frame.line))
            s = s.substr(0, where + 1);
    }
    if (s.ends_with(')')) {
        const std::size_t open = openingOfLast(s);
        if (open != s.npos && open > 0) {
            frame.args = s.substr(open + 1, s.size() - open - 2);
            s = scan::trimRight(s.substr(0, open));
        }
    } else if (const std::size_t open = s.find(" ("); open != s.npos) {
        frame.args = s.substr(open + 2); // cut off, or a wrapped line of which the rest is missing
        s = s.substr(0, open);
    }
    frame.function = s;
    if (frame.function.empty())
        return {};
    return frame;
}

bool gdbFrameContinues(std::string_view frame, std::string_view next)
{
    const std::string_view rest = scan::trimLeft(next);
    if (rest.empty() || rest.size() == next.size() || rest.starts_with('#'))
        return false;
    if (rest.starts_with("at ") || rest.starts_with("from "))
        return frame.find(" at ") == frame.npos || frame.ends_with(')');
    const std::size_t open = frame.find(" (");
    if (open == frame.npos)
        return false;
    int depth = 0;
    bool quoted = false;
    for (std::size_t i = open; i < frame.size(); ++i) {
        if (frame[i] == '"' && frame[i - 1] != '\\')
            quoted = !quoted;
        if (!quoted)
            depth += frame[i] == '(' ? 1 : frame[i] == ')' ? -1 : 0;
    }
    return depth > 0;
}

std::optional<NativeFrame> lldbFrame(std::string_view text)
{
    NativeFrame frame;
    std::string_view s = scan::trimLeft(text);
    if (scan::literal(s, "*"))
        s = scan::trimLeft(s);
    if (!scan::literal(s, "frame #"))
        return {};
    const auto index = scan::number(s);
    if (!index || !scan::literal(s, ":"))
        return {};
    frame.index = static_cast<std::uint32_t>(*index);
    s = scan::trimLeft(s);
    if (const auto address = scan::hex(s))
        frame.address = *address;
    s = scan::trimLeft(s);
    while (s.ends_with(']')) { // [opt], [artificial]
        const std::size_t open = s.rfind(" [");
        if (open == s.npos || s.size() - open > 16)
            break;
        s = s.substr(0, open);
    }
    if (const std::size_t tick = s.find('`'); tick != s.npos) {
        frame.module = s.substr(0, tick);
        s.remove_prefix(tick + 1);
    }
    if (const std::size_t at = s.rfind(" at "); at != s.npos) {
        if (splitFileLine(s.substr(at + 4), frame.file, frame.line))
            s = s.substr(0, at);
    }
    if (const std::size_t plus = s.rfind(" + ");
        plus != s.npos && plus + 3 < s.size() && scan::digits(s.substr(plus + 3)) == s.size() - plus - 3)
        s = s.substr(0, plus);
    if (const std::size_t inlined = s.find("[inlined] "); inlined != s.npos) {
        frame.inlined = true;
        s.remove_prefix(inlined + 10);
    }
    if (s.ends_with(')') && s.find('=') != s.npos) {
        const std::size_t open = openingOfLast(s);
        if (open != s.npos && open > 0) {
            frame.args = s.substr(open + 1, s.size() - open - 2);
            s = s.substr(0, open);
        }
    }
    frame.function = withoutParameters(s);
    if (frame.function.empty())
        frame.function = "??";
    return frame;
}

std::optional<NativeFrame> euStackFrame(std::string_view text)
{
    NativeFrame frame;
    std::string_view s = text;
    if (!eatIndex(s, frame.index))
        return {};
    const auto address = scan::hex(s);
    if (!address)
        return {};
    frame.address = *address;
    s = scan::trimLeft(s);
    if (scan::literal(s, "- 1"))
        s = scan::trimLeft(s);
    if (const std::size_t module = s.rfind(" - "); module != s.npos) {
        frame.module = s.substr(module + 3);
        s = s.substr(0, module);
    } else if (s.starts_with("- ")) {
        frame.module = s.substr(2);
        s = {};
    }
    frame.function = s.empty() ? "??" : withoutParameters(withoutVersion(s));
    return frame;
}

std::optional<NativeFrame> coredumpFrame(std::string_view text)
{
    NativeFrame frame;
    std::string_view s = text;
    if (!eatIndex(s, frame.index))
        return {};
    if (const auto address = scan::hex(s))
        frame.address = *address;
    else if (!scan::literal(s, "n/a"))
        return {};
    s = scan::trimLeft(s);
    if (s.ends_with(')')) {
        const std::size_t open = openingOfLast(s);
        if (open != s.npos) {
            std::string_view in = s.substr(open + 1, s.size() - open - 2);
            s = scan::trimRight(s.substr(0, open));
            in = in.substr(0, std::min(in.find(" + 0x"), in.size()));
            if (in != "n/a")
                frame.module = in;
        }
    }
    frame.function = s.empty() || s == "n/a" ? "??" : s;
    return frame;
}

std::optional<NativeFrame> sanitizerFrame(std::string_view text)
{
    NativeFrame frame;
    std::string_view s = text;
    // `    0 pthread_mutex_lock <null> (replica+0x12573c6)`: a tracker took the # for a heading's.
    const bool marked = eatIndex(s, frame.index);
    if (!marked && (!s.ends_with(')') || !scan::contains(s, "+0x") || !eatNumber(s, frame.index)))
        return {};
    if (s.empty())
        return {};
    std::uint64_t offset = 0;
    if (std::string_view rest = s; s.starts_with("0x")) {
        const auto address = scan::hex(rest);
        if (!address)
            return {};
        frame.address = *address;
        s = scan::trimLeft(rest);
        if (scan::literal(s, "in "))
            s = scan::trimLeft(s);
    }
    if (s.ends_with(')')) {
        if (const std::size_t build = s.rfind(" (BuildId:"); build != s.npos)
            s = scan::trimRight(s.substr(0, build));
    }
    if (s.ends_with(')')) {
        const std::size_t open = openingOfLast(s);
        if (open != s.npos) {
            const std::string_view in = s.substr(open + 1, s.size() - open - 2);
            const std::size_t plus = in.rfind("+0x");
            if (plus != in.npos || in.starts_with("0x")) {
                if (plus != in.npos)
                    frame.module = in.substr(0, plus);
                std::string_view digits = plus != in.npos ? in.substr(plus + 1) : in;
                offset = scan::hex(digits).value_or(0);
                s = scan::trimRight(s.substr(0, open));
            }
        }
    }
    if (s.ends_with(')')) { // symbolize_vs_style=1: /src/a.cc(32,20)
        const std::size_t open = s.rfind('(');
        std::string_view in = s.substr(open + 1);
        const std::size_t blank = s.rfind(' ', open);
        const auto line = scan::number(in);
        if (line && blank != s.npos && scan::literal(in, ",")) {
            scan::number(in);
        }
        if (line && blank != s.npos && in == ")" && open > blank + 1 && scan::contains(s.substr(blank, open - blank), ".")) {
            std::size_t begin = s.rfind(" /", open);
            begin = begin == s.npos ? blank : begin;
            frame.file = s.substr(begin + 1, open - begin - 1);
            frame.line = static_cast<std::uint32_t>(*line);
            frame.function = withoutParameters(scan::trimRight(s.substr(0, begin)));
            return frame;
        }
    }
    if (s.ends_with(" <null>")) {
        s = scan::trimRight(s.substr(0, s.size() - 7));
    } else if (std::string_view file; splitFileLine(s, file, frame.line)) {
        // The path begins behind the last blank that is followed by '/', or else behind the last blank.
        std::size_t begin = file.rfind(" /");
        if (begin == file.npos || file.find(") ", begin) != file.npos)
            begin = file.rfind(' ');
        if (begin == file.npos)
            begin = 0;
        frame.file = scan::trimLeft(file.substr(begin));
        s = scan::trimRight(s.substr(0, begin));
    } else if (const std::size_t blank = s.rfind(' '); blank != s.npos && frame.address != 0) {
        const std::string_view last = s.substr(blank + 1); // asan_interceptors.cpp.o
        if (last.find('.') != last.npos && last.find_first_of("(<)>:,*&") == last.npos) {
            frame.file = last;
            s = scan::trimRight(s.substr(0, blank));
        }
    }
    frame.function = s.empty() ? std::string_view("<null>") : withoutParameters(s);
    if (frame.address == 0 && frame.function == "<null>")
        frame.address = offset; // nothing else tells it from its neighbours
    return frame;
}

std::optional<NativeFrame> valgrindFrame(std::string_view text)
{
    NativeFrame frame;
    std::string_view s = scan::trimLeft(text);
    const bool first = scan::literal(s, "at 0x");
    if (!first && !scan::literal(s, "by 0x"))
        return {};
    std::uint64_t address = 0;
    std::size_t n = 0;
    for (; n < s.size() && n < 17 && (scan::hexValue(s[n]) >= 0 || s[n] == '.'); ++n)
        address = address << 4 | static_cast<std::uint64_t>(std::max(0, scan::hexValue(s[n])));
    if (n == 0 || !s.substr(n).starts_with(": "))
        return {};
    frame.index = first ? 0 : 1;
    frame.address = address;
    s.remove_prefix(n + 2);
    if (s.ends_with(')')) {
        if (const std::size_t open = s.rfind(" ("); open != s.npos) {
            const std::string_view in = s.substr(open + 2, s.size() - open - 3);
            if (in.starts_with("in ")) {
                frame.module = in.substr(3);
                s = s.substr(0, open);
            } else if (splitFileLine(in, frame.file, frame.line)) {
                frame.fileIsBase = !scan::contains(frame.file, "/");
                s = s.substr(0, open);
            }
        }
    }
    frame.function = withoutParameters(withoutVersion(s));
    return frame;
}

std::optional<NativeFrame> glogFrame(std::string_view text)
{
    NativeFrame frame;
    std::string_view s = scan::trimLeft(text);
    if (!scan::literal(s, "@"))
        return {};
    s = scan::trimLeft(s);
    const auto address = scan::hex(s);
    if (!address)
        return {};
    frame.address = *address;
    s = scan::trimLeft(s);
    if (const std::size_t n = scan::digits(s); n > 0 && n < s.size() && scan::isBlank(s[n]))
        s = scan::trimLeft(s.substr(n)); // absl: the size of the frame
    else if (s.starts_with("(unknown)  "))
        s = scan::trimLeft(s.substr(9)); // … which it does not know
    frame.function = s.empty() || s == "(unknown)" ? std::string_view("??") : withoutParameters(s);
    return frame;
}

FrameId internFrame(LogBuilder& out, const NativeFrame& frame)
{
    std::string plain;
    if (isMangled(frame.function))
        plain = demangled(frame.function);
    else if (hasRustHash(frame.function))
        plain = withoutRustHash(frame.function);
    std::string_view name = plain.empty() ? frame.function : plain;
    if (name.empty()) // `by 0x10B94D:  (locks.cpp:135)`, of which the name was lost
        name = "??";
    return out.frame({name, frame.file, frame.line, frame.address, frame.module, frame.inlined},
                     [&](std::string_view function, std::string_view file) {
                         return frame.fileIsBase && isRuntimeSource(file)
                                    ? Role::Runtime
                                    : roleOf(function, file, frame.module);
                     });
}

} // namespace skein::native
