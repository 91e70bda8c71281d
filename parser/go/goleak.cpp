// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "parser/go/goleak.h"

#include "parser/go/block.h"
#include "parser/go/dump.h"
#include "parser/go/report_start.h"
#include "parser/go/thread_sink.h"
#include "parser/scan.h"

#include <algorithm>
#include <array>
#include <string>

namespace skein::go
{

namespace
{

constexpr std::string_view kFormat = "goleak";
constexpr std::string_view kFound = "found unexpected goroutines:";
/// How far behind one goroutine the next one may begin, past ordinary lines.
constexpr int kMaxBetween = 12;

const std::vector<std::string_view>& anchors()
{
    static const std::vector<std::string_view> all = {"goroutines:", "Goroutine 9"};
    return all;
}

constexpr std::array<std::string_view, 3> kSamples = {
    "goleak: Errors on successful test run: found unexpected goroutines:",
    "[Goroutine 18 in state chan send, with example.com/a.Start.func1 on top of the stack:",
    " Goroutine 19 in state select, 3 minutes, with example.com/a.Loop on top of the stack:",
};

/// Without the bracket or blank before an entry.
std::string_view entryText(std::string_view line)
{
    std::string_view s = scan::trimLeft(line);
    scan::literal(s, "[");
    return s;
}

/// A number, or what people put for one: `N`, `XX`. 0 for that.
std::optional<std::uint64_t> eatId(std::string_view& s)
{
    if (const auto id = scan::number(s))
        return id;
    constexpr std::size_t kMost = 4;
    const std::size_t n = std::min(s.find_first_not_of("NX"), s.size());
    if (n == 0 || n > kMost)
        return {};
    s.remove_prefix(n);
    return 0;
}

bool startsEntry(std::string_view line)
{
    std::string_view s = line;
    if (!scan::literal(s, "["))
        scan::literal(s, " ");
    return scan::literal(s, "Goroutine ") && eatId(s) && s.starts_with(" in state ");
}

/// `goroutine 18 [chan send]:` below an entry, up to goleak 1.2
bool repeatsHeader(std::string_view text)
{
    std::string_view s = text;
    return startsHeader(text) || (scan::literal(s, "goroutine ") && eatId(s) && s.starts_with(" ["));
}

/// Past a line of somebody else that stands before it.
void toRepeatedHeader(LineCursor& in)
{
    const Line* next = in.atEnd() ? nullptr : in.peek();
    if (next && !next->foreign && repeatsHeader(next->text) &&
        (in.line().foreign || !looksLikeCall(in.line().text)))
        in.advance();
}

bool isEntry(const Line& line)
{
    return !line.foreign && startsEntry(line.text);
}

/// "goroutine 18 [chan send]:", the header that an entry stands for; "" where the line is no complete entry.
std::string headerOf(std::string_view line)
{
    std::string_view s = entryText(line);
    if (!scan::literal(s, "Goroutine "))
        return {};
    const auto id = eatId(s);
    if (!id || !scan::literal(s, " in state "))
        return {};
    // Neither a state nor the name of a function holds this. Before its first release, in tchannel-go:
    //     [Goroutine 1 in state chan receive first func: testing.RunTests:
    const std::size_t end = std::min(s.find(", with "), s.find(" first func: "));
    if (end == s.npos)
        return {};
    return "goroutine " + std::to_string(*id) + " [" + std::string(s.substr(0, end)) + "]:";
}

bool endsEntry(std::string_view text)
{
    const std::string_view s = scan::trimLeft(text);
    return s == "]" || startsEntry(text) || startsEntry(s) || startsOtherReport(text);
}

/// A goroutine's header or a frame has to follow.
int judge(LineCursor& in)
{
    constexpr int kBetween = 2; // lines of somebody else
    in.advance();
    if (in.atEnd())
        return 1;
    for (int i = 0; i <= kBetween && !in.atEnd(); in.advance(), ++i) {
        const Line& line = in.line();
        if (line.foreign)
            continue;
        if (isFramePair(line, in.peek()) || repeatsHeader(line.text))
            return 8 - i;
        if (looksLikeCall(line.text))
            return 4 - i;
    }
    return 0;
}

class GoleakReader final : public FormatReader
{
public:
    bool read(LineCursor& in, LogBuilder& out) override
    {
        const Line line = in.line();
        const std::size_t found = line.raw.find(kFound);
        if (found == line.raw.npos)
            return isEntryStart(in) && entries(in, out, {}, "");
        const Line* next = in.peek();
        // All of it may stand in the string of one line.
        const bool inOne = scan::contains(line.raw.substr(found), " in state ");
        if (!inOne && (!next || !scan::contains(next->raw, " in state ")))
            return false;
        const std::size_t title = line.raw.find("goleak: ");
        const std::string reason(
            line.raw.substr(std::min(title, found), found + kFound.size() - 1 - std::min(title, found)));
        if (!inOne)
            in.advance();
        if (isEntryStart(in))
            entries(in, out, {line.number, line.last}, reason);
        else if (inOne)
            return false;
        return true;
    }
    void finish(LogBuilder& out) override
    {
        if (m_dump)
            markLibraries(out.log());
    }

private:
    static bool isEntryStart(LineCursor& in)
    {
        return scan::contains(in.line().raw, " in state ") && locateStart(in, startsEntry, judge) &&
               !headerOf(in.line().text).empty();
    }

    bool entries(LineCursor& in, LogBuilder& out, LineSpan reasonLines, std::string_view reason)
    {
        if (!m_dump)
            m_dump = std::make_unique<Dump>(out);
        const std::uint32_t first = reasonLines.empty() ? in.line().number : reasonLines.first;
        out.notePrefix(in.line().number, in.prefix());
        const LinePrefix prefix = in.prefix();
        m_dump->open(first);
        m_dump->describe(kFormat, reason, reasonLines);
        if (!reasonLines.empty())
            out.recognise(reasonLines.first, reasonLines.last);
        do
            goroutine(in, out);
        while (nextEntry(in, out));
        m_dump->close();
        out.countPrefix(prefix, in.place().line - first);
        return true;
    }

    void goroutine(LineCursor& in, LogBuilder& out)
    {
        const std::string text = headerOf(in.line().text);
        m_sink.begin(out, *m_dump, in.line());
        const auto header = matchHeader(text);
        const std::string labels(header ? header->labels : std::string_view{});
        if (header)
            m_sink.setHeader(*header);
        if (header && header->id == 0) {
            m_sink.thread().id = ThreadId();
            m_sink.thread().kind = ThreadKind::Goroutine;
        }
        in.advance();
        toRepeatedHeader(in);
        if (!in.atEnd() && !in.line().foreign && repeatsHeader(in.line().text)) {
            m_sink.blank(in.line());
            in.advance();
        }
        BlockReader(in, m_sink, endsEntry).read();
        if (in.atEnd())
            m_sink.endOfText(in.text());
        m_sink.end(labels);
    }

    /// Goes on to the next entry of the same list, or behind the bracket that ends it.
    bool nextEntry(LineCursor& in, LogBuilder& out) const
    {
        int away = 0;
        {
            LineCursor ahead = in.ahead();
            while (!ahead.atEnd() && away < kMaxBetween &&
                   (ahead.line().foreign || !endsEntry(ahead.line().text))) {
                ahead.advance();
                ++away;
            }
            const bool bracket = !ahead.atEnd() && scan::trimLeft(ahead.line().text) == "]";
            if (ahead.atEnd() || away == kMaxBetween || !(bracket || isEntry(ahead.line())))
                return false;
        }
        for (; away > 0; --away) {
            if (!in.line().foreign && in.line().text.empty())
                out.recognise(in.line());
            in.advance();
        }
        if (isEntry(in.line()))
            return !headerOf(in.line().text).empty();
        out.recognise(in.line());
        m_dump->coverUpTo(in.line().last);
        in.advance();
        return false;
    }

    std::unique_ptr<Dump> m_dump;
    ThreadSink m_sink;
};

std::unique_ptr<FormatReader> makeReader()
{
    return std::make_unique<GoleakReader>();
}

ThreadLines readEntry(LineCursor& in, const Log& log, const Thread& thread)
{
    // Several goroutines may stand in one line of the file (a JSON string).
    const std::string words =
        (thread.id.known() ? "Goroutine " + toString(thread.id) : std::string()) + " in state ";
    while (!in.atEnd() && in.line().number == thread.firstLine && !in.line().text.contains(words))
        in.advance();
    if (!in.atEnd() && in.line().number == thread.firstLine) // not so of the goroutine of joinCutLists()
        in.advance();
    toRepeatedHeader(in);
    if (!in.atEnd() && !in.line().foreign && repeatsHeader(in.line().text))
        in.advance();
    return readBlock(in, log, thread, endsEntry);
}

/// The goroutine directly above the list could be the first one of it.
bool isHeadOf(const Snapshot& above, const Snapshot& list, std::string_view text)
{
    constexpr std::uint32_t kMostApart = 2; // an empty line in between
    if (list.format != kFormat || list.reason || list.threads.empty() || above.format != "go-traceback" ||
        above.reason || above.signal || above.threads.size() != 1 || !above.otherStacks.empty() ||
        !above.labels.empty() || !list.labels.empty())
        return false;
    if (above.lines.last >= list.lines.first || list.lines.first - above.lines.last > kMostApart)
        return false;
    // The first entry stands behind a bracket.
    const std::string_view rest = text.substr(list.threads.front().textOffset);
    return above.threads.front().state != ThreadState::Running &&
           !scan::contains(rest.substr(0, rest.find('\n')), "[Goroutine ");
}

} // namespace

void joinCutLists(Log& log)
{
    auto& all = log.snapshots;
    std::ranges::stable_sort(all, {}, [](const Snapshot& s) { return s.lines.first; });
    for (std::size_t i = 1; i < all.size(); ++i) {
        if (!isHeadOf(all[i - 1], all[i], log.text.bytes()))
            continue;
        all[i].lines.first = all[i - 1].lines.first;
        all[i].threads.insert(all[i].threads.begin(), std::move(all[i - 1].threads.front()));
        all[i - 1].lines = {};
    }
    std::erase_if(all, [](const Snapshot& s) { return s.lines.empty(); });
}

const Format goleak = {
    .id = kFormat,
    .title = "goleak",
    .anchors = anchors,
    .samples = kSamples,
    .reader = makeReader,
    .readThread = readEntry,
};

} // namespace skein::go
