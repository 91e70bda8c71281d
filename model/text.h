// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

#include "model/ids.h"

namespace skein {

/// The whole input after decompression and decoding, usually a mapped file, with an index of its lines.
/// Immutable once the log is parsed; safe to read from several threads.
class LogText {
public:
    /// The index keeps the start of every kStride-th line, so that even 30 million lines cost under 1 MB.
    static constexpr std::uint32_t kStride = 256;

    LogText() = default;
    /// `owner` keeps the memory behind `bytes` alive (a mapping, a buffer).
    LogText(std::string_view bytes, std::shared_ptr<const void> owner) : m_bytes(bytes), m_owner(std::move(owner)) {}

    std::string_view bytes() const { return m_bytes; }
    std::uint32_t lineCount() const { return m_lineCount; }

    /// Line `number` (1-based) without its line end (\n or \r\n); empty where there is no such line.
    std::string_view line(std::uint32_t number) const;
    /// Byte offset at which line `number` starts; bytes().size() past the end.
    std::uint64_t lineOffset(std::uint32_t number) const;
    /// The line that holds the byte at `offset`.
    std::uint32_t lineAt(std::uint64_t offset) const;

    /// Counts the lines and builds the index in one pass. The parser calls it when it has not done so itself.
    void indexLines();
    /// For a parser that counts lines while it reads: `starts` holds the offset of lines 1, 257, 513 …
    void setIndex(std::uint32_t lineCount, std::vector<std::uint64_t> starts);

private:
    std::string_view m_bytes;
    std::shared_ptr<const void> m_owner;
    std::uint32_t m_lineCount = 0;
    std::vector<std::uint64_t> m_starts;
};

}  // namespace skein
