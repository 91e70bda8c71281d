// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include <cstdint>
#include <optional>
#include <stop_token>
#include <string_view>

namespace skein {

enum class FindDirection { Forward, Backward };

/// Byte offset of the next occurrence of `needle` in `text`, ignoring the case of ASCII letters. Forward looks
/// from `from` on, backward for one that starts before `from`; both go on at the other end of the text.
/// None where there is none, or when stopped. Linear in the text.
std::optional<std::uint64_t> findText(std::string_view text, std::string_view needle, std::uint64_t from,
                                      FindDirection direction, std::stop_token stop = {});

}  // namespace skein
