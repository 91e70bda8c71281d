// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include <cstdint>
#include <string_view>
#include <unordered_map>

#include "model/intern.h"

namespace skein {

/// For keys that come out of a log: the standard library's hash of a number is the number, and a log can be
/// written so that all of its addresses fall into one bucket.
struct SeededHash {
    std::size_t operator()(std::uint64_t value) const noexcept { return hashBytes(&value, sizeof value); }
    std::size_t operator()(std::string_view text) const noexcept { return hashBytes(text); }
};

template <class Key, class Value>
using SeededMap = std::unordered_map<Key, Value, SeededHash>;

}  // namespace skein
