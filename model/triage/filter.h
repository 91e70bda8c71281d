// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include "model/log.h"
#include "model/triage/baseline.h"

#include <cstddef>
#include <cstdint>
#include <expected>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace skein::triage
{

/// One filter language for the window and the command line. docs/filter.md has its grammar for users.
///
///     filter  = or ;  or = and { "or" and } ;  and = not { ["and"] not } ;
///     not     = ( "not" | "-" | "!" ) not | "(" filter ")" | term ;
///     term    = key operator value | word ;
///     operator= ":" | ":~" | "=" | "!=" | "<" | "<=" | ">" | ">=" ;
///     value   = anything without blanks and parentheses | '"' text '"' ;
///
/// `key:value` matches a whole text with `*` and `?`, `key:~value` anywhere in it, both without regard to
/// case; `=` exactly. A word on its own is looked for in every text of a goroutine.
/// Example: state:chan* wait>5m func:~ExecCmd created-by:main.* label.role=reader count>10 not user

/// What a filter looks at. Views must stay valid while it looks.
struct FilterSubject {
    std::span<const std::string_view> states;    ///< "chan send"
    std::span<const std::string_view> functions; ///< of the stack, innermost first
    std::span<const std::string_view> files;     ///< of the stack, with line where there is one: "pool.go:41"
    std::string_view site;                       ///< the function in which it stands
    std::span<const std::string_view> creators;  ///< functions behind `created by`
    std::span<const std::pair<std::string, std::string>> labels;
    std::span<const std::uint64_t> resources; ///< addresses of what they wait for
    std::span<const ThreadId> ids, creatorIds;
    std::int32_t waitedMinutes = -1; ///< the longest; -1 where not known
    std::uint64_t count = 1;
    Role role = Role::User; ///< of the site
    bool leaked = false;
    std::string_view fingerprint, status, owner, note, change, input; ///< "" outside of triage and comparison
    /// Of what people said; "" for goroutines. Then `status` is "open" or "resolved", `note` its text.
    std::string_view author, colour, kind, about;
};

struct FilterError {
    std::size_t column = 0; ///< 1-based, in bytes: where it went wrong
    std::size_t length = 0; ///< of what is wrong; at least 1
    std::string message;    ///< one sentence: what is wrong, and what would be right
};

namespace filter
{
struct Node;
}

/// A filter that has been understood. Cheap to copy; matching is safe from several threads.
class Filter
{
public:
    /// Matches everything.
    Filter() = default;
    /// The empty text matches everything. Linear in the text; nesting deeper than 100 is an error.
    static std::expected<Filter, FilterError> parse(std::string_view text);

    bool matches(const FilterSubject& subject) const;
    bool matchesAll() const { return !m_root; }

    /// Both of them: what `--filter` given twice means.
    friend Filter both(const Filter&, const Filter&);

private:
    std::shared_ptr<const filter::Node> m_root;
};

Filter both(const Filter&, const Filter&);

/// "filter:1:12: …" with the text and a mark below the column; ends with a line end.
std::string explain(std::string_view filter, const FilterError&);

/// A key of the language, for help texts and completion.
struct FilterKey {
    std::string_view name;    ///< "created-by"
    std::string_view example; ///< "created-by:main.*"
    std::string_view help;    ///< one sentence
};
std::span<const FilterKey> filterKeys();

/// What can stand at the cursor.
struct Completion {
    std::string text; ///< replaces the part from `begin` to `end`
    std::string help;
    std::size_t begin = 0, end = 0;
};

/// Where completion takes values from: what occurs in the log, most frequent first.
struct FilterValues {
    std::vector<std::string> states, functions, creators, files, labelKeys, owners, authors;
    std::vector<std::pair<std::string, std::string>> labels; ///< key and value
    bool ofNotes = false; ///< what is filtered are notes, not goroutines: other keys are offered
};

/// At most `most` completions of the word before `cursor` (a byte offset), keys before values.
std::vector<Completion> complete(std::string_view text, std::size_t cursor, const FilterValues& values,
                                 std::size_t most = 50);

} // namespace skein::triage
