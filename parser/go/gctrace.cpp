// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "parser/go/gctrace.h"

#include "parser/log_builder.h"
#include "parser/scan.h"

#include <algorithm>
#include <array>
#include <limits>

namespace skein::go
{

namespace
{

constexpr std::string_view kClock = " ms clock, ", kSched = "ms: gomaxprocs=";
/// Nobody's program runs for longer; keeps sums of times in range.
constexpr std::uint64_t kMaxMillis = std::uint64_t{100} * 365 * 24 * 3600 * 1000;

const std::vector<std::string_view>& anchors()
{
    static const std::vector<std::string_view> all = {kClock, kSched};
    return all;
}

constexpr std::array<std::string_view, 2> kSamples = {
    "gc 4 @0.464s 0%: 0.11+0.64+0.002 ms clock, 0.22+0/0.40/0.62+0.005 ms cpu, 27->27->26 MB, 28 MB goal, 2 "
    "P",
    "SCHED 408ms: gomaxprocs=2 idleprocs=1 threads=4 spinningthreads=1 idlethreads=1 runqueue=0 [ 0 0 ]",
};

// 0.464s
std::optional<std::uint64_t> seconds(std::string_view& s)
{
    const auto whole = scan::number(s);
    if (!whole || *whole > kMaxMillis / 1000)
        return {};
    std::uint64_t millis = *whole * 1000;
    if (scan::literal(s, "."))
        for (std::uint64_t unit = 100; !s.empty() && scan::isDigit(s.front()); unit /= 10, s.remove_prefix(1))
            millis += unit * static_cast<std::uint64_t>(s.front() - '0');
    return scan::literal(s, "s ") ? std::optional(millis) : std::nullopt;
}

// 27->27->26 MB
std::optional<std::uint64_t> liveHeap(std::string_view s)
{
    const std::size_t arrow = s.find("->");
    const std::size_t second = arrow == s.npos ? s.npos : s.find("->", arrow + 2);
    if (second == s.npos)
        return {};
    s.remove_prefix(second + 2);
    const auto megabytes = scan::number(s);
    if (!megabytes || !scan::literal(s, " MB") || *megabytes > (std::uint64_t{1} << 40))
        return {};
    return *megabytes << 20;
}

std::optional<ProgramMark> matchGc(std::string_view raw, std::uint32_t line)
{
    for (std::size_t at = raw.find("gc "); at != raw.npos && at < 512; at = raw.find("gc ", at + 1)) {
        std::string_view s = raw.substr(at + 3);
        if (!scan::number(s) || !scan::literal(s, " @"))
            continue;
        const auto millis = seconds(s);
        const auto heap = liveHeap(s);
        if (millis && heap)
            return ProgramMark{line, ProgramMark::Kind::HeapBytes, static_cast<std::int64_t>(*millis), *heap};
    }
    return {};
}

/// "threads=4" of "… threads=4 …"
std::optional<std::uint64_t> valueOf(std::string_view s, std::string_view key)
{
    const std::size_t at = s.find(key);
    if (at == s.npos)
        return {};
    s.remove_prefix(at + key.size());
    return scan::number(s);
}

// `  P0: `, `  M3: `, `  G17: status=4(chan send) `: of a list behind SCHED; 'P', 'M', 'G', or 0
char detailKind(std::string_view text)
{
    std::string_view s = scan::trimLeft(text);
    const char kind = s.empty() ? '\0' : s.front();
    if (kind != 'P' && kind != 'M' && kind != 'G')
        return '\0';
    s.remove_prefix(1);
    return scan::number(s) && scan::literal(s, ": ") ? kind : '\0';
}

class GctraceReader final : public FormatReader
{
public:
    bool read(LineCursor& in, LogBuilder& out) override
    {
        const Line line = in.line();
        if (scan::contains(line.raw, kClock)) {
            const auto mark = matchGc(line.raw, line.number);
            if (!mark)
                return false;
            out.log().marks.push_back(*mark);
            out.recognise(line);
            in.advance();
            return true;
        }
        return scan::contains(line.raw, kSched) && sched(in, out);
    }
    void finish(LogBuilder& out) override
    {
        auto& marks = out.log().marks;
        std::ranges::stable_sort(marks, {}, &ProgramMark::line);
        // Times since the program's start are a clock where no line has the time of day and the program is
        // one.
        if (out.log().clock.empty() && std::ranges::is_sorted(marks, {}, &ProgramMark::millis))
            for (const ProgramMark& mark : marks)
                out.clockMark(ClockMark{mark.line, mark.millis});
    }

private:
    static bool sched(LineCursor& in, LogBuilder& out)
    {
        const Line line = in.line();
        const std::size_t at = line.raw.find("SCHED ");
        if (at == line.raw.npos)
            return false;
        std::string_view s = line.raw.substr(at + 6);
        const auto millis = scan::number(s);
        const auto threads = valueOf(s, " threads="), queue = valueOf(s, " runqueue=");
        if (!millis || *millis > kMaxMillis || !s.starts_with(kSched) || !threads || !queue)
            return false;
        const auto when = static_cast<std::int64_t>(*millis);
        auto& marks = out.log().marks;
        marks.push_back({line.number, ProgramMark::Kind::Threads, when, *threads});
        marks.push_back({line.number, ProgramMark::Kind::RunQueue, when, *queue});
        out.recognise(line);
        in.advance();
        std::uint64_t goroutines = 0;
        while (!in.atEnd()) {
            const char kind = in.line().segment == 0 ? detailKind(in.line().text) : '\0';
            if (kind == '\0')
                break;
            goroutines += kind == 'G' && !scan::contains(in.line().text, ": status=6");
            out.recognise(in.line());
            in.advance();
        }
        if (goroutines > 0)
            marks.push_back({line.number, ProgramMark::Kind::Goroutines, when, goroutines});
        return true;
    }
};

std::unique_ptr<FormatReader> makeReader()
{
    return std::make_unique<GctraceReader>();
}

} // namespace

const Format gctrace = {
    .id = "go-gctrace",
    .title = "GODEBUG traces",
    .anchors = anchors,
    .samples = kSamples,
    .reader = makeReader,
};

} // namespace skein::go
