// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
//
// Frames as crash handlers and post-mortem tools print them. See native_frame.h for an example of each.
#include "parser/native/common/native_frame.h"
#include "parser/scan.h"

#include <algorithm>

namespace skein::native
{

namespace
{

/// A hexadecimal number without 0x, of `least` to 16 digits; WinDbg sets a backtick in its middle.
std::optional<std::uint64_t> bareHex(std::string_view& s, std::size_t least)
{
    std::uint64_t value = 0;
    std::size_t n = 0, digits = 0;
    for (; n < s.size() && digits <= 16; ++n) {
        if (s[n] == '`' && digits == 8)
            continue;
        const int digit = scan::hexValue(s[n]);
        if (digit < 0)
            break;
        value = value << 4 | static_cast<std::uint64_t>(digit);
        ++digits;
    }
    if (digits < least || digits > 16)
        return {};
    s.remove_prefix(n);
    return value;
}

/// Blanks and tabs, at least one; false without.
bool eatBlanks(std::string_view& s)
{
    const std::size_t before = s.size();
    s = scan::trimLeft(s);
    return s.size() < before;
}

std::optional<std::uint32_t> smallNumber(std::string_view& s)
{
    std::string_view rest = s;
    const auto n = scan::number(rest);
    if (!n || *n > 1'000'000)
        return {};
    s = rest;
    return static_cast<std::uint32_t>(*n);
}

std::string_view orUnknown(std::string_view function)
{
    return function.empty() || function == "<unknown>" ? std::string_view("??") : function;
}

} // namespace

std::string_view withoutOffset(std::string_view name)
{
    const std::size_t plus = name.rfind('+');
    if (plus == name.npos || plus == 0 || plus + 1 >= name.size())
        return name;
    std::string_view rest = scan::trimLeft(name.substr(plus + 1));
    if (!scan::hex(rest) && !scan::number(rest))
        return name;
    return rest.empty() ? scan::trimRight(name.substr(0, plus)) : name;
}

std::optional<NativeFrame> tombstoneFrame(std::string_view text)
{
    NativeFrame frame;
    std::string_view s = scan::trimLeft(text);
    if (!scan::literal(s, "#"))
        return {};
    const auto index = smallNumber(s);
    if (!index || !eatBlanks(s) || !scan::literal(s, "pc "))
        return {};
    frame.index = *index;
    scan::literal(s, "0x");
    const auto address = bareHex(s, 8);
    if (!address)
        return {};
    frame.address = *address;
    s = scan::trimLeft(s);
    // Behind the path: (offset 0x1000) (function+84) (BuildId: 55ab…), each of which may be missing.
    while (s.ends_with(')')) {
        const std::size_t open = openingOfLast(s);
        if (open == s.npos || open == 0 || !scan::isBlank(s[open - 1]))
            break;
        const std::string_view in = s.substr(open + 1, s.size() - open - 2);
        s = scan::trimRight(s.substr(0, open));
        if (!in.starts_with("BuildId:") && !in.starts_with("offset 0x") && frame.function.empty())
            frame.function = withoutParameters(withoutOffset(in));
    }
    if (s != "<unknown>")
        frame.module = s;
    frame.function = orUnknown(frame.function);
    return frame;
}

std::optional<NativeFrame> appleFrame(std::string_view text)
{
    NativeFrame frame;
    std::string_view s = scan::trimLeft(text);
    const auto index = smallNumber(s);
    if (!index || !eatBlanks(s))
        return {};
    frame.index = *index;
    // The name of the image may hold blanks: "Google Chrome Framework".
    std::size_t at = s.find("0x");
    while (at != s.npos && at > 0 && !scan::isBlank(s[at - 1]))
        at = s.find("0x", at + 2);
    if (at == s.npos || at == 0)
        return {};
    const std::string_view module = scan::trimRight(s.substr(0, at));
    s.remove_prefix(at + 2);
    const auto address = bareHex(s, 4);
    if (!address || module.empty() || (!s.empty() && !scan::isBlank(s.front())))
        return {};
    frame.address = *address;
    if (module != "???")
        frame.module = module;
    s = scan::trimLeft(s);
    if (s.ends_with("[inlined]")) {
        frame.inlined = true;
        s = scan::trimRight(s.substr(0, s.size() - 9));
    }
    if (s.ends_with(')')) {
        const std::size_t open = openingOfLast(s);
        if (open != s.npos && open > 0 &&
            splitFileLine(s.substr(open + 1, s.size() - open - 2), frame.file, frame.line))
            s = scan::trimRight(s.substr(0, open));
    }
    s = withoutOffset(s);
    const bool unnamed = s == "0" || s.starts_with("0x"); // `0 + 4326720839`, `0x101c38000 + 17592322`
    frame.function = unnamed ? std::string_view("??") : orUnknown(withoutParameters(s));
    return frame;
}

std::optional<NativeFrame> stacktraceFrame(std::string_view text)
{
    NativeFrame frame;
    std::string_view s = scan::trimLeft(text);
    const auto index = smallNumber(s);
    if (!index || *index > 10'000)
        return {};
    frame.index = *index;
    if (scan::literal(s, "> ")) { // MSVC: path(line): module!function+0x1d
        const std::size_t bang = s.find('!');
        if (bang == s.npos)
            return {};
        std::string_view front = s.substr(0, bang);
        if (const std::size_t paren = front.rfind("): "); paren != front.npos) {
            frame.module = front.substr(paren + 3);
            const std::size_t open = front.rfind('(', paren);
            if (open == front.npos)
                return {};
            std::string_view digits = front.substr(open + 1);
            frame.line = smallNumber(digits).value_or(0);
            frame.file = front.substr(0, open);
        } else {
            frame.module = front;
        }
        frame.function = orUnknown(withoutOffset(s.substr(bang + 1)));
        return frame;
    }
    if (!scan::literal(s, "#"))
        return {};
    if (s.empty()) {
        frame.function = "??"; // std::stacktrace prints nothing where it knows nothing
        return frame;
    }
    if (!scan::literal(s, " "))
        return {};
    s = scan::trimLeft(s);
    if (s.ends_with(']')) { // std::stacktrace: main [0x55d2]
        const std::size_t open = s.rfind("[0x");
        if (open != s.npos) {
            std::string_view rest = s.substr(open + 1);
            if (const auto address = scan::hex(rest); address && rest == "]") {
                frame.address = *address;
                s = scan::trimRight(s.substr(0, open));
            }
        }
    }
    if (const std::size_t at = s.rfind(" at "); at != s.npos) {
        if (splitFileLine(s.substr(at + 4), frame.file, frame.line))
            s = scan::trimRight(s.substr(0, at));
    }
    if (s == "at :0")
        s = {}; // libstdc++ where there are no symbols
    if (frame.file.empty()) {
        if (const std::size_t in = s.rfind(" in "); in != s.npos) {
            frame.module = s.substr(in + 4);
            s = scan::trimRight(s.substr(0, in));
        }
    }
    if (std::string_view rest = s; s.starts_with("0x")) {
        if (const auto address = scan::hex(rest); address && scan::trimLeft(rest).empty()) {
            frame.address = *address;
            s = {};
        }
    }
    frame.function = orUnknown(withoutParameters(s));
    return frame;
}

std::optional<NativeFrame> backwardFrame(std::string_view text)
{
    NativeFrame frame;
    std::string_view s = scan::trimLeft(text);
    if (scan::literal(s, "#")) {
        const auto index = smallNumber(s);
        if (!index)
            return {};
        frame.index = *index;
        s = scan::trimLeft(s);
    } else {
        frame.inlined = true; // into the call that is printed above it, beside the number
    }
    if (scan::literal(s, "| "))
        s = scan::trimLeft(s);
    const bool source = scan::literal(s, "Source \"");
    if (!source && !scan::literal(s, "Object \""))
        return {};
    const std::size_t quote = s.find('"');
    if (quote == s.npos)
        return {};
    (source ? frame.file : frame.module) = s.substr(0, quote);
    s.remove_prefix(quote + 1);
    if (source) {
        if (!scan::literal(s, ", line "))
            return {};
        const auto line = smallNumber(s);
        if (!line)
            return {};
        frame.line = *line;
    } else if (scan::literal(s, ", at ")) {
        const auto address = scan::hex(s);
        frame.address = address.value_or(0);
    }
    if (s.ends_with(']')) {
        const std::size_t open = s.rfind(" [");
        if (open != s.npos) {
            std::string_view rest = s.substr(open + 2);
            if (const auto address = scan::hex(rest))
                frame.address = *address;
            s = s.substr(0, open);
        }
    }
    if (scan::literal(s, ", in "))
        frame.function = withoutParameters(withoutOffset(s));
    frame.function = orUnknown(frame.function);
    return frame;
}

std::optional<NativeFrame> minidumpFrame(std::string_view text)
{
    NativeFrame frame;
    std::string_view s = scan::trimLeft(text);
    const auto index = smallNumber(s);
    if (!index || !eatBlanks(s) || s.empty())
        return {};
    frame.index = *index;
    if (s.ends_with(']')) { // [cart.cpp : 40 + 0x1d]
        const std::size_t open = s.rfind(" [");
        if (open != s.npos) {
            std::string_view place = s.substr(open + 2, s.size() - open - 3);
            const std::size_t colon = place.rfind(" : ");
            if (colon == place.npos)
                return {};
            frame.file = place.substr(0, colon);
            std::string_view rest = place.substr(colon + 3);
            frame.line = smallNumber(rest).value_or(0);
            s = s.substr(0, open);
        }
    }
    if (std::string_view rest = s; const auto address = scan::hex(rest)) {
        if (!rest.empty())
            return {};
        frame.address = *address;
        frame.function = "??";
        return frame;
    }
    const std::size_t bang = s.find('!');
    if (bang == s.npos) {
        const std::string_view module = withoutOffset(s); // shop + 0x1234
        if (module.size() == s.size())
            return {};
        frame.module = module;
        frame.function = "??";
        return frame;
    }
    frame.module = s.substr(0, bang);
    frame.function = orUnknown(withoutParameters(withoutOffset(s.substr(bang + 1))));
    return frame;
}

namespace
{

/// `mod!name+0x1d [c:\src\cart.cpp @ 40]`, `0x7ff612`, `mod+0x12`
void windbgSite(std::string_view s, NativeFrame& frame)
{
    if (s.ends_with(']')) {
        const std::size_t open = s.rfind(" [");
        const std::size_t at = s.rfind(" @ ");
        if (open != s.npos && at != s.npos && at > open) {
            frame.file = s.substr(open + 2, at - open - 2);
            std::string_view rest = s.substr(at + 3);
            frame.line = smallNumber(rest).value_or(0);
            s = scan::trimRight(s.substr(0, open));
        }
    }
    s = withoutOffset(s);
    const std::size_t bang = s.find('!');
    if (bang == s.npos) {
        if (!s.starts_with("0x"))
            frame.module = s;
        frame.function = "??";
        return;
    }
    frame.module = s.substr(0, bang);
    frame.function = orUnknown(withoutParameters(s.substr(bang + 1)));
}

} // namespace

std::optional<NativeFrame> windbgFrame(std::string_view text)
{
    NativeFrame frame;
    std::string_view s = scan::trimLeft(text);
    // The number of the frame is two or three hexadecimal digits; without `n` it is missing.
    if (std::string_view rest = s; !s.empty()) {
        const auto index = bareHex(rest, 1);
        if (index && *index <= 0xffff && s.size() - rest.size() <= 4 && eatBlanks(rest)) {
            frame.index = static_cast<std::uint32_t>(*index);
            s = rest;
        }
    }
    if (scan::literal(s, "(Inline Function)") || scan::literal(s, "(Inline)")) {
        frame.inlined = true;
        s = scan::trimLeft(s);
        while (!s.empty() && (s[0] == '-' || s[0] == '`'))
            s.remove_prefix(1);
    } else {
        // Stack pointer and return address; `kv`'s and `kb`'s words are between colons, or follow at once.
        int words = 0;
        for (; words < 2; ++words) {
            std::string_view rest = s;
            if (!bareHex(rest, 8) || !eatBlanks(rest))
                return {};
            s = rest;
        }
    }
    s = scan::trimLeft(s);
    if (scan::literal(s, ": ")) {
        const std::size_t end = s.find(" : ");
        if (end == s.npos) {
            s = scan::trimLeft(s); // of an inlined frame
        } else {
            frame.args = scan::trimRight(s.substr(0, end));
            s = scan::trimLeft(s.substr(end + 3));
        }
    } else {
        const std::string_view from = s;
        int words = 0;
        for (std::string_view rest = s; words < 5 && bareHex(rest, 8) && eatBlanks(rest); ++words)
            s = rest;
        frame.args = scan::trimRight(from.substr(0, from.size() - s.size()));
    }
    if (s.empty() || (s.find('!') == s.npos && s.find("+0x") == s.npos && !s.starts_with("0x")))
        return {};
    windbgSite(s, frame);
    return frame;
}

} // namespace skein::native
