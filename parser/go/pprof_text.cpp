// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "parser/go/pprof_text.h"

#include "parser/go/frame_line.h"
#include "parser/go/header.h"
#include "parser/go/pprof_symbol.h"
#include "parser/go/report_start.h"
#include "parser/log_builder.h"
#include "parser/scan.h"

#include <algorithm>
#include <array>
#include <string>

namespace skein::go
{

namespace
{

constexpr std::string_view kFormat = "go-pprof";
constexpr std::string_view kTotal = " profile: total ";

const std::vector<std::string_view>& anchors()
{
    static const std::vector<std::string_view> all = {"goroutine profile",
                                                      "goroutineleak",
                                                      "threadcreate profile",
                                                      "--- mutex:",
                                                      "--- contention:",
                                                      " @ 0x1",
                                                      " @ 0x4",
                                                      " @ 0x5",
                                                      " @ 0x6",
                                                      " @ 0x7",
                                                      " @ 0x8",
                                                      " @ 0x9"};
    return all;
}

constexpr std::array<std::string_view, 5> kSamples = {
    "goroutine profile: total 94",
    "goroutineleak profile: total 3",
    "threadcreate profile: total 7",
    "--- mutex:",
    "--- contention:",
};

/// A profile of waits: of locks, when they are released, or of everything that blocks.
bool startsContention(std::string_view text)
{
    // The line may be a string: `msg="--- mutex:"`
    return (scan::literal(text, "--- mutex:") || scan::literal(text, "--- contention:")) &&
           (text.empty() || text.front() == '"');
}

bool startsProfile(std::string_view text)
{
    if (startsContention(text))
        return true;
    for (const std::string_view name : {"goroutineleak", "goroutine", "threadcreate"}) {
        std::string_view s = text;
        if (scan::literal(s, name) && scan::literal(s, kTotal) && scan::number(s))
            return s.empty() || s.front() == '"' || isRemark(s);
    }
    return false;
}

// 40 @ 0x46c12e 0x40b3e5
std::optional<std::uint32_t> matchRecord(std::string_view line)
{
    std::string_view s = line;
    const auto count = scan::number(s);
    if (!count || !scan::literal(s, " @"))
        return {};
    return scan::clamped(*count);
}

// 3229640609 160 @ 0x4e2073 0x4e1c26
struct Waits {
    std::uint64_t cycles = 0, count = 0;
};
std::optional<Waits> matchWaits(std::string_view line)
{
    Waits waits;
    std::string_view s = line;
    const auto cycles = scan::number(s);
    if (!cycles || !scan::literal(s, " "))
        return {};
    const auto count = scan::number(s);
    if (!count || !scan::literal(s, " @"))
        return {};
    return Waits{*cycles, *count};
}

// cycles/second=2596145483
std::optional<std::uint64_t> matchSetting(std::string_view line, std::string_view name)
{
    std::string_view s = line;
    if (!scan::literal(s, name))
        return {};
    const auto value = scan::number(s);
    return s.empty() ? value : std::nullopt; // =3D2596145483
}

// # labels: {"queue":"fast", "tenant":"t1"}
std::optional<std::string_view> matchLabels(std::string_view line)
{
    std::string_view s = line;
    if (!scan::literal(s, "# labels: {"))
        return {};
    if (s.ends_with('}'))
        s.remove_suffix(1);
    return s;
}

/// A record that somebody has taken out of a profile: `1 @ 0x42d6ec 0x42d7de`, and nothing else.
bool startsRecord(std::string_view text)
{
    std::string_view s = scan::trimRight(text);
    if (!scan::number(s) || !scan::literal(s, " @ 0x"))
        return false;
    return s.find_first_not_of("0123456789abcdefx ") == s.npos;
}

/// A frame follows, with its function and its place.
int judgeRecord(LineCursor& in)
{
    const std::vector<std::uint64_t> addresses = addressesOf(in.line().text);
    in.advance();
    if (in.atEnd() || in.line().foreign)
        return 0;
    const auto symbol = matchSymbol(in.line().text, addresses);
    return symbol && !symbol->function.empty() && symbol->line > 0 ? 8 : 0;
}

/// A record follows, unless the profile is empty.
int judge(LineCursor& in)
{
    const bool waits = startsContention(in.line().text);
    in.advance();
    if (in.atEnd())
        return 1;
    if (waits)
        return !in.line().foreign && matchSetting(in.line().text, "cycles/second=") ? 8 : 0;
    return !in.line().foreign && matchRecord(in.line().text) ? 8 : 0;
}

class Profile
{
public:
    /// `whole` unless the first line, which says what it is, is missing.
    Profile(LineCursor& in, LogBuilder& out, bool whole) : m_in(in), m_out(out), m_whole(whole) {}

    Snapshot read()
    {
        const Line& line = m_in.line();
        m_snapshot.format = kFormat;
        m_snapshot.lines = {line.number, line.last};
        if (!m_whole) {
            readRecords();
            return std::move(m_snapshot);
        }
        m_snapshot.reason = m_out.intern(withoutRemark(line.text.substr(0, line.text.find('"'))));
        m_snapshot.reasonLines = m_snapshot.lines;
        m_system = line.text.starts_with("threadcreate");
        m_leaked = line.text.starts_with("goroutineleak");
        m_contention = startsContention(line.text);
        timeBefore();
        cover();
        readRecords();
        return std::move(m_snapshot);
    }

private:
    void readRecords()
    {
        while (!m_in.atEnd() && step()) {
        }
        endRecord();
        m_snapshot.threads.shrink_to_fit();
    }

    void cover()
    {
        m_out.recognise(m_in.line());
        m_snapshot.lines.last = m_in.line().last;
        m_in.advance();
    }

    // # time: 2026-11-21T09:54:01.120Z       before a profile that was binary
    void timeBefore()
    {
        constexpr std::string_view kTime = "# time: ";
        const std::string_view before = lineBefore(m_in);
        const std::uint32_t number = m_in.line().number;
        if (number < 2 || !before.starts_with(kTime))
            return;
        m_out.clockMark(number - 1, before.substr(kTime.size()));
        m_out.recognise(1, number - 1);
    }

    bool step()
    {
        const Line& line = m_in.line();
        if (line.foreign) {
            if (++m_others > kMaxOthers)
                return false;
            m_in.advance();
            return true;
        }
        if (m_contention) {
            if (!waitsLine(line))
                return isOfSomebodyElse();
        } else if (const auto count = matchRecord(line.text)) {
            begin(*count);
        } else if (const auto symbol = m_open ? matchSymbol(line.text, m_addresses) : std::nullopt) {
            if (!isNothing(*symbol))
                m_frames.push_back(
                    m_out.frame({nameOf(*symbol), symbol->file, symbol->line, symbol->address}, roleOf));
            m_thread.lastLine = line.last;
        } else if (const auto labels = m_open ? matchLabels(line.text) : std::nullopt) {
            m_labels = *labels;
            m_thread.lastLine = line.last;
        } else if (line.text.empty()) {
            const Line* next = m_in.peek();
            if (!next || next->foreign || !matchRecord(next->text))
                return goesOnBelow();
        } else {
            return isOfSomebodyElse() || goesOnBelow();
        }
        m_others = 0;
        cover();
        return true;
    }

    /// A line of other output, behind which the profile goes on.
    bool isOfSomebodyElse()
    {
        const Line* next = m_in.line().text.empty() ? nullptr : m_in.peek();
        if (!next || next->foreign || ++m_others > kMaxOthers ||
            !(matchSymbol(next->text, m_addresses) ||
              (m_contention ? matchWaits(next->text).has_value() : matchRecord(next->text).has_value())))
            return false;
        m_in.advance();
        return true;
    }

    /// Somebody tells what each record is about, in between.
    bool goesOnBelow()
    {
        constexpr unsigned kMostBetween = 40;
        LineCursor ahead = m_in.ahead();
        for (unsigned lines = 1; lines <= kMostBetween; ++lines) {
            ahead.advance();
            if (ahead.atEnd())
                return false;
            const Line& line = ahead.line();
            if (line.foreign)
                continue;
            if (matchHeader(line.text) || scan::contains(line.text, kTotal) || startsContention(line.text))
                return false;
            LineCursor below = ahead.ahead();
            if (!startsRecord(line.text) || judgeRecord(below) == 0)
                continue;
            for (; lines > 0; --lines)
                m_in.advance();
            return true;
        }
        return false;
    }

    /// A line of a mutex or block profile: false where it is none.
    bool waitsLine(const Line& line)
    {
        if (const auto cycles = matchSetting(line.text, "cycles/second=")) {
            m_perSecond = *cycles;
        } else if (line.text.starts_with("sampling period=")) {
        } else if (const auto waits = matchWaits(line.text)) {
            endRecord();
            m_addresses = addressesOf(line.text);
            m_stack = {.about = About::Lock, .lines = {line.number, line.last}};
            m_stack.events = waits->count;
            constexpr double kMost = 9e18; // what is more was never measured
            m_stack.nanos =
                m_perSecond == 0
                    ? 0
                    : static_cast<std::uint64_t>(std::min(static_cast<double>(waits->cycles) * 1e9 /
                                                              static_cast<double>(m_perSecond),
                                                          kMost));
            m_waits = true;
        } else if (const auto symbol = m_waits ? matchSymbol(line.text, m_addresses) : std::nullopt) {
            if (!isNothing(*symbol))
                m_frames.push_back(
                    m_out.frame({nameOf(*symbol), symbol->file, symbol->line, symbol->address}, roleOf));
            m_stack.lines.last = line.last;
        } else if (line.text.starts_with("# labels: {")) {
            m_stack.lines.last = line.last;
        } else if (!line.text.empty()) {
            return false;
        } else {
            const Line* next = m_in.peek();
            return next && !next->foreign && matchWaits(next->text);
        }
        return true;
    }

    void begin(std::uint32_t count)
    {
        endRecord();
        m_open = true;
        m_addresses = addressesOf(m_in.line().text);
        m_thread = {};
        m_thread.kind = m_system ? ThreadKind::Thread : ThreadKind::Goroutine;
        m_thread.leaked = m_leaked;
        m_thread.count = count;
        m_thread.textOffset = m_in.line().threadOffset();
        m_thread.firstLine = m_in.line().number;
        m_thread.lastLine = m_in.line().last;
    }

    void endRecord()
    {
        if (m_waits) {
            m_waits = false;
            m_stack.stack = m_out.stack(m_frames);
            m_frames.clear();
            m_snapshot.otherStacks.push_back(m_stack);
        }
        if (!m_open)
            return;
        m_open = false;
        m_thread.stack = m_out.stack(m_frames);
        m_frames.clear();
        if (!m_labels.empty())
            m_snapshot.labels[static_cast<std::uint32_t>(m_snapshot.threads.size())] =
                goroutineOf(parseLabels(m_labels));
        m_labels.clear();
        m_snapshot.threads.push_back(m_thread);
    }

    /// Labels that stand for what a profile has no place for, one goroutine per record (debug=3 of
    /// CockroachDB):
    ///     # labels: {"go::goroutine":"18", "go::goroutine_state":"chan receive",
    ///     "go::goroutine_wait_minutes":"5"}
    /// Gives the others.
    Labels goroutineOf(Labels labels)
    {
        std::erase_if(labels, [this](const auto& label) {
            std::string_view name = label.first, value = label.second;
            if (!scan::literal(name, "go::goroutine"))
                return false;
            const auto number = scan::number(value);
            if (name.empty() && number) {
                m_thread.id = ThreadId(*number);
            } else if (name == "_state") {
                // The header's own words: "[chan receive, 5 minutes]"
                const std::string line = "goroutine 1 [" + label.second + "]:";
                const auto header = matchHeader(line);
                if (header) {
                    m_thread.state = header->state;
                    m_thread.waitsOnKind = header->waitsOn;
                    if (header->state == ThreadState::Waiting)
                        m_thread.waitReason = m_out.intern(header->status);
                }
            } else if (name == "_wait_minutes" && number) {
                m_thread.waitedMinutes =
                    static_cast<std::int32_t>(std::min<std::uint64_t>(*number, INT32_MAX));
            } else if (name == "_created_by") {
                if (!label.second.empty())
                    m_thread.createdAt = m_out.frame({label.second}, roleOf);
            } else {
                return false;
            }
            return true;
        });
        return labels;
    }

    static constexpr unsigned kMaxOthers = 200;

    LineCursor& m_in;
    LogBuilder& m_out;
    Snapshot m_snapshot;
    Thread m_thread;
    std::vector<FrameId> m_frames;
    std::vector<std::uint64_t> m_addresses; ///< of the record
    std::string m_labels;
    unsigned m_others = 0;
    const bool m_whole;
    bool m_open = false, m_system = false, m_leaked = false;
    bool m_contention = false, m_waits = false; ///< a profile of waits; a record of it is open
    std::uint64_t m_perSecond = 0;
    OtherStack m_stack;
};

class PprofReader final : public FormatReader
{
public:
    bool read(LineCursor& in, LogBuilder& out) override
    {
        const std::string_view raw = in.line().raw;
        const bool whole = (scan::contains(raw, kTotal) || scan::contains(raw, "--- ")) &&
                           locateStart(in, startsProfile, judge);
        if (!whole && !(scan::contains(raw, " @ 0x") && locateStart(in, startsRecord, judgeRecord)))
            return false;
        const std::uint32_t first = in.line().number;
        const LinePrefix prefix = in.prefix();
        out.notePrefix(first, prefix);
        out.addSnapshot(Profile(in, out, whole).read());
        m_any = true;
        out.countPrefix(prefix, in.place().line - first);
        return true;
    }
    void finish(LogBuilder& out) override
    {
        if (m_any)
            markLibraries(out.log());
    }

private:
    bool m_any = false;
};

std::unique_ptr<FormatReader> makeReader()
{
    return std::make_unique<PprofReader>();
}

/// The lines of each frame; a profile has no arguments.
ThreadLines readRecord(LineCursor& in, const Log& log, const Thread& thread)
{
    ThreadLines lines;
    const auto stack = log.stack(thread.stack);
    const std::vector<std::uint64_t> addresses =
        in.atEnd() ? std::vector<std::uint64_t>() : addressesOf(in.line().text);
    for (; !in.atEnd() && in.line().number <= thread.lastLine && lines.frames.size() < stack.size();
         in.advance())
        if (const auto symbol = matchSymbol(in.line().text, addresses);
            symbol && !isNothing(*symbol) && !in.line().foreign)
            lines.frames.push_back({stack[lines.frames.size()], {in.line().number, in.line().last}, {}});
    while (lines.frames.size() < stack.size())
        lines.frames.push_back({stack[lines.frames.size()], {thread.firstLine, thread.lastLine}, {}});
    return lines;
}

} // namespace

const Format pprofText = {
    .id = kFormat,
    .title = "Go profile (text)",
    .anchors = anchors,
    .samples = kSamples,
    .reader = makeReader,
    .readThread = readRecord,
};

} // namespace skein::go
