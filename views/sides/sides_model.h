// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include "model/analysis/analysis.h"

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

/// Whose stacks stand beside each other, and which of their frames share a row. Plain data, no Qt.
namespace skein::sides
{

/// One column.
struct Party {
    enum class Part : std::uint8_t {
        Alone,
        Reporter,
        Other,
        Candidate,
        Waits,
        Holder,
        BehindHolder,
        TakesLock,
    };
    Part part = Part::Alone;
    ThreadRef thread = {}; ///< none: a party that is not in the log
    Certainty certainty = Certainty::Proved;
    std::optional<AccessOp> op = {};
    std::optional<std::uint32_t> frame = {}; ///< where the access or the wait stands, index into the stack
    ThreadRef heldBy = {};                   ///< of Waits
    std::uint64_t waitsOn = 0;
    std::uint64_t holds = 0;        ///< of TakesLock: what it held while it took `waitsOn`
    const Access* access = nullptr; ///< into the finding
    StackId stack = {};             ///< what stands in the column; none where the log has none
    /// Where a report that speaks of the past printed that stack; empty where it is the thread's own.
    LineSpan printed = {};

    bool operator==(const Party&) const = default;
};

/// The parties of a conflict or a cycle; the stack of one thread otherwise. Index 0 is the reporter, the
/// first who waits, or the holder. At most kMostParties.
std::vector<Party> parties(const Analysis& analysis, std::optional<std::uint32_t> finding, ThreadRef thread);
inline constexpr std::size_t kMostParties = 64;

struct Cell {
    enum class Kind : std::uint8_t { Empty, Frame, Elided, CreatedBy, Note };
    Kind kind = Kind::Empty;
    bool shared = false;     ///< the same function as in the column to the left
    std::uint32_t frame = 0; ///< index into the stack

    bool operator==(const Cell&) const = default;
};

/// Rows from the innermost frame outwards; cells[row * columns + column].
struct Grid {
    std::size_t columns = 0;
    std::vector<Cell> cells;

    std::size_t rows() const { return columns ? cells.size() / columns : 0; }
    const Cell& at(std::size_t row, std::size_t column) const { return cells[row * columns + column]; }
    std::optional<std::size_t> rowOf(std::size_t column, std::uint32_t frame) const;
};

/// Frames of one column: what is shown of a stack, and what to align it by.
struct Column {
    std::vector<std::uint32_t> frames = {}; ///< indices into the stack, innermost first
    std::vector<std::uint32_t> keys = {};   ///< equal for the same function
    std::optional<std::uint32_t> anchor =
        {}; ///< the frame that both sides are compared at: where they race or wait
    bool createdBy = false;
    bool note = false;                             ///< a row that says why there is no stack
    std::optional<std::uint32_t> elidedAfter = {}; ///< frame behind which the log left some out
};

/// `keep`: the anchor; it is shown although it may be the runtime's. `stack` is the thread's own, or one that
/// a report printed for it.
Column column(const Log& log, const Thread& thread, StackId stack, bool hideRuntime,
              std::optional<std::uint32_t> keep);

/// Puts the same functions on the same row, from the outermost frame inwards; each column keeps its own
/// order. Stacks whose differing middles are long (more than kMostCells pairs) are aligned at their ends
/// only.
Grid align(std::span<const Column> columns);
inline constexpr std::size_t kMostCells = 1'000'000;

/// The line of the log in which frame `index` of a report's stack stands, as far as its file and line show
/// it; the first line of `printed` otherwise.
std::uint32_t printedLine(const Log& log, const Party& party, std::uint32_t index);

/// Index of the frame behind which `thread` has its "...23 frames elided..."; none where it has none.
std::optional<std::uint32_t> elidedAfter(const Log& log, const Thread& thread);

} // namespace skein::sides
