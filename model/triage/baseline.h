// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include "model/triage/fingerprint.h"

#include <cstdint>
#include <expected>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace skein::triage
{

/// What a team has decided about a leak. New is what a baseline does not know.
enum class Status : std::uint8_t { New, Known, Fixed, FalsePositive, WontFix };
/// "new", "known", "fixed", "false positive", "won't fix"
std::string_view toString(Status);
std::optional<Status> statusNamed(std::string_view name);
std::span<const Status> statuses();

struct BaselineEntry {
    Fingerprint fingerprint;
    Status status = Status::Known;
    std::uint64_t count = 0; ///< goroutines when it was last written; above it the leak has grown
    std::string where;       ///< for people: "store.(*Cache).refresh (cache.go)", without the line
    std::string state;       ///< "chan send"
    std::string createdBy;   ///< "store.New"
    std::string owner;
    std::string note;       ///< may have several lines
    std::uint32_t line = 0; ///< at which it begins in the file that was read; 0 for added ones
};

struct BaselineError {
    std::uint32_t line = 0, column = 0; ///< 1-based
    std::string message;                ///< one sentence
};

/// The leaks that a team knows: a file of its repository, in TOML.
///
///     # comments stay
///     version = 1
///     ignore = ["func:google.golang.org/grpc*"]
///
///     [[leak]]
///     fingerprint = "4be1c09a7f32-1f0c-77aa-send"
///     status = "known"
///     where = "store.(*Cache).refresh (cache.go)"
///     state = "chan send"
///     created-by = "store.New"
///     count = 3
///     owner = "maria"
///     note = "gone with the next release"
///
/// Lines that are not changed stay as they are, byte for byte: comments, order, members that Skein does not
/// know. Any bytes can be read; what cannot be understood is an error with its line, never a crash.
class Baseline
{
public:
    /// An empty one.
    Baseline();
    /// Linear. At most 64 MB.
    static std::expected<Baseline, BaselineError> parse(std::string_view text);

    const std::vector<BaselineEntry>& entries() const { return m_entries; }
    /// The entry of exactly this fingerprint, or null.
    const BaselineEntry* find(const Fingerprint&) const;
    /// Filters of goroutines that nobody wants to hear of; see filter.h.
    const std::vector<std::string>& ignore() const { return m_ignore; }

    /// Adds an entry, or changes the one of that fingerprint: only members that differ are written anew.
    /// New entries are sorted in by `where`, so that two people who add some rarely meet in one line.
    void set(const BaselineEntry&);
    /// The same for many, in one pass.
    void set(std::vector<BaselineEntry> entries);
    /// The entry of `from` gets another fingerprint and keeps everything else. False where there is none.
    bool rename(const Fingerprint& from, const Fingerprint& to);
    /// False where there is none.
    bool remove(const Fingerprint&);

    /// The file's text; for one that was read and not changed, the same bytes.
    std::string text() const;

private:
    struct Line {
        std::string text;
        std::string key; ///< "" for comments, blank lines, headers and the inside of longer values
    };
    /// What stands between two headers; the first stands before them all. Of an entry, or of a table that
    /// Skein does not know.
    struct Block {
        std::vector<Line> lines;
        bool leak = false;
    };
    friend class BaselineReader;

    void index();
    void add(std::vector<BaselineEntry> fresh);
    static void append(std::vector<Block>& blocks, const BaselineEntry&, bool more);
    void change(std::size_t entry, const BaselineEntry&);
    static std::size_t replace(Block&, std::size_t line, const std::string& value);

    std::vector<Block> m_blocks;
    std::vector<BaselineEntry> m_entries; ///< one for each block that is a leak, in their order
    std::vector<std::string> m_ignore;
    std::unordered_map<std::string, std::size_t> m_byFingerprint;
    std::vector<std::size_t> m_blockOf; ///< of each entry
    bool m_lastLineEnds = true;
};

} // namespace skein::triage
