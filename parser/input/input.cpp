// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "parser/input/input.h"

#include "model/formatted.h"
#include "parser/input/decompress.h"
#include "parser/input/encoding.h"
#include "parser/input/mapping.h"
#include "parser/input/profile_text.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <utility>

namespace skein {

namespace {

// Decompressed or piped text lives in memory, so it is bounded; a plain file is mapped and may have any size.
constexpr std::uint64_t kMemoryLimit = std::uint64_t{8} << 30;

// A mapped file that somebody truncates (log rotation) loses its end, see mapping.h. Below this size reading costs a
// few milliseconds, so only files that are really large are mapped.
constexpr std::uint64_t kMapFrom = std::uint64_t{32} << 20;

class FileHandle {
public:
    explicit FileHandle(int fd) : m_fd(fd) {}
    ~FileHandle()
    {
        if (m_fd > STDERR_FILENO) ::close(m_fd);
    }
    FileHandle(const FileHandle&) = delete;
    FileHandle& operator=(const FileHandle&) = delete;
    int get() const { return m_fd; }

private:
    int m_fd;
};

std::string systemError(const std::string& path, std::string_view doing)
{
    switch (errno) {
    case ENOENT:
        return formatted("{}: there is no such file; check the path.", path);
    case EACCES:
        return formatted("{}: you may not read this file; check its permissions.", path);
    case EISDIR:
        return formatted("{}: this is a folder; give the log file inside it.", path);
    default:
        return formatted("{}: {} failed: {}.", path, doing, std::strerror(errno));
    }
}

/// False when stopped. A pipe of which nothing comes would otherwise keep the thread until the program that fills
/// it ends.
bool waitForInput(int fd, const std::stop_token& stop)
{
    constexpr int kLookMillis = 100;
    pollfd wanted{fd, POLLIN, 0};
    while (!stop.stop_requested()) {
        if (!stop.stop_possible()) return true;
        const int ready = ::poll(&wanted, 1, kLookMillis);
        if (ready > 0 || (ready < 0 && errno != EINTR)) return true; // read() knows the error
    }
    return false;
}

/// Pipes, devices and files of /proc have no size: read to the end. `expected` bytes are likely to come.
std::expected<Bytes, std::string> readAll(int fd, std::uint64_t expected, const std::string& path, std::stop_token stop)
{
    const std::size_t step = std::clamp<std::size_t>(expected + 1, 64 * 1024, 1024 * 1024);
    std::string text;
    text.reserve(expected + 1);
    for (;;) {
        if (!waitForInput(fd, stop)) return std::unexpected(std::string());
        if (text.size() >= kMemoryLimit) {
            return std::unexpected(
                formatted("{}: more than {} GiB came through the pipe; save it to a file and open that.",
                          path, kMemoryLimit >> 30));
        }
        const std::size_t before = text.size();
        const std::size_t room = text.capacity() > before ? std::min(step, text.capacity() - before) : step;
        ssize_t got = 0;
        text.resize_and_overwrite(before + room, [&](char* data, std::size_t size) {
            got = ::read(fd, data + before, size - before);
            return before + static_cast<std::size_t>(std::max<ssize_t>(got, 0));
        });
        if (got == 0) return bytesFromString(std::move(text));
        if (got < 0 && errno != EINTR) return std::unexpected(systemError(path, "reading"));
    }
}

}  // namespace

Bytes bytesFromString(std::string text)
{
    auto owner = std::make_shared<const std::string>(std::move(text));
    const std::string_view view = *owner;
    return {view, std::move(owner)};
}

std::expected<Bytes, std::string> readBytes(const std::string& path, std::stop_token stop)
{
    const FileHandle file(path == "-" ? STDIN_FILENO : ::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    if (file.get() < 0) return std::unexpected(systemError(path, "opening"));
    struct stat status {};
    if (::fstat(file.get(), &status) != 0) return std::unexpected(systemError(path, "looking at it"));
    if (S_ISDIR(status.st_mode)) {
        errno = EISDIR;
        return std::unexpected(systemError(path, "reading"));
    }
    const bool atStart = path != "-" || ::lseek(file.get(), 0, SEEK_CUR) == 0;
    const auto size = static_cast<std::uint64_t>(S_ISREG(status.st_mode) && atStart ? status.st_size : 0);
    if (size >= kMapFrom) {
        auto owner = mapFile(file.get(), size);
        if (!owner) return std::unexpected(systemError(path, "mapping"));
        return Bytes{{static_cast<const char*>(owner.get()), size}, owner};
    }
    return readAll(file.get(), size, path, stop);
}

/// The text behind the bytes: decompressed, then decoded.
std::expected<Input, std::string> inputFromBytes(Bytes bytes, std::string path, std::stop_token stop)
{
    Input input;
    input.info.path = std::move(path);
    input.info.bytes = bytes.view.size();

    const Compression compression = compressionOf(bytes.view);
    input.info.compression = toString(compression);
    if (compression != Compression::None) {
        auto result = decompress(bytes.view, compression, kMemoryLimit, stop);
        if (!result) {
            return std::unexpected(result.error().empty()
                                       ? std::string()
                                       : formatted("{}: {}.", input.info.path, result.error()));
        }
        bytes = bytesFromString(std::move(result->text));
    }

    if (auto profile = textOfProfile(bytes.view)) {
        bytes = bytesFromString(std::move(*profile));
        input.info.encoding = toString(Encoding::Binary);
        input.text = bytes.view;
        input.owner = std::move(bytes.owner);
        return input;
    }

    const Encoding encoding = encodingOf(bytes.view);
    input.info.encoding = toString(encoding);
    if (encoding == Encoding::Utf16Le || encoding == Encoding::Utf16Be) {
        bytes = bytesFromString(utf8FromUtf16(bytes.view, encoding));
    } else if (bytes.view.starts_with("\xef\xbb\xbf")) {
        bytes.view.remove_prefix(3);  // a byte-order mark is no part of the first line
    }
    input.text = bytes.view;
    input.owner = std::move(bytes.owner);
    return input;
}

Input inputFromText(std::string text, std::string name)
{
    Input input;
    input.info.path = std::move(name);
    input.info.bytes = text.size();
    Bytes bytes = bytesFromString(std::move(text));
    input.text = bytes.view;
    input.owner = std::move(bytes.owner);
    return input;
}

}  // namespace skein
