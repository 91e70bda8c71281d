// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include "model/notes/versioned.h"

#include <array>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace skein::notes
{

/// 128 random bits; never all zero.
struct NoteId {
    std::uint64_t high = 0, low = 0;
    explicit operator bool() const { return high != 0 || low != 0; }
    auto operator<=>(const NoteId&) const = default;
};
/// 32 hexadecimal digits.
std::string toString(NoteId);
std::optional<NoteId> noteIdOf(std::string_view text);

/// "2026-11-21T12:30:05.123Z", always with milliseconds.
std::string isoTime(Millis);
/// Takes years 1970 to 9999, with or without a fraction, with Z or an offset.
std::optional<Millis> timeOf(std::string_view iso);

/// The colours that every view and export knows; "" is no colour. A file may have others: draw them as none.
inline constexpr std::array<std::string_view, 6> kColours{"yellow", "red", "green", "blue", "purple", "grey"};

/// The fields of a note that people change.
struct NoteFields {
    Anchor anchor;
    std::optional<Anchor> arrowTo; ///< draws an arrow from `anchor` to here
    std::string text;              ///< Markdown, written by anybody: escape it
    std::string colour;            ///< one of kColours, or ""
    bool resolved = false;
    bool deleted = false;
    bool operator==(const NoteFields&) const = default;
};

struct Note {
    NoteId id;
    Stamp created;
    NoteId replyTo; ///< none for a note that answers nothing
    Versioned<Anchor> anchor;
    Versioned<std::optional<Anchor>> arrowTo;
    Versioned<std::string> text;
    Versioned<std::string> colour;
    Versioned<bool> resolved;
    /// The ids of the texts that were deleted; none: not deleted. A text that was written without seeing the
    /// deletion is not among them, and keeps the note alive.
    Versioned<std::vector<VersionId>> deletedTexts;
    std::vector<VersionId> replaced; ///< sorted: versions of any field that were written over
    Extra extra;

    /// Deleted, and nobody has changed the text without knowing.
    bool deleted() const;
    /// When anything in it was last written; `created.time` where nothing was since.
    Millis edited() const;
    /// The current values.
    NoteFields fields() const;

    /// Where two copies disagreed: each is to be shown, and goes away when the field is written again.
    struct Conflict {
        enum class What : std::uint8_t { Text, Anchor, Arrow, Colour, Resolved, DeletedButChanged };
        What what = What::Text;
        std::vector<Stamp> by; ///< who wrote the versions, oldest first
        std::vector<std::string>
            texts; ///< the versions for people, in the same order; the last is the current one
    };
    std::vector<Conflict> conflicts() const;

    bool operator==(const Note&) const = default;
};
std::string_view toString(Note::Conflict::What);

/// What a person tells Skein, which looks different from what Skein inferred wherever it is shown.
enum class VerdictKind : std::uint8_t {
    Finding,    ///< on a finding: "confirmed" or "rejected"
    OtherParty, ///< on a finding or access: VerdictValue::party is the thread that it was
    Name,       ///< on a thread: the name that people give it
    Important,  ///< on a thread or group: "yes"
    Hidden,     ///< on a thread or group: "yes"; its lane is not drawn
    Status,     ///< on a group: what triage::toString(Status) says
    Owner,      ///< on a group: who takes care of it
    Reason,     ///< on a group: why it has that status
};
std::string_view toString(VerdictKind);
std::optional<VerdictKind> verdictKindOf(std::string_view word);

struct VerdictValue {
    std::string text;            ///< "" and no party: taken back
    std::optional<Anchor> party; ///< of OtherParty
    std::uint64_t count = 0;     ///< of Status: goroutines when it was set; above it the leak has grown
    bool empty() const { return text.empty() && !party; }
    auto operator<=>(const VerdictValue&) const = default;
};

/// One verdict of a kind on one thing; there is at most one of each in a notebook.
struct Verdict {
    VerdictKind kind = VerdictKind::Finding;
    Anchor on;
    Versioned<VerdictValue> value;
    std::vector<VersionId> replaced; ///< sorted
    Extra extra;
    bool operator==(const Verdict&) const = default;
};

} // namespace skein::notes
