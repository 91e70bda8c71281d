// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include "model/log.h"
#include "parser/go/header.h"
#include "parser/go/runtime_lines.h"
#include "parser/log_builder.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace skein::go
{

/// Finds the thread with a goroutine's number in a growing list: four bytes for each slot, since a dump may
/// hold millions.
class ThreadIndex
{
public:
    void clear() { *this = {}; }
    /// Index into `threads`, or none.
    std::optional<std::uint32_t> find(const std::vector<Thread>& threads, ThreadId id) const;
    /// `index` is the place of a thread that is not in here yet.
    void add(const std::vector<Thread>& threads, std::uint32_t index);

private:
    static constexpr std::uint32_t kEmpty = ~std::uint32_t{0};
    void place(const std::vector<Thread>& threads, std::uint32_t index);

    std::vector<std::uint32_t> m_slots;
    std::size_t m_used = 0;
    ThreadId m_largest{0}; ///< most dumps are nearly in order: a larger number than any before is new
};

/// A line outside of all blocks that belongs to a dump.
struct GapItem {
    LineKind kind = LineKind::Other;
    LineSpan lines;
    std::string text;
    LinePlace place;
    std::uint32_t othersBefore = 0; ///< ordinary lines, not blank ones, since the item before
};

/// The snapshot that is being read: which threads it has, where it begins and ends, when another one begins.
class Dump
{
public:
    explicit Dump(LogBuilder& out) : m_out(out) {}

    /// The last line of the dump that is open.
    std::uint32_t lastLine() const { return m_snapshot.lines.last; }
    bool isOpen() const { return m_open; }
    /// Puts the open snapshot into the log.
    void close();
    void open(std::uint32_t line);
    void coverUpTo(std::uint32_t line) { m_snapshot.lines.last = std::max(m_snapshot.lines.last, line); }

    /// What has printed the goroutines, where it isn't the runtime itself, and its words.
    void describe(std::string_view format, std::string_view reason, LineSpan reasonLines);

    /// Something that stands before the first goroutine, between goroutines, or behind the last one.
    void add(const GapItem& item);
    void remark(Remark::Kind kind, LineSpan lines, std::string_view text);

    /// Decides whether a goroutine whose header comes next opens another dump, from what stands between it
    /// and the last one; `preamble` is where in `gap` the lines begin that announce a crash (gap.size() where
    /// there are none).
    bool startsNew(const Header& header, bool hasStack, const std::vector<GapItem>& gap, std::size_t preamble,
                   std::uint32_t othersAtEnd) const;
    /// The same for a header that follows a block directly.
    bool repeats(const Header& header, bool hasStack) const;
    /// A goroutine that waits and was printed before stands first behind another reason: nobody but a program
    /// that was started again prints that.
    bool returns(const Header& header, bool hasStack) const;

    /// A panic's value may look like a dump. The runtime prints an empty line between the value and the first
    /// goroutine: where that is missing, the goroutines up to the next one that runs, with an empty line
    /// before it, are the value's; up to the last one that runs where all empty lines are gone.
    void suspectImitation() { m_suspect = true; }
    /// A header comes, behind so many empty lines: it may be the first behind a panic's value.
    void endValue(const Header& header, bool hasStack, int blanksBefore);

    void addThread(Thread thread, std::string_view labels);
    void addOtherStack(OtherStack stack) { m_snapshot.otherStacks.push_back(stack); }
    /// For a report that names goroutines before it prints others.
    void sortThreads();
    void setFacts(std::shared_ptr<const NativeFacts> facts) { m_snapshot.native = std::move(facts); }
    void showsRuntimeFrames() { m_snapshot.runtimeFramesShown = true; }

private:
    /// The earlier printing of that goroutine in this dump, with a stack; null where there is none.
    bool printsAll(const Thread& thread) const;
    const Thread* printedBefore(const Header& header, bool hasStack) const;
    bool looksCrashed(const Thread& thread) const;
    /// Of a panic's goroutines only the one that panicked runs with its stack. Where another one that runs
    /// comes, the first may stand in the panic's value, which quotes it: with debug.Stack() innermost, or
    /// with two empty lines behind it, the value's own and the runtime's.
    bool quotes(int blanksBehind) const;

    LogBuilder& m_out;
    Snapshot m_snapshot;
    ThreadIndex m_index;
    bool m_open = false, m_suspect = false;
    bool m_gapSeen =
        false; ///< more than nothing between two goroutines: a log that has lost its empty lines has none
    bool m_relayed = false;     ///< with GOTRACEBACK=crash each thread in turn prints its goroutines
    bool m_nextCrashes = false; ///< a fatal error has been announced, its goroutine is still to come
    bool m_anyCrashed = false;
    bool m_runningSeen = false; ///< a goroutine that runs, with its stack: runtime.Stack prints one per dump
};

} // namespace skein::go
