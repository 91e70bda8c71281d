// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include <cstdint>
#include <expected>
#include <memory>
#include <stop_token>
#include <string>
#include <string_view>

#include "model/log.h"

namespace skein {

/// The bytes of a log as text: mapped where possible, decompressed and decoded where necessary.
struct Input {
    InputInfo info;
    std::string_view text;                 ///< UTF-8 apart from broken bytes, which are kept as they are
    std::shared_ptr<const void> owner;     ///< keeps `text` alive
};

/// Maps a file ("-": reads standard input to its end). gzip, xz, zstd and bzip2 are recognised by content and
/// decompressed, UTF-16 is decoded, a binary profile becomes text. The error is one sentence that says what to do; empty when stopped.
std::expected<Input, std::string> openInput(const std::string& path, std::stop_token stop = {});

/// Text that came from elsewhere (clipboard, drop). `name` stands for the path.
Input inputFromText(std::string text, std::string name);

}  // namespace skein
