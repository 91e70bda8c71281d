// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "parser/go/leaktest.h"

#include "parser/go/block.h"
#include "parser/go/dump.h"
#include "parser/go/report_start.h"
#include "parser/go/thread_sink.h"
#include "parser/scan.h"

#include <algorithm>
#include <array>
#include <memory>
#include <optional>

namespace skein::go
{

namespace
{

constexpr std::string_view kName = "leaktest: ";

/// Early copies of net/http's own check leave the goroutine's header out: its first call stands in the line.
///     leaktest.go:177: Test TestT check-count 50 appears to have leaked:
///     example.com/ddl.(*worker).start(0xc07c20eba0)
///         /src/ddl/worker.go:147 +0x33c
constexpr std::string_view kAppears = "appears to have leaked: ";

/// etcd's copy lists stacks without their goroutines, of a package each with how often it is there:
///     leak.go:102: Test appears to have leaked a Transport:
///         net/http.(*persistConn).readLoop(0xc20858c0b0)
///             /go/src/net/http/transport.go:858 +0x4eb
///     Too many goroutines running after all test(s).
///     101 instances of:
///     main.(*stresser).Stress.func1(...)
///         /src/stresser.go:83 +0x212
constexpr std::string_view kLeakedA = "appears to have leaked a ", kInstances = " instances of:";

const std::vector<std::string_view>& anchors()
{
    static const std::vector<std::string_view> all = {"goroutine: goroutine ", kAppears, kLeakedA,
                                                      kInstances};
    return all;
}

constexpr std::array<std::string_view, 2> kSamples = {
    "leaktest.go:177: Test TestT check-count 50 appears to have leaked: main.(*worker).start(0xc07c20eba0)",
    "leaktest.go:150: leaktest: leaked goroutine: goroutine 25 [chan receive]:",
};

std::string_view lineAt(std::string_view text, std::uint64_t offset)
{
    const std::string_view rest = text.substr(std::min<std::size_t>(offset, text.size()));
    return rest.substr(0, rest.find('\n'));
}

/// Where the first call begins, in such a line; npos elsewhere.
std::size_t callAt(std::string_view text)
{
    const std::size_t at = text.find(kAppears);
    if (at == text.npos || !looksLikeCall(text.substr(at + kAppears.size())))
        return text.npos;
    return at + kAppears.size();
}

bool startsHeaderless(std::string_view text)
{
    return callAt(text) != text.npos;
}

int judge(LineCursor& in)
{
    in.advance();
    Location location;
    return !in.atEnd() && !in.line().foreign && matchLocation(in.line().text, location) ? 8 : 0;
}

/// How many goroutines have the stack below `101 instances of:`; nothing for other lines.
std::optional<std::uint32_t> instancesIn(std::string_view text)
{
    const auto count = scan::number(text);
    if (!count || *count == 0 || scan::trimRight(text) != kInstances)
        return {};
    return scan::clamped(*count);
}

bool startsList(std::string_view text)
{
    return instancesIn(text) || (scan::contains(text, kLeakedA) && scan::trimRight(text).ends_with(':'));
}

/// A call with its place comes next, indented or not.
int judgeList(LineCursor& in)
{
    in.advance();
    if (in.atEnd() || in.line().foreign || !looksLikeCall(scan::trimLeft(in.line().text)))
        return 0;
    const Line* place = in.peek();
    Location location;
    return place && !place->foreign && matchLocation(place->text, location) ? 8 : 0;
}

/// An empty line, or the next stack of a list
bool endsStack(std::string_view text)
{
    return text.empty() || instancesIn(text) || startsOtherReport(text);
}

/// The goroutines are those of a traceback, each with leaktest's words before it: the reader of tracebacks
/// has read them, and they only have to be told apart.
class LeaktestReader final : public FormatReader
{
public:
    bool read(LineCursor& in, LogBuilder& out) override
    {
        if (scan::contains(in.line().raw, kInstances) || scan::contains(in.line().raw, kLeakedA))
            return locateStart(in, startsList, judgeList) && list(in, out);
        if (!scan::contains(in.line().raw, kAppears) || !locateStart(in, startsHeaderless, judge))
            return false;
        if (!m_dump)
            m_dump = std::make_unique<Dump>(out);
        const Line line = in.line();
        const LinePrefix prefix = in.prefix();
        const std::size_t call = callAt(line.text);
        out.notePrefix(line.number, prefix);
        m_dump->open(line.number);
        m_dump->describe(leaktest.id, scan::trimRight(line.text.substr(0, call)), {line.number, line.last});
        m_sink.begin(out, *m_dump, line);
        in.trimCurrent(call);
        BlockReader(in, m_sink).read();
        if (in.atEnd())
            m_sink.endOfText(in.text());
        m_sink.end("");
        m_dump->close();
        out.countPrefix(prefix, in.place().line - line.number);
        return true;
    }
    void finish(LogBuilder& out) override
    {
        if (m_dump)
            markLibraries(out.log());
        const std::string_view text = out.log().text.bytes();
        for (Snapshot& snapshot : out.log().snapshots) {
            if (snapshot.format != "go-traceback" || snapshot.threads.empty())
                continue;
            const Thread& first = snapshot.threads.front();
            if (!scan::contains(lineAt(text, first.textOffset), kLeaked))
                continue;
            snapshot.format = leaktest.id;
            if (!snapshot.reason)
                addReason(out, snapshot, first);
        }
    }

private:
    /// The stacks of etcd's list, up to the first line that is none of them.
    bool list(LineCursor& in, LogBuilder& out)
    {
        if (!m_dump)
            m_dump = std::make_unique<Dump>(out);
        const Line title = in.line();
        const LinePrefix prefix = in.prefix();
        out.notePrefix(title.number, prefix);
        m_dump->open(title.number);
        const bool counted = instancesIn(title.text).has_value();
        m_dump->describe(leaktest.id, counted ? std::string_view{} : scan::trimLeft(title.text),
                         counted ? LineSpan{} : LineSpan{title.number, title.last});
        for (bool more = true; more;) {
            const Line first = in.line();
            const auto count = instancesIn(first.text);
            if (count || first.number == title.number)
                in.advance();
            const Line call = in.line();
            const std::size_t indent = call.text.size() - scan::trimLeft(call.text).size();
            if (indent > 0) {
                const LinePlace here = in.place();
                in.setPrefix(in.prefix().withIndent(call.text.substr(0, indent)));
                out.notePrefix(here.line, in.prefix());
            }
            m_sink.begin(out, *m_dump, count ? first : in.line());
            m_sink.thread().kind = ThreadKind::Goroutine;
            m_sink.thread().count = count.value_or(1);
            BlockReader(in, m_sink, endsStack).read();
            if (in.atEnd())
                m_sink.endOfText(in.text());
            m_sink.end("");
            if (!in.atEnd() && !in.line().foreign && in.line().text.empty())
                in.advance();
            more = !in.atEnd() && !in.line().foreign &&
                   (counted ? instancesIn(in.line().text).has_value() : looksLikeCall(in.line().text));
        }
        m_dump->close();
        out.countPrefix(prefix, in.place().line - title.number);
        return true;
    }

    // leaktest.go:132: leaktest: timed out checking goroutines
    static void addReason(LogBuilder& out, Snapshot& snapshot, const Thread& first)
    {
        const std::string_view text = out.log().text.bytes();
        // All of it may stand in the string of one line.
        std::string_view line = lineAt(text, first.textOffset);
        std::uint32_t number = first.firstLine;
        line = line.substr(0, line.find(kLeaked));
        std::size_t at = line.find(kName);
        if (at == line.npos || line.substr(at + kName.size()).find_first_not_of(" l") == line.npos) {
            if (first.textOffset == 0 || first.firstLine < 2)
                return;
            const std::size_t newline = scan::findLast(text.substr(0, first.textOffset - 1), '\n');
            line = lineAt(text, newline == text.npos ? 0 : newline + 1);
            at = line.find(kName);
            --number;
        }
        if (at == line.npos || scan::contains(line, kLeaked))
            return;
        // `{"log":"…leaktest: timed out checking goroutines\n","stream":…`: what a collector puts behind it
        std::string_view reason = line.substr(at);
        reason = reason.substr(0, std::min(reason.find_first_of("\"\\<"), reason.find("  ")));
        snapshot.reason = out.intern(scan::trimRight(reason));
        snapshot.reasonLines = {number, number};
        snapshot.lines.first = std::min(snapshot.lines.first, number);
        out.recognise(number, number);
    }

    std::unique_ptr<Dump> m_dump;
    ThreadSink m_sink;
};

ThreadLines readLeaked(LineCursor& in, const Log& log, const Thread& thread)
{
    if (!in.atEnd() && !in.line().foreign && (looksLikeCall(in.line().text) || instancesIn(in.line().text))) {
        if (!looksLikeCall(in.line().text))
            in.advance();
        return readBlock(in, log, thread, endsStack);
    }
    if (in.atEnd() || in.line().foreign || !startsHeaderless(in.line().text))
        return readThread(in, log, thread);
    in.trimCurrent(callAt(in.line().text));
    return readBlock(in, log, thread);
}

std::unique_ptr<FormatReader> makeReader()
{
    return std::make_unique<LeaktestReader>();
}

} // namespace

const Format leaktest = {
    .id = "leaktest",
    .title = "leaktest",
    .anchors = anchors,
    .samples = kSamples,
    .reader = makeReader,
    .readThread = readLeaked,
};

} // namespace skein::go
