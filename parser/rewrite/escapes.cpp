// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "parser/rewrite/rewrites.h"
#include "parser/scan.h"
#include "parser/words.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <string_view>

// Reports in which line ends and tabs are spelled out: `msg="…\\n\\tat"`, syslog's #012, cat -A.
namespace skein
{

namespace
{

using namespace scan;

struct Spelling {
    std::string_view text;
    char means;
};

// Backslashes are eaten first, however many there are: a string may have been quoted twice.
constexpr std::array kAfterBackslash = {
    Spelling{"r\\n", '\n'},  Spelling{"r", '\0'},     Spelling{"n", '\n'},     Spelling{"t", '\t'},
    Spelling{"012", '\n'},   Spelling{"011", '\t'},   Spelling{"x0a", '\n'},   Spelling{"x0A", '\n'},
    Spelling{"x09", '\t'},   Spelling{"u000a", '\n'}, Spelling{"u0009", '\t'}, Spelling{"u003c", '<'},
    Spelling{"u003e", '>'},  Spelling{"u0026", '&'},  Spelling{"u003C", '<'},  Spelling{"u003E", '>'},
    Spelling{"u0027", '\''}, Spelling{"u002b", '+'},  Spelling{"u002B", '+'},  Spelling{"\"", '"'},
    Spelling{"/", '/'},      Spelling{"'", '\''},
};
constexpr std::array kPlain = {
    Spelling{"#012", '\n'},         Spelling{"#011", '\t'},         Spelling{"^I", '\t'},
    Spelling{"\xe2\x90\x8a", '\n'}, Spelling{"\xe2\x90\x89", '\t'}, Spelling{"\xe2\x86\xb5", '\n'},
    Spelling{"\xe2\x8f\x8e", '\n'}, Spelling{"\xe2\x86\x92", '\t'}, Spelling{"%0A", '\n'},
    Spelling{"%09", '\t'},          Spelling{"%0a", '\n'},          Spelling{"^M", '\0'},
    Spelling{"\xc2\xb6", '\n'},     Spelling{"<0x0A>", '\n'},       Spelling{"^J", '\n'},
};

/// The escape at the front of `s`: how long it is and what it means; '\0' means nothing at all.
struct Found {
    std::size_t length = 0;
    char means = 0;
};
Found escapeAt(std::string_view s)
{
    if (s.front() == '\\') {
        std::size_t n = 1;
        while (n < s.size() && n < 8 && s[n] == '\\')
            ++n;
        for (const Spelling& spelling : kAfterBackslash)
            if (s.substr(n).starts_with(spelling.text))
                return {n + spelling.text.size(), spelling.means};
        return {};
    }
    for (const Spelling& spelling : kPlain)
        if (s.starts_with(spelling.text))
            return {spelling.text.size(), spelling.means};
    return {};
}

bool mayEscape(char c)
{
    return c == '\\' || c == '#' || c == '^' || c == '%' || c == '<' || c == '\xe2' || c == '\xc2';
}

std::size_t countLineEnds(std::string_view line, std::size_t enough)
{
    std::size_t count = 0;
    for (std::size_t i = 0; i < line.size() && count < enough; ++i) {
        if (!mayEscape(line[i]))
            continue;
        const Found found = escapeAt(line.substr(i));
        count += found.length > 0 && found.means == '\n';
        i += found.length > 0 ? found.length - 1 : 0;
    }
    return count;
}

bool holdsDump(std::string_view line)
{
    return contains(line, "goroutine ") || contains(line, ".go:") || contains(line, "created by ") ||
           contains(line, "panic: ") || contains(line, "fatal error: ") || contains(line, "#0 ") ||
           contains(line, " profile: total ") || contains(line, "Sanitizer: ") || contains(line, " at 0x") ||
           contains(line, "frame #0: ") || contains(line, " 0# ") || contains(line, "terminate called ") ||
           contains(line, ": Assertion `") || contains(line, "*** SIG");
}

/// A line end is spelled with one backslash somewhere in `line`: more of them in a row are a string within
/// it.
bool isQuotedOnce(std::string_view line)
{
    for (std::size_t at = line.find("\\n"); at != line.npos; at = line.find("\\n", at + 2))
        if (at == 0 || line[at - 1] != '\\')
            return true;
    return false;
}

std::string decoded(std::string_view line, char quote)
{
    const bool once = isQuotedOnce(line);
    std::string plain;
    for (std::size_t i = 0; i < line.size();) {
        // The quote that ends the value: what stands behind it is no part of the dump.
        if (quote != 0 && line[i] == quote) {
            plain += '\n';
            plain += line.substr(i + 1);
            break;
        }
        // `{\"Output\":\"main.f()\\n\"}\n`: the string within keeps its own
        if (once && line.substr(i).starts_with("\\\\")) {
            plain += '\\';
            i += 2;
            continue;
        }
        const Found found = mayEscape(line[i]) ? escapeAt(line.substr(i)) : Found{};
        if (found.length == 0)
            plain += line[i++];
        else if (found.means != '\0')
            plain += found.means;
        i += found.length;
    }
    return plain;
}

/// Where the first line end is spelled.
std::size_t firstLineEnd(std::string_view line)
{
    for (std::size_t i = 0; i < line.size(); ++i) {
        const Found found = mayEscape(line[i]) ? escapeAt(line.substr(i)) : Found{};
        if (found.length > 0 && found.means == '\n')
            return i;
        i += found.length > 0 ? found.length - 1 : 0;
    }
    return line.npos;
}

/// `words` stand behind the line end at the front of `line`, or behind the next one.
bool startsAgain(std::string_view line, std::string_view words)
{
    for (int n = 0; n < 3 && !line.empty(); ++n) {
        line.remove_prefix(std::min(escapeAt(line).length, line.size()));
        if (line.starts_with(words))
            return true;
        const std::size_t next = firstLineEnd(line);
        if (next == line.npos)
            return false;
        line.remove_prefix(next);
    }
    return false;
}

/// Where the text of many lines begins that `line` holds: at the dump, or in front of it where what comes
/// before has line ends, too: `msg="PASS\ngoleak: Errors on successful test run: found unexpected …`
std::optional<std::size_t> beginOfText(std::string_view line)
{
    const auto dump = beginOfDump(line);
    if (!dump)
        return {};
    const std::size_t end = firstLineEnd(line.substr(0, *dump));
    if (end == line.npos) {
        // msg="{\"log\":\"fatal error: …\n{\"log\":\"…: each line of the text has it.
        std::size_t quote = findLast(line.substr(0, *dump), '"');
        while (quote != line.npos && quote > 0 && line[quote - 1] == '\\')
            quote = findLast(line.substr(0, quote), '"');
        const std::string_view words = line.substr(quote + 1, *dump - quote - 1); // npos + 1 is 0
        const std::size_t first = firstLineEnd(line.substr(*dump));
        if (first == line.npos)
            return *dump;
        std::string_view next = line.substr(*dump + first);
        if (quote != line.npos && !words.empty() && startsAgain(next, words))
            return quote + 1;
        // `host app[7]: 09:31:07 panic: boom#01209:31:08 main.main()`: so has it here.
        next.remove_prefix(escapeAt(next).length);
        const std::size_t shared = sharedPrefix(words, next);
        return shared > 1 ? *dump - shared : *dump;
    }
    const std::string_view front = line.substr(0, end);
    const std::size_t quote = findLast(front, '"');
    const bool inside = std::ranges::count(front, '"') % 2 == 1;
    return inside ? quote + 1 : 0;
}

/// One line that holds many.
void split(std::string_view line, LineSpan origin, RewrittenText& out)
{
    const auto begin = beginOfText(line);
    if (!begin || *begin == 0) {
        out.add(decoded(line, 0), origin);
        return;
    }
    const char before = line[*begin - 1];
    // A prefix that comes again behind the line ends is one: it is left for whoever knows about prefixes.
    const std::string_view front = line.substr(0, *begin);
    if (front.size() >= 4 && line.find(front, *begin) != line.npos) {
        out.add(decoded(line, 0), origin);
        return;
    }
    const bool quoted = before == '"' || before == '\'' || before == '`';
    if (!trimLeft(front).empty())
        out.add(decoded(front, 0), origin);
    out.add(decoded(line.substr(*begin), quoted ? before : '\0'), origin);
}

} // namespace

bool suspectsEscapes(std::string_view sample)
{
    static constexpr Words kSigns(std::to_array<std::string_view>(
        {"\\n",          "\\t",          "#012", "#011",         "\\012", "^I",   "\xe2\x90\x8a",
         "\xe2\x86\xb5", "\xe2\x8f\x8e", "%0A",  "%0a",          "\\u00", "\\x0", "\xc2\xb6",
         "<0x0A>",       "$\n",          "$ ",   "\xe2\x86\x92", "^J",    "^M"}));
    return kSigns.in(sample);
}

void undoEscapes(const RewrittenText& in, RewrittenText& out)
{
    // `cat -A` shows where each line ends.
    std::size_t ended = 0;
    in.forEach([&](std::string_view line, LineSpan) { ended += trimRight(line).ends_with('$'); });
    const bool shown = ended * 2 > in.lineCount();
    in.forEach([&](std::string_view line, LineSpan origin) {
        if (shown && trimRight(line).ends_with('$'))
            line = trimRight(line).substr(0, trimRight(line).size() - 1);
        if (trimRight(line).ends_with("^M")) // of a terminal in raw mode, as vi and cat show it
            line = trimRight(line).substr(0, trimRight(line).size() - 2);
        const std::size_t ends = countLineEnds(line, 3);
        if (ends >= 2 && holdsDump(line)) {
            split(line, origin, out);
            return;
        }
        // Only the tab is spelled out.
        const std::string_view rest = trimLeft(line);
        std::string_view text = line;
        if (ends == 1 && trimRight(line).size() > 1 &&
            escapeAt(trimRight(line).substr(trimRight(line).size() - 2)).means == '\n')
            text = trimRight(line).substr(0, trimRight(line).size() - 2);
        const bool tab = (!rest.empty() && mayEscape(rest.front()) && escapeAt(rest).means == '\t') ||
                         contains(line, "\\t0x") || contains(line, "^I0x"); // pprof's columns
        if (!tab && text.size() == line.size() && !contains(line, "\\u00"))
            return out.add(line, origin);
        out.add(decoded(text, 0), origin);
    });
}

} // namespace skein
