// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "parser/go/leaktest.h"

#include "parser/go/report_start.h"
#include "parser/go/thread_sink.h"
#include "parser/scan.h"

#include <array>

namespace skein::go
{

namespace
{

/// gRPC's leak check, a copy of an early leaktest, says "Leaked goroutine: ".
constexpr std::string_view kLeaked = "eaked goroutine: goroutine ";
constexpr std::string_view kName = "leaktest: ";

const std::vector<std::string_view>& anchors()
{
    static const std::vector<std::string_view> all = {"goroutine: goroutine "};
    return all;
}

constexpr std::array<std::string_view, 1> kSamples = {
    "leaktest.go:150: leaktest: leaked goroutine: goroutine 25 [chan receive]:",
};

std::string_view lineAt(std::string_view text, std::uint64_t offset)
{
    const std::string_view rest = text.substr(std::min<std::size_t>(offset, text.size()));
    return rest.substr(0, rest.find('\n'));
}

/// The goroutines are those of a traceback, each with leaktest's words before it: the reader of tracebacks
/// has read them, and they only have to be told apart.
class LeaktestReader final : public FormatReader
{
public:
    bool read(LineCursor&, LogBuilder&) override { return false; }
    void finish(LogBuilder& out) override
    {
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
    // leaktest.go:132: leaktest: timed out checking goroutines
    static void addReason(LogBuilder& out, Snapshot& snapshot, const Thread& first)
    {
        const std::string_view text = out.log().text.bytes();
        if (first.textOffset == 0 || first.firstLine < 2)
            return;
        const std::size_t newline = scan::findLast(text.substr(0, first.textOffset - 1), '\n');
        const std::string_view line = scan::trimRight(lineAt(text, newline == text.npos ? 0 : newline + 1));
        const std::size_t at = line.find(kName);
        if (at == line.npos || scan::contains(line, kLeaked))
            return;
        const std::uint32_t number = first.firstLine - 1;
        snapshot.reason = out.intern(line.substr(at));
        snapshot.reasonLines = {number, number};
        snapshot.lines.first = std::min(snapshot.lines.first, number);
        out.recognise(number, number);
    }
};

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
    .readThread = readThread,
};

} // namespace skein::go
