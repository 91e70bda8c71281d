// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "parser/line_prefix.h"

#include "parser/json_line.h"
#include "parser/scan.h"

#include <algorithm>

namespace skein
{

namespace
{

constexpr std::size_t kMaxParts = 6;
constexpr std::size_t kMaxLearned = 240;
constexpr char kDigits = '\1'; // stands for one or more digits in a shape
constexpr char kColumn = '\2'; // and for those of a number at the right edge of its column: "    96  "

/// `created by main.main" app=shop`, of which the opening quote is gone: what stands in the quotes. A string
/// that holds several lines is left to whoever undoes escapes.
std::string_view unquoted(std::string_view s, std::string& scratch)
{
    std::string text;
    std::string_view rest = s;
    eatJsonString(rest, text);
    if (text.contains('\n') || rest.data() == s.data() || *(rest.data() - 1) != '"')
        return s;
    scratch = std::move(text);
    return scratch;
}

/// `main.f({0x1, 0x2})","node1"`: the rest of a CSV field, in which quotes are doubled; as it is where it
/// does not end in this line.
std::string_view restOfField(std::string_view s, std::string& scratch)
{
    std::string text;
    for (std::size_t i = 0; i < s.size(); ++i) {
        if (s[i] == '"' && i + 1 < s.size() && s[i + 1] == '"')
            ++i;
        else if (s[i] == '"') {
            scratch = std::move(text);
            return scratch;
        }
        text += s[i];
    }
    return s;
}

/// What a line is whose prefix ends in a quote: `level=error msg="`, `"2026-11-20 09:31:00","`
std::string_view withoutQuotes(std::string_view s, std::string_view prefix, std::string& scratch)
{
    // msg="…, msg="2026-11-20 09:31:00 …, {"log"=>"…
    const std::size_t quote = scan::findLast(prefix, '"');
    if (quote == prefix.npos)
        return s;
    const std::string_view before = prefix.substr(0, quote);
    if ((before.ends_with('=') || before.ends_with("=>")) && std::ranges::count(before, '"') % 2 == 0)
        return unquoted(s, scratch);
    // node1:         "\tmain.go:12 +0x1d",
    if (const std::string_view item = scan::trimRight(s); prefix.ends_with(" \"") &&
                                                          !prefix.ends_with(": \"") &&
                                                          (item.ends_with("\",") || item.ends_with('"')))
        return unquoted(s, scratch);
    const bool field = prefix.ends_with(",\"") || prefix.ends_with(";\"") || prefix.ends_with("\t\"");
    return field ? restOfField(s, scratch) : s;
}

/// An object, and not Loki's labels: `{app="shop", pod="web-7d9f5"} goroutine 1 [running]:`
bool looksLikeJson(std::string_view s)
{
    return s.starts_with('{') && scan::trimLeft(s.substr(1)).starts_with('"');
}

} // namespace

std::string LinePrefix::shapeOf(std::string_view text)
{
    std::string shape;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (!scan::isDigit(text[i])) {
            shape += text[i];
        } else if (i == 0 || !scan::isDigit(text[i - 1])) {
            const std::size_t blanks = shape.size() - std::min(shape.find_last_not_of(' ') + 1, shape.size());
            const bool column = blanks > 1;
            shape.resize(shape.size() - (column ? blanks : 0));
            shape += column ? kColumn : kDigits;
        }
    }
    return shape;
}

bool LinePrefix::eatShape(std::string_view& s, std::string_view shape)
{
    std::size_t j = 0;
    for (std::size_t i = 0; i < shape.size(); ++i) {
        if (j == s.size()) {
            // The blanks at the end of an otherwise empty line may have been cut.
            if (!scan::trimRight(shape.substr(i)).empty())
                return false;
            break;
        }
        if (shape[i] == kDigits || shape[i] == kColumn) {
            while (shape[i] == kColumn && j < s.size() && s[j] == ' ')
                ++j;
            const std::size_t n = scan::digits(s.substr(j));
            if (n == 0)
                return false;
            j += n;
        } else if (s[j++] != shape[i]) {
            return false;
        }
    }
    s.remove_prefix(j);
    return true;
}

bool LinePrefix::eat(std::string_view& s, const Part& part)
{
    if (part.grammar == kLearned)
        return eatShape(s, part.text);
    // Lines that are indented less, as goleak's are, are not somebody else's.
    if (part.grammar == kIndent) {
        s.remove_prefix(static_cast<std::size_t>(std::ranges::mismatch(s, part.text).in1 - s.begin()));
        return true;
    }
    const PrefixMatch m = prefixGrammars()[part.grammar].match(s);
    if (m.length == 0 || s.substr(m.idBegin, m.idEnd - m.idBegin) != part.text)
        return false;
    s.remove_prefix(m.length);
    return true;
}

bool LinePrefix::eatAll(std::string_view& s, const std::vector<Part>& parts)
{
    for (std::size_t i = 0; i < parts.size(); ++i) {
        // A number at the right edge of its column: "    96  ", "   100  ".
        if (parts[i].grammar == kIndent && i + 1 < parts.size() && parts[i + 1].grammar == kLearned &&
            parts[i + 1].text.starts_with(kDigits))
            s = scan::trimLeft(s);
        else if (!eat(s, parts[i]))
            return false;
    }
    return true;
}

std::optional<std::string_view> LinePrefix::strip(std::string_view raw, std::string& scratch) const
{
    std::string_view s = raw;
    std::string plain;
    if (m_colours && hasColours(s))
        s = withoutColours(s, m_json.empty() ? scratch : plain);
    if (!eatAll(s, m_outer))
        return {};
    if (m_json.empty())
        return m_outer.empty() || m_outer.back().grammar != kLearned
                   ? s
                   : withoutQuotes(s, m_outer.back().text, scratch);
    if (!unescapeJsonValue(s, m_json, scratch))
        return {};
    if (m_colours && hasColours(scratch)) {
        plain = scratch;
        withoutColours(plain, scratch);
    }
    return scratch;
}

std::string_view LinePrefix::stripInner(std::string_view line) const
{
    std::string_view s = line;
    return eatAll(s, m_inner) ? s : line;
}

std::string_view LinePrefix::plain(std::string_view raw, std::string& scratch) const
{
    return m_colours ? withoutColours(raw, scratch) : raw;
}

std::optional<LinePrefix::Piece> LinePrefix::piece(std::string_view raw) const
{
    std::string_view s = raw;
    for (const Part& part : m_outer) {
        const std::string_view before = s;
        if (!eat(s, part))
            return {};
        if (part.grammar != 0)
            continue; // only the first grammar, CRI's, knows partial lines
        const std::string_view taken = scan::trimRight(before.substr(0, before.size() - s.size()));
        return Piece{s, taken.ends_with(" P")};
    }
    return {};
}

std::string_view LinePrefix::name() const
{
    if (!m_json.empty())
        return m_json == "\"log\"" ? "docker" : "json";
    std::string_view best = m_outer.empty() ? "none" : "other";
    for (const Part& part : m_outer) {
        if (part.grammar == kIndent && m_outer.size() == 1 &&
            (part.text == "    " || part.text == "        "))
            return "go-test";
        if (part.grammar >= prefixGrammars().size())
            continue;
        const std::string_view name = prefixGrammars()[part.grammar].name;
        if (name != "other")
            return name;
    }
    return best;
}

// Takes known prefixes off the front of `s` until an anchor is there; what is left before it is learned.
bool LinePrefix::collect(std::string_view& s, std::vector<Part>& parts, bool (*isAnchor)(std::string_view))
{
    while (parts.size() < kMaxParts) {
        if (isAnchor(s))
            return true;
        if (!s.empty() && scan::isBlank(s.front())) {
            const std::string_view rest = scan::trimLeft(s);
            parts.push_back({kIndent, std::string(s.substr(0, s.size() - rest.size()))});
            s = rest;
            continue;
        }
        const auto grammars = prefixGrammars();
        // `2026-11-20T09:31:00.123456789Z POTENTIAL DEADLOCK:` could also be what a host named POTENTIAL
        // says.
        auto found = std::ranges::find_if(grammars, [&](const PrefixGrammar& g) {
            const std::size_t length = g.match(s).length;
            return length != 0 && isAnchor(s.substr(length));
        });
        if (found == grammars.end())
            found = std::ranges::find_if(grammars,
                                         [s](const PrefixGrammar& g) { return g.match(s).length != 0; });
        if (found == grammars.end())
            break;
        const PrefixMatch m = found->match(s);
        parts.push_back({static_cast<std::uint8_t>(found - grammars.begin()),
                         std::string(s.substr(m.idBegin, m.idEnd - m.idBegin))});
        s.remove_prefix(m.length);
    }
    for (std::size_t i = 1; i < std::min(s.size(), kMaxLearned); ++i) {
        if (looksLikeJson(s) && m_json.empty())
            return false;
        if (!isAnchor(s.substr(i)))
            continue;
        parts.push_back({kLearned, shapeOf(s.substr(0, i))});
        s.remove_prefix(i);
        return true;
    }
    return isAnchor(s);
}

bool LinePrefix::isLearned() const
{
    const auto learned = [](const Part& part) { return part.grammar == kLearned; };
    return std::ranges::any_of(m_outer, learned) || std::ranges::any_of(m_inner, learned);
}

bool LinePrefix::isOfAnotherWriter(const LinePrefix& other) const
{
    const auto names = [](const std::vector<Part>& parts) {
        return std::ranges::find_if(parts,
                                    [](const Part& p) { return p.grammar < kIndent && !p.text.empty(); });
    };
    const auto here = names(m_outer), there = names(other.m_outer);
    return here != m_outer.end() && there != other.m_outer.end() && here->grammar == there->grammar &&
           here->text != there->text;
}

bool LinePrefix::isAnothers(std::string_view raw) const
{
    std::string scratch;
    std::string_view s = plain(raw, scratch);
    for (const Part& part : m_outer) {
        if (part.grammar == kLearned)
            return false;
        if (part.grammar == kIndent) {
            eat(s, part);
            continue;
        }
        const PrefixMatch m = prefixGrammars()[part.grammar].match(s);
        if (m.length == 0)
            return false;
        if (s.substr(m.idBegin, m.idEnd - m.idBegin) != part.text)
            return true;
        s.remove_prefix(m.length);
    }
    return false;
}

LinePrefix LinePrefix::sharedWith(std::string_view next) const
{
    if (m_outer.empty() || m_outer.back().grammar != kLearned || !m_json.empty())
        return *this;
    LinePrefix shared = *this;
    std::string& learned = shared.m_outer.back().text;
    std::string plain;
    std::string_view s = m_colours ? withoutColours(next, plain) : next;
    if (!eatAll(s, {m_outer.begin(), m_outer.end() - 1}))
        return *this;
    std::size_t end = 0;
    for (std::size_t i = 0; i < learned.size() && !s.empty(); ++i) {
        if (!eatShape(s, std::string_view(learned).substr(i, 1)))
            break;
        if (!scan::isAlpha(learned[i]) && learned[i] != kDigits && learned[i] != kColumn)
            end = i + 1;
    }
    learned.resize(end);
    if (end == 0)
        shared.m_outer.pop_back();
    return shared;
}

LinePrefix LinePrefix::withoutColumn(std::size_t blanks) const
{
    LinePrefix shorter = *this;
    if (m_outer.empty())
        return shorter;
    Part& last = shorter.m_outer.back();
    if (last.grammar == kIndent)
        shorter.m_outer.pop_back();
    else if (const std::size_t column = last.text.rfind("  ");
             last.grammar == kLearned && column != last.text.npos)
        last.text.resize(last.text.find_last_not_of(' ', column) + 1 + blanks);
    return shorter;
}

LinePrefix LinePrefix::withIndent(std::string_view blanks) const
{
    LinePrefix prefix = *this;
    (prefix.m_json.empty() ? prefix.m_outer : prefix.m_inner).push_back({kIndent, std::string(blanks)});
    return prefix;
}

std::pair<LinePrefix, std::string> LinePrefix::withoutIndent() const
{
    LinePrefix prefix = *this;
    auto& parts = prefix.m_json.empty() ? prefix.m_outer : prefix.m_inner;
    if (!parts.empty() && parts.back().grammar == kLearned) {
        std::string& text = parts.back().text;
        // Within a string the tab is spelled out: `level=error msg="\tgoroutine 7 [running]:"`
        for (const std::string_view end : {"\"\\t", "\"\t"})
            if (text.ends_with(end)) {
                text.resize(text.size() - end.size() + 1);
                return {std::move(prefix), "\t"};
            }
        std::string blanks = text;
        constexpr std::string_view kHard = "\xc2\xa0"; // no-break spaces
        while (blanks.ends_with(kHard))
            blanks.resize(blanks.size() - kHard.size());
        if (blanks.empty() || blanks == "\\t") {
            blanks = std::move(text);
            parts.pop_back();
            return {std::move(prefix), std::move(blanks)};
        }
    }
    if (parts.empty() || parts.back().grammar != kIndent)
        return {prefix, {}};
    std::string blanks = std::move(parts.back().text);
    parts.pop_back();
    return {std::move(prefix), std::move(blanks)};
}

std::vector<LinePrefix> LinePrefix::candidates(std::string_view raw, bool (*isAnchor)(std::string_view))
{
    std::vector<LinePrefix> found;
    LinePrefix prefix;
    prefix.m_colours = hasColours(raw);
    std::string plain;
    std::string_view s = withoutColours(raw, plain);
    if (prefix.collect(s, prefix.m_outer, isAnchor)) {
        found.push_back(prefix);
    } else if (looksLikeJson(s)) {
        for (const JsonString& value : jsonStrings(s)) {
            LinePrefix inJson = prefix;
            inJson.m_json = value.key;
            inJson.m_colours = prefix.m_colours || hasColours(value.text);
            std::string unescaped;
            std::string_view lines = withoutColours(value.text, unescaped);
            while (!lines.empty()) {
                const std::size_t end = std::min(lines.find('\n'), lines.size());
                std::string_view line = lines.substr(0, end);
                inJson.m_inner.clear();
                if (inJson.collect(line, inJson.m_inner, isAnchor)) {
                    found.push_back(inJson);
                    break;
                }
                lines.remove_prefix(std::min(end + 1, lines.size()));
            }
            if (!found.empty())
                break;
        }
    }
    // What is learned from one line alone may be a sentence before the anchor: then only the rest is a
    // prefix.
    if (!found.empty()) {
        LinePrefix rest = found.front();
        auto& parts = rest.m_json.empty() ? rest.m_outer : rest.m_inner;
        while (!parts.empty() && (parts.back().grammar == kLearned || parts.back().grammar == kIndent)) {
            // `level=error msg="    leaktest.go:150: leaktest: leaked goroutine: `: what a check says itself
            const std::string learned = parts.back().grammar == kLearned ? parts.back().text : std::string();
            const std::size_t quote =
                std::ranges::count(learned, '"') % 2 == 1 ? scan::findLast(learned, '"') : learned.npos;
            const std::size_t bracket = learned.find("] ");
            for (const std::size_t end : {quote, bracket == learned.npos ? bracket : bracket + 1}) {
                if (end == learned.npos || end + 1 == learned.size())
                    continue;
                found.push_back(rest);
                auto& cut = rest.m_json.empty() ? found.back().m_outer : found.back().m_inner;
                cut.back().text.resize(end + 1);
            }
            parts.pop_back();
            found.push_back(rest);
        }
    }
    if (found.empty() || !found.back().empty())
        found.emplace_back();
    for (LinePrefix& p : found)
        p.m_partial = std::ranges::any_of(p.m_outer, [](const Part& part) { return part.grammar == 0; });
    return found;
}

bool hasColours(std::string_view raw)
{
    return raw.find('\x1b') != raw.npos || scan::contains(raw, "^[[");
}

// ESC [ 1 ; 31 m, ESC ] 8 ;; link BEL, and what is left of them where ESC was written as a caret: ^[[36m
std::string_view withoutColours(std::string_view raw, std::string& scratch)
{
    if (!hasColours(raw))
        return raw;
    scratch.clear();
    for (std::size_t i = 0; i < raw.size();) {
        std::size_t start = raw.npos;
        if (raw[i] == '\x1b')
            start = i + 1;
        else if (raw.substr(i).starts_with("^[["))
            start = i + 2;
        if (start == raw.npos) {
            scratch += raw[i++];
            continue;
        }
        i = start;
        if (i < raw.size() && raw[i] == '[') {
            ++i;
            while (i < raw.size() &&
                   (scan::isDigit(raw[i]) || raw[i] == ';' || raw[i] == ':' || raw[i] == '?'))
                ++i;
            if (i < raw.size())
                ++i;
        } else if (i < raw.size() && raw[i] == ']') {
            while (i < raw.size() && raw[i] != '\a' && raw[i] != '\x1b')
                ++i;
            if (i < raw.size() && raw[i] == '\a')
                ++i;
        }
    }
    return scratch;
}

} // namespace skein
