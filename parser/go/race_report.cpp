// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "parser/go/race_report.h"

#include "parser/go/block.h"
#include "parser/go/frame_line.h"
#include "parser/go/race_lines.h"
#include "parser/go/report_start.h"
#include "parser/log_builder.h"
#include "parser/scan.h"

#include <algorithm>
#include <array>
#include <unordered_map>

namespace skein::go
{

namespace
{

constexpr std::string_view kFormat = "go-race";
/// Ordinary lines that the program may have written into a report.
constexpr unsigned kMaxOthers = 24;

const std::vector<std::string_view>& anchors()
{
    // The last one finds accesses without an address.
    static const std::vector<std::string_view> all = {"DATA RACE", "t 0x00", "by goroutine 9"};
    return all;
}

constexpr std::array<std::string_view, 4> kSamples = {
    "WARNING: DATA RACE",
    "Write at 0x00c00009e050 by goroutine 8:",
    "Previous read at 0x00c00009e050 by main goroutine:",
    "Goroutine 8 (finished) created at:",
};

bool isSection(std::string_view text)
{
    return matchRaceAccess(text) || matchRaceCreation(text) || matchRaceMemory(text);
}

/// An access has to follow soon; where the report begins with one, a frame.
int judge(LineCursor& in)
{
    int score = 0;
    if (startsRace(in.line().text))
        in.advance();
    else
        return in.advance(),
               !in.atEnd() && (matchRaceFrame(in.line(), in.peek()) || isFailedStack(in.line().text)) ? 8 : 0;
    for (int i = 0; i < 8 && !in.atEnd(); ++i, in.advance()) {
        if (in.line().foreign)
            continue;
        if (score == 0 && matchRaceAccess(in.line().text))
            score = in.line().text.front() == ' ' ? 4 : 8;
        else if (score > 0 && matchRaceFrame(in.line(), in.peek()))
            return score + (in.line().text.starts_with("  ") ? 8 : 4);
    }
    return score;
}

/// The banner and the warning are often left out where a report is quoted.
bool startsReport(std::string_view text)
{
    return startsRace(text) || startsRaceAccess(text);
}

/// One report: from its banner to the next.
class Report
{
public:
    Report(LineCursor& in, LogBuilder& out) : m_in(in), m_out(out) {}

    Snapshot read()
    {
        begin();
        while (!m_in.atEnd() && step()) {
        }
        endSection();
        return std::move(m_snapshot);
    }

private:
    void begin()
    {
        const Line& line = m_in.line();
        m_snapshot.format = kFormat;
        m_snapshot.lines = {line.number, line.last};
        if (!startsRace(line.text))
            return;
        m_snapshot.reason = m_out.intern("WARNING: DATA RACE");
        m_snapshot.reasonLines = m_snapshot.lines;
        if (isRaceBanner(lineBefore(m_in)))
            m_out.recognise(--m_snapshot.lines.first, line.last);
        cover();
    }

    /// Takes the current line as part of the report.
    void cover()
    {
        const Line& line = m_in.line();
        m_out.recognise(line);
        m_snapshot.lines.last = m_lastLine = line.last;
        m_in.advance();
    }

    /// False at the end of the report.
    bool step()
    {
        const Line& line = m_in.line();
        if (line.foreign)
            return skip();
        if (isRaceBanner(line.text)) {
            const Line* next = m_in.peek();
            if (next == nullptr || !startsRace(next->text))
                cover();
            return false;
        }
        if (m_open && frame())
            return true;
        if (const auto access = matchRaceAccess(line.text); access && m_accesses > 0 && !access->previous)
            return false; // the next report, of which the banner is missing
        else if (access)
            return section(About::Access, access->who, *access);
        if (const auto created = matchRaceCreation(line.text)) {
            Thread& thread = threadOf(created->who);
            thread.state = created->finished ? ThreadState::Dead : ThreadState::Running;
            return section(About::Creation, created->who, {});
        }
        if (const auto memory = matchRaceMemory(line.text))
            return memorySection(*memory);
        if (m_open && isFailedStack(line.text)) {
            cover();
            m_stack.lines.last = m_lastLine;
            return true;
        }
        const Line* next = m_in.peek();
        if (line.text.empty() && next != nullptr && !next->foreign && isSection(next->text)) {
            cover();
            return true;
        }
        // `Goroutine [169](https://forge/run) (finished) created at:`: what follows is not this goroutine's.
        if (m_open && scan::contains(line.text, "oroutine") && line.text.ends_with(':'))
            endSection();
        return skip();
    }

    bool frame()
    {
        const Line* second = m_in.peek();
        const auto frame = matchRaceFrame(m_in.line(), second);
        if (!frame) {
            const std::string_view function = bareRaceFrame(m_in.line().text);
            if (function.empty())
                return false;
            std::string scratch;
            m_frames.push_back(m_out.frame({withReceiver(function, scratch)}, roleOf));
            cover();
            m_stack.lines.last = m_lastLine;
            return true;
        }
        std::string scratch;
        m_frames.push_back(
            m_out.frame({withReceiver(frame->function, scratch), frame->file, frame->line, 0}, roleOf));
        cover();
        cover();
        m_stack.lines.last = m_lastLine;
        return true;
    }

    bool section(About about, ThreadId who, const RaceAccess& access)
    {
        endSection();
        threadOf(who);
        m_open = true;
        m_stack = {};
        m_stack.about = about;
        m_stack.thread = who;
        if (about == About::Access) {
            ++m_accesses;
            m_stack.op = access.op;
            m_stack.address = access.address;
        }
        m_stack.lines = {m_in.line().number, m_in.line().last};
        m_offset = m_in.line().threadOffset();
        cover();
        return true;
    }

    bool memorySection(const RaceMemory& memory)
    {
        endSection();
        m_open = true;
        m_stack = {};
        m_stack.about = About::Allocation;
        m_stack.thread = memory.who;
        m_stack.address = memory.address;
        m_stack.size = memory.size;
        if (memory.who.known())
            threadOf(memory.who);
        if (!memory.name.empty())
            m_stack.name = m_out.intern(memory.name);
        m_stack.lines = {m_in.line().number, m_in.line().last};
        m_offset = m_in.line().threadOffset();
        cover();
        return true;
    }

    void endSection()
    {
        if (!m_open)
            return;
        m_open = false;
        m_stack.stack = m_out.stack(m_frames);
        Thread* thread = m_stack.thread.known() ? &threadOf(m_stack.thread) : nullptr;
        if (thread && m_stack.about == About::Creation) {
            thread->firstLine = m_stack.lines.first;
            thread->textOffset = m_offset;
            thread->lastLine = m_stack.lines.last;
            if (!m_frames.empty())
                thread->createdAt = m_frames.front();
        } else if (thread && thread->lastLine < m_stack.lines.last && m_stack.about == About::Access) {
            thread->lastLine = std::max(thread->lastLine, m_stack.lines.last);
        }
        m_frames.clear();
        m_snapshot.otherStacks.push_back(m_stack);
    }

    /// The record of a goroutine; the one that is named for the first time begins in the current line.
    Thread& threadOf(ThreadId who)
    {
        const auto [it, fresh] =
            m_threads.try_emplace(who.value, static_cast<std::uint32_t>(m_snapshot.threads.size()));
        if (fresh) {
            Thread thread;
            thread.id = who;
            thread.kind = ThreadKind::Goroutine;
            thread.textOffset = m_in.line().threadOffset();
            thread.firstLine = m_in.line().number;
            thread.lastLine = m_in.line().last;
            m_snapshot.threads.push_back(thread);
        }
        return m_snapshot.threads[it->second];
    }

    /// Passes over ordinary lines where the report goes on behind them.
    bool skip()
    {
        if (m_skip == 0) {
            m_skip = resumesIn();
            if (m_skip == 0)
                return false;
        }
        --m_skip;
        m_in.advance();
        return true;
    }

    /// How many ordinary lines stand before the next line of this report; 0 where none comes soon.
    unsigned resumesIn() const
    {
        LineCursor ahead = m_in.ahead();
        for (unsigned i = 0; i < kMaxOthers && !ahead.atEnd(); ++i, ahead.advance()) {
            const Line& line = ahead.line();
            if (line.foreign)
                continue;
            if (startsRace(line.text) || holdsHeader(line.raw))
                return 0;
            if (i > 0 && isRaceBanner(line.text)) {
                const Line* next = ahead.peek();
                return next && startsRace(next->text) ? 0 : i;
            }
            if (i > 0 && (isSection(line.text) ||
                          (m_open && line.text.starts_with("  ") && matchRaceFrame(line, ahead.peek()))))
                return i;
        }
        return 0;
    }

    LineCursor& m_in;
    LogBuilder& m_out;
    Snapshot m_snapshot;
    OtherStack m_stack;
    std::vector<FrameId> m_frames;
    std::unordered_map<std::uint64_t, std::uint32_t> m_threads;
    std::uint64_t m_offset = 0; ///< at which the section begins
    std::uint32_t m_lastLine = 0;
    unsigned m_skip = 0, m_accesses = 0;
    bool m_open = false;
};

class RaceReader final : public FormatReader
{
public:
    bool read(LineCursor& in, LogBuilder& out) override
    {
        const std::uint32_t first = in.line().number;
        const std::string_view raw = in.line().raw;
        const bool warning = scan::contains(raw, "WARNING: DATA RACE");
        if (!warning && !scan::contains(raw, "Read ") && !scan::contains(raw, "Write ") &&
            !scan::contains(raw, "Previous "))
            return false;
        if (!locateStart(in, startsReport, judge))
            return false;
        const LinePrefix prefix = in.prefix();
        out.clockMark(first, in.line().raw);
        out.addSnapshot(Report(in, out).read());
        m_any = true;
        trailer(in, out);
        out.countPrefix(prefix, in.place().line - first);
        return true;
    }
    void finish(LogBuilder& out) override
    {
        if (m_any)
            markLibraries(out.log());
    }

private:
    // Found 2 data race(s)
    static void trailer(const LineCursor& in, LogBuilder& out)
    {
        LineCursor ahead = in.ahead();
        for (unsigned i = 0; i < kMaxOthers && !ahead.atEnd(); ++i, ahead.advance()) {
            const Line& line = ahead.line();
            if (line.foreign)
                continue;
            if (startsRace(line.text))
                return;
            if (!isRaceTrailer(line.text))
                continue;
            out.recognise(line);
            out.log().snapshots.back().remarks.push_back(
                {Remark::Kind::Trailer, {line.number, line.last}, out.intern(line.text)});
            return;
        }
    }

    bool m_any = false;
};

std::unique_ptr<FormatReader> makeReader()
{
    return std::make_unique<RaceReader>();
}

/// A goroutine's lines are those that say where it was created.
ThreadLines readThreadOfRace(LineCursor&, const Log&, const Thread& thread)
{
    ThreadLines lines;
    if (thread.createdAt)
        lines.createdBy = {thread.firstLine, thread.lastLine};
    return lines;
}

} // namespace

const Format raceReport = {
    .id = kFormat,
    .title = "Go race report",
    .anchors = anchors,
    .samples = kSamples,
    .reader = makeReader,
    .readThread = readThreadOfRace,
};

} // namespace skein::go
