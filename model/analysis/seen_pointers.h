// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "model/log.h"

namespace skein {

/// Smaller values are no pointers.
inline constexpr std::uint64_t kLowestPointer = 0x10000;
/// Objects are taken to be smaller than this: a lock lies inside the object whose pointer is less than this
/// below it.
inline constexpr std::uint64_t kLargestObject = 4096;

/// Reads arguments from the text within a budget, so that no dump makes the analysis cost more than the
/// parsing.
class ArgumentReader {
public:
    explicit ArgumentReader(const Log& log);
    /// The frames with their arguments; empty when the budget is spent or there is no stack.
    std::vector<FrameText> frames(const Thread& thread);

private:
    const Log& m_log;
    std::uint64_t m_linesLeft;
};

/// A pointer that some call outside the runtime was given, printed without `?`.
struct SeenPointer {
    std::uint64_t value = 0;
    std::uint32_t thread = 0;
    std::uint32_t frame = 0;  ///< index in the thread's stack
    bool receiver = false;    ///< the object whose method the frame is
};

/// The pointers of the threads that may have to do with a lock.
class SeenPointers {
public:
    void add(const Log& log, std::uint32_t thread, std::span<const FrameText> frames);
    /// To be called once, when all threads are added.
    void finish();

    /// In the order in which threads were added, innermost frame first.
    std::span<const SeenPointer> all() const { return m_all; }
    /// The largest value that is at most `address`, and less than kLargestObject below it; 0 where there is
    /// none.
    std::uint64_t nearestBelow(std::uint64_t address) const;

private:
    std::vector<SeenPointer> m_all;
    std::vector<std::uint64_t> m_values;  ///< sorted, distinct
};

/// The object whose method a frame is: its receiver where it can be trusted, otherwise 0.
std::uint64_t objectOf(const Log& log, const FrameText& frame);

/// "pkg.(*T" of "pkg.(*T).M" and of closures in it; "" where the function is no method.
std::string_view typeKey(std::string_view function);

/// The object of the method that the frame `caller` is. Where its own receiver can't be trusted, that of the
/// method of the same type that called it, and so on: a method that calls another usually does so on its own
/// receiver.
std::uint64_t ownerOf(const Log& log, std::span<const FrameText> frames, std::size_t caller);

}  // namespace skein
