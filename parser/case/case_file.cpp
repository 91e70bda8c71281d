// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "parser/case/case_file.h"

#include "model/formatted.h"
#include "parser/case/atomic_file.h"
#include "parser/case/case_json.h"
#include "parser/case/sha256.h"
#include "parser/case/zip.h"
#include "parser/input/decompress.h"

#include <algorithm>
#include <array>
#include <map>
#include <system_error>
#include <utility>

namespace skein::cases
{

namespace fs = std::filesystem;

namespace
{

/// Says what the file is to programs that look at its first bytes, as EPUB and OpenDocument do.
constexpr std::string_view kType = "application/x-skein-case";
constexpr std::string_view kTypePart = "mimetype", kManifest = "manifest.json", kNotes = "notes.json",
                           kView = "view.json", kLog = "log";
constexpr std::array kParts{kTypePart, kManifest, kNotes, kView, kLog};
/// Above this a log stays outside.
constexpr std::uint64_t kLargestInside = std::uint64_t{2} << 30;

std::unexpected<std::string> damaged(std::string why)
{
    return std::unexpected(std::move(why));
}

std::string megabytes(std::uint64_t bytes)
{
    return bytes < 10'000'000 ? formatted("{} bytes", bytes) : formatted("{} MB", bytes / 1'000'000);
}

std::expected<void, std::string> findBeside(CaseFile& file, const fs::path& folder, std::stop_token stop)
{
    const fs::path at = folder / file.log.name;
    std::error_code error;
    if (!fs::is_regular_file(at, error))
        return damaged(formatted("its log is not in it: put the file '{}' ({}) into the same folder",
                                 file.log.name, megabytes(file.log.size)));
    auto bytes = readBytes(at.string(), stop);
    if (!bytes)
        return damaged(bytes.error().empty() ? std::string() : "its log cannot be read: " + bytes.error());
    if (bytes->view.size() != file.log.size || sha256(bytes->view) != file.log.sha256)
        return damaged(formatted("the file '{}' beside it is not the log that the notes were written on",
                                 file.log.name));
    file.log.bytes = bytes->view;
    file.log.owner = std::move(bytes->owner);
    return {};
}

std::expected<void, std::string> takeLog(CaseFile& file, const ZipEntry& entry, std::stop_token stop)
{
    auto text = unpacked(entry, stop);
    if (!text)
        return std::unexpected(text.error());
    if (text->size() != file.log.size || sha256(*text) != file.log.sha256)
        return damaged("the log in it is not the one that the notes were written on (its hash differs)");
    file.log.packed = std::make_shared<const PackedEntry>(
        PackedEntry{std::string(entry.packed), entry.size, entry.crc, entry.method});
    Bytes bytes = bytesFromString(std::move(*text));
    file.log.bytes = bytes.view;
    file.log.owner = std::move(bytes.owner);
    return {};
}

} // namespace

bool looksLikeCase(std::string_view bytes)
{
    // The first local header, with the name of one of our parts (somebody may have packed it again).
    if (!bytes.starts_with("PK\x03\x04") || bytes.size() < 30)
        return false;
    const auto length = static_cast<unsigned char>(bytes[26]);
    const std::string_view name = bytes.substr(30, length);
    return bytes[27] == 0 && std::ranges::contains(kParts, name) &&
           (name != kTypePart || bytes.substr(30, 256).find(kType) != bytes.npos);
}

std::expected<CaseFile, std::string> readCase(std::string_view bytes, const fs::path& folder,
                                              const Limits& limits, std::stop_token stop)
{
    if (!looksLikeCase(bytes))
        return damaged("this is not a case file of Skein");
    const auto entries = zipEntries(bytes, limits);
    if (!entries)
        return std::unexpected(entries.error());
    std::map<std::string_view, const ZipEntry*> parts;
    for (const ZipEntry& entry : *entries)
        parts.emplace(entry.name, &entry);
    const auto textOf = [&](std::string_view name) -> std::expected<std::string, std::string> {
        const auto part = parts.find(name);
        if (part == parts.end())
            return damaged(formatted("this case file has no {}", name));
        return unpacked(*part->second, stop);
    };

    CaseFile out;
    const auto manifest = textOf(kManifest);
    if (!manifest)
        return std::unexpected(manifest.error());
    if (const auto read = manifestFrom(*manifest, limits, out); !read)
        return std::unexpected(read.error());
    if (parts.contains(kNotes)) {
        const auto text = textOf(kNotes);
        if (!text)
            return std::unexpected(text.error());
        auto notes = notesFrom(*text, limits);
        if (!notes)
            return damaged("its notes.json cannot be read: " + notes.error());
        out.notebook = std::move(*notes);
    }
    if (parts.contains(kView)) {
        auto text = textOf(kView);
        if (!text)
            return std::unexpected(text.error());
        // A broken view is no loss: the window opens as for a new case.
        if (pretty(*text, limits))
            out.view = std::move(*text);
    }
    for (const ZipEntry& entry : *entries) {
        if (std::ranges::contains(kParts, entry.name))
            continue;
        auto part = unpacked(entry, stop);
        if (!part)
            return std::unexpected(part.error());
        out.others.push_back({std::string(entry.name), std::move(*part)});
    }
    std::ranges::sort(out.others, {}, &OtherPart::name);
    const auto log = parts.find(kLog);
    if (!out.log.byReference && log == parts.end())
        return damaged("this case file has no log");
    if (!out.log.byReference) {
        if (const auto taken = takeLog(out, *log->second, stop); !taken)
            return std::unexpected(taken.error());
    } else if (!folder.empty()) {
        if (const auto found = findBeside(out, folder, stop); !found)
            return std::unexpected(found.error());
    }
    return out;
}

std::expected<CaseFile, std::string> openCase(std::string_view bytes, const fs::path& file,
                                              std::stop_token stop)
{
    const fs::path folder = file.has_parent_path() ? file.parent_path() : fs::path(".");
    auto read = readCase(bytes, folder, {}, stop);
    if (!read && !read.error().empty())
        return std::unexpected(formatted("{}: {}.", file.string(), read.error()));
    return read;
}

std::expected<CaseFile, std::string> openCase(const fs::path& file, std::stop_token stop)
{
    const auto bytes = readBytes(file.string(), stop);
    if (!bytes)
        return std::unexpected(bytes.error());
    return openCase(bytes->view, file, stop);
}

std::expected<CaseFile, std::string> newCase(const fs::path& log, bool byReference, std::stop_token stop)
{
    auto bytes = readBytes(log.string(), stop);
    if (!bytes)
        return std::unexpected(bytes.error());
    if (looksLikeCase(bytes->view))
        return std::unexpected(formatted("{}: this is a case already.", log.string()));
    if (!byReference && bytes->view.size() > kLargestInside)
        return std::unexpected(
            formatted("{}: a log of {} is too large to be put into a case; keep it beside.", log.string(),
                      megabytes(bytes->view.size())));
    CaseFile out;
    out.log.name = log.filename().string();
    if (!isSafeName(out.log.name)) // a colon, a line end: fine on this disk, not on every other
        out.log.name = "log";
    if (byReference && out.log.name != log.filename().string())
        return std::unexpected(
            formatted("{}: a case cannot refer to a file of that name; rename it.", log.string()));
    out.log.size = bytes->view.size();
    out.log.sha256 = sha256(bytes->view);
    out.log.byReference = byReference;
    out.log.bytes = bytes->view;
    out.log.owner = std::move(bytes->owner);
    return out;
}

CaseFile caseOfBytes(std::string logBytes, std::string name)
{
    CaseFile out;
    Bytes bytes = bytesFromString(std::move(logBytes));
    out.log.name = isSafeName(name) && name.find('/') == name.npos ? std::move(name) : "log";
    out.log.size = bytes.view.size();
    out.log.sha256 = sha256(bytes.view);
    out.log.bytes = bytes.view;
    out.log.owner = std::move(bytes.owner);
    return out;
}

std::expected<Input, std::string> inputOf(std::shared_ptr<const CaseFile> file, std::string path,
                                          std::stop_token stop)
{
    auto input = inputFromBytes({file->log.bytes, file->log.owner}, std::move(path), stop);
    if (input)
        input->caseFile = std::move(file);
    return input;
}

std::string bytesOf(CaseFile& file)
{
    ZipWriter out;
    // JSON is stored as it is: version control sees what has changed in it, and so does `unzip -p`.
    out.add(kTypePart, packed(kType, false));
    out.add(kManifest, packed(manifestJson(file), false));
    out.add(kNotes, packed(notesJson(file.notebook), false));
    if (!file.view.empty())
        if (const auto view = pretty(file.view, {}))
            out.add(kView, packed(*view, false));
    if (!file.log.byReference) {
        if (!file.log.packed) {
            const bool deflate = compressionOf(file.log.bytes) == Compression::None;
            file.log.packed = std::make_shared<const PackedEntry>(packed(file.log.bytes, deflate));
        }
        out.add(kLog, *file.log.packed);
    }
    for (const OtherPart& part : file.others)
        out.add(part.name, packed(part.bytes, true));
    return out.finish();
}

std::expected<void, std::string> saveCase(const fs::path& file, CaseFile& content)
{
    const Limits limits;
    const auto refuse = [&](std::string_view why) {
        return std::unexpected(
            formatted("{}: not saved, because it could not be read again: {}.", file.string(), why));
    };
    if (!content.log.byReference && content.log.bytes.size() > limits.logBytes)
        return refuse("its log is too large; keep it beside the case");
    const std::string notes = notesJson(content.notebook);
    if (notes.size() > limits.partBytes)
        return refuse("its notes are too many");
    if (const auto again = notesFrom(notes, limits); !again)
        return refuse(again.error());
    return writeAtomically(file, bytesOf(content));
}

std::expected<CaseFile, std::string> mergeCases(const CaseFile& a, const CaseFile& b)
{
    if (a.log.sha256 != b.log.sha256)
        return std::unexpected(
            formatted("These are not copies of one case: their logs differ ({} and {}){}.", a.log.name,
                      b.log.name, a.masked.empty() == b.masked.empty() ? "" : "; one of them is redacted"));
    // With the log inside where one has it; another zlib may have packed it otherwise.
    const bool better = !a.log.byReference && !b.log.byReference && a.log.packed && b.log.packed &&
                        b.log.packed->bytes < a.log.packed->bytes;
    CaseFile out = a.log.byReference || better ? b : a;
    out.notebook = notes::merged(a.notebook, b.notebook);
    out.log.name = std::max(a.log.name, b.log.name);
    out.view = std::max(a.view, b.view);
    out.masked = std::max(a.masked, b.masked);
    out.skein = std::max(a.skein, b.skein);
    out.extra = notes::merged(a.extra, b.extra);
    out.extraLog = notes::merged(a.extraLog, b.extraLog);
    std::map<std::string, std::string> others;
    for (const CaseFile* file : {&a, &b})
        for (const OtherPart& part : file->others)
            others[part.name] = std::max(others[part.name], part.bytes);
    out.others.clear();
    for (auto& [name, bytes] : others)
        out.others.push_back({name, std::move(bytes)});
    return out;
}

} // namespace skein::cases
