// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "parser/rewrite/rewrites.h"
#include "parser/scan.h"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <utility>

// What happens to single characters: colours of which half is left, typographer's marks, NUL bytes, blanks up
// to the edge of a page.
namespace skein
{

namespace
{

using namespace scan;

/// How many bytes at the front introduce a colour: ESC, or one of its spellings. 0 for none; 1 also for the
/// bare bracket of a sequence that has lost its ESC.
std::size_t escapeLength(std::string_view s)
{
    static constexpr std::array<std::string_view, 8> kSpellings = {"\x1b",  "^[",  "\\x1b",   "\\x1B",
                                                                   "\\033", "\\e", "\\u001b", "\xe2\x90\x9b"};
    for (const std::string_view spelling : kSpellings)
        if (s.starts_with(spelling) && s.substr(spelling.size()).starts_with('['))
            return spelling.size();
    return 0;
}

/// Length of "[1;31m" at the front. Without its ESC only what sets colours counts, and only with digits.
std::size_t sequenceLength(std::string_view s, bool escaped)
{
    if (!s.starts_with('['))
        return 0;
    std::size_t n = 1;
    while (n < s.size() && n < 24 && (isDigit(s[n]) || s[n] == ';' || s[n] == ':' || s[n] == '?'))
        ++n;
    if (n == s.size())
        return 0;
    if (escaped)
        return isAlpha(s[n]) ? n + 1 : 0;
    return s[n] == 'm' && n > 1 ? n + 1 : 0;
}

struct Replacement {
    std::string_view from, to;
};

// What word processors, chats and web pages make of plain characters, in UTF-8.
constexpr std::array kTypography = {
    Replacement{"\xc2\xa0", " "},       // no-break space
    Replacement{"\xe2\x80\xaf", " "},   // narrow no-break space
    Replacement{"\xe2\x80\x87", " "},   // figure space
    Replacement{"\xe3\x80\x80", " "},   // ideographic space
    Replacement{"\xe2\x80\x8b", ""},    // zero width space
    Replacement{"\xe2\x80\x8c", ""},    // zero width non-joiner
    Replacement{"\xe2\x80\x8d", ""},    // zero width joiner
    Replacement{"\xe2\x81\xa0", ""},    // word joiner
    Replacement{"\xef\xbb\xbf", ""},    // byte-order mark
    Replacement{"\xc2\xad", ""},        // soft hyphen
    Replacement{"\xe2\x80\x9c", "\""},  // left double quotation mark
    Replacement{"\xe2\x80\x9d", "\""},  // right double quotation mark
    Replacement{"\xe2\x80\x98", "'"},   // left single quotation mark
    Replacement{"\xe2\x80\x99", "'"},   // right single quotation mark
    Replacement{"\xe2\x80\xa6", "..."}, // ellipsis
    Replacement{"\xe2\x80\x93", "-"},   // en dash
    Replacement{"\xe2\x80\x94", "--"},  // em dash
    Replacement{"\xe2\x80\x90", "-"},   // hyphen
    Replacement{"\xe2\x80\x91", "-"},   // non-breaking hyphen
    Replacement{"\xef\xbc\x88", "("},   // fullwidth parentheses, colon, comma
    Replacement{"\xef\xbc\x89", ")"},   Replacement{"\xef\xbc\x9a", ":"},
    Replacement{"\xef\xbc\x8c", ", "},  Replacement{"\xe2\x80\xa8", "\n"}, // line separator
    Replacement{"\xe2\x80\xa9", "\n"},                                     // paragraph separator
    Replacement{"\xc2\x85", "\n"},                                         // next line
};

} // namespace

bool suspectsColours(std::string_view sample)
{
    for (std::size_t at = sample.find('['); at != sample.npos; at = sample.find('[', at + 1))
        if (sequenceLength(sample.substr(at, 24), false) != 0 || (at > 0 && sample[at - 1] == '\x1b') ||
            (at > 3 && escapeLength(sample.substr(at - 4, 5)) == 4))
            return true;
    return false;
}

void removeColours(const RewrittenText& in, RewrittenText& out)
{
    std::string plain;
    in.forEach([&](std::string_view line, LineSpan origin) {
        plain.clear();
        for (std::size_t i = 0; i < line.size();) {
            const std::size_t escape = escapeLength(line.substr(i, 8));
            const std::size_t n = sequenceLength(line.substr(i + escape, 24), escape > 0);
            if (n == 0)
                plain += line[i++];
            else
                i += escape + n;
        }
        out.add(plain, origin);
    });
}

bool suspectsPadding(std::string_view sample)
{
    std::size_t lines = 0, padded = 0;
    for (std::size_t at = 0; at < sample.size() && lines < 400;) {
        const std::size_t end = std::min(sample.find('\n', at), sample.size());
        padded += sample.substr(at, end - at).ends_with("  ");
        ++lines;
        at = end + 1;
    }
    return lines > 5 && padded * 2 > lines;
}

namespace
{

/// How many lines of blanks stand behind most lines, where more than half of the lines are such: what filled
/// lines up to a page's width was broken at a narrower one. 0 where they are not.
std::size_t linesOfBlanks(const RewrittenText& text)
{
    constexpr std::size_t kMost = 16;
    std::array<std::size_t, kMost> runs{};
    std::size_t run = 0, blank = 0;
    text.forEach([&](std::string_view line, LineSpan) {
        if (!line.empty() && trimRight(line).empty()) {
            ++run, ++blank;
            return;
        }
        ++runs[std::min(run, kMost - 1)];
        run = 0;
    });
    return blank * 2 > text.lineCount()
               ? static_cast<std::size_t>(std::ranges::max_element(runs) - runs.begin())
               : 0;
}

} // namespace

void removePadding(const RewrittenText& in, RewrittenText& out)
{
    const std::size_t filled = linesOfBlanks(in);
    std::size_t run = 0;
    in.forEach([&](std::string_view line, LineSpan origin) {
        const std::string_view text = trimRight(line);
        run = text.empty() && !line.empty() ? run + 1 : 0;
        // More of them are an empty line, too.
        if (filled == 0 || run == 0 || run == filled + 1)
            out.add(text, origin);
    });
}

bool suspectsTypography(std::string_view sample)
{
    // One pass, and most logs are plain.
    for (std::size_t i = 0; i < sample.size(); ++i) {
        const char c = sample[i];
        if (c == '\0' || c == '\r' || c == '\f' || c == '\v')
            return true;
        if (static_cast<unsigned char>(c) >= 0x80 &&
            std::ranges::any_of(kTypography,
                                [&](const Replacement& r) { return sample.substr(i).starts_with(r.from); }))
            return true;
    }
    return false;
}

void undoTypography(const RewrittenText& in, RewrittenText& out)
{
    std::string plain;
    in.forEach([&](std::string_view line, LineSpan origin) {
        plain.clear();
        while (line.ends_with('\r'))
            line.remove_suffix(1);
        for (std::size_t i = 0; i < line.size();) {
            const char c = line[i];
            if (c == '\r' || c == '\f' || c == '\v') {
                plain += '\n';
                ++i;
            } else if (c == '\0') {
                ++i;
            } else if (static_cast<unsigned char>(c) < 0x80) {
                plain += c;
                ++i;
            } else {
                const std::string_view rest = line.substr(i, 3);
                const auto* const r = std::ranges::find_if(
                    kTypography, [rest](const Replacement& t) { return rest.starts_with(t.from); });
                plain += r == kTypography.end() ? line.substr(i, 1) : r->to;
                i += r == kTypography.end() ? 1 : r->from.size();
            }
        }
        out.add(plain, origin);
    });
}

} // namespace skein
