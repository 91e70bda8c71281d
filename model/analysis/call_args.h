// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include "model/log.h"

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

/// Reading addresses out of the arguments of calls, with how far each can be trusted.
namespace skein
{

/// An argument that may be an address.
struct Pointer {
    std::uint64_t value = 0;
    std::uint32_t frame = 0; ///< index in the thread's stack
    bool stale = false;      ///< printed with `?`
    bool receiver = false;   ///< of a method with a pointer receiver
    bool nested = false;     ///< inside braces: a field, a slice's array, an interface's data
};

/// The top-level argument at `position` of a frame, where it is a number.
std::optional<ArgWord> argumentAt(const FrameText& frame, std::uint8_t position);

/// The receiver of a frame whose function is a method with a pointer receiver; none for inlined frames and
/// closures.
std::optional<ArgWord> receiverOf(const Log& log, const FrameText& frame);

/// Whether a word can be the address of something on the heap: not a small number, not a string's or type's
/// address in the program's image. `narrow` is for the dump of a 32-bit program.
bool looksLikeHeap(std::uint64_t value, bool narrow);

/// The addresses in a thread's frames that are not the runtime's own. Words that only happen to be
/// numbers are left out as far as one can tell.
std::vector<Pointer> pointersOf(const Log& log, std::span<const FrameText> frames, bool narrow);

/// A 32-bit program: no trustworthy word of these frames needs more than 32 bits, and some look like
/// addresses.
bool isNarrow(std::span<const FrameText> frames);

} // namespace skein
