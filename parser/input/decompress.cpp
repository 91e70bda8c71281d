// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "parser/input/decompress.h"

#include <bzlib.h>
#include <lzma.h>
#include <zlib.h>
#include <zstd.h>

#include <algorithm>
#include <cstdint>
#include <limits>
#include <memory>

namespace skein {

namespace {

constexpr std::size_t kStep = 1024 * 1024;  // output grows by this much, so a bomb is noticed early

enum class Step { More, MemberEnd, Damaged };

/// One decompressor: takes from `in`, puts into `out`, moves both.
class Decoder {
public:
    virtual ~Decoder() = default;
    virtual Step run(std::string_view& in, char*& out, std::size_t& room) = 0;
    /// Gets ready for the next member that follows in the same file.
    virtual bool restart() = 0;
};

class GzipDecoder final : public Decoder {
public:
    GzipDecoder() { m_ready = inflateInit2(&m_stream, 15 + 16) == Z_OK; }
    ~GzipDecoder() override { inflateEnd(&m_stream); }
    GzipDecoder(const GzipDecoder&) = delete;
    GzipDecoder& operator=(const GzipDecoder&) = delete;

    Step run(std::string_view& in, char*& out, std::size_t& room) override
    {
        if (!m_ready) return Step::Damaged;
        const auto give = static_cast<uInt>(std::min<std::size_t>(in.size(), std::numeric_limits<uInt>::max()));
        const auto take = static_cast<uInt>(std::min<std::size_t>(room, std::numeric_limits<uInt>::max()));
        m_stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(in.data()));
        m_stream.avail_in = give;
        m_stream.next_out = reinterpret_cast<Bytef*>(out);
        m_stream.avail_out = take;
        const int result = inflate(&m_stream, Z_NO_FLUSH);
        in.remove_prefix(give - m_stream.avail_in);
        out += take - m_stream.avail_out;
        room -= take - m_stream.avail_out;
        if (result == Z_STREAM_END) return Step::MemberEnd;
        return result == Z_OK || result == Z_BUF_ERROR ? Step::More : Step::Damaged;
    }
    bool restart() override { return inflateReset(&m_stream) == Z_OK; }

private:
    z_stream m_stream{};
    bool m_ready = false;
};

class XzDecoder final : public Decoder {
public:
    XzDecoder() { m_ready = lzma_stream_decoder(&m_stream, kMemoryLimit, LZMA_CONCATENATED) == LZMA_OK; }
    ~XzDecoder() override { lzma_end(&m_stream); }
    XzDecoder(const XzDecoder&) = delete;
    XzDecoder& operator=(const XzDecoder&) = delete;

    Step run(std::string_view& in, char*& out, std::size_t& room) override
    {
        if (!m_ready) return Step::Damaged;
        m_stream.next_in = reinterpret_cast<const std::uint8_t*>(in.data());
        m_stream.avail_in = in.size();
        m_stream.next_out = reinterpret_cast<std::uint8_t*>(out);
        m_stream.avail_out = room;
        const lzma_ret result = lzma_code(&m_stream, in.empty() ? LZMA_FINISH : LZMA_RUN);
        in.remove_prefix(in.size() - m_stream.avail_in);
        out += room - m_stream.avail_out;
        room = m_stream.avail_out;
        if (result == LZMA_STREAM_END) return Step::MemberEnd;
        return result == LZMA_OK ? Step::More : Step::Damaged;
    }
    bool restart() override { return false; }  // LZMA_CONCATENATED has read every member

private:
    static constexpr std::uint64_t kMemoryLimit = 512u << 20;
    lzma_stream m_stream = LZMA_STREAM_INIT;
    bool m_ready = false;
};

class ZstdDecoder final : public Decoder {
public:
    ZstdDecoder() : m_stream(ZSTD_createDStream(), &ZSTD_freeDStream) {}

    Step run(std::string_view& in, char*& out, std::size_t& room) override
    {
        ZSTD_inBuffer from{in.data(), in.size(), 0};
        ZSTD_outBuffer to{out, room, 0};
        const std::size_t result = ZSTD_decompressStream(m_stream.get(), &to, &from);
        in.remove_prefix(from.pos);
        out += to.pos;
        room -= to.pos;
        if (ZSTD_isError(result)) return Step::Damaged;
        return result == 0 ? Step::MemberEnd : Step::More;
    }
    bool restart() override { return true; }

private:
    std::unique_ptr<ZSTD_DStream, decltype(&ZSTD_freeDStream)> m_stream;
};

class Bzip2Decoder final : public Decoder {
public:
    Bzip2Decoder() { m_ready = BZ2_bzDecompressInit(&m_stream, 0, 0) == BZ_OK; }
    ~Bzip2Decoder() override { BZ2_bzDecompressEnd(&m_stream); }
    Bzip2Decoder(const Bzip2Decoder&) = delete;
    Bzip2Decoder& operator=(const Bzip2Decoder&) = delete;

    Step run(std::string_view& in, char*& out, std::size_t& room) override
    {
        if (!m_ready) return Step::Damaged;
        const auto give = static_cast<unsigned>(std::min<std::size_t>(in.size(), UINT32_MAX));
        const auto take = static_cast<unsigned>(std::min<std::size_t>(room, UINT32_MAX));
        m_stream.next_in = const_cast<char*>(in.data());
        m_stream.avail_in = give;
        m_stream.next_out = out;
        m_stream.avail_out = take;
        const int result = BZ2_bzDecompress(&m_stream);
        in.remove_prefix(give - m_stream.avail_in);
        out += take - m_stream.avail_out;
        room -= take - m_stream.avail_out;
        if (result == BZ_STREAM_END) return Step::MemberEnd;
        return result == BZ_OK ? Step::More : Step::Damaged;
    }
    bool restart() override
    {
        BZ2_bzDecompressEnd(&m_stream);
        m_stream = {};
        m_ready = BZ2_bzDecompressInit(&m_stream, 0, 0) == BZ_OK;
        return m_ready;
    }

private:
    bz_stream m_stream{};
    bool m_ready = false;
};

std::unique_ptr<Decoder> makeDecoder(Compression compression)
{
    switch (compression) {
    case Compression::Gzip: return std::make_unique<GzipDecoder>();
    case Compression::Xz: return std::make_unique<XzDecoder>();
    case Compression::Zstd: return std::make_unique<ZstdDecoder>();
    case Compression::Bzip2: return std::make_unique<Bzip2Decoder>();
    case Compression::None: break;
    }
    return nullptr;
}

}  // namespace

Compression compressionOf(std::string_view bytes)
{
    using namespace std::string_view_literals;
    if (bytes.starts_with("\x1f\x8b"sv)) return Compression::Gzip;
    if (bytes.starts_with("\xfd" "7zXZ\0"sv)) return Compression::Xz;
    if (bytes.starts_with("\x28\xb5\x2f\xfd"sv)) return Compression::Zstd;
    if (bytes.starts_with("BZh"sv) && bytes.size() > 9 && bytes.substr(4).starts_with("1AY&SY"sv)) return Compression::Bzip2;
    return Compression::None;
}

std::string_view toString(Compression compression)
{
    switch (compression) {
    case Compression::None: return "none";
    case Compression::Gzip: return "gzip";
    case Compression::Xz: return "xz";
    case Compression::Zstd: return "zstd";
    case Compression::Bzip2: return "bzip2";
    }
    return "none";
}

std::expected<Decompressed, std::string> decompress(std::string_view bytes, Compression compression,
                                                    std::uint64_t limit, std::stop_token stop)
{
    const auto decoder = makeDecoder(compression);
    if (!decoder) return Decompressed{std::string(bytes), true};

    Decompressed result;
    std::string_view in = bytes;
    for (;;) {
        if (stop.stop_requested()) return std::unexpected(std::string());
        if (result.text.size() >= limit) {
            return std::unexpected("it holds more than " + std::to_string(limit >> 30) +
                                   " GiB when decompressed; decompress it and cut out the part around the crash");
        }
        const std::size_t before = result.text.size();
        Step step = Step::More;
        bool stuck = false;
        result.text.resize_and_overwrite(before + kStep, [&](char* data, std::size_t size) {
            char* out = data + before;
            std::size_t room = size - before;
            const std::size_t inBefore = in.size();
            step = decoder->run(in, out, room);
            stuck = in.size() == inBefore && room == size - before;
            return size - room;
        });
        if (step == Step::MemberEnd) {
            // A second member may follow; anything else behind the end is padding.
            if (compressionOf(in) != compression || !decoder->restart()) return result;
        } else if (step == Step::Damaged || stuck) {
            result.complete = false;
            if (result.text.empty()) {
                return std::unexpected("its " + std::string(toString(compression)) +
                                       " data is damaged from the start; copy the file again");
            }
            return result;
        }
    }
}

}  // namespace skein
