// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "model/redact/words.h"

#include <algorithm>
#include <array>

namespace skein::redact
{

namespace
{

/// Ends of names that no file, package or function has for its own. Country codes that are also ends of files
/// (rs, py, so, cc, sh, pl, md …) are missing on purpose; such names are masked where a URL or a key shows
/// what they are.
constexpr auto kEnds = std::to_array<std::string_view>({
    "ai",    "amazonaws", "ar",   "at", "au",   "be",      "biz", "br",    "ca",          "ch",  "cloud",
    "cn",    "com",       "corp", "cz", "de",   "dev",     "dk",  "edu",   "es",          "eu",  "fi",
    "fr",    "gov",       "gr",   "hk", "home", "hu",      "ie",  "il",    "info",        "int", "internal",
    "intra", "intranet",  "io",   "it", "jp",   "kr",      "lan", "local", "localdomain", "mil", "mx",
    "net",   "nl",        "no",   "nz", "org",  "private", "pt",  "ro",    "ru",          "se",  "sg",
    "site",  "svc",       "tech", "tr", "tw",   "ua",      "uk",  "us",    "za",
});

constexpr auto kPublic = std::to_array<std::string_view>({
    "bugs.llvm.org",       "example.com",      "example.net",    "example.org",       "github.com",
    "gitlab.com",          "go.dev",           "golang.org",     "google.golang.org", "gopkg.in",
    "issues.chromium.org", "k8s.io",           "llvm.org",       "localhost",         "localhost.localdomain",
    "pkg.go.dev",          "proxy.golang.org", "sourceware.org", "sum.golang.org",    "valgrind.org",
    "www.valgrind.org",
});

static_assert(std::ranges::is_sorted(kEnds) && std::ranges::is_sorted(kPublic));

constexpr auto kMasks = std::to_array<std::string_view>(
    {"host-", "ip-", "user-", "email-", "token-", "query-", "import-", "masked-"});

} // namespace

std::string lower(std::string_view text)
{
    std::string out(text);
    for (char& c : out)
        if (isUpper(c))
            c = static_cast<char>(c - 'A' + 'a');
    return out;
}

bool isIpv4(std::string_view word)
{
    int parts = 0;
    while (!word.empty()) {
        std::size_t n = 0;
        int value = 0;
        while (n < word.size() && n < 4 && isDigit(word[n]))
            value = value * 10 + (word[n++] - '0');
        if (n == 0 || n > 3 || value > 255 || ++parts > 4)
            return false;
        word.remove_prefix(n);
        if (word.empty())
            return parts == 4;
        if (word.front() != '.')
            return false;
        word.remove_prefix(1);
    }
    return false;
}

std::size_t ipv6Length(std::string_view text)
{
    // Groups of up to four hexadecimal digits, with "::" once at most.
    std::size_t at = 0, groups = 0;
    bool doubled = false, digitFirst = false;
    const std::string_view first = text.substr(0, text.find(':'));
    while (at < text.size() && at < 40) {
        std::size_t n = 0;
        while (at + n < text.size() && n < 5 && isHex(text[at + n]))
            ++n;
        if (n > 4)
            return 0;
        if (n > 0) {
            ++groups;
            digitFirst |= isDigit(text[at]);
            at += n;
        }
        if (at >= text.size() || text[at] != ':')
            break;
        if (text.substr(at).starts_with("::")) {
            if (doubled)
                return 0;
            doubled = true;
            at += 2;
        } else if (n > 0 && at + 1 < text.size() && isHex(text[at + 1])) {
            ++at;
        } else {
            break;
        }
    }
    if (at < text.size() && (isWord(text[at]) || text[at] == ':') && text[at] != '.' && text[at] != '%')
        return 0;
    if (!doubled)
        return groups == 8 ? at : 0;
    // fe80:: and fd..:: begin with a letter, as identifiers of C++ do, but no identifier is called so and
    // followed by one that begins with a digit; others must have a digit first somewhere.
    const bool local = first.size() == 4 && (first.starts_with("fe8") || first.starts_with("fd"));
    return groups >= 2 && groups < 8 && (digitFirst || local) ? at : 0;
}

bool isLocalAddress(std::string_view address)
{
    return address.starts_with("127.") || address == "0.0.0.0" || address == "255.255.255.255" ||
           address == "::1";
}

bool isHostName(std::string_view word)
{
    if (word.size() > 253)
        return false;
    if (word.starts_with("ip-")) { // ip-10-1-2-3: what AWS calls its machines
        std::string address(word.substr(3));
        std::ranges::replace(address, '-', '.');
        if (std::ranges::count(word, '.') == 0 && isIpv4(address))
            return true;
    }
    std::size_t labels = 0;
    std::string_view rest = word, last;
    bool letter = false;
    while (!rest.empty()) {
        const auto dot = rest.find('.');
        last = rest.substr(0, dot);
        if (last.empty() || last.size() > 63 || last.front() == '-' || last.back() == '-' ||
            !std::ranges::all_of(last, [](char c) { return isAlnum(c) || c == '-'; }))
            return false;
        letter |= std::ranges::any_of(last, [](char c) { return isLower(c) || isUpper(c); });
        ++labels;
        rest.remove_prefix(dot == rest.npos ? rest.size() : dot + 1);
    }
    return labels >= 2 && letter && !word.ends_with('.') && std::ranges::binary_search(kEnds, lower(last));
}

bool isPublicHost(std::string_view name)
{
    return std::ranges::binary_search(kPublic, lower(name));
}

bool isMask(std::string_view word)
{
    return std::ranges::any_of(kMasks, [&](std::string_view mask) {
        return word.starts_with(mask) && word.size() > mask.size() &&
               std::ranges::all_of(word.substr(mask.size()), isDigit);
    });
}

} // namespace skein::redact
