// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "views/sides/sides_model.h"

#include <algorithm>

namespace skein::sides
{
namespace
{

constexpr std::uint32_t kNone = ~std::uint32_t{0};
using Keys = std::vector<std::uint32_t>;
/// Indices into both sequences that belong together, ascending.
using Pairs = std::vector<std::pair<std::size_t, std::size_t>>;

/// The longest common subsequence of a[aBegin, aEnd) and b[bBegin, bEnd), by the usual table.
void addLongest(const Keys& a, std::size_t aBegin, std::size_t aEnd, const Keys& b, std::size_t bBegin,
                std::size_t bEnd, Pairs& pairs)
{
    const std::size_t n = aEnd - aBegin, m = bEnd - bBegin;
    if (n == 0 || m == 0 || n > kMostCells / m)
        return;
    // longest[i][j]: of the first i and j, counted from the inside, so that walking back goes from the
    // outside.
    std::vector<std::uint32_t> longest((n + 1) * (m + 1), 0);
    const auto at = [&](std::size_t i, std::size_t j) -> std::uint32_t& { return longest[i * (m + 1) + j]; };
    for (std::size_t i = 1; i <= n; ++i)
        for (std::size_t j = 1; j <= m; ++j)
            at(i, j) = a[aBegin + i - 1] == b[bBegin + j - 1] ? at(i - 1, j - 1) + 1
                                                              : std::max(at(i - 1, j), at(i, j - 1));
    const std::size_t before = pairs.size();
    for (std::size_t i = n, j = m; i > 0 && j > 0;) {
        if (a[aBegin + i - 1] == b[bBegin + j - 1])
            pairs.emplace_back(aBegin + --i, bBegin + --j);
        else if (at(i - 1, j) >= at(i, j - 1))
            --i;
        else
            --j;
    }
    std::reverse(pairs.begin() + static_cast<std::ptrdiff_t>(before), pairs.end());
}

Pairs common(const Keys& a, const Keys& b)
{
    std::size_t inner = 0;
    const std::size_t least = std::min(a.size(), b.size());
    std::size_t outer = 0;
    while (outer < least && a[a.size() - 1 - outer] == b[b.size() - 1 - outer])
        ++outer;
    while (inner < least - outer && a[inner] == b[inner])
        ++inner;
    Pairs pairs;
    for (std::size_t i = 0; i < inner; ++i)
        pairs.emplace_back(i, i);
    addLongest(a, inner, a.size() - outer, b, inner, b.size() - outer, pairs);
    for (std::size_t i = outer; i > 0; --i)
        pairs.emplace_back(a.size() - i, b.size() - i);
    return pairs;
}

struct Row {
    std::uint32_t key = kNone;
    bool anchor = false;
    std::vector<Cell> cells;
};

Keys part(const Keys& keys, std::size_t begin, std::size_t end)
{
    return {keys.begin() + static_cast<std::ptrdiff_t>(begin),
            keys.begin() + static_cast<std::ptrdiff_t>(end)};
}

/// What belongs together around two frames that do.
Pairs commonAround(const Keys& a, std::size_t anchorA, const Keys& b, std::size_t anchorB)
{
    Pairs pairs = common(part(a, 0, anchorA), part(b, 0, anchorB));
    pairs.emplace_back(anchorA, anchorB);
    for (const auto& [i, j] : common(part(a, anchorA + 1, a.size()), part(b, anchorB + 1, b.size())))
        pairs.emplace_back(anchorA + 1 + i, anchorB + 1 + j);
    return pairs;
}

Pairs pairsOf(const std::vector<Row>& rows, const Column& column)
{
    Keys keys;
    keys.reserve(rows.size());
    for (const Row& row : rows)
        keys.push_back(row.key);
    const auto anchor = std::ranges::find(rows, true, &Row::anchor);
    const auto mine = std::ranges::find(column.frames, column.anchor.value_or(kNone));
    if (anchor == rows.end() || mine == column.frames.end())
        return common(keys, column.keys);
    return commonAround(keys, static_cast<std::size_t>(anchor - rows.begin()), column.keys,
                        static_cast<std::size_t>(mine - column.frames.begin()));
}

/// Adds column `c` to rows that hold the columns before it.
std::vector<Row> merged(std::vector<Row> rows, const Column& column, std::size_t c, std::size_t columns)
{
    Pairs pairs = pairsOf(rows, column);
    const bool any = !pairs.empty();
    pairs.emplace_back(rows.size(), column.keys.size()); // the end
    std::vector<Row> result;
    result.reserve(std::max(rows.size(), column.keys.size()));
    const auto put = [&](Row& row, std::size_t i) {
        if (row.key == kNone)
            row.key = column.keys[i];
        row.anchor = row.anchor || column.anchor == column.frames[i];
        row.cells[c] = Cell{.kind = Cell::Kind::Frame, .frame = column.frames[i]};
    };
    std::size_t row = 0, frame = 0;
    for (const auto& [nextRow, nextFrame] : pairs) {
        // What differs stands side by side: next to what is shared below it at the top, from the top
        // elsewhere.
        const std::size_t left = nextRow - row, right = nextFrame - frame, height = std::max(left, right);
        const bool toBottom = any && row == 0 && frame == 0;
        const auto has = [&](std::size_t k, std::size_t count) {
            return toBottom ? k + count >= height : k < count;
        };
        for (std::size_t k = 0; k < height; ++k) {
            Row r;
            if (has(k, left))
                r = std::move(rows[row++]);
            else
                r.cells.resize(columns);
            if (has(k, right))
                put(r, frame++);
            result.push_back(std::move(r));
        }
        if (nextRow == rows.size() && nextFrame == column.keys.size())
            break;
        Row r = std::move(rows[row++]);
        put(r, frame++);
        result.push_back(std::move(r));
    }
    return result;
}

/// A row of its own for what isn't a frame, behind the row of `after` (or at the end).
void insertRow(Grid& grid, std::size_t at, std::size_t column, Cell::Kind kind)
{
    const auto where = grid.cells.begin() + static_cast<std::ptrdiff_t>(at * grid.columns);
    const auto first = grid.cells.insert(where, grid.columns, Cell{});
    (first + static_cast<std::ptrdiff_t>(column))->kind = kind;
}

} // namespace

std::optional<std::size_t> Grid::rowOf(std::size_t column, std::uint32_t frame) const
{
    for (std::size_t row = 0; row < rows(); ++row)
        if (at(row, column).kind == Cell::Kind::Frame && at(row, column).frame == frame)
            return row;
    return {};
}

Column column(const Log& log, const Thread& thread, StackId shown, bool hideRuntime,
              std::optional<std::uint32_t> keep)
{
    Column result{.anchor = keep, .createdBy = static_cast<bool>(thread.createdAt)};
    const auto stack = log.stack(shown);
    result.note = stack.empty();
    for (std::uint32_t i = 0; i < stack.size(); ++i) {
        const Frame& frame = log.frame(stack[i]);
        if (hideRuntime && frame.role == Role::Runtime && keep != i)
            continue;
        result.frames.push_back(i);
        result.keys.push_back(frame.function.value);
    }
    if (thread.framesElided > 0 && shown == thread.stack)
        result.elidedAfter = elidedAfter(log, thread).value_or(kNone);
    return result;
}

Grid align(std::span<const Column> columns)
{
    Grid grid{.columns = columns.size(), .cells = {}};
    std::vector<Row> rows;
    for (std::size_t c = 0; c < columns.size(); ++c)
        rows = merged(std::move(rows), columns[c], c, columns.size());
    const auto key = [&](const Row& row, std::size_t c) {
        const auto at =
            std::ranges::lower_bound(columns[c].frames, row.cells[c].frame) - columns[c].frames.begin();
        return columns[c].keys[static_cast<std::size_t>(at)];
    };
    for (Row& row : rows)
        for (std::size_t c = 1; c < columns.size(); ++c)
            row.cells[c].shared = row.cells[c].kind == Cell::Kind::Frame &&
                                  row.cells[c - 1].kind == Cell::Kind::Frame &&
                                  key(row, c) == key(row, c - 1);
    grid.cells.reserve((rows.size() + 2) * columns.size());
    for (const Row& row : rows)
        grid.cells.insert(grid.cells.end(), row.cells.begin(), row.cells.end());
    for (std::size_t c = 0; c < columns.size(); ++c) {
        if (columns[c].note)
            insertRow(grid, grid.rows(), c, Cell::Kind::Note);
        if (!columns[c].elidedAfter)
            continue;
        std::size_t behind = grid.rows();
        for (std::size_t row = 0; row < grid.rows(); ++row)
            if (const Cell& cell = grid.at(row, c);
                cell.kind == Cell::Kind::Frame && cell.frame <= *columns[c].elidedAfter)
                behind = row + 1;
        insertRow(grid, behind, c, Cell::Kind::Elided);
    }
    if (std::ranges::any_of(columns, &Column::createdBy)) {
        const std::size_t last = grid.rows();
        grid.cells.resize(grid.cells.size() + grid.columns);
        for (std::size_t c = 0; c < columns.size(); ++c)
            if (columns[c].createdBy)
                grid.cells[last * grid.columns + c].kind = Cell::Kind::CreatedBy;
    }
    return grid;
}

std::optional<std::uint32_t> elidedAfter(const Log& log, const Thread& thread)
{
    if (thread.framesElided == 0 || !log.threadText)
        return {};
    const auto frames = log.threadText->frames(thread);
    for (std::uint32_t i = 0; i + 1 < frames.size(); ++i) {
        const std::uint32_t end = std::min(frames[i + 1].lines.first, frames[i].lines.last + 4);
        for (std::uint32_t line = frames[i].lines.last + 1; line < end; ++line)
            if (log.text.line(line).contains("frames elided..."))
                return i;
    }
    return {};
}

} // namespace skein::sides
