// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include <cstdint>
#include <expected>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

/// The part of ZIP (PKWARE's APPNOTE.TXT 6.3.10) that a case file needs: stored and deflated entries, no
/// encryption, no ZIP64, nothing in front, between or behind. See docs/decisions/0006.
namespace skein::cases
{

struct Limits;

/// One entry, checked, but not unpacked yet. Views into the file.
struct ZipEntry {
    std::string_view name;
    std::string_view packed;
    std::uint64_t size = 0; ///< unpacked, as the file says
    std::uint32_t crc = 0;
    std::uint16_t method = 0; ///< 0 stored, 8 deflated
};

/// An entry as it stands in a file.
struct PackedEntry {
    std::string bytes;
    std::uint64_t size = 0;
    std::uint32_t crc = 0;
    std::uint16_t method = 0;
};

/// The entries in the order of the directory. Refuses what is damaged, and what no honest program writes:
/// paths that lead out, links, entries that overlap or stand twice, sizes that cannot be. The error is one
/// sentence.
std::expected<std::vector<ZipEntry>, std::string> zipEntries(std::string_view file, const Limits&);

/// Unpacks one, never beyond the size that it announced. The error is one sentence; empty when stopped.
std::expected<std::string, std::string> unpacked(const ZipEntry&, std::stop_token stop = {});

/// Deflated where that makes it smaller, and `deflate` allows it.
PackedEntry packed(std::string_view bytes, bool deflate);

/// Writes entries one after another. No times, no permissions: the same entries give the same bytes.
class ZipWriter
{
public:
    void add(std::string_view name, const PackedEntry&);
    /// The whole file. Call it once, last.
    std::string finish();

private:
    std::string m_file, m_directory;
    std::uint16_t m_count = 0;
};

/// Whether a name can stand in a case: relative, with slashes, no "..", no control characters; UTF-8.
bool isSafeName(std::string_view name);

} // namespace skein::cases
