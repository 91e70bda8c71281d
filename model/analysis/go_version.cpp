// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "model/analysis/go_version.h"

#include "model/formatted.h"

#include <algorithm>
#include <charconv>
#include <string_view>
#include <unordered_set>

namespace skein
{

namespace
{

constexpr int kNewest = GoVersion::kNewest;
constexpr std::size_t kThreads = 256, kFrames = 64; ///< looked at

/// What only some versions print.
struct Sign {
    std::string_view text;
    int from, to;
};

constexpr Sign kFunctions[] = {
    // beginnings
    {"internal/runtime/maps.", 24, kNewest},
    {"internal/sync.", 24, kNewest},
    {"sync.runtime_SemacquireWaitGroup", 24, kNewest},
    {"sync.runtime_SemacquireRWMutex", 20, kNewest},
    {"runtime.fatal", 19, kNewest},
};
constexpr Sign kFiles[] = {
    // ends
    {"_swiss.go", 24, 25},
    {"runtime/map_faststr.go", 0, 23},
    {"runtime/map_fast64.go", 0, 23},
    {"runtime/map_fast32.go", 0, 23},
};
constexpr Sign kReasons[] = {
    // beginnings
    {"sync.WaitGroup.Wait", 24, kNewest},
    {"sync.Mutex.Lock", 20, kNewest},
    {"sync.RWMutex.", 20, kNewest},
};

/// Lines at which these functions stand in most dumps; measured
/// with 1.19.8, 1.21.13, 1.22.12, 1.23.5, 1.24.4, 1.25.12, 1.26.11 and 1.27.4 (tests/fixtures). Only lines
/// that no other of them has.
struct Line {
    std::string_view function;
    std::uint32_t line;
    int minor;
};

constexpr Line kLines[] = {
    {"runtime.gopark", 363, 19},
    {"runtime.gopark", 398, 21},
    {"runtime.gopark", 402, 22},
    {"runtime.gopark", 424, 23},
    {"runtime.gopark", 435, 24},
    {"runtime.gopark", 460, 25},
    {"runtime.gopark", 462, 26},
    {"runtime.gopark", 474, 27},
    {"runtime.main", 250, 19},
    {"runtime.main", 267, 21},
    {"runtime.main", 271, 22},
    {"runtime.main", 272, 23},
    {"runtime.main", 283, 24},
    {"runtime.main", 285, 25},
    {"runtime.main", 290, 26},
    {"runtime.main", 302, 27},
    {"internal/runtime/maps.fatal", 1058, 24},
    {"internal/runtime/maps.fatal", 1046, 25},
    {"internal/runtime/maps.fatal", 1181, 26},
    {"internal/runtime/maps.fatal", 1197, 27},
    {"sync.runtime_notifyListWait", 517, 19},
    {"sync.runtime_notifyListWait", 527, 21},
    {"sync.runtime_notifyListWait", 569, 22},
    {"sync.runtime_notifyListWait", 587, 23},
    {"sync.runtime_notifyListWait", 597, 24},
    {"sync.runtime_notifyListWait", 606, 25},
    {"internal/poll.runtime_pollWait", 305, 19},
    {"internal/poll.runtime_pollWait", 343, 21},
    {"internal/poll.runtime_pollWait", 345, 22},
    {"time.Sleep", 178, 19},
    {"time.Sleep", 300, 23},
    {"time.Sleep", 338, 24},
    {"time.Sleep", 368, 27},
};

/// The minor version in the folder of the toolchain, 0 where it has none:
///     /opt/hostedtoolcache/go/1.21.5/x64/src/runtime/proc.go     /usr/lib/go-1.19/src/runtime/proc.go
///     /home/me/go/pkg/mod/golang.org/toolchain@v0.0.1-go1.22.5.linux-amd64/src/runtime/proc.go
int versionOfFolder(std::string_view file)
{
    const std::size_t src = file.rfind("/src/");
    const std::string_view root = file.substr(0, src == file.npos ? 0 : src);
    for (const std::string_view sign : {"/go1.", "-go1.", "/go-1.", "/go/1.", "/golang-1."}) {
        const std::size_t at = root.rfind(sign);
        if (at == root.npos)
            continue;
        int minor = 0;
        const auto number = root.substr(at + sign.size());
        if (std::from_chars(number.data(), number.data() + number.size(), minor).ec == std::errc() &&
            minor < kNewest)
            return minor;
    }
    return 0;
}

class Reader
{
public:
    explicit Reader(const Log& log) : m_log(log) {}

    void read(const Thread& t)
    {
        if (t.createdAt)
            ++(t.creator.known() ? m_numbered : m_unnumbered);
        if (t.durable)
            narrow(25, kNewest);
        if (t.leaked)
            narrow(26, kNewest);
        const auto reason = m_log.str(t.waitReason);
        for (const Sign& s : kReasons)
            if (reason.starts_with(s.text))
                narrow(s.from, s.to);
        if (t.pointersInHeader)
            narrow(22, kNewest);
        const auto frames = m_log.stack(t.stack);
        for (std::size_t i = 0; i < frames.size() && i < kFrames; ++i) {
            const bool isMutex = m_log.function(frames[i]) == "sync.runtime_SemacquireMutex";
            if (isMutex && reason == "semacquire")
                narrow(0, 19); // it has a reason of its own later
            if (m_seen.insert(frames[i].value).second)
                read(m_log.frame(frames[i]));
        }
    }

    GoVersion result()
    {
        if (m_numbered > 0)
            narrow(21, kNewest);
        else if (m_unnumbered >= 3)
            narrow(0, 20);
        if (m_version.from > m_version.to)
            m_version = {}; // two programs in one snapshot, or lines that somebody has changed
        if (m_about >= m_version.from && m_about <= m_version.to)
            m_version.about = m_about;
        return m_version;
    }

private:
    void read(const Frame& f)
    {
        if (f.role != Role::Runtime)
            return;
        const auto function = m_log.str(f.function), file = m_log.str(f.file);
        for (const Sign& s : kFunctions)
            if (function.starts_with(s.text))
                narrow(s.from, s.to);
        for (const Sign& s : kFiles)
            if (file.ends_with(s.text))
                narrow(s.from, s.to);
        if (const int minor = versionOfFolder(file))
            narrow(minor, minor);
        for (const Line& l : kLines) {
            if (l.line != f.line || l.function != function)
                continue;
            m_about = m_about == 0 || m_about == l.minor ? l.minor : -1; // they contradict each other
        }
    }

    void narrow(int from, int to)
    {
        m_version.from = std::max(m_version.from, from);
        m_version.to = std::min(m_version.to, to);
    }

    const Log& m_log;
    GoVersion m_version;
    int m_about = 0;
    std::size_t m_numbered = 0, m_unnumbered = 0;
    std::unordered_set<std::uint32_t> m_seen;
};

} // namespace

std::string GoVersion::name() const
{
    if (from == to)
        return formatted("Go 1.{}", from);
    if (about != 0)
        return formatted("about Go 1.{}", about);
    if (from > 0 && to < kNewest)
        return formatted("Go 1.{} to 1.{}", from, to);
    if (from > 0)
        return formatted("Go 1.{} or later", from);
    return to < kNewest ? formatted("Go 1.{} or older", to) : std::string();
}

GoVersion goVersionOf(const Log& log, std::uint32_t snapshot)
{
    Reader reader(log);
    const auto& threads = log.snapshots[snapshot].threads;
    for (std::size_t i = 0; i < threads.size() && i < kThreads; ++i)
        reader.read(threads[i]);
    return reader.result();
}

} // namespace skein
