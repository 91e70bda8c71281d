// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "parser/input/input.h"

#include <bzlib.h>
#include <lzma.h>
#include <unistd.h>
#include <zlib.h>
#include <zstd.h>

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <algorithm>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <string>
#include <thread>

#include "parser/input/decompress.h"
#include "parser/parse.h"

using namespace skein;
namespace fs = std::filesystem;

namespace {

std::string packGzip(const std::string& text)
{
    z_stream stream{};
    REQUIRE(deflateInit2(&stream, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY) == Z_OK);
    std::string out(deflateBound(&stream, text.size()) + 64, '\0');
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
    stream.avail_in = static_cast<uInt>(text.size());
    stream.next_out = reinterpret_cast<Bytef*>(out.data());
    stream.avail_out = static_cast<uInt>(out.size());
    REQUIRE(deflate(&stream, Z_FINISH) == Z_STREAM_END);
    out.resize(stream.total_out);
    deflateEnd(&stream);
    return out;
}

std::string packXz(const std::string& text)
{
    std::string out(lzma_stream_buffer_bound(text.size()), '\0');
    std::size_t size = 0;
    REQUIRE(lzma_easy_buffer_encode(1, LZMA_CHECK_CRC32, nullptr, reinterpret_cast<const std::uint8_t*>(text.data()), text.size(),
                                    reinterpret_cast<std::uint8_t*>(out.data()), &size, out.size()) == LZMA_OK);
    out.resize(size);
    return out;
}

std::string packZstd(const std::string& text)
{
    std::string out(ZSTD_compressBound(text.size()), '\0');
    out.resize(ZSTD_compress(out.data(), out.size(), text.data(), text.size(), 1));
    return out;
}

std::string packBzip2(const std::string& text)
{
    std::string out(text.size() + text.size() / 50 + 700, '\0');
    auto size = static_cast<unsigned>(out.size());
    REQUIRE(BZ2_bzBuffToBuffCompress(out.data(), &size, const_cast<char*>(text.data()), static_cast<unsigned>(text.size()), 1, 0, 0) == BZ_OK);
    out.resize(size);
    return out;
}

struct Packer {
    const char* name;
    Compression compression;
    std::string (*pack)(const std::string&);
};

Packer anyPacker()
{
    return GENERATE(Packer{"gzip", Compression::Gzip, packGzip}, Packer{"xz", Compression::Xz, packXz},
                    Packer{"zstd", Compression::Zstd, packZstd}, Packer{"bzip2", Compression::Bzip2, packBzip2});
}

std::string sampleText(std::size_t lines)
{
    std::string text;
    for (std::size_t i = 0; i < lines; ++i) text += "goroutine " + std::to_string(i * 7919) + " [select]:\n";
    return text;
}

class TemporaryFile {
public:
    explicit TemporaryFile(const std::string& bytes)
        : m_path(fs::temp_directory_path() / ("skein-input-" + std::to_string(::getpid())))
    {
        std::ofstream(m_path, std::ios::binary) << bytes;
    }
    ~TemporaryFile() { fs::remove(m_path); }
    std::string path() const { return m_path.string(); }

private:
    fs::path m_path;
};

constexpr std::uint64_t kLimit = 1u << 30;

}  // namespace

TEST_CASE("every compression is recognised by content and undone", "[input]")
{
    const Packer packer = anyPacker();
    CAPTURE(packer.name);
    const std::string text = sampleText(100000);   // more than one output block
    const TemporaryFile file(packer.pack(text));
    const auto input = openInput(file.path());
    REQUIRE(input);
    CHECK(input->text == text);
    CHECK(input->info.compression == packer.name);
    CHECK(input->info.bytes == fs::file_size(file.path()));
}

TEST_CASE("a compressed file that is cut off yields what comes before the cut", "[input]")
{
    const Packer packer = anyPacker();
    CAPTURE(packer.name);
    const std::string text = sampleText(200000);
    const std::string packed = packer.pack(text);
    const auto result = decompress(std::string_view(packed).substr(0, packed.size() * 3 / 4), packer.compression, kLimit, {});
    REQUIRE(result);
    CHECK_FALSE(result->complete);
    CHECK(text.starts_with(result->text));
    CHECK(result->text.size() > text.size() / 4);
}

TEST_CASE("a second member of a compressed file is read as well", "[input]")
{
    const Packer packer = anyPacker();
    CAPTURE(packer.name);
    const auto result = decompress(packer.pack("first\n") + packer.pack("second\n"), packer.compression, kLimit, {});
    REQUIRE(result);
    CHECK(result->text == "first\nsecond\n");
    CHECK(result->complete);
}

TEST_CASE("a decompression bomb stops at the limit", "[input]")
{
    const Packer packer = anyPacker();
    CAPTURE(packer.name);
    const auto result = decompress(packer.pack(std::string(8u << 20, 'x')), packer.compression, 2u << 20, {});
    REQUIRE_FALSE(result);
    CHECK(result.error().contains("more than"));
}

TEST_CASE("any damage in a compressed file ends, without more than the limit", "[input]")
{
    const Packer packer = anyPacker();
    const std::string packed = packer.pack(sampleText(500));
    for (std::size_t i = 0; i < packed.size(); i += 3) {
        std::string damaged = packed;
        damaged[i] = static_cast<char>(damaged[i] ^ 0x55);
        const auto result = decompress(damaged, packer.compression, 8u << 20, {});
        if (result) REQUIRE(result->text.size() <= (9u << 20));
    }
}

TEST_CASE("a plain file is given as it is, a byte-order mark apart", "[input]")
{
    const TemporaryFile file("\xef\xbb\xbfpanic: x\n\xff\xfe broken\r\n");
    const auto input = openInput(file.path());
    REQUIRE(input);
    CHECK(input->text == "panic: x\n\xff\xfe broken\r\n");
    CHECK(input->info.compression == "none");
    CHECK(input->info.encoding == "utf-8");
}

TEST_CASE("an empty file is an empty text", "[input]")
{
    const TemporaryFile file("");
    const auto input = openInput(file.path());
    REQUIRE(input);
    CHECK(input->text.empty());
}

TEST_CASE("what can't be read is told in one sentence with the path", "[input]")
{
    const auto missing = openInput("/nonexistent/crash.log");
    REQUIRE_FALSE(missing);
    CHECK(missing.error() == "/nonexistent/crash.log: there is no such file; check the path.");
    const auto folder = openInput(fs::temp_directory_path().string());
    REQUIRE_FALSE(folder);
    CHECK(folder.error().ends_with("give the log file inside it."));
}

TEST_CASE("a requested stop ends reading without a message", "[input]")
{
    std::stop_source stop;
    stop.request_stop();
    const auto result = decompress(packGzip("x"), Compression::Gzip, kLimit, stop.get_token());
    REQUIRE_FALSE(result);
    CHECK(result.error().empty());
}

TEST_CASE("a large file that is truncated while it is open ends in zeros", "[input]")
{
    const fs::path path = fs::temp_directory_path() / ("skein-truncated-" + std::to_string(::getpid()));
    constexpr std::size_t kSize = std::size_t{40} << 20, kLeft = 10'000;
    std::ofstream(path, std::ios::binary) << std::string(kSize, 'x');
    const auto input = openInput(path.string());
    REQUIRE(input);
    fs::resize_file(path, kLeft);
    CHECK(input->text.size() == kSize);
    CHECK(std::count(input->text.begin(), input->text.end(), 'x') == kLeft);
    CHECK(std::count(input->text.begin(), input->text.end(), '\0') == kSize - kLeft);
    const auto log = parse(*input);
    REQUIRE(log);
    CHECK((*log)->text.lineCount() == 1);
    fs::remove(path);
}

TEST_CASE("a stop ends the wait for a pipe of which nothing comes", "[input]")
{
    int ends[2] = {};
    REQUIRE(::pipe(ends) == 0);
    std::stop_source stop;
    const std::jthread stopper([&] {
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
        stop.request_stop();
    });
    const auto input = openInput("/proc/self/fd/" + std::to_string(ends[0]), stop.get_token());
    REQUIRE_FALSE(input);
    CHECK(input.error().empty());
    ::close(ends[0]);
    ::close(ends[1]);
}
