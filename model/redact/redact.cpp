// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "model/redact/redact.h"

#include "model/formatted.h"
#include "model/redact/scanner.h"

#include <array>

namespace skein::redact
{

namespace
{

/// A name of fewer letters stands in too many words' places.
constexpr std::size_t kShortestName = 4;

template <class Use>
void forEachLine(std::string_view text, const std::stop_token& stop, Use&& use)
{
    for (std::size_t at = 0; at < text.size() && !stop.stop_requested();) {
        const std::size_t end = std::min(text.find('\n', at), text.size());
        use(text.substr(at, end - at), at);
        at = end + 1;
    }
}

std::string_view prefixOf(Kind kind)
{
    static constexpr std::array<std::string_view, kKinds> prefixes{
        "host", "ip", "ip", "user", "email", "token", "query", "import", "masked"};
    return prefixes[static_cast<std::size_t>(kind)];
}

} // namespace

std::string_view title(Kind kind)
{
    static constexpr std::array<std::string_view, kKinds> titles{
        "host names",       "IPv4 addresses", "IPv6 addresses", "user names and home folders",
        "e-mail addresses", "secrets",        "query strings",  "hosts of import paths",
        "own patterns"};
    return titles[static_cast<std::size_t>(kind)];
}

std::optional<Pattern> patternOf(std::string_view typed)
{
    const auto sign = typed.find('=');
    Pattern out{std::string(typed.substr(sign == typed.npos ? 0 : sign + 1)),
                std::string(sign == typed.npos ? std::string_view() : typed.substr(0, sign))};
    return isUsableGlob(out.glob) ? std::optional(std::move(out)) : std::nullopt;
}

Redactor::Redactor(Options options) : m_options(std::move(options)) {}

std::uint32_t Redactor::maskFor(Kind kind, std::string_view original, std::string_view name)
{
    const std::string prefix(name.empty() ? prefixOf(kind) : name);
    // Names of machines, users and mail are the same in any case; secrets are not.
    const bool exact = kind == Kind::Token || kind == Kind::Query;
    std::string key = prefix + ' ' + (exact ? std::string(original) : lower(original));
    const auto [at, added] =
        m_byOriginal.try_emplace(std::move(key), static_cast<std::uint32_t>(m_masks.size()));
    if (added) {
        const std::uint32_t number = ++m_numbers[prefix];
        // An import path keeps a dot in its first part, or it would look like Go's own library.
        const char* suffix = kind == Kind::Import ? ".example" : "";
        m_masks.push_back({kind, std::string(original), formatted("{}-{}{}", prefix, number, suffix), 0});
    }
    return at->second;
}

void Redactor::learnLine(std::string_view line)
{
    for (std::size_t at = line.find_first_of("/\\:"); at != line.npos;
         at = line.find_first_of("/\\:", at + 1)) {
        const HomeName home = homeAt(line, at);
        const std::string_view name = line.substr(home.begin, home.size);
        if (name.size() >= kShortestName && !isCommonName(name))
            m_users.insert(lower(name));
    }
    const HomeName host = syslogHost(line);
    const std::string_view name = line.substr(host.begin, host.size);
    if (name.size() >= kShortestName && !isCommonName(name) && !isPublicHost(name))
        m_hosts.insert(lower(name));
}

void Redactor::learn(std::string_view text, std::stop_token stop)
{
    forEachLine(text, stop, [&](std::string_view line, std::size_t) { learnLine(line); });
}

std::vector<Span> Redactor::find(std::string_view text, std::stop_token stop)
{
    learn(text, stop);
    std::vector<Span> out;
    forEachLine(text, stop,
                [&](std::string_view line, std::size_t at) { Scanner(*this, line, at, out).run(); });
    return out;
}

std::string Redactor::redacted(std::string_view text, std::stop_token stop)
{
    std::string out;
    out.reserve(text.size());
    std::size_t from = 0;
    for (const Span& span : find(text, stop)) {
        out += text.substr(from, span.begin - from);
        out += m_masks[span.mask].text;
        ++m_masks[span.mask].places;
        from = span.end;
    }
    out += text.substr(from);
    return out;
}

std::vector<std::string> Redactor::summary() const
{
    std::array<std::uint64_t, kKinds> names{}, places{};
    for (const Mask& mask : m_masks) {
        const auto kind = static_cast<std::size_t>(mask.kind);
        names[kind] += mask.places > 0 ? 1 : 0;
        places[kind] += mask.places;
    }
    std::vector<std::string> out;
    for (std::size_t kind = 0; kind < kKinds; ++kind)
        if (names[kind] > 0)
            out.push_back(formatted("{}: {} ({} {})", title(static_cast<Kind>(kind)), names[kind],
                                    places[kind], places[kind] == 1 ? "place" : "places"));
    return out;
}

} // namespace skein::redact
