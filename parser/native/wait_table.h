// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include "model/log.h"

#include <cstdint>
#include <span>
#include <string_view>

namespace skein::native
{

/// How near to the program's own code a function is. What a caller is for says more than what it calls: a
/// QReadWriteLock waits by means of a condition variable, which waits by means of a futex.
enum class Layer : std::uint8_t {
    Kernel,   ///< a bare system call
    Threads,  ///< glibc's nptl and the like
    Language, ///< the standard library
    Library,  ///< others; the outermost of them counts
};

/// Names are without leading underscores, inline namespaces and template arguments (`std::__1::mutex`,
/// `absl::debian7::Mutex`, `boost::unique_lock<…>`). A '*' at the end stands for anything.
struct Pattern {
    std::string_view name;
    std::string_view reason; ///< "" for a guard that only tells the address
    ResourceKind kind;
    std::string_view argument; ///< "mutex|this": the first of these that is printed
    Layer layer = Layer::Threads;
};

/// All rows; of those that fit a name the first counts.
std::span<const Pattern> waitTable();

} // namespace skein::native
