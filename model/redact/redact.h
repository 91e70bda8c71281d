// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include "model/intern.h"

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <stop_token>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

/// Finds what a log says about people, machines and secrets, and puts masks in its place.
namespace skein::redact
{

enum class Kind : std::uint8_t {
    Host,    ///< "db-1.internal.acme.com" → host-1
    Ipv4,    ///< "10.1.2.3" → ip-1
    Ipv6,    ///< "fe80::1" → ip-2
    Home,    ///< "/home/maria", "C:\Users\Maria" → /home/user-1; the name alone elsewhere → user-1
    Email,   ///< "maria@acme.com" → email-1
    Token,   ///< JWT, keys of AWS, GitHub, Slack …, `Bearer …`, `password=…`, long random-looking text →
             ///< token-1
    Query,   ///< "?id=4&name=x" of a URL → ?query-1
    Import,  ///< the host of a private import path, only when asked: "git.acme.com/team/x" → host-1/team/x
    Pattern, ///< the user's own → masked-1
};
inline constexpr std::size_t kKinds = 9;
/// "host names", "IPv4 addresses" …
std::string_view title(Kind);

/// The user's own pattern: text that is matched without regard to case, with * for any run of letters, digits
/// and . _ - (at most 200 of them) and ? for one of them. No regular expression: the time is bounded by the
/// text's length times the pattern's, whatever stands in either. At least one other character is needed.
struct Pattern {
    std::string glob;
    std::string name; ///< of its masks: "customer" gives customer-1; "" for "masked"
};

/// What people type: a glob, or NAME=GLOB. Nothing where that would match everything, or is too long to be a
/// pattern.
std::optional<Pattern> patternOf(std::string_view typed);

struct Options {
    bool kinds[kKinds] = {true, true, true, true, true, true, true, false, true};
    std::vector<Pattern> patterns;
    /// Names that are never masked, whole and without regard to case.
    std::vector<std::string> keep;

    bool wants(Kind kind) const { return kinds[static_cast<std::size_t>(kind)]; }
};

/// A piece of text to be masked: bytes [begin, end), by `mask`.
struct Span {
    std::size_t begin = 0, end = 0;
    Kind kind = Kind::Host;
    std::uint32_t mask = 0; ///< index into Redactor::masks()
};

struct Mask {
    Kind kind = Kind::Host;
    std::string original; ///< for the preview; never write it into what is shared
    std::string text;     ///< what stands in its place: "host-1"
    std::uint64_t places = 0;
};

/// Masks consistently: the same name has the same mask everywhere, in the log and in the notes, so give all
/// texts of a case to one Redactor, the log first. Lines never change in number. Addresses (0xc000…),
/// function names, import paths, files within a repository, times and goroutine numbers stay. Linear in the
/// text.
class Redactor
{
public:
    explicit Redactor(Options options = {});

    /// Remembers the names of users and machines that `text` gives away (home folders, the prefix of syslog),
    /// so that they are found where they stand alone. find() and redacted() begin with it; call it for the
    /// whole log before find() for what is on the screen.
    void learn(std::string_view text, std::stop_token stop = {});
    /// What would be masked, in order, without overlaps. `text` consists of whole lines. Stopped, it gives
    /// what it has found so far.
    std::vector<Span> find(std::string_view text, std::stop_token stop = {});
    /// `text` with its masks. Counts places. Stopped, the rest of `text` stands there as it was: not for use.
    std::string redacted(std::string_view text, std::stop_token stop = {});

    /// In the order in which they were found.
    const std::vector<Mask>& masks() const { return m_masks; }
    /// "host names: 3 (41 places)", one line for each kind that occurs; says nothing of the originals.
    std::vector<std::string> summary() const;

private:
    friend class Scanner;
    std::uint32_t maskFor(Kind, std::string_view original, std::string_view prefix = {});
    void learnLine(std::string_view line);

    Options m_options;
    std::vector<Mask> m_masks;
    /// Seeded: a log can be written so that all of its names fall into one bucket of the standard library's
    /// hash.
    struct Hash {
        std::size_t operator()(std::string_view text) const noexcept { return hashBytes(text); }
    };
    std::unordered_map<std::string, std::uint32_t, Hash> m_byOriginal;
    std::map<std::string, std::uint32_t, std::less<>> m_numbers; ///< last number of each prefix
    std::set<std::string, std::less<>> m_users, m_hosts;         ///< learned, in lower case
};

} // namespace skein::redact
