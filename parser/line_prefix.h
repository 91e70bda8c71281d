// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace skein
{

/// What the front of a line matched: how long it is, and the part of it that stays the same from line to line
/// of one writer (service name, host and process), so that two writers are not mixed up.
struct PrefixMatch {
    std::size_t length = 0; ///< 0: no match
    std::size_t idBegin = 0, idEnd = 0;
};

/// One way in which log systems put something before a line.
struct PrefixGrammar {
    std::string_view name;   ///< REPORT.md's word: "docker", "journald" …
    std::string_view sample; ///< an example, with what follows cut off
    PrefixMatch (*match)(std::string_view line);
};

/// What stands before every line of a dump: any number of known prefixes, a JSON string around the line, a
/// learned text whose digits vary, colours. Made by candidates() from a line that was recognised.
class LinePrefix
{
public:
    bool empty() const { return m_outer.empty() && m_json.empty() && !m_colours; }
    /// REPORT.md's word for it, "none" when empty.
    std::string_view name() const;
    /// Part of it is a text that no grammar knows.
    bool isLearned() const;
    bool hasJson() const { return !m_json.empty(); }
    bool joinsPartialLines() const { return m_partial; }

    /// The line without the prefix, a view into `raw` or into `scratch`; nothing where the prefix doesn't
    /// fit. A JSON string may hold several lines: they come separated by '\n', and their own (inner) prefixes
    /// are still there: stripInner() is for each of them.
    std::optional<std::string_view> strip(std::string_view raw, std::string& scratch) const;
    std::string_view stripInner(std::string_view line) const;
    /// For joinsPartialLines(): what the line brings to the one that was split, and whether another piece
    /// follows. Whatever stands behind the collector's part of the prefix came before the split: only the
    /// first piece has it.
    struct Piece {
        std::string_view text;
        bool goesOn = false;
    };
    std::optional<Piece> piece(std::string_view raw) const;
    /// Without the colours that this prefix has around it; made in `scratch` when there are any.
    std::string_view plain(std::string_view raw, std::string& scratch) const;

    /// The same system names somebody else: another container, another process.
    bool isOfAnotherWriter(const LinePrefix& other) const;

    /// The same system, by somebody else's name, stands before `raw`.
    bool isAnothers(std::string_view raw) const;

    /// This prefix with only so much of what was learned as the line `next` has, too: words that stand before
    /// the first line of a report alone go away. Equal to this one where nothing was learned.
    LinePrefix sharedWith(std::string_view next) const;

    /// This prefix with so many blanks at its end, and nothing behind them, where what was learned ends in a
    /// column of its own: of `[web]         "message": "` only `[web] `.
    LinePrefix withoutColumn(std::size_t blanks = 1) const;

    /// This prefix with blanks behind it, which every line may have.
    LinePrefix withIndent(std::string_view blanks) const;
    /// This prefix without the blanks at its end, and those: "" where it ends in something else.
    std::pair<LinePrefix, std::string> withoutIndent() const;

    bool operator==(const LinePrefix&) const = default;

    /// The prefixes that could stand before `anchor` in `raw`, likeliest first. `isAnchor` says whether a
    /// text starts with what was recognised. The last one may be empty.
    static std::vector<LinePrefix> candidates(std::string_view raw, bool (*isAnchor)(std::string_view));

private:
    struct Part {
        std::uint8_t grammar = kLearned; ///< index into the table of grammars, or one of the constants
        std::string text;                ///< the unvarying part; of a learned prefix its shape
        bool operator==(const Part&) const = default;
    };
    static constexpr std::uint8_t kLearned = 255;
    static constexpr std::uint8_t kIndent = 254;

    static bool eat(std::string_view& s, const Part& part);
    static bool eatAll(std::string_view& s, const std::vector<Part>& parts);
    static std::string shapeOf(std::string_view text);
    static bool eatShape(std::string_view& s, std::string_view shape);
    bool collect(std::string_view& s, std::vector<Part>& parts, bool (*isAnchor)(std::string_view));

    std::vector<Part> m_outer;
    std::string m_json; ///< the key with its quotes: "\"log\""
    std::vector<Part> m_inner;
    bool m_colours = false;
    bool m_partial = false;
};

/// The known ones, most specific first.
std::span<const PrefixGrammar> prefixGrammars();

/// Milliseconds since 1970 of the first date and time in the front of `raw`, where it has a year.
std::optional<std::int64_t> timeOfLine(std::string_view raw);

/// `raw` without ANSI colour sequences (ESC [ … letter, also as `^[[36m`), made in `scratch` when there are
/// any.
std::string_view withoutColours(std::string_view raw, std::string& scratch);
bool hasColours(std::string_view raw);

} // namespace skein
