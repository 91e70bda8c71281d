// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "model/analysis/go_name.h"

#include <algorithm>
#include <array>
#include <cstddef>

namespace skein
{

namespace
{

constexpr auto kEnd = std::string_view::npos;

/// Position behind the part that starts at `from`: the next dot outside brackets, or the end.
std::size_t partEnd(std::string_view s, std::size_t from)
{
    int depth = 0;
    for (std::size_t i = from; i < s.size(); ++i) {
        if (s[i] == '[' || s[i] == '(')
            ++depth;
        if (s[i] == ']' || s[i] == ')')
            --depth;
        if (s[i] == '.' && depth <= 0)
            return i;
    }
    return s.size();
}

std::string_view withoutTypeArguments(std::string_view s)
{
    return s.substr(0, s.find('['));
}

/// Suffixes that the compiler gives to functions inside functions.
bool isClosurePart(std::string_view part)
{
    for (const std::string_view prefix : {"func", "gowrap", "deferwrap"}) {
        if (part.starts_with(prefix) && part.size() > prefix.size() && part[prefix.size()] >= '0' &&
            part[prefix.size()] <= '9') {
            return true;
        }
    }
    return part.empty() || (part[0] >= '0' && part[0] <= '9');
}

} // namespace

GoName parseGoName(std::string_view f)
{
    GoName n;
    const auto slash = f.substr(0, f.find_first_of("([")).rfind('/');
    std::size_t at = partEnd(f, slash == kEnd ? 0 : slash + 1);
    n.package = f.substr(0, at);
    if (at == f.size()) {
        n.name = n.enclosing = f;
        return n;
    }
    ++at;
    std::size_t end = partEnd(f, at);
    std::string_view part = f.substr(at, end - at);
    if (part.starts_with("(*") && part.ends_with(")")) {
        n.pointerReceiver = true;
        n.type = withoutTypeArguments(part.substr(2, part.size() - 3));
    } else if (end < f.size() && !isClosurePart(f.substr(end + 1, partEnd(f, end + 1) - end - 1))) {
        n.type = withoutTypeArguments(part);
    }
    if (!n.type.empty() && end < f.size()) {
        at = end + 1;
        end = partEnd(f, at);
        part = f.substr(at, end - at);
    }
    n.closure = end < f.size();
    if (const auto dash = part.find('-'); dash != kEnd) { // F-range1, M-fm
        n.closure = true;
        part = part.substr(0, dash);
        end = at + dash;
    }
    n.name = withoutTypeArguments(part);
    n.enclosing = f.substr(0, end);
    n.suffix = f.substr(end);
    return n;
}

namespace
{

/// Word stems; a word matches a stem with at most three letters behind it ("updat" … "updated").
constexpr std::array kWrites = std::to_array<std::string_view>({
    "set",       "put",      "add",      "store",     "insert",   "regist",     "login",    "logout",
    "updat",     "upsert",   "delet",    "remov",     "creat",    "new",        "inc",      "incr",
    "increment", "dec",      "decr",     "append",    "push",     "save",       "saving",   "writ",
    "restor",    "reload",   "refresh",  "appl",      "record",   "track",      "mark",     "touch",
    "assign",    "bump",     "join",     "leav",      "subscrib", "unsubscrib", "connect",  "disconnect",
    "evict",     "expir",    "purg",     "clear",     "reset",    "flush",      "merg",     "import",
    "ingest",    "observ",   "cach",     "bind",      "attach",   "detach",     "enqueue",  "pop",
    "tak",       "acquir",   "releas",   "open",      "clos",     "replac",     "swap",     "renam",
    "mov",       "rotat",    "annotat",  "tag",       "enrich",   "populat",    "fill",     "seed",
    "warm",      "enroll",   "unregist", "deregist",  "drop",     "prun",       "sweep",    "compact",
    "rebuild",   "commit",   "rollback", "unmarshal", "decod",    "patch",      "modif",    "mutat",
    "edit",      "adjust",   "credit",   "debit",     "deposit",  "withdraw",   "transfer", "vot",
    "forget",    "remember", "ban",      "grant",     "revok",    "init",       "install",  "enabl",
    "disabl",    "preload",  "learn",    "feed",      "schedul",  "cancel",     "spawn",    "hit",
    "rais",      "ack",      "del",      "unset",     "load",     "book",       "claim",    "assembl",
    "intern",    "memo",     "collapse", "lease",     "renew",    "reserv",     "charg",    "notic",
    "accept",
});
constexpr std::array kReads = std::to_array<std::string_view>({
    "get",    "lookup",   "find",    "fetch",    "read",    "has",       "contain", "exist",   "is",
    "len",    "size",     "list",    "key",      "value",   "item",      "all",     "each",    "range",
    "iter",   "iterat",   "walk",    "snapshot", "dump",    "print",     "render",  "marshal", "encod",
    "serial", "serializ", "string",  "describ",  "show",    "stat",      "view",    "query",   "queri",
    "search", "select",   "resolv",  "match",    "check",   "peek",      "export",  "copy",    "clon",
    "scan",   "sum",      "total",   "avg",      "publish", "broadcast", "format",  "compar",  "equal",
    "verif",  "validat",  "collect", "gather",   "scrap",   "expos",     "inspect", "summar",  "aggregat",
    "metric", "health",   "display", "count",    "pick",    "choos",     "rout",    "report",  "nearest",
    "audit",  "send",     "serv",    "backup",   "diff",    "rank",      "top",     "first",
});

bool isLower(char c)
{
    return c >= 'a' && c <= 'z';
}
bool isUpper(char c)
{
    return c >= 'A' && c <= 'Z';
}

/// The next word of a camel-cased or underscored name, from `at` on: "HTTPServer_run" gives HTTP, Server,
/// run.
std::string_view nextWord(std::string_view s, std::size_t& at)
{
    while (at < s.size() && !isLower(s[at]) && !isUpper(s[at]))
        ++at;
    const std::size_t begin = at;
    while (at < s.size() && isUpper(s[at]))
        ++at;
    if (at - begin > 1 && at < s.size() && isLower(s[at])) {
        --at; // "HTTPServer": the S belongs to the next word
        return s.substr(begin, at - begin);
    }
    while (at < s.size() && isLower(s[at]))
        ++at;
    return s.substr(begin, at - begin);
}

bool sameLetters(std::string_view a, std::string_view b)
{
    for (std::size_t i = 0; i < a.size(); ++i) {
        const char c = isUpper(a[i]) ? static_cast<char>(a[i] - 'A' + 'a') : a[i];
        if (c != b[i])
            return false;
    }
    return true;
}

/// Length of the longest stem that `word` begins with, 0 for none.
template <std::size_t N>
std::size_t stemLength(std::string_view word, const std::array<std::string_view, N>& stems)
{
    std::size_t best = 0;
    for (const auto stem : stems) {
        const std::size_t behind = stem.size() < 3 ? 0 : 3;
        if (stem.size() > best && word.size() >= stem.size() && word.size() <= stem.size() + behind &&
            sameLetters(word.substr(0, stem.size()), stem)) {
            best = stem.size();
        }
    }
    return best;
}

} // namespace

Verb verbOf(std::string_view name)
{
    for (std::size_t at = 0; at < name.size() && at < 96;) {
        const auto word = nextWord(name, at);
        if (word.empty())
            continue;
        const auto writes = stemLength(word, kWrites), reads = stemLength(word, kReads);
        if (writes != reads)
            return writes > reads ? Verb::Writes : Verb::Reads;
    }
    return Verb::Unknown;
}

bool shareNoun(std::string_view name, std::string_view other, Verb verb)
{
    constexpr std::size_t kLongest = 96;
    const auto singular = [](std::string_view word) {
        if (word.size() > 5 && sameLetters(word.substr(word.size() - 4), "sses"))
            word.remove_suffix(2);
        else if (word.size() > 3 && sameLetters(word.substr(word.size() - 1), "s") &&
                 !sameLetters(word.substr(word.size() - 2), "ss"))
            word.remove_suffix(1);
        return word;
    };
    const auto equal = [](std::string_view a, std::string_view b) {
        return a.size() == b.size() &&
               std::ranges::equal(a, b, [](char x, char y) { return (x | 0x20) == (y | 0x20); });
    };
    for (std::size_t at = 0; at < name.size() && at < kLongest;) {
        const auto word = nextWord(name, at);
        if (word.size() < 3 || verbOf(word) == verb)
            continue;
        for (std::size_t its = 0; its < other.size() && its < kLongest;)
            if (const auto theirs = nextWord(other, its); !theirs.empty() && equal(singular(word), singular(theirs)))
                return true;
    }
    return false;
}

bool beginsWithWord(std::string_view function, std::span<const std::string_view> words)
{
    const std::string_view name = parseGoName(function).name;
    return std::ranges::any_of(words, [&](std::string_view w) {
        return name.size() >= w.size() && sameLetters(name.substr(0, w.size()), w);
    });
}

bool namedAsLoop(std::string_view function)
{
    constexpr std::string_view kLoops[] = {"loop",    "run",      "serve",   "work",  "worker", "listen",
                                           "process", "dispatch", "poll",    "watch", "handle", "consume",
                                           "pump",    "read",     "receive", "main"};
    return beginsWithWord(function, kLoops);
}

bool namedAsLocked(std::string_view name)
{
    for (std::size_t at = 0; at < name.size() && at < 96;) {
        const auto word = nextWord(name, at);
        if (word.size() == 6 && sameLetters(word, "locked"))
            return true;
    }
    return false;
}

} // namespace skein
