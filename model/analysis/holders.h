// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include "model/analysis/waits.h"
#include "model/finding.h"
#include "model/log.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// Who holds a lock that others wait for. Go prints no owners, so nothing in here is ever proved.
namespace skein
{

/// Reads arguments from the text within a budget, so that no dump makes the analysis cost more than the
/// parsing.
class ArgumentReader
{
public:
    explicit ArgumentReader(const Log& log);
    /// The frames with their arguments; empty when the budget is spent or there is no stack.
    std::vector<FrameText> frames(const Thread& thread);

private:
    const Log& m_log;
    std::uint64_t m_linesLeft;
};

/// A lock that somebody waits for, as far as the log identifies it.
struct ContendedLock {
    ResourceKind kind = ResourceKind::Mutex;
    std::uint64_t address = 0;          ///< 0 where it is not printed
    std::uint64_t owner = 0;            ///< the object whose method waits for it, where `address` is 0
    std::vector<std::uint32_t> waiters{}; ///< threads, in file order
};

/// A guess who holds a lock.
struct Holding {
    std::uint32_t lock = 0; ///< index into the locks given
    std::uint32_t thread = 0;
    Certainty certainty = Certainty::Possible;
    bool queued = false; ///< a writer that still waits: it holds up only the readers that came after it
    std::string why{};     ///< one clause
    std::uint32_t frameIndex = 0; ///< the frame that speaks for it
};

/// The likeliest holders of each lock, best first, at most three per lock.
std::vector<Holding> inferHolders(const Log& log, std::uint32_t snapshot, const Waits& waits,
                                  std::span<const ContendedLock> locks, ArgumentReader& reader);

/// Objects are taken to be smaller than this: a lock lies inside the object whose pointer is less than this
/// below it.
inline constexpr std::uint64_t kLargestObject = 4096;
/// Smaller values are no pointers.
inline constexpr std::uint64_t kLowestPointer = 0x10000;

/// "pkg.(*T" of "pkg.(*T).M" and of closures in it; "" where the function is no method.
std::string_view typeKey(std::string_view function);

/// The object whose method a frame is: its receiver where it can be trusted, otherwise 0.
std::uint64_t objectOf(const Log& log, const FrameText& frame);

} // namespace skein
