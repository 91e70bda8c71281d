// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "model/redact/scanner.h"

#include <algorithm>
#include <array>

namespace skein::redact
{

namespace
{

constexpr std::size_t kLongestName = 64;

/// What ends a value, a host, a path in a line.
bool ends(char c)
{
    return c == '\0' || c == ' ' || c == '\t' || c == '"' || c == '\'' || c == '`' || c == '<' || c == '>' ||
           c == '|' || c == '\r';
}

std::size_t behindRun(std::string_view line, std::size_t at, std::string_view more)
{
    while (at < line.size() && (isWord(line[at]) || more.contains(line[at])))
        ++at;
    return at;
}

bool isTime(std::string_view text) // 12:30:05
{
    return text.size() >= 8 && isDigit(text[0]) && isDigit(text[1]) && text[2] == ':' && isDigit(text[3]) &&
           isDigit(text[4]) && text[5] == ':' && isDigit(text[6]) && isDigit(text[7]);
}

} // namespace

HomeName homeAt(std::string_view line, std::size_t at)
{
    struct Folder {
        std::string_view path;
        bool anyCase;
    };
    static constexpr auto folders = std::to_array<Folder>({{"/home/", false},
                                                           {"/Users/", false},
                                                           {"\\\\Users\\\\", true},
                                                           {"\\Users\\", true},
                                                           {":/Users/", true}});
    for (const auto& folder : folders) {
        const std::string_view here = line.substr(at, folder.path.size());
        if (folder.anyCase ? lower(here) != lower(folder.path) : here != folder.path)
            continue;
        const std::size_t begin = at + folder.path.size();
        const char separator = folder.path.back();
        std::size_t end = begin;
        while (end < line.size() && (isWord(line[end]) || (separator == '\\' && line[end] == ' ')) &&
               line[end] != '%' && end - begin < kLongestName)
            ++end;
        if (separator == '\\' &&
            (end >= line.size() || line[end] != '\\')) // "C:\Users\Maria said": no space in it
            for (std::size_t i = begin; i < end; ++i)
                if (line[i] == ' ')
                    end = i;
        const std::string_view name = line.substr(begin, end - begin);
        static constexpr auto nobody =
            std::to_array<std::string_view>({"Shared", "Public", "Default", "linuxbrew"});
        if (!name.empty() && name != "." && name != ".." && !isMask(name) &&
            !std::ranges::contains(nobody, name))
            return {begin, end - begin};
    }
    return {};
}

HomeName syslogHost(std::string_view line)
{
    // Nov 21 12:30:05 db-1 app[77]: …        2026-11-21T12:30:05.123456+01:00 db-1 app[77]: …
    std::size_t at = 0;
    if (line.size() > 16 && isUpper(line[0]) && isLower(line[1]) && isLower(line[2]) && line[3] == ' ' &&
        isTime(line.substr(7, 8)) && line[15] == ' ')
        at = 16;
    else if (line.size() > 26 && isDigit(line[0]) && line[4] == '-' && line[7] == '-' && line[10] == 'T' &&
             isTime(line.substr(11, 8)))
        at = line.substr(0, 40).find(' ') == line.npos ? 0 : line.find(' ') + 1;
    if (at == 0)
        return {};
    const std::size_t end = behindRun(line, at, "");
    const std::size_t program = end + 1;
    const std::size_t behind = behindRun(line, program, "/");
    const bool ident = end > at && end < line.size() && line[end] == ' ' && behind > program &&
                       behind < line.size() && (line[behind] == '[' || line[behind] == ':');
    // `2026-05-04T09:31:07.0Z fatal error: …`, `… INFO server: …`: what a program says, or how loudly
    static constexpr auto words =
        std::to_array<std::string_view>({"critical", "debug", "err", "error", "fatal", "info", "notice",
                                         "panic", "runtime", "trace", "warn", "warning"});
    const std::string_view name = line.substr(at, ident ? end - at : 0);
    return ident && !isMask(name) && !std::ranges::contains(words, lower(name)) ? HomeName{at, end - at}
                                                                                : HomeName{};
}

std::string_view Scanner::wordAt(std::size_t i) const
{
    return m_line.substr(i, behindRun(m_line, i, "") - i);
}

bool Scanner::keeps(std::string_view text) const
{
    const std::string low = lower(text);
    return isMask(text) || std::ranges::any_of(m_redactor.m_options.keep,
                                               [&](const std::string& k) { return lower(k) == low; });
}

bool Scanner::mark(std::size_t begin, std::size_t end, Kind kind, std::string_view prefix)
{
    const std::string_view original = m_line.substr(begin, end - begin);
    if (begin >= end || !wants(kind) || keeps(original))
        return false;
    m_out.push_back({m_offset + begin, m_offset + end, kind, m_redactor.maskFor(kind, original, prefix)});
    m_at = end;
    return true;
}

bool Scanner::pattern()
{
    if (!wants(Kind::Pattern))
        return false;
    for (const Pattern& pattern : m_redactor.m_options.patterns) {
        if (!isUsableGlob(pattern.glob))
            continue;
        // A star in front begins where a run begins, or every character of a run would try again.
        if (pattern.glob.front() == '*' && m_at > 0 && isWord(m_line[m_at - 1]))
            continue;
        const std::size_t length = globLength(pattern.glob, m_line.substr(m_at));
        if (length > 0 && mark(m_at, m_at + length, Kind::Pattern, pattern.name))
            return true;
    }
    return false;
}

bool Scanner::home()
{
    const HomeName name = homeAt(m_line, m_at);
    return name.size > 0 && mark(name.begin, name.begin + name.size, Kind::Home);
}

bool Scanner::query()
{
    // …/search?q=maria&page=2; a stale word of a traceback, 0x12?, has no '=' behind it
    if (m_at == 0 || !(isAlnum(m_line[m_at - 1]) || m_line[m_at - 1] == '/'))
        return false;
    const std::size_t key = behindRun(m_line, m_at + 1, "[]");
    if (key == m_at + 1 || at(key) != '=')
        return false;
    std::size_t end = key;
    while (!ends(at(end)) && at(end) != '#' && at(end) != ')')
        ++end;
    return mark(m_at + 1, end, Kind::Query);
}

bool Scanner::ipv6()
{
    const std::size_t length = ipv6Length(m_line.substr(m_at, 48));
    if (length == 0 || isLocalAddress(m_line.substr(m_at, length)))
        return false;
    return mark(m_at, m_at + length, Kind::Ipv6);
}

/// A host that a URL or a key shows to be one, whatever it looks like.
void Scanner::host(std::size_t begin, std::size_t end)
{
    const std::string_view name = m_line.substr(begin, end - begin);
    if (isIpv4(name)) {
        if (!isLocalAddress(name))
            mark(begin, end, Kind::Ipv4);
    } else if (!isPublicHost(name)) {
        mark(begin, end, Kind::Host);
    }
    m_at = std::max(m_at, end);
}

bool Scanner::url(std::string_view word)
{
    std::size_t at0 = m_at + word.size();
    if (m_line.substr(at0, 3) != "://" ||
        !std::ranges::all_of(word, [](char c) { return isAlnum(c) || c == '+' || c == '-' || c == '.'; }))
        return false;
    if (lower(word).ends_with("file"))
        return false; // file:///home/… is a path
    at0 += 3;
    std::size_t end = at0;
    while (!ends(at(end)) && at(end) != '/' && at(end) != '?' && at(end) != '#' && at(end) != ',' &&
           at(end) != ')')
        ++end;
    const std::string_view authority = m_line.substr(at0, end - at0);
    std::size_t name = at0;
    if (const auto sign = authority.rfind('@'); sign != authority.npos) {
        mark(at0, at0 + sign, Kind::Token);
        name = at0 + sign + 1;
    }
    if (at(name) == '[') { // http://[fe80::1]:80/
        m_at = name + 1;
        ipv6();
        m_at = std::max(m_at, end);
        return true;
    }
    std::size_t behind = name;
    while (behind < end && m_line[behind] != ':')
        ++behind;
    host(name, behind);
    m_at = std::max(m_at, behind);
    return true;
}

bool Scanner::email(std::string_view word)
{
    const std::size_t sign = m_at + word.size();
    if (at(sign) != '@' || (m_at > 0 && (m_line[m_at - 1] == '/' || m_line[m_at - 1] == '@')))
        return false;
    std::string_view domain = wordAt(sign + 1);
    while (domain.ends_with('.') || domain.ends_with('-'))
        domain.remove_suffix(1);
    const auto dot = domain.rfind('.');
    // x@v1.2.3, f@plt, malloc@GLIBC_2.2.5 are none.
    if (dot == domain.npos || dot == 0 || domain.size() - dot < 3 || domain.contains('_') ||
        !std::ranges::all_of(domain.substr(dot + 1), [](char c) { return isLower(c) || isUpper(c); }))
        return false;
    return mark(m_at, sign + 1 + domain.size(), Kind::Email);
}

bool Scanner::bearer(std::string_view word)
{
    const std::string low = lower(word);
    if (low != "bearer" && low != "basic")
        return false;
    std::size_t begin = m_at + word.size();
    while (at(begin) == ' ')
        ++begin;
    const std::size_t end = behindRun(m_line, begin, "~/=");
    const std::string_view value = m_line.substr(begin, end - begin);
    // "basic types" is no secret.
    if (begin == m_at + word.size() || value.size() < 8 ||
        (low == "basic" && std::ranges::all_of(value, [](char c) { return isLower(c) || c == '.'; })))
        return false;
    return mark(begin, end, Kind::Token);
}

/// key=value, key: value, "key":"value", key="value": of keys of secrets and machines.
bool Scanner::keyed(std::string_view word)
{
    std::size_t i = m_at + word.size();
    const bool quotedKey = (at(i) == '"' || at(i) == '\'') && m_at > 0 && m_line[m_at - 1] == at(i);
    if (quotedKey)
        ++i;
    while (at(i) == ' ' && i < m_at + word.size() + 4)
        ++i;
    const char sign = at(i);
    if ((sign != '=' && sign != ':') || at(i + 1) == '=' || at(i + 1) == ':')
        return false;
    const bool secret = isSecretKey(word);
    if (!secret && !(isHostKey(word) && (sign == '=' || quotedKey)))
        return false;
    ++i;
    const bool tight = at(i) != ' ';
    while (at(i) == ' ')
        ++i;
    // A scheme in front of the value: "Authorization: Bearer …".
    if (const std::string scheme = lower(wordAt(i));
        scheme == "bearer" || scheme == "basic" || scheme == "digest")
        for (i += scheme.size(); at(i) == ' ';)
            ++i;
    std::size_t end = i;
    if (at(i) == '\\' && at(i + 1) == '"') { // JSON within JSON
        i += 2;
        end = m_line.find("\\\"", i);
    } else if (const char quote = at(i); quote == '"' || quote == '\'') {
        end = m_line.find(quote, ++i);
    } else {
        while (!ends(at(end)) && at(end) != ',' && at(end) != ';' && at(end) != '&' && at(end) != ')' &&
               at(end) != '}' && at(end) != ']')
            ++end;
    }
    end = std::min(end, m_line.size());
    const std::string_view value = m_line.substr(i, end - i);
    static constexpr auto nothing = std::to_array<std::string_view>(
        {"nil", "null", "none", "true", "false", "<nil>", "undefined", "***", "REDACTED"});
    const bool number = std::ranges::all_of(value, isDigit);
    if (value.size() < 2 || std::ranges::contains(nothing, value) || value.starts_with("0x") ||
        std::string_view("{[(&*/").contains(value.front()) || (number && sign == ':' && tight && !quotedKey))
        return false;
    if (secret)
        return mark(i, end, Kind::Token);
    const std::size_t colon = value.rfind(':');
    if (std::ranges::contains(value, ' '))
        return false;
    host(i, colon == value.npos || isMask(value) ? end : i + colon);
    return true;
}

bool Scanner::word(std::string_view word)
{
    std::string_view bare = word;
    while (bare.ends_with('.') || bare.ends_with('-'))
        bare.remove_suffix(1);
    const std::size_t end = m_at + bare.size();
    const char before = m_at > 0 ? m_line[m_at - 1] : ' ', behind = at(end);
    if (isIpv4(bare))
        return !isLocalAddress(bare) && before != '/' && mark(m_at, end, Kind::Ipv4);
    const bool inPath = before == '/' || before == '\\' || before == '@';
    if (isHostName(bare) && !isPublicHost(bare)) {
        if (behind == '/') { // git.acme.com/team/x: an import path, or a folder of one
            if (wants(Kind::Import))
                return mark(m_at, end, Kind::Import);
        } else if (!inPath && before != '*' && before != ')' && behind != '(' && behind != '@' &&
                   !m_line.starts_with("created by ")) {
            return mark(m_at, end, Kind::Host);
        }
    }
    const bool identifier = behind == '(' || before == '(' || behind == ':' || before == ':';
    if (isToken(bare) && !(identifier && behind != ' ' && m_line.substr(end, 2) == "::"))
        return behind != '(' && !m_line.substr(0, m_at).ends_with("::") &&
               !lower(m_line.substr(m_at > 12 ? m_at - 12 : 0, std::min<std::size_t>(m_at, 12)))
                    .contains("build") &&
               mark(m_at, end, Kind::Token);
    if (inPath || behind == '/' || behind == '\\' || behind == '(')
        return false;
    const std::string low = lower(bare);
    if (m_redactor.m_users.contains(low))
        return mark(m_at, end, Kind::Home);
    if (m_redactor.m_hosts.contains(low))
        return mark(m_at, end, Kind::Host);
    return false;
}

void Scanner::run()
{
    if (const HomeName name = syslogHost(m_line); name.size > 0) {
        // What stands in front of it is a time.
        mark(name.begin, name.begin + name.size, Kind::Host);
        m_at = name.begin + name.size;
    }
    while (m_at < m_line.size()) {
        const std::size_t before = m_at;
        if (pattern())
            continue;
        const char c = m_line[m_at];
        const bool starts = m_at == 0 || !isWord(m_line[m_at - 1]);
        if (c == '/' || c == '\\' || c == ':') {
            if (home())
                continue;
        } else if (c == '?') {
            if (query())
                continue;
        } else if (isWord(c) && starts) {
            const std::string_view word = wordAt(m_at);
            if (url(word) || email(word) || (isHex(c) && ipv6()) || bearer(word) || keyed(word) ||
                this->word(word))
                continue;
            // Patterns may begin within a word; nothing else does.
            if (m_redactor.m_options.patterns.empty())
                m_at += word.size();
        }
        if (m_at == before)
            ++m_at;
    }
}

} // namespace skein::redact
