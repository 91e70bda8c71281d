// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "parser/case/atomic_file.h"

#include "model/formatted.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <random>
#include <system_error>

namespace skein::cases
{

namespace fs = std::filesystem;

namespace
{

/// A file beside the one that is to be written; goes away unless it is kept.
class HalfFile
{
public:
    explicit HalfFile(const fs::path& file)
    {
        // Hidden, and with an end of its own: nobody takes it for a case.
        std::random_device random;
        m_path = file.parent_path() / formatted(".{}.{:08x}", file.filename().string(), random());
        m_fd = ::open(m_path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0666);
        m_made = m_fd >= 0;
    }
    ~HalfFile()
    {
        close();
        if (!m_kept && m_made)
            ::unlink(m_path.c_str());
    }
    HalfFile(const HalfFile&) = delete;
    HalfFile& operator=(const HalfFile&) = delete;

    bool write(std::string_view bytes)
    {
        while (m_made && !bytes.empty()) {
            const ssize_t done = ::write(m_fd, bytes.data(), bytes.size());
            if (done < 0 && errno != EINTR)
                return false;
            bytes.remove_prefix(done > 0 ? static_cast<std::size_t>(done) : 0);
        }
        return m_made;
    }
    /// Before anything is written. Those of a new file are what the user's umask leaves.
    bool permitLike(const fs::path& file)
    {
        struct stat status{};
        return m_made && (::stat(file.c_str(), &status) != 0 || ::fchmod(m_fd, status.st_mode & 07777) == 0);
    }
    bool sync() { return ::fsync(m_fd) == 0; }
    bool close()
    {
        const bool ok = m_fd < 0 || ::close(m_fd) == 0;
        m_fd = -1;
        return ok;
    }
    bool becomes(const fs::path& file)
    {
        m_kept = ::rename(m_path.c_str(), file.c_str()) == 0;
        return m_kept;
    }

private:
    fs::path m_path;
    int m_fd = -1;
    bool m_made = false, m_kept = false;
};

/// Without this the new name itself may be lost with the power. Not every file system can; then it is done
/// anyway.
void syncFolder(const fs::path& file)
{
    const fs::path folder = file.has_parent_path() ? file.parent_path() : fs::path(".");
    const int fd = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0)
        return;
    ::fsync(fd);
    ::close(fd);
}

} // namespace

std::expected<void, std::string> writeAtomically(const fs::path& given, std::string_view bytes)
{
    std::error_code error;
    const fs::path real = fs::weakly_canonical(given, error);
    const fs::path file = error ? given : real;
    const auto failed = [&] {
        return std::unexpected(
            formatted("{}: cannot be written ({}).", given.string(), std::strerror(errno)));
    };
    if (fs::is_directory(file, error))
        return std::unexpected(formatted("{}: this is a folder; give the name of a file.", given.string()));
    HalfFile half(file);
    if (!half.permitLike(file) || !half.write(bytes) || !half.sync() || !half.close() || !half.becomes(file))
        return failed();
    syncFolder(file);
    return {};
}

} // namespace skein::cases
