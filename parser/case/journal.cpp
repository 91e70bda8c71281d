// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
//
// One record a line: a letter, the CRC-32 of what follows, and JSON.
//
//   J 1c291ca3 {"case":"/home/ann/crash.skein","format":"skein-journal","version":1, …}
//   N 8f7d30b1 {"notes":[…],"verdicts":[]}
//   V 00d1a2b3 {"window": …}
#include "parser/case/journal.h"

#include "model/formatted.h"
#include "parser/case/case_json.h"
#include "parser/case/json_parts.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <random>
#include <system_error>

namespace skein::cases
{

namespace fs = std::filesystem;

namespace
{

constexpr std::string_view kSuffix = ".journal";
constexpr const char* kFormat = "skein-journal";
constexpr std::size_t kMostFiles = 1000;
constexpr std::uint64_t kLargest = std::uint64_t{256} << 20;
constexpr std::size_t kPrefix = 11; ///< "N 8f7d30b1 "

std::string crcText(std::string_view payload)
{
    const auto crc =
        ::crc32(0, reinterpret_cast<const Bytef*>(payload.data()), static_cast<uInt>(payload.size()));
    return formatted("{:08x}", crc);
}

std::string headerOf(const JournalOf& of)
{
    Json out = Json::object();
    out["format"] = kFormat;
    out["version"] = 1;
    out["case"] = of.caseFile;
    out["log"] = of.log;
    out["name"] = of.logName;
    out["sha256"] = of.sha256;
    return dumped(out, -1);
}

std::optional<JournalOf> headerFrom(std::string_view json)
{
    auto parsed = parseJson(json, {});
    if (!parsed)
        return std::nullopt;
    std::string error;
    Members in(*parsed, error, "the journal");
    const bool ours = in.text("format", true) == kFormat && in.number("version", 1) == 1;
    JournalOf out{.caseFile = in.text("case"),
                  .log = in.text("log"),
                  .logName = in.text("name"),
                  .sha256 = in.text("sha256")};
    return ours && error.empty() ? std::optional(std::move(out)) : std::nullopt;
}

bool writeAll(int fd, std::string_view bytes)
{
    while (!bytes.empty()) {
        const ssize_t done = ::write(fd, bytes.data(), bytes.size());
        if (done < 0 && errno != EINTR)
            return false;
        bytes.remove_prefix(done > 0 ? static_cast<std::size_t>(done) : 0);
    }
    return true;
}

std::optional<std::string> readAll(int fd, std::uint64_t size)
{
    std::string out(size, '\0');
    std::size_t have = 0;
    while (have < out.size()) {
        const ssize_t got = ::read(fd, out.data() + have, out.size() - have);
        if (got < 0 && errno != EINTR)
            return std::nullopt;
        if (got == 0)
            break;
        have += got > 0 ? static_cast<std::size_t>(got) : 0;
    }
    out.resize(have);
    return out;
}

/// Takes over what can be read; nothing where the header cannot.
std::optional<Recoverable> recoveredFrom(std::string_view text)
{
    Recoverable out;
    bool header = false;
    while (!text.empty()) {
        const auto end = text.find('\n');
        const std::string_view line = text.substr(0, end);
        text.remove_prefix(end == text.npos ? text.size() : end + 1);
        const bool whole = end != text.npos && line.size() >= kPrefix && line[1] == ' ' && line[10] == ' ' &&
                           line.substr(2, 8) == crcText(line.substr(kPrefix));
        if (!whole) {
            out.cutOff = true;
            continue;
        }
        const std::string_view json = line.substr(kPrefix);
        if (!header) {
            auto of = headerFrom(json);
            if (line[0] != 'J' || !of)
                return std::nullopt;
            out.of = std::move(*of);
            header = true;
        } else if (line[0] == 'N') {
            if (const auto notes = notesFrom(json, {})) {
                out.notebook = notes::merged(out.notebook, *notes);
                ++out.records;
            }
        } else if (line[0] == 'V') {
            out.view = json;
        } // else of a newer Skein
    }
    return header ? std::optional(std::move(out)) : std::nullopt;
}

/// Opens it if it is a file of one's own kind that nobody writes to.
std::optional<Recoverable> readJournal(const fs::path& file)
{
    const int fd = ::open(file.c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
    if (fd < 0)
        return std::nullopt;
    std::optional<Recoverable> out;
    struct stat status{};
    if (::fstat(fd, &status) == 0 && S_ISREG(status.st_mode) &&
        static_cast<std::uint64_t>(status.st_size) <= kLargest && ::flock(fd, LOCK_SH | LOCK_NB) == 0) {
        if (const auto text = readAll(fd, static_cast<std::uint64_t>(status.st_size)))
            out = recoveredFrom(*text);
        if (out) {
            out->journal = file;
            out->modified = std::int64_t{status.st_mtim.tv_sec} * 1000 + status.st_mtim.tv_nsec / 1'000'000;
        }
    }
    ::close(fd);
    return out;
}

} // namespace

fs::path recoveryFolder()
{
    const char* state = std::getenv("XDG_STATE_HOME");
    if (state && *state == '/') // the XDG specification: a relative path is to be ignored
        return fs::path(state) / "skein" / "recovery";
    const char* home = std::getenv("HOME");
    return fs::path(home && *home ? home : "/tmp") / ".local" / "state" / "skein" / "recovery";
}

std::expected<Journal, std::string> Journal::create(const fs::path& folder, const JournalOf& of)
{
    std::error_code error;
    fs::create_directories(folder, error);
    fs::permissions(folder, fs::perms::owner_all, error);
    std::random_device random;
    const fs::path file = folder / formatted("{:08x}{:08x}{}", random(), random(), kSuffix);
    const int fd =
        ::open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_APPEND | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (fd < 0)
        return std::unexpected(formatted("{}: cannot be written ({}); notes are not saved by themselves.",
                                         file.string(), std::strerror(errno)));
    Journal out(fd, file);
    ::flock(fd,
            LOCK_EX | LOCK_NB); // tells recoverable() that somebody writes; where it fails, nothing is lost
    if (!out.write('J', headerOf(of)))
        return std::unexpected(formatted("{}: cannot be written ({}); notes are not saved by themselves.",
                                         file.string(), std::strerror(errno)));
    return out;
}

Journal::~Journal()
{
    if (m_fd >= 0)
        ::close(m_fd);
}

Journal::Journal(Journal&& other) noexcept
    : m_fd(std::exchange(other.m_fd, -1)), m_file(std::move(other.m_file))
{
}

Journal& Journal::operator=(Journal&& other) noexcept
{
    std::swap(m_fd, other.m_fd);
    std::swap(m_file, other.m_file);
    return *this;
}

bool Journal::write(char kind, const std::string& payload)
{
    return m_fd >= 0 && writeAll(m_fd, formatted("{} {} {}\n", kind, crcText(payload), payload));
}

bool Journal::append(const notes::Notebook& changed)
{
    return write('N', notesLine(changed));
}

bool Journal::append(const notes::Notebook& notebook, const notes::Change& change)
{
    notes::Notebook changed;
    if (const notes::Note* note = notebook.find(change.note))
        changed.put(*note);
    else if (const notes::Verdict* verdict = notebook.findVerdict(change.kind, change.on))
        changed.put(*verdict);
    return append(changed);
}

bool Journal::appendView(const std::string& json)
{
    const auto view = parseJson(json, {});
    return view && write('V', dumped(*view, -1));
}

bool Journal::sync()
{
    return m_fd >= 0 && ::fdatasync(m_fd) == 0;
}

bool Journal::restart(const JournalOf& of)
{
    return m_fd >= 0 && ::ftruncate(m_fd, 0) == 0 && write('J', headerOf(of));
}

void Journal::discard()
{
    if (m_fd < 0)
        return;
    ::unlink(m_file.c_str());
    ::close(std::exchange(m_fd, -1));
}

std::vector<Recoverable> recoverable(const fs::path& folder)
{
    std::vector<Recoverable> out;
    std::error_code error;
    for (fs::directory_iterator it(folder, error), end; !error && it != end && out.size() < kMostFiles;
         it.increment(error)) {
        if (it->path().extension() != kSuffix)
            continue;
        auto found = readJournal(it->path());
        if (found && (found->records > 0 || !found->view.empty()))
            out.push_back(std::move(*found));
    }
    std::ranges::sort(out, std::greater<>(), &Recoverable::modified);
    return out;
}

void forget(const Recoverable& what)
{
    std::error_code ignored;
    fs::remove(what.journal, ignored);
}

} // namespace skein::cases
