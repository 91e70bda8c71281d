// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include <string>
#include <string_view>

namespace skein {

enum class Encoding { Utf8, Utf16Le, Utf16Be, Latin1, Binary };

/// Looks at the first bytes only. UTF-16 is recognised with and without a byte-order mark (by its zero bytes).
/// Text that isn't valid UTF-8 anywhere in the sample and has bytes above 0x7f is Latin-1; broken bytes inside
/// otherwise valid UTF-8 leave it UTF-8.
Encoding encodingOf(std::string_view bytes);
/// The word of REPORT.md.
std::string_view toString(Encoding encoding);

/// UTF-16 as UTF-8; unpaired surrogates become U+FFFD, an odd last byte is dropped, a byte-order mark too.
std::string utf8FromUtf16(std::string_view bytes, Encoding encoding);

/// Length of the valid UTF-8 sequence at the start of `s`; 0 where there is none.
std::size_t utf8SequenceLength(std::string_view s);

}  // namespace skein
