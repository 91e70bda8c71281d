// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include <cstdint>
#include <expected>
#include <stop_token>
#include <string>
#include <string_view>

namespace skein {

/// The compression that the first bytes of a file announce.
enum class Compression { None, Gzip, Xz, Zstd, Bzip2 };

Compression compressionOf(std::string_view bytes);
/// The word of REPORT.md: "gzip", "none" …
std::string_view toString(Compression compression);

/// What a compressed input held. A file that is cut off or damaged yields what comes before the damage.
struct Decompressed {
    std::string text;
    bool complete = true;
};

/// Decompresses all members or frames of `bytes`. `limit` bounds the result in bytes.
/// The error is one sentence (without the file's name); it is empty when stopped.
std::expected<Decompressed, std::string> decompress(std::string_view bytes, Compression compression,
                                                    std::uint64_t limit, std::stop_token stop);

}  // namespace skein
