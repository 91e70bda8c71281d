// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "parser/go/pprof_symbol.h"

#include "model/log.h"
#include "parser/go/frame_line.h"
#include "parser/scan.h"

#include <algorithm>

namespace skein::go
{

std::vector<std::uint64_t> addressesOf(std::string_view record)
{
    std::vector<std::uint64_t> addresses;
    std::string_view s = record.substr(std::min(record.find('@'), record.size()));
    for (std::size_t at = s.find(" 0x"); at != s.npos; at = s.find(" 0x")) {
        s.remove_prefix(at + 1);
        addresses.push_back(scan::hex(s).value_or(0));
    }
    return addresses;
}

// #0x4e2108main.abandon.func1+0x28/src/main.go:39
/// The tabs are gone: an address is one of the record's, or the one before it.
static std::optional<Symbol> matchGlued(std::string_view line, const std::vector<std::uint64_t>& addresses)
{
    std::string_view s = line;
    const std::string_view digits = s.substr(0, 18);
    std::size_t end = 0;
    for (std::size_t n = 3; n <= digits.size() && scan::hexValue(digits[n - 1]) >= 0; ++n) {
        std::string_view number = digits.substr(0, n);
        const auto value = scan::hex(number);
        if (value &&
            (std::ranges::contains(addresses, *value) || std::ranges::contains(addresses, *value + 1)))
            end = n;
    }
    if (end == 0)
        return {};
    std::string_view number = s.substr(0, end);
    Symbol symbol{.address = scan::hex(number).value_or(0)};
    s.remove_prefix(end);
    const std::size_t plus = s.find("+0x"), colon = scan::findLast(s, ':');
    if (plus == s.npos || plus == 0 || colon == s.npos || colon < plus)
        return s.empty() ? std::optional(symbol) : std::nullopt;
    symbol.function = s.substr(0, plus);
    // A file of the function's own package, where its path is not the whole one; a drive.
    const std::string_view offset = s.substr(plus + 3);
    const std::size_t slash = scan::findLast(symbol.function.substr(0, symbol.function.find('(')), '/') + 1;
    const std::string_view package = symbol.function.substr(0, symbol.function.find('.', slash));
    std::size_t path = std::min(offset.find_first_not_of("0123456789abcdef"), offset.size());
    if (const std::size_t own = offset.find(package); own != offset.npos && own > 0 && own <= path)
        path = own;
    else if (offset.substr(path).starts_with(":/") || offset.substr(path).starts_with(":\\"))
        --path;
    s.remove_prefix(plus + 3);
    symbol.file = s.substr(path, colon - plus - 3 - path);
    std::string_view lineNumber = s.substr(colon - plus - 2);
    symbol.line = scan::clamped(scan::number(lineNumber).value_or(0));
    return symbol;
}

// #   0x4d3a07    main.(*Service).Submit+0x27    /src/svc.go:34
//     0x4d3a07    main.(*Service).Submit+0x27    /src/svc.go:34     (a forge has taken the # for its own)
std::optional<Symbol> matchSymbol(std::string_view line, const std::vector<std::uint64_t>& addresses)
{
    std::string_view s = withoutRemark(line);
    if (!scan::literal(s, "#") && !(scan::isBlank(s.empty() ? 'x' : s.front()) &&
                                    scan::trimLeft(s).starts_with("0x") && scan::contains(s, "+0x")))
        return {};
    if (s.starts_with("0x"))
        if (const auto glued = matchGlued(s, addresses))
            return glued;
    s = scan::trimLeft(s);
    const auto address = scan::hex(s);
    if (!address || (!s.empty() && !scan::isBlank(s.front())))
        return {};
    Symbol symbol{.address = *address};
    s = scan::trimLeft(s);
    // The offset ends the name, whatever blanks stand in it.
    for (std::size_t at = s.find("+0x"); at != s.npos; at = s.find("+0x", at + 1)) {
        std::string_view rest = s.substr(at + 1);
        if (!scan::hex(rest) || (!rest.empty() && !scan::isBlank(rest.front())))
            continue;
        symbol.function = s.substr(0, at);
        s = scan::trimLeft(rest);
        const std::size_t colon = scan::findLast(s, ':');
        if (colon == s.npos)
            return symbol;
        std::string_view digits = s.substr(colon + 1);
        symbol.file = s.substr(0, colon);
        symbol.line = scan::clamped(scan::number(digits).value_or(0));
        return symbol;
    }
    // #	0x4e2108	main.abandon.func1	/src/main.go:39
    const std::size_t tab = s.find('\t'), colon = scan::findLast(s, ':');
    if (tab == s.npos || colon == s.npos || colon < tab)
        return symbol;
    symbol.function = s.substr(0, tab);
    symbol.file = scan::trimLeft(s.substr(tab, colon - tab));
    std::string_view digits = s.substr(colon + 1);
    symbol.line = scan::clamped(scan::number(digits).value_or(0));
    return symbol;
}

bool isNothing(const Symbol& symbol)
{
    return symbol.address == 0 && symbol.function.empty();
}

std::string nameOf(const Symbol& symbol)
{
    return symbol.function.empty() ? hexAddress(symbol.address) : std::string(symbol.function);
}

} // namespace skein::go
