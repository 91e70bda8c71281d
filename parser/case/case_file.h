// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include "model/notes/notebook.h"
#include "parser/input/input.h"

#include <cstdint>
#include <expected>
#include <filesystem>
#include <memory>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

/// The case file, `.skein`: a log with what people said about it. docs/case-file.md describes the format.
namespace skein::cases
{

struct PackedEntry;

/// The file that the notes are about. Its bytes are those of the file as it was given: still compressed,
/// still in its encoding, so that the hash is that of the file which others have.
struct LogFile {
    std::string name;                  ///< without folder: "crash.log.gz"
    std::uint64_t size = 0;            ///< bytes
    std::string sha256;                ///< 64 hexadecimal digits, lower case
    bool byReference = false;          ///< not inside: it stands beside the case under `name`
    std::string_view bytes;            ///< empty where `byReference`, until it was found
    std::shared_ptr<const void> owner; ///< keeps `bytes` alive
    /// The entry of the ZIP as it was read or last written, so that saving a case does not compress its log
    /// again (and gives the same bytes whatever zlib is there). Not for others.
    std::shared_ptr<const PackedEntry> packed;
};

/// A part of the container that this Skein does not know. It survives a round trip.
struct OtherPart {
    std::string name;
    std::string bytes;
};

struct CaseFile {
    LogFile log;
    notes::Notebook notebook;
    std::string view;                ///< JSON of the window's state, opaque here; "" where there is none
    std::vector<std::string> masked; ///< of a redacted case: what was masked, "host names: 3 (41 places)"
    std::string skein;               ///< version of the Skein that saved it last
    notes::Extra extra, extraLog;    ///< members of manifest.json that this Skein does not know
    std::vector<OtherPart> others;   ///< by name
};

/// What a case may hold; beyond it the reader refuses. The defaults are far above what people write.
struct Limits {
    std::uint64_t logBytes = std::uint64_t{2} << 30;   ///< of the log inside, unpacked
    std::uint64_t partBytes = std::uint64_t{64} << 20; ///< of any other part, unpacked
    std::uint64_t allBytes = std::uint64_t{3} << 30;   ///< of all parts together, unpacked
    std::uint32_t parts = 256;
    std::uint32_t ratio = 1100;       ///< unpacked : packed; deflate itself cannot do more than 1032
    std::uint32_t depth = 32;         ///< nesting of JSON
    std::size_t text = 1 << 20;       ///< bytes of one note, name or other string
    std::size_t notes = 100'000;      ///< notes and verdicts together
    std::size_t versions = 1'000'000; ///< written versions of all fields together
};

/// Whether the bytes are a case file (not whether it is a good one). Looks at the first bytes only.
bool looksLikeCase(std::string_view bytes);

/// Reads a case and checks it whole before anything in it is believed: sizes, sums, hash of the log. The log
/// of a case by reference is looked for in `folder`; where that is empty, `log.bytes` stays empty. The error
/// is one sentence without the file's name; empty when stopped. `bytes` may be dropped afterwards.
std::expected<CaseFile, std::string> readCase(std::string_view bytes, const std::filesystem::path& folder,
                                              const Limits& limits = {}, std::stop_token stop = {});
/// The same from a file; the error starts with its name. `bytes`: of `file`, where they are read already.
std::expected<CaseFile, std::string> openCase(const std::filesystem::path& file, std::stop_token stop = {});
std::expected<CaseFile, std::string> openCase(std::string_view bytes, const std::filesystem::path& file,
                                              std::stop_token stop = {});

/// A new case about a log file, whose bytes are read now. By reference: only its name, size and hash go into
/// the case. The error is one sentence with the file's name.
std::expected<CaseFile, std::string> newCase(const std::filesystem::path& log, bool byReference = false,
                                             std::stop_token stop = {});
/// The same about bytes that came from elsewhere (standard input, clipboard).
CaseFile caseOfBytes(std::string logBytes, std::string name);

/// The log of a case as input for parse(), as openInput() gives it for the log's own file; Input::caseFile is
/// the case. `path` is what reports call it.
std::expected<Input, std::string> inputOf(std::shared_ptr<const CaseFile>, std::string path,
                                          std::stop_token stop = {});

/// The case as the bytes of its file: the same case gives the same bytes. Fills `log.packed` in.
std::string bytesOf(CaseFile&);

/// Writes it atomically: whatever happens, `file` is the old case or the new one. Keeps its permissions,
/// follows symbolic links. The error is one sentence with the file's name.
std::expected<void, std::string> saveCase(const std::filesystem::path& file, CaseFile&);

/// Two copies of one case as one, notes as notes::merged() has them. The view state is the larger text, so that
/// the order of the two does not matter. The error says why they are not of one case (their logs differ).
std::expected<CaseFile, std::string> mergeCases(const CaseFile&, const CaseFile&);

} // namespace skein::cases
