// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "parser/case/zip.h"

#include "model/formatted.h"
#include "parser/case/case_file.h"
#include "parser/input/encoding.h"

#include <zlib.h>

#include <algorithm>
#include <memory>
#include <optional>
#include <set>
#include <utility>

namespace skein::cases
{

namespace
{

// APPNOTE 4.3: the sizes of the fixed parts, and their signatures.
constexpr std::size_t kLocalSize = 30, kCentralSize = 46, kEndSize = 22, kLongestComment = 0xffff;
constexpr std::uint32_t kLocal = 0x04034b50, kCentral = 0x02014b50, kEnd = 0x06054b50;
constexpr std::uint16_t kEncrypted = 1, kSizesBehind = 8, kUtf8 = 0x800;
constexpr std::uint16_t kStored = 0, kDeflated = 8;
constexpr std::uint16_t kVersion = 20;      ///< 2.0: deflate
constexpr std::uint16_t kDate = 1 << 5 | 1; ///< 1980-01-01, the first that can be written
constexpr std::size_t kLongestName = 240;
constexpr std::size_t kStep = std::size_t{1} << 20;

constexpr const char* kDamaged = "this case file is damaged or cut off";

std::uint64_t number(std::string_view bytes, std::size_t at, std::size_t size)
{
    std::uint64_t value = 0;
    for (std::size_t i = size; i-- > 0;)
        value = value << 8 | static_cast<unsigned char>(bytes[at + i]);
    return value;
}
std::uint16_t u16(std::string_view bytes, std::size_t at)
{
    return static_cast<std::uint16_t>(number(bytes, at, 2));
}
std::uint32_t u32(std::string_view bytes, std::size_t at)
{
    return static_cast<std::uint32_t>(number(bytes, at, 4));
}

void put(std::string& out, std::uint64_t value, std::size_t size)
{
    for (std::size_t i = 0; i < size; ++i)
        out += static_cast<char>(value >> (8 * i) & 0xff);
}

std::unexpected<std::string> refuse(std::string why)
{
    return std::unexpected(std::move(why));
}
std::unexpected<std::string> damaged(std::string_view where)
{
    return refuse(formatted("{} ({})", kDamaged, where));
}

/// Printable, for messages.
std::string shown(std::string_view name)
{
    std::string out;
    for (const char c : name.substr(0, 60))
        out += static_cast<unsigned char>(c) < 0x20 || static_cast<unsigned char>(c) >= 0x7f ? '?' : c;
    return out;
}

std::uint32_t crcOf(std::string_view bytes)
{
    uLong crc = ::crc32(0, nullptr, 0);
    while (!bytes.empty()) { // zlib counts in 32 bits
        const auto piece = bytes.substr(0, std::size_t{1} << 30);
        crc = ::crc32(crc, reinterpret_cast<const Bytef*>(piece.data()), static_cast<uInt>(piece.size()));
        bytes.remove_prefix(piece.size());
    }
    return static_cast<std::uint32_t>(crc);
}

/// The end record: it says where the directory is, and nothing may stand behind it but its comment.
std::optional<std::size_t> findEnd(std::string_view file)
{
    if (file.size() < kEndSize)
        return std::nullopt;
    const std::size_t last = file.size() - kEndSize;
    const std::size_t first = last > kLongestComment ? last - kLongestComment : 0;
    for (std::size_t at = last + 1; at-- > first;)
        if (u32(file, at) == kEnd && u16(file, at + 20) == file.size() - at - kEndSize)
            return at;
    return std::nullopt;
}

/// What one record of the directory says, with where its local header begins.
struct Record {
    ZipEntry entry;
    std::uint64_t packedSize = 0, local = 0;
};

std::expected<Record, std::string> readRecord(std::string_view directory, std::size_t& at,
                                              const Limits& limits)
{
    if (directory.size() - at < kCentralSize || u32(directory, at) != kCentral)
        return damaged("its directory cannot be read");
    const std::size_t name = u16(directory, at + 28), extra = u16(directory, at + 30),
                      comment = u16(directory, at + 32);
    if (directory.size() - at - kCentralSize < name + extra + comment)
        return damaged("its directory cannot be read");
    Record out;
    out.entry.name = directory.substr(at + kCentralSize, name);
    const std::string shownName = shown(out.entry.name);
    const std::uint16_t madeBy = u16(directory, at + 4), flags = u16(directory, at + 8);
    out.entry.method = u16(directory, at + 10);
    out.entry.crc = u32(directory, at + 16);
    out.packedSize = u32(directory, at + 20);
    out.entry.size = u32(directory, at + 24);
    out.local = u32(directory, at + 42);
    const std::uint32_t mode = u32(directory, at + 38) >> 16;
    at += kCentralSize + name + extra + comment;
    if (!isSafeName(out.entry.name))
        return refuse(formatted("this case file has a part with an unsafe name ('{}')", shownName));
    if ((flags & kEncrypted) != 0)
        return refuse(formatted("its part '{}' is encrypted, which Skein does not read", shownName));
    if (out.entry.method != kStored && out.entry.method != kDeflated)
        return refuse(
            formatted("its part '{}' is compressed in a way that case files do not use", shownName));
    const std::uint32_t type = mode & 0170000; // S_IFMT, where a Unix has written it
    const bool folder = out.entry.name.ends_with('/');
    if (madeBy >> 8 == 3 && type != 0 && type != 0100000 && !(folder && type == 0040000))
        return refuse(formatted("its part '{}' is a link or a device, not a file", shownName));
    if (out.packedSize == 0xffffffff || out.entry.size == 0xffffffff || out.local == 0xffffffff)
        return refuse(
            "this case file is a ZIP64, which Skein does not read; keep a log of that size beside the case");
    const std::uint64_t most = out.entry.name == "log" ? limits.logBytes : limits.partBytes;
    if (out.entry.size > most)
        return refuse(formatted("its part '{}' would take {} MB, and {} MB is the limit", shownName,
                                out.entry.size >> 20, most >> 20));
    if (out.entry.size > 1024 && out.entry.size / limits.ratio > out.packedSize)
        return refuse(formatted("its part '{}' claims to unpack to {} times its size", shownName,
                                out.entry.size / std::max<std::uint64_t>(out.packedSize, 1)));
    if (out.entry.method == kStored && out.packedSize != out.entry.size)
        return damaged("the sizes of '" + shownName + "' do not agree");
    return out;
}

/// Compares the header in front of the data with the directory; gives where the data ends.
std::expected<std::uint64_t, std::string> readLocal(std::string_view parts, Record& record)
{
    const std::string shownName = shown(record.entry.name);
    if (record.local > parts.size() || parts.size() - record.local < kLocalSize ||
        u32(parts, record.local) != kLocal)
        return damaged("part '" + shownName + "' is not where the directory says");
    const std::uint64_t at = record.local;
    const std::size_t name = u16(parts, at + 26), extra = u16(parts, at + 28);
    const std::uint16_t flags = u16(parts, at + 6);
    if (parts.size() - at - kLocalSize < name + extra ||
        parts.substr(at + kLocalSize, name) != record.entry.name ||
        u16(parts, at + 8) != record.entry.method || (flags & kEncrypted) != 0)
        return damaged("the two headers of part '" + shownName + "' differ");
    const std::uint64_t data = at + kLocalSize + name + extra;
    if (parts.size() - data < record.packedSize)
        return damaged("part '" + shownName + "' is cut off");
    const bool behind = (flags & kSizesBehind) != 0;
    if (!behind && (u32(parts, at + 14) != record.entry.crc || u32(parts, at + 18) != record.packedSize ||
                    u32(parts, at + 22) != record.entry.size))
        return damaged("the two headers of part '" + shownName + "' differ");
    record.entry.packed = parts.substr(data, record.packedSize);
    return data + record.packedSize;
}

} // namespace

bool isSafeName(std::string_view name)
{
    if (name.empty() || name.size() > kLongestName || name.front() == '/')
        return false;
    for (std::size_t i = 0; i < name.size();) {
        const auto c = static_cast<unsigned char>(name[i]);
        const std::size_t length = utf8SequenceLength(name.substr(i));
        if (length == 0 || c < 0x20 || c == 0x7f || c == '\\' || c == ':')
            return false;
        i += length;
    }
    while (!name.empty()) {
        const auto slash = name.find('/');
        const auto part = name.substr(0, slash);
        if (part.empty() || part == "." || part == "..")
            return false;
        name.remove_prefix(slash == name.npos ? name.size() : slash + 1);
    }
    return true;
}

std::expected<std::vector<ZipEntry>, std::string> zipEntries(std::string_view file, const Limits& limits)
{
    const auto end = findEnd(file);
    if (!end)
        return damaged("its end is missing");
    const std::uint16_t count = u16(file, *end + 10);
    const std::uint64_t size = u32(file, *end + 12), at = u32(file, *end + 16);
    if (u16(file, *end + 4) != 0 || u16(file, *end + 6) != 0 || u16(file, *end + 8) != count)
        return refuse("this case file is split over several files, which Skein does not read");
    if (count == 0xffff || size == 0xffffffff || at == 0xffffffff)
        return refuse(
            "this case file is a ZIP64, which Skein does not read; keep a log of that size beside the case");
    if (count > limits.parts)
        return refuse(formatted("this case file has {} parts, and {} is the limit", count, limits.parts));
    if (at > *end || size != *end - at)
        return damaged("its directory is not where its end says");
    const std::string_view directory = file.substr(at, size), parts = file.substr(0, at);

    std::vector<ZipEntry> out;
    std::set<std::string_view> names;
    std::vector<std::pair<std::uint64_t, std::uint64_t>> ranges;
    std::uint64_t all = 0;
    std::size_t position = 0;
    for (std::uint16_t i = 0; i < count; ++i) {
        auto record = readRecord(directory, position, limits);
        if (!record)
            return refuse(record.error());
        if (!names.insert(record->entry.name).second)
            return refuse(formatted("its part '{}' stands in it twice", shown(record->entry.name)));
        all += record->entry.size;
        if (all > limits.allBytes)
            return refuse(formatted("it would take more than {} MB", limits.allBytes >> 20));
        const auto dataEnd = readLocal(parts, *record);
        if (!dataEnd)
            return refuse(dataEnd.error());
        ranges.emplace_back(record->local, *dataEnd);
        out.push_back(record->entry);
    }
    if (position != directory.size())
        return damaged("its directory has something behind its last part");
    std::ranges::sort(ranges);
    for (std::size_t i = 1; i < ranges.size(); ++i)
        if (ranges[i].first < ranges[i - 1].second)
            return refuse("parts of this case file overlap, as no honest program writes them");
    return out;
}

std::expected<std::string, std::string> unpacked(const ZipEntry& entry, std::stop_token stop)
{
    const auto wrong = [&] { return damaged("part '" + shown(entry.name) + "' does not unpack"); };
    std::string out;
    if (entry.method == kStored) {
        out = entry.packed;
    } else {
        z_stream stream{};
        if (::inflateInit2(&stream, -MAX_WBITS) != Z_OK)
            return refuse("there is not enough memory to unpack this case file");
        const std::unique_ptr<z_stream, int (*)(z_stream*)> guard(&stream, &::inflateEnd);
        std::string_view in = entry.packed;
        int state = Z_OK;
        while (state == Z_OK) {
            if (stop.stop_requested())
                return std::unexpected(std::string());
            if (stream.avail_in == 0 && !in.empty()) {
                const auto piece = in.substr(0, kStep);
                stream.next_in = const_cast<Bytef*>(reinterpret_cast<const Bytef*>(piece.data()));
                stream.avail_in = static_cast<uInt>(piece.size());
                in.remove_prefix(piece.size());
            }
            const std::size_t before = out.size();
            // One byte more than announced shows that there is more.
            const std::size_t room = std::min<std::uint64_t>(kStep, entry.size + 1 - before);
            if (room == 0)
                return wrong();
            out.resize_and_overwrite(before + room, [&](char* data, std::size_t) {
                stream.next_out = reinterpret_cast<Bytef*>(data + before);
                stream.avail_out = static_cast<uInt>(room);
                state = ::inflate(&stream, Z_NO_FLUSH);
                return before + room - stream.avail_out;
            });
            if (state == Z_BUF_ERROR ||
                (state == Z_OK && out.size() == before && in.empty() && stream.avail_in == 0))
                return wrong();
        }
        if (state != Z_STREAM_END || stream.avail_in != 0 || !in.empty())
            return wrong();
    }
    if (out.size() != entry.size || crcOf(out) != entry.crc)
        return wrong();
    return out;
}

PackedEntry packed(std::string_view bytes, bool deflate)
{
    PackedEntry out{.size = bytes.size(), .crc = crcOf(bytes)};
    z_stream stream{};
    if (deflate && ::deflateInit2(&stream, 6, Z_DEFLATED, -MAX_WBITS, 8, Z_DEFAULT_STRATEGY) == Z_OK) {
        const std::unique_ptr<z_stream, int (*)(z_stream*)> guard(&stream, &::deflateEnd);
        std::string_view in = bytes;
        int state = Z_OK;
        while (state == Z_OK && out.bytes.size() < bytes.size()) {
            if (stream.avail_in == 0 && !in.empty()) {
                const auto piece = in.substr(0, kStep);
                stream.next_in = const_cast<Bytef*>(reinterpret_cast<const Bytef*>(piece.data()));
                stream.avail_in = static_cast<uInt>(piece.size());
                in.remove_prefix(piece.size());
            }
            const std::size_t before = out.bytes.size();
            out.bytes.resize_and_overwrite(before + kStep, [&](char* data, std::size_t) {
                stream.next_out = reinterpret_cast<Bytef*>(data + before);
                stream.avail_out = static_cast<uInt>(kStep);
                state = ::deflate(&stream, in.empty() ? Z_FINISH : Z_NO_FLUSH);
                return before + kStep - stream.avail_out;
            });
        }
        if (state == Z_STREAM_END && out.bytes.size() < bytes.size()) {
            out.method = kDeflated;
            out.bytes.shrink_to_fit();
            return out;
        }
    }
    out.bytes = bytes;
    return out;
}

void ZipWriter::add(std::string_view name, const PackedEntry& entry)
{
    const std::uint64_t local = m_file.size();
    const auto common = [&](std::string& out) {
        put(out, kVersion, 2);
        put(out, kUtf8, 2);
        put(out, entry.method, 2);
        put(out, 0, 2); // midnight
        put(out, kDate, 2);
        put(out, entry.crc, 4);
        put(out, entry.bytes.size(), 4);
        put(out, entry.size, 4);
        put(out, name.size(), 2);
        put(out, 0, 2); // no extra fields
    };
    put(m_file, kLocal, 4);
    common(m_file);
    m_file += name;
    m_file += entry.bytes;
    put(m_directory, kCentral, 4);
    put(m_directory, kVersion, 2); // made by MS-DOS: no permissions
    common(m_directory);
    put(m_directory, 0, 2); // no comment
    put(m_directory, 0, 2); // first disk
    put(m_directory, 0, 2); // internal attributes
    put(m_directory, 0, 4); // external attributes
    put(m_directory, local, 4);
    m_directory += name;
    ++m_count;
}

std::string ZipWriter::finish()
{
    const std::uint64_t at = m_file.size();
    m_file += m_directory;
    put(m_file, kEnd, 4);
    put(m_file, 0, 4); // disks
    put(m_file, m_count, 2);
    put(m_file, m_count, 2);
    put(m_file, m_directory.size(), 4);
    put(m_file, at, 4);
    put(m_file, 0, 2); // no comment
    return std::move(m_file);
}

} // namespace skein::cases
