// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "parser/go/traceback.h"

#include "parser/go/block.h"
#include "parser/go/dump.h"
#include "parser/go/gap.h"
#include "parser/go/goleak.h"
#include "parser/go/lone_fatal.h"
#include "parser/go/panic_value.h"
#include "parser/go/report_start.h"
#include "parser/go/thread_sink.h"
#include "parser/scan.h"

#include <algorithm>
#include <array>
#include <climits>
#include <memory>
#include <string>

namespace skein::go
{

namespace
{

/// The innermost frame of a goroutine that the runtime has stopped: where its header is cut off, the stack
/// begins with it.
constexpr std::array<std::string_view, 3> kThrows = {"runtime.throw(", "runtime.fatal(",
                                                     "internal/runtime/maps.fatal("};

const std::vector<std::string_view>& anchors()
{
    static const std::vector<std::string_view> all = [] {
        std::vector<std::string_view> texts = {"goroutine 9"};
        texts.insert(texts.end(), kThrows.begin(), kThrows.end());
        texts.insert(texts.end(), LoneFatals::anchors().begin(), LoneFatals::anchors().end());
        return texts;
    }();
    return all;
}

constexpr std::array<std::string_view, 5> kSamples = {
    "goroutine 1 [running]:",
    "goroutine 18 [chan receive, 2 minutes, locked to thread]:",
    "goroutine 25 gp=0xc0001fa000 m=nil [sync.WaitGroup.Wait, 3 minutes]:",
    "goroutine 37 [select (durable), synctest bubble 1]:",
    "goroutine 24812 [IO wait] {meta: \"Alias#1\", role: reader}:",
};

bool startsWithHeader(std::string_view text)
{
    return startsHeader(text);
}

bool startsThrow(std::string_view text)
{
    return std::ranges::any_of(kThrows, [text](auto beginning) { return text.starts_with(beginning); });
}

int judgeThrow(LineCursor& in)
{
    return isFramePair(in.line(), in.peek()) ? 1 : 0;
}

class TracebackReader final : public FormatReader
{
public:
    bool read(LineCursor& in, LogBuilder& out) override;
    void finish(LogBuilder& out) override;

private:
    static std::optional<Header> headerAt(const LineCursor& in);
    static std::optional<Header> followingHeader(LineCursor& in);
    static bool locate(LineCursor& in);
    static int judge(LineCursor& in);
    static bool seekHeader(LineCursor& in, std::uint32_t line);
    static std::string indentBelow(std::string_view text, LinePlace header, const LinePrefix& prefix);
    bool headless(LineCursor& in, LogBuilder& out);
    void between(LineCursor& in, LogBuilder& out, const Header& header);
    void addGap(const Gap& gap, std::size_t from, std::size_t to, LogBuilder& out, LinePlace end);
    void addTrailers(std::string_view text, LinePlace end, LogBuilder& out);
    bool nextHeader(LineCursor& in, LogBuilder& out);
    void finishDump(LogBuilder& out);
    void endOfWriter(const LineCursor& in, LogBuilder& out);
    void goroutine(LineCursor& in, LogBuilder& out, const Header& header);
    void runtimeStack(const GapItem& item, LogBuilder& out, LinePlace end);

    std::unique_ptr<Dump> m_dump;
    ThreadSink m_sink;
    LoneFatals m_loneFatals;
    LinePlace m_gapStart;
    LinePrefix m_prefix;
};

std::optional<Header> TracebackReader::headerAt(const LineCursor& in)
{
    if (in.atEnd() || in.line().foreign)
        return {};
    return matchHeader(in.line().text, isCut(in));
}

/// Behind a goroutine's block. What was copied may end in it, though the file then has a line end:
///     goroutine 14 [semacquire, 2 minu
std::optional<Header> TracebackReader::followingHeader(LineCursor& in)
{
    if (in.atEnd() || in.line().foreign || in.peek())
        return headerAt(in);
    return matchHeader(in.line().text, true);
}

/// Whether goroutine lines follow: above 0 yes, 0 when the text ends, below 0 no. `in` is used up.
int TracebackReader::judge(LineCursor& in)
{
    int score = 0;
    in.advance();
    for (int i = 0; i < 10 && !in.atEnd(); ++i) {
        const Line& line = in.line();
        const LineKind kind = line.foreign ? LineKind::Other : classify(line.text);
        if (isFramePair(line, in.peek())) {
            return 20 - i;
        } else if (!line.foreign && looksLikeCall(line.text)) {
            score += 2;
        } else if (kind == LineKind::Unavailable || kind == LineKind::CreatedBy) {
            return 16 - i;
        } else if (kind == LineKind::Header) {
            return score + 1;
        } else if (kind == LineKind::Blank || kind == LineKind::Diagnostic) {
            ++score;
        } else if (!isCut(in) && !isCutPiece(in) && !isCutWord(in)) {
            --score;
        }
        in.advance();
    }
    return score;
}

/// Where in the text a header starts.
std::size_t headerIn(std::string_view text)
{
    std::size_t at = 0;
    while (at < text.size() && !startsHeader(text.substr(at)))
        ++at;
    return at;
}

/// "goroutine 7 [of pool 2] is done": cheaper to see than what all that may stand before it is no prefix.
/// A line that was split may lack the end of the header.
bool isNoHeader(std::string_view raw)
{
    for (const std::string_view may : {"]:", "}:", "] {", "]{"})
        if (scan::contains(raw, may))
            return false;
    const std::size_t bracket = scan::findLast(raw, ']');
    return bracket != raw.npos && bracket > headerIn(raw) && bracket + 1 < scan::trimRight(raw).size();
}

/// In a JSON string the header may be one of several lines.
bool TracebackReader::seekHeader(LineCursor& in, std::uint32_t line)
{
    while (!in.atEnd() && in.line().number == line && !holdsHeader(in.line().text))
        in.advance();
    return !in.atEnd() && in.line().number == line;
}

//     leaktest.go:150: leaktest: leaked goroutine: goroutine 25 [chan receive]:
//         perform.LeakyAsync.func1(0xc00008c1e0)
std::string TracebackReader::indentBelow(std::string_view text, LinePlace header, const LinePrefix& prefix)
{
    LineCursor in(text, header, prefix);
    if (!seekHeader(in, header.line))
        return {};
    in.advance();
    if (in.atEnd() || in.line().foreign)
        return {};
    const std::string_view below = in.line().text, rest = scan::trimLeft(below);
    return looksLikeCall(rest) ? std::string(below.substr(0, below.size() - rest.size())) : std::string();
}

/// Finds out what stands before the header in the current line, by what fits the lines behind it best.
bool TracebackReader::locate(LineCursor& in)
{
    if (!in.line().foreign && startsHeader(in.line().text)) {
        LineCursor ahead = in.ahead();
        if (headerAt(in) && (judge(ahead) >= 0 || (in.line().segment == 0 && isAnnounced(in))))
            return true;
    }
    // With another prefix all lines of a JSON string would come again.
    if (!holdsHeader(in.line().raw) || in.line().segment > 0)
        return false;
    if (isNoHeader(in.line().raw) && !isCut(in))
        return false;
    const LinePlace here = in.place();
    // A leak check says of it what it is, whatever stands below.
    const int least = scan::contains(in.line().raw, kLeaked) ? INT_MIN : 1;
    int best = 0;
    std::optional<LinePrefix> chosen;
    const auto consider = [&](const LinePrefix& prefix) {
        LineCursor ahead(in.text(), here, prefix);
        if (!seekHeader(ahead, here.line))
            return false;
        const bool whole = startsHeader(ahead.line().text);
        ahead.trimCurrent(headerIn(ahead.line().text));
        if (!headerAt(ahead))
            return false;
        const int score = judge(ahead) * 2 + (whole ? 1 : 0);
        if (chosen ? score > best : score >= least) {
            best = score;
            chosen = prefix;
        }
        return true;
    };
    for (const LinePrefix& prefix : LinePrefix::candidates(in.line().raw, startsWithHeader)) {
        if (isInPanicValue(in, prefix))
            return false;
        if (!consider(prefix))
            continue;
        if (const std::string blanks = indentBelow(in.text(), here, prefix); !blanks.empty())
            consider(prefix.withIndent(blanks));
    }
    if (!chosen)
        return false;
    in.setPrefix(*chosen);
    if (!seekHeader(in, here.line))
        return false;
    // W0610 22:17:15.468562  107732 log.go:338] goroutine 31 [running]: (only this line has it)
    in.trimCurrent(headerIn(in.line().text));
    return headerAt(in).has_value();
}

bool TracebackReader::read(LineCursor& in, LogBuilder& out)
{
    if (!m_dump)
        m_dump = std::make_unique<Dump>(out);
    const std::uint32_t firstLine = in.line().number;
    if (!locate(in)) {
        m_loneFatals.note(in);
        return headless(in, out);
    }
    auto header = headerAt(in);
    if (m_dump->isOpen() && in.prefix().isOfAnotherWriter(m_prefix)) {
        endOfWriter(in, out);
        header = headerAt(in);
    }
    m_prefix = in.prefix();
    between(in, out, *header);
    do {
        goroutine(in, out, *header);
        if (!nextHeader(in, out))
            break;
        header = followingHeader(in);
    } while (header);
    m_gapStart = in.place();
    out.countPrefix(m_prefix, m_gapStart.line - firstLine);
    return true;
}

/// A stack without the header of its goroutine, as people paste it:
///     runtime.throw(0x540e13e, 0x26)
///         /usr/local/go/src/runtime/panic.go:1116 +0x72
bool TracebackReader::headless(LineCursor& in, LogBuilder& out)
{
    static constexpr std::size_t kBefore = 160;
    const std::string_view raw = in.line().raw;
    const auto begins = [raw](std::string_view word) { return scan::contains(raw, word); };
    if (std::ranges::none_of(kThrows, begins) || in.line().segment > 0)
        return false;
    // Those of a `runtime stack:` are read with what comes behind it. In a JSON string they stand in one
    // line.
    const std::size_t from = in.line().offset - std::min<std::size_t>(in.line().offset, kBefore);
    if (scan::contains(in.text().substr(from, in.line().offset - from), "runtime stack:") ||
        scan::contains(lineBefore(in), "runtime stack:") || begins("runtime stack:") ||
        begins("goroutine ") || !locateStart(in, startsThrow, judgeThrow))
        return false;
    const LinePlace here = in.place();
    if (m_dump->isOpen())
        addTrailers(in.text(), here, out);
    m_prefix = in.prefix();
    out.notePrefix(here.line, m_prefix);
    m_dump->open(here.line);
    m_sink.begin(out, *m_dump, in.line());
    m_sink.thread().state = ThreadState::Running;
    BlockReader(in, m_sink).read();
    if (in.atEnd())
        m_sink.endOfText(in.text());
    m_sink.end({});
    m_gapStart = in.place();
    out.countPrefix(m_prefix, m_gapStart.line - here.line);
    return true;
}

/// Everything since the last goroutine: trailers of the dump before, the announcement of this one.
void TracebackReader::between(LineCursor& in, LogBuilder& out, const Header& header)
{
    const Line& line = in.line();
    const LinePlace here = in.place();
    const Gap gap = readGap(in.text(), m_gapStart, here, m_prefix, m_dump->isOpen());
    const Line* next = in.peek();
    const bool hasStack = !next || classify(next->text) != LineKind::Unavailable;
    const bool fresh = m_dump->startsNew(header, hasStack, gap.items, gap.preamble, gap.othersAtEnd);
    std::size_t first = m_dump->isOpen() ? 0 : gap.preamble;
    if (m_dump->isOpen())
        out.clockMark(gap.firstTime);
    if (m_dump->isOpen() && fresh) {
        addGap(gap, 0, std::min(gap.trailersEnd(), gap.preamble), out, here);
        first = gap.preamble;
    }
    const LinePlace begin = first < gap.items.size() ? gap.items[first].place : here;
    out.notePrefix(begin.line, m_prefix);
    if (fresh) {
        out.clockMark(gap.lastTime);
        m_dump->open(begin.line);
        out.clockMark(line.number, line.raw);
    }
    addGap(gap, first, gap.items.size(), out, here);
    const bool inOrder = gap.othersAtEnd == 0 && !gap.items.empty();
    const bool noBlank = inOrder && (gap.items.back().lines.last + 1 == here.line ||
                                     (here.segment > 0 && gap.items.back().place.offset == here.offset &&
                                      gap.items.back().place.segment + 1 == here.segment));
    if (fresh && noBlank && gap.items.back().text.starts_with("panic: "))
        m_dump->suspectImitation();
    else
        m_dump->endValue(header, hasStack,
                         noBlank                                                ? 0
                         : gap.items.empty() && here.line > m_gapStart.line + 1 ? 2
                                                                                : 1);
    // The blank lines directly before the header.
    if (inOrder && first < gap.items.size() && !noBlank)
        out.recognise(gap.items.back().lines.last + 1, here.line - 1);
}

void TracebackReader::addGap(const Gap& gap, std::size_t from, std::size_t to, LogBuilder& out, LinePlace end)
{
    for (std::size_t i = from; i < to; ++i) {
        m_dump->add(gap.items[i]);
        if (gap.items[i].kind == LineKind::RuntimeStack)
            runtimeStack(gap.items[i], out, end);
    }
}

/// What belongs to the dump that is open, up to `end`: repeated fatal lines, registers, the exit status.
void TracebackReader::addTrailers(std::string_view text, LinePlace end, LogBuilder& out)
{
    const Gap gap = readGap(text, m_gapStart, end, m_prefix, true);
    addGap(gap, 0, gap.trailersEnd(), out, end);
}

void TracebackReader::runtimeStack(const GapItem& item, LogBuilder& out, LinePlace end)
{
    // Within one line of the file (a JSON string) the next header ends it.
    const std::string_view text = out.log().text.bytes();
    LineCursor in(end.segment > 0 ? text : text.substr(0, end.offset), item.place, m_prefix);
    m_sink.begin(out, *m_dump, in.line());
    m_sink.thread().kind = ThreadKind::System;
    in.advance();
    BlockReader(in, m_sink).read();
    m_sink.end({});
}

void TracebackReader::goroutine(LineCursor& in, LogBuilder& out, const Header& header)
{
    const Line line = in.line();
    m_sink.begin(out, *m_dump, line);
    m_sink.setHeader(header);
    // The labels are views into the line, which the cursor will forget.
    const std::string labels(header.labels);
    if (!line.text.ends_with(':') && (isCut(in) || !in.peek()))
        m_sink.thread().cutOff = true;
    in.advance();
    BlockReader(in, m_sink).read();
    if (in.atEnd())
        m_sink.endOfText(in.text());
    m_sink.end(labels);
}

/// True where the next header follows directly: it then belongs to the same dump, unless the goroutine is a
/// repetition.
bool TracebackReader::nextHeader(LineCursor& in, LogBuilder& out)
{
    if (in.atEnd() || in.line().foreign)
        return false;
    const LinePlace before = in.place();
    if (in.line().text.empty()) {
        const Line* next = in.peek();
        if (!next || next->foreign || !startsHeader(next->text))
            return false;
        in.advance();
    }
    const auto header = followingHeader(in);
    if (!header)
        return false;
    const Line* below = in.peek();
    const bool hasStack = !below || classify(below->text) != LineKind::Unavailable;
    // Others' lines at the end of the block before: the next paste, or the next time that somebody asked.
    const bool apart = before.line > m_dump->lastLine() + 1;
    const bool blank = before != in.place();
    if (blank || !apart)
        m_dump->endValue(*header, hasStack, blank ? 1 : 0);
    if (m_dump->repeats(*header, hasStack) || (apart && m_dump->returns(*header, hasStack)))
        m_dump->open(in.line().number);
    else if (before.line < in.line().number)
        out.recognise(before.line, in.line().number - 1);
    return true;
}

void TracebackReader::finish(LogBuilder& out)
{
    if (m_dump && m_dump->isOpen())
        finishDump(out);
    m_loneFatals.finish(out);
    joinCutLists(out.log());
    markLibraries(out.log());
}

void TracebackReader::finishDump(LogBuilder& out)
{
    const std::string_view text = out.log().text.bytes();
    // Repeated fatal lines, registers and the exit status stand behind the last goroutine.
    const Gap gap = readGap(text, m_gapStart, {text.size(), UINT32_MAX}, m_prefix, true);
    out.clockMark(gap.firstTime);
    addGap(gap, 0, gap.trailersEnd(), out, {text.size(), UINT32_MAX});
    m_dump->close();
}

/// `db-1  | goroutine 7 [running]:` behind the dump of web-1: two programs, two dumps.
void TracebackReader::endOfWriter(const LineCursor& in, LogBuilder& out)
{
    const LinePlace here = in.place();
    addTrailers(in.text(), here, out);
    // What announces this dump may have been passed over as somebody else's lines in the other one.
    constexpr std::uint32_t kMostLines = 400;
    LinePlace from = here;
    while (from.line > m_dump->lastLine() + 1 && here.line - from.line < kMostLines && from.offset > 1) {
        const std::size_t end = scan::findLast(in.text().substr(0, from.offset - 1), '\n');
        from = {end == std::string_view::npos ? 0 : end + 1, from.line - 1};
    }
    if (from.offset < m_gapStart.offset)
        m_gapStart = from;
    m_dump->close();
}

std::unique_ptr<FormatReader> makeReader()
{
    return std::make_unique<TracebackReader>();
}

} // namespace

const Format traceback = {
    .id = "go-traceback",
    .title = "Go traceback",
    .anchors = anchors,
    .samples = kSamples,
    .reader = makeReader,
    .readThread = readThread,
};

} // namespace skein::go
