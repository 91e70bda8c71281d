// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "parser/go/pprof_text.h"

#include "parser/go/frame_line.h"
#include "parser/go/header.h"
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
    static const std::vector<std::string_view> all = {"goroutine ", "goroutineleak"};
    return all;
}

constexpr std::array<std::string_view, 2> kSamples = {
    "goroutine profile: total 94",
    "goroutineleak profile: total 3",
};

bool startsProfile(std::string_view text)
{
    for (const std::string_view name : {"goroutineleak", "goroutine", "threadcreate"}) {
        std::string_view s = text;
        if (scan::literal(s, name) && scan::literal(s, kTotal) && scan::number(s))
            return s.empty();
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
    return static_cast<std::uint32_t>(std::min<std::uint64_t>(*count, UINT32_MAX));
}

struct Symbol {
    std::uint64_t address = 0;
    std::string_view function = "", file = "";
    std::uint32_t line = 0;
};

// #   0x4d3a07    main.(*Service).Submit+0x27    /src/svc.go:34
std::optional<Symbol> matchSymbol(std::string_view line)
{
    std::string_view s = line;
    if (!scan::literal(s, "#"))
        return {};
    s = scan::trimLeft(s);
    const auto address = scan::hex(s);
    if (!address || (!s.empty() && !scan::isBlank(s.front())))
        return {};
    Symbol symbol{.address = *address};
    s = scan::trimLeft(s);
    // The offset ends the name, whatever blanks stand in it.
    for (std::size_t at = s.find("+0x"); at != s.npos; at = s.find("+0x", at + 1)) {
        std::string_view rest = s.substr(at + 1);
        if (!scan::hex(rest) || (!rest.empty() && !scan::isBlank(rest.front())))
            continue;
        symbol.function = s.substr(0, at);
        s = scan::trimLeft(rest);
        const std::size_t colon = scan::findLast(s, ':');
        if (colon == s.npos)
            return symbol;
        std::string_view digits = s.substr(colon + 1);
        symbol.file = s.substr(0, colon);
        symbol.line =
            static_cast<std::uint32_t>(std::min<std::uint64_t>(scan::number(digits).value_or(0), UINT32_MAX));
        return symbol;
    }
    return symbol;
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

/// A record follows, unless the profile is empty.
int judge(LineCursor& in)
{
    in.advance();
    if (in.atEnd())
        return 1;
    return !in.line().foreign && matchRecord(in.line().text) ? 8 : 0;
}

class Profile
{
public:
    Profile(LineCursor& in, LogBuilder& out) : m_in(in), m_out(out) {}

    Snapshot read()
    {
        const Line& line = m_in.line();
        m_snapshot.format = kFormat;
        m_snapshot.reason = m_out.intern(line.text);
        m_snapshot.reasonLines = m_snapshot.lines = {line.number, line.last};
        m_system = line.text.starts_with("threadcreate");
        m_leaked = line.text.starts_with("goroutineleak");
        cover();
        while (!m_in.atEnd() && step()) {
        }
        endRecord();
        m_snapshot.threads.shrink_to_fit();
        return std::move(m_snapshot);
    }

private:
    void cover()
    {
        m_out.recognise(m_in.line());
        m_snapshot.lines.last = m_in.line().last;
        m_in.advance();
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
        if (const auto count = matchRecord(line.text)) {
            begin(*count);
        } else if (const auto symbol = m_open ? matchSymbol(line.text) : std::nullopt) {
            m_frames.push_back(
                m_out.frame({symbol->function, symbol->file, symbol->line, symbol->address}, roleOf));
            m_thread.lastLine = line.last;
        } else if (const auto labels = m_open ? matchLabels(line.text) : std::nullopt) {
            m_labels = *labels;
            m_thread.lastLine = line.last;
        } else if (line.text.empty()) {
            const Line* next = m_in.peek();
            if (!next || next->foreign || !matchRecord(next->text))
                return false;
        } else {
            return false;
        }
        m_others = 0;
        cover();
        return true;
    }

    void begin(std::uint32_t count)
    {
        endRecord();
        m_open = true;
        m_thread = {};
        m_thread.kind = m_system ? ThreadKind::Thread : ThreadKind::Goroutine;
        m_thread.leaked = m_leaked;
        m_thread.count = count;
        m_thread.textOffset = m_in.line().offset;
        m_thread.firstLine = m_in.line().number;
        m_thread.lastLine = m_in.line().last;
    }

    void endRecord()
    {
        if (!m_open)
            return;
        m_open = false;
        m_thread.stack = m_out.stack(m_frames);
        m_frames.clear();
        if (!m_labels.empty())
            m_snapshot.labels[static_cast<std::uint32_t>(m_snapshot.threads.size())] = parseLabels(m_labels);
        m_labels.clear();
        m_snapshot.threads.push_back(m_thread);
    }

    static constexpr unsigned kMaxOthers = 200;

    LineCursor& m_in;
    LogBuilder& m_out;
    Snapshot m_snapshot;
    Thread m_thread;
    std::vector<FrameId> m_frames;
    std::string m_labels;
    unsigned m_others = 0;
    bool m_open = false, m_system = false, m_leaked = false;
};

class PprofReader final : public FormatReader
{
public:
    bool read(LineCursor& in, LogBuilder& out) override
    {
        if (!scan::contains(in.line().raw, kTotal) || !locateStart(in, startsProfile, judge))
            return false;
        const std::uint32_t first = in.line().number;
        const LinePrefix prefix = in.prefix();
        out.notePrefix(first, prefix);
        out.addSnapshot(Profile(in, out).read());
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
    for (; !in.atEnd() && in.line().number <= thread.lastLine && lines.frames.size() < stack.size();
         in.advance())
        if (!in.line().foreign && matchSymbol(in.line().text))
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
