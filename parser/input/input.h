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

namespace cases {
struct CaseFile;
}

/// Memory with whoever keeps it alive: a mapping, or a buffer.
struct Bytes {
    std::string_view view;
    std::shared_ptr<const void> owner;
};

/// The bytes of a log as text: mapped where possible, decompressed and decoded where necessary.
struct Input {
    InputInfo info;
    std::string_view text;                 ///< UTF-8 apart from broken bytes, which are kept as they are
    std::shared_ptr<const void> owner;     ///< keeps `text` alive
    std::shared_ptr<const cases::CaseFile> caseFile;  ///< where the log came in a case file: what people said about it
};

/// Maps a file ("-": reads standard input to its end). gzip, xz, zstd and bzip2 are recognised by content and
/// decompressed, UTF-16 is decoded, a binary profile becomes text; of a case file it is the log
/// inside. The error is one sentence that says what to do; empty when stopped.
std::expected<Input, std::string> openInput(const std::string& path, std::stop_token stop = {});

/// The bytes of a file as they are ("-": standard input), mapped where it is large. Errors as above.
std::expected<Bytes, std::string> readBytes(const std::string& path, std::stop_token stop = {});
Bytes bytesFromString(std::string text);
/// What openInput() does with the bytes of a file that is no case.
std::expected<Input, std::string> inputFromBytes(Bytes bytes, std::string path, std::stop_token stop = {});

/// Text that came from elsewhere (clipboard, drop). `name` stands for the path.
Input inputFromText(std::string text, std::string name);

}  // namespace skein
