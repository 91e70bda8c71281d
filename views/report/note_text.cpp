// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "views/report/note_text.h"

#include "views/report/markdown.h"
#include "views/report/note_tip.h"
#include "views/report/shown_note.h"
#include "views/report/text_writer.h"
#include "views/report/utf8.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <map>
#include <optional>
#include <ranges>
#include <tuple>
#include <utility>

namespace skein::note_text
{
namespace
{

constexpr std::size_t kLongestAddress = 2000;

bool isSpace(char c)
{
    return c == ' ' || c == '\t';
}
bool isWord(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           static_cast<unsigned char>(c) >= 0x80;
}
bool isPunctuation(char c)
{
    return c > ' ' && c < 0x7f && !isWord(c);
}

/// The marks of one line: `code`, *emphasis*, [text](address).
class Inline
{
public:
    explicit Inline(std::string_view line) : m_line(line) {}

    std::vector<Span> parse()
    {
        while (m_at < m_line.size())
            step();
        flush();
        return finished();
    }

private:
    // What a run of * or _ may mean: one, two or three of them; ~~ strikes through.
    static constexpr std::size_t kMarks = 7;
    enum Style { Italic, Bold, Struck, kStyles };

    void step()
    {
        const char c = m_line[m_at];
        if (c == '\\' && m_at + 1 < m_line.size() && isPunctuation(m_line[m_at + 1])) {
            m_text += m_line[m_at + 1];
            m_at += 2;
        } else if (c == '`') {
            code();
        } else if (c == '*' || c == '_' || c == '~') {
            mark(c);
        } else if (c == '[') {
            flush();
            m_brackets.push_back(m_spans.size());
            m_spans.push_back({.text = "["});
            ++m_at;
        } else if (c == ']' && !m_brackets.empty()) {
            link();
        } else {
            m_text += c;
            ++m_at;
        }
    }

    std::size_t runAt(std::size_t at) const
    {
        const std::size_t end = m_line.find_first_not_of(m_line[at], at);
        return std::min(end, m_line.size()) - at;
    }

    void code()
    {
        if (m_ticks.empty())
            for (std::size_t at = m_line.find('`', m_at); at < m_line.size(); at = m_line.find('`', at)) {
                const std::size_t run = runAt(at);
                m_ticks[run].push_back(at);
                at += run;
            }
        const std::size_t run = runAt(m_at);
        const auto& ends = m_ticks[run];
        const auto end = std::ranges::upper_bound(ends, m_at);
        if (end == ends.end()) {
            m_text.append(run, '`');
            m_at += run;
            return;
        }
        flush();
        std::string_view inside = m_line.substr(m_at + run, *end - m_at - run);
        if (inside.size() > 2 && inside.front() == ' ' && inside.back() == ' ')
            inside = inside.substr(1, inside.size() - 2);
        m_spans.push_back({.text = std::string(inside), .code = true});
        m_at = *end + run;
    }

    void mark(char c)
    {
        const std::size_t run = runAt(m_at);
        const char before = m_at > 0 ? m_line[m_at - 1] : ' ';
        const char after = m_at + run < m_line.size() ? m_line[m_at + run] : ' ';
        const bool inWord = c == '_' && isWord(before) && isWord(after);
        if (inWord || run > 3 || (c == '~' && run != 2)) {
            m_text.append(run, c);
            m_at += run;
            return;
        }
        flush();
        const std::size_t which = c == '~' ? 6 : (c == '_' ? 3 : 0) + run - 1;
        m_at += run;
        if (!isSpace(before) && !m_open[which].empty()) {
            const std::size_t opener = m_open[which].back();
            for (auto& open : m_open) // what was begun inside and not ended stays text
                while (!open.empty() && open.back() >= opener)
                    open.pop_back();
            m_spans[opener].text.clear();
            if (c == '~')
                range(Struck, opener);
            if (c != '~' && run != 2)
                range(Italic, opener);
            if (c != '~' && run != 1)
                range(Bold, opener);
            return;
        }
        if (!isSpace(after))
            m_open[which].push_back(m_spans.size());
        m_spans.push_back({.text = std::string(run, c)});
    }

    void range(Style style, std::size_t from) { m_ranges.push_back({style, from, m_spans.size()}); }

    void link()
    {
        const std::size_t opener = m_brackets.back();
        m_brackets.pop_back();
        ++m_at;
        if (m_at >= m_line.size() || m_line[m_at] != '(') {
            m_text += ']';
            return;
        }
        const std::size_t end = m_line.find_first_of(" \t()<>", m_at + 1);
        if (end >= m_line.size() || m_line[end] != ')' || end - m_at > kLongestAddress || end == m_at + 1) {
            m_text += ']';
            return;
        }
        flush();
        m_spans[opener].text.clear();
        if (opener > 0 && m_spans[opener - 1].text.ends_with('!') && !m_spans[opener - 1].code)
            m_spans[opener - 1].text.pop_back(); // a picture is its description
        m_spans.push_back({.text = std::string(m_line.substr(m_at + 1, end - m_at - 1)), .address = true});
        m_at = end + 1;
    }

    void flush()
    {
        if (!m_text.empty())
            m_spans.push_back({.text = std::exchange(m_text, {})});
    }

    std::vector<Span> finished()
    {
        std::vector<std::array<int, kStyles>> change(m_spans.size() + 1);
        for (const auto& [style, from, to] : m_ranges) {
            ++change[from][style];
            --change[to][style];
        }
        std::array<int, kStyles> now{};
        std::vector<Span> out;
        for (std::size_t i = 0; i < m_spans.size(); ++i) {
            for (std::size_t s = 0; s < kStyles; ++s)
                now[s] += change[i][s];
            Span& span = m_spans[i];
            if (span.text.empty())
                continue;
            span.italic = now[Italic] > 0;
            span.bold = now[Bold] > 0;
            span.struck = now[Struck] > 0;
            const auto look = [](const Span& s) {
                return std::tuple(s.bold, s.italic, s.struck, s.code, s.address);
            };
            if (!out.empty() && !span.address && look(out.back()) == look(span))
                out.back().text += span.text;
            else
                out.push_back(std::move(span));
        }
        return out;
    }

    struct Range {
        Style style;
        std::size_t from, to;
    };

    std::string_view m_line;
    std::size_t m_at = 0;
    std::string m_text;
    std::vector<Span> m_spans;
    std::vector<std::size_t> m_brackets;
    std::array<std::vector<std::size_t>, kMarks> m_open; ///< spans that may begin an emphasis
    std::vector<Range> m_ranges;
    std::map<std::size_t, std::vector<std::size_t>> m_ticks; ///< length of a run of ` → where there are some
};

std::size_t indentOf(std::string_view line)
{
    std::size_t columns = 0;
    for (const char c : line) {
        if (!isSpace(c))
            break;
        columns += c == '\t' ? 4 : 1;
    }
    return columns;
}

/// "```go": the run that ends it again.
std::string_view fenceOf(std::string_view line)
{
    if (!line.starts_with("```") && !line.starts_with("~~~"))
        return {};
    const std::size_t end = std::min(line.find_first_not_of(line.front()), line.size());
    // ```code``` on one line is not the beginning of a block.
    const bool code = line.front() == '`' && line.find('`', end) != line.npos;
    return code ? std::string_view() : line.substr(0, end);
}

/// Takes the mark of a block from the beginning of `line`.
Block blockOf(std::string_view& line)
{
    Block block;
    block.depth = static_cast<unsigned>(std::min<std::size_t>(indentOf(line) / 2, 3));
    line.remove_prefix(std::min(line.find_first_not_of(" \t"), line.size()));
    const auto take = [&](Block::Kind kind, std::size_t mark) {
        block.kind = kind;
        line.remove_prefix(mark);
    };
    const auto spaceAt = [&](std::size_t at) { return at < line.size() && isSpace(line[at]); };
    const std::size_t hashes = std::min(line.find_first_not_of('#'), line.size());
    std::size_t digits = std::min(line.find_first_not_of("0123456789"), line.size());
    if (hashes > 0 && hashes <= 6 && spaceAt(hashes)) {
        take(Block::Kind::Heading, hashes + 1);
    } else if (line.starts_with('>')) {
        take(Block::Kind::Quote, spaceAt(1) ? 2 : 1);
    } else if (!line.empty() && std::string_view("-*+").contains(line.front()) && spaceAt(1)) {
        take(Block::Kind::Item, 2);
    } else if (digits > 0 && digits <= 6 && digits < line.size() &&
               (line[digits] == '.' || line[digits] == ')') && spaceAt(digits + 1)) {
        std::from_chars(line.data(), line.data() + digits, block.number);
        take(Block::Kind::Numbered, digits + 2);
    } else {
        block.depth = 0;
    }
    return block;
}

class Lines
{
public:
    explicit Lines(std::string_view text) : m_rest(text) {}
    std::optional<std::string_view> next()
    {
        if (m_rest.empty())
            return {};
        const std::size_t end = std::min(m_rest.find('\n'), m_rest.size());
        std::string_view line = m_rest.substr(0, end);
        m_rest.remove_prefix(std::min(end + 1, m_rest.size()));
        if (line.ends_with('\r'))
            line.remove_suffix(1);
        return line;
    }

private:
    std::string_view m_rest;
};

/// "**text**": spaces may not stand inside the marks.
std::string marked(std::string_view mark, const std::string& escaped, std::string_view raw)
{
    return raw.empty() || isSpace(raw.front()) || isSpace(raw.back())
               ? escaped
               : std::string(mark) + escaped + std::string(mark);
}

std::string inMarkdown(const Span& span)
{
    if (span.address)
        return " (" + markdown::code(span.text) + ')';
    std::string out = span.code ? markdown::code(span.text) : markdown::escaped(span.text);
    if (span.italic)
        out = marked("*", out, span.text);
    if (span.bold)
        out = marked("**", out, span.text);
    if (span.struck)
        out = marked("~~", out, span.text);
    return out;
}

std::string plainLine(const Block& block)
{
    std::string out;
    if (block.kind == Block::Kind::Item || block.kind == Block::Kind::Numbered)
        out.assign(2 * block.depth, ' ');
    if (block.kind == Block::Kind::Item)
        out += "• ";
    if (block.kind == Block::Kind::Numbered)
        out += std::to_string(block.number) + ". ";
    if (block.kind == Block::Kind::Quote)
        out += "> ";
    for (const Span& span : block.spans)
        out += span.address ? " (" + span.text + ')' : span.text;
    return out;
}

} // namespace

Parsed parse(std::string_view markdown, std::size_t limit)
{
    Parsed out;
    if (markdown.size() > limit) {
        while (limit > 0 && (static_cast<unsigned char>(markdown[limit]) & 0xc0) == 0x80)
            --limit;
        out.leftOut = markdown.size() - limit;
        markdown = markdown.substr(0, limit);
    }
    Lines lines(markdown);
    bool apart = false;
    while (auto line = lines.next()) {
        if (line->find_first_not_of(" \t") == line->npos) {
            apart = !out.blocks.empty();
            continue;
        }
        if (const std::string_view fence = fenceOf(*line); !fence.empty()) {
            Block code{.kind = Block::Kind::Code, .apart = std::exchange(apart, false), .spans = {{}}};
            std::string& text = code.spans.front().text;
            code.spans.front().code = true;
            const std::string_view opening = *line;
            while ((line = lines.next()) && !line->starts_with(fence)) {
                text += *line;
                text += '\n';
            }
            if (!text.empty())
                text.pop_back();
            else if (!line) // nothing follows: it begins no block
                code = {.spans = {{.text = std::string(opening)}}};
            out.blocks.push_back(std::move(code));
            if (!line)
                break;
            continue;
        }
        std::string_view rest = *line;
        Block block = blockOf(rest);
        block.apart = std::exchange(apart, false);
        block.spans = Inline(rest).parse();
        out.blocks.push_back(std::move(block));
    }
    return out;
}

std::string leftOutWords(std::size_t bytes)
{
    return bytes == 0 ? std::string()
                      : text::counted(bytes, "further byte of it is", "further bytes of it are") +
                            " not shown here.";
}

std::string plain(std::string_view markdown, std::size_t limit)
{
    const Parsed parsed = parse(markdown, limit);
    std::string out;
    for (const Block& block : parsed.blocks) {
        if (!out.empty())
            out += block.apart ? "\n\n" : "\n";
        out += plainLine(block);
    }
    if (parsed.leftOut > 0)
        out += (out.empty() ? "… " : "\n… ") + leftOutWords(parsed.leftOut);
    return out;
}

std::string brief(std::string_view markdown, std::size_t columns)
{
    // A column takes four bytes at most, and marks take some.
    const Parsed parsed = parse(markdown, std::max<std::size_t>(64, columns * 8));
    std::string out;
    for (const Block& block : parsed.blocks) {
        if (!out.empty())
            out += ' ';
        out += plainLine(block);
    }
    std::ranges::replace(out, '\n', ' ');
    if (parsed.leftOut > 0)
        out += "…";
    return utf8::elided(utf8::printable(out), columns, utf8::Cut::End);
}

std::vector<std::string> markdownLines(std::string_view markdown, std::size_t limit)
{
    const Parsed parsed = parse(markdown, limit);
    std::vector<std::string> out;
    for (const Block& block : parsed.blocks) {
        using Kind = Block::Kind;
        if (block.apart)
            out.emplace_back();
        if (block.kind == Kind::Code) {
            // Four spaces: no fence that the text could end.
            if (!block.apart && !out.empty())
                out.emplace_back();
            Lines lines(block.spans.front().text);
            while (const auto line = lines.next())
                out.push_back("    " + utf8::printable(*line));
            continue;
        }
        std::string line(block.kind == Kind::Item || block.kind == Kind::Numbered ? 2 * block.depth : 0, ' ');
        if (block.kind == Kind::Item)
            line += "- ";
        else if (block.kind == Kind::Numbered)
            line += std::to_string(block.number) + ". ";
        else if (block.kind == Kind::Quote)
            line += "> ";
        for (const Span& span : block.spans) {
            Span shown = span;
            shown.bold |= block.kind == Kind::Heading && !span.address;
            line += inMarkdown(shown);
        }
        out.push_back(line + (block.kind == Kind::Text || block.kind == Kind::Heading ? "  " : ""));
    }
    if (parsed.leftOut > 0)
        out.push_back("… _" + leftOutWords(parsed.leftOut) + '_');
    return out;
}

} // namespace skein::note_text

namespace skein
{

std::string tipOf(const ShownNote& note)
{
    constexpr std::size_t kMost = 1500;
    std::string out = "Note " + std::to_string(note.number) + ", said by " + saidBy(note);
    for (const auto line : std::views::split(note_text::plain(note.text, kMost), '\n'))
        out += '\n' + utf8::printable(std::string_view(line));
    return out;
}

} // namespace skein
