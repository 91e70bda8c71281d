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

/// A yes or no per stack, worked out when first asked for. Made once for a log and started anew for each
/// snapshot, so that a log of thousands of small dumps does not pay for its whole table of stacks each time.
class StackMemo {
public:
    explicit StackMemo(std::size_t stacks) : m_stacks(stacks) {}
    void start() { m_epoch += 2; }
    template <class Answer>
    bool get(StackId stack, Answer&& answer)
    {
        if (m_known.empty()) m_known.resize(m_stacks, 0);
        std::uint32_t& known = m_known[stack.value];
        if (known < m_epoch) known = m_epoch + (answer() ? 1 : 0);
        return known > m_epoch;
    }

private:
    std::size_t m_stacks;
    std::uint32_t m_epoch = 0;
    std::vector<std::uint32_t> m_known;  ///< epoch for no, epoch + 1 for yes
};

/// Reads arguments from the text within a budget, so that no dump makes the analysis cost more than the
/// parsing.
class ArgumentReader {
public:
    explicit ArgumentReader(const Log& log);
    /// The frames with their arguments; empty when the budget is spent or there is no stack.
    std::vector<FrameText> frames(const Thread& thread);
    StackMemo& memo() { return m_memo; }
    /// True for a method with a pointer receiver, whose first argument is the receiver.
    bool isMethod(FrameId frame);

private:
    const Log& m_log;
    std::uint64_t m_linesLeft;
    StackMemo m_memo;
    std::vector<std::int8_t> m_methods;  ///< per frame, -1 where not asked for yet
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
    void add(const Log& log, std::uint32_t thread, std::span<const FrameText> frames, ArgumentReader& reader);
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
