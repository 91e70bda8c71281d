// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "parser/parse.h"

#include "model/formatted.h"
#include "parser/format.h"
#include "parser/line_cursor.h"
#include "parser/lint_lines.h"
#include "parser/log_builder.h"
#include "parser/rewrite/second_reading.h"

#include <cstdint>
#include <memory>
#include <utility>
#include <vector>

namespace skein
{

namespace
{

/// Where the time of a line stands, if it has one.
constexpr std::size_t kLineFront = 120;

/// One group per format. Made once: its tables are larger than most logs, and the second reading reads a log
/// many times.
const Anchors& allAnchors()
{
    static const Anchors anchors = [] {
        std::vector<std::vector<std::string_view>> groups;
        for (const Format* format : formats())
            groups.push_back(format->anchors());
        return Anchors(groups);
    }();
    return anchors;
}

/// One pass over the bytes; null when stopped.
std::shared_ptr<Log> readOnce(Input input, const ParseOptions& options)
{
    const std::string_view text = input.text;
    LogBuilder out(std::move(input));
    LineCursor in(text);
    in.keepIndex();
    in.onTick([&](LinePlace at) {
        if (options.progress)
            options.progress(static_cast<double>(at.offset) / static_cast<double>(text.size()));
        out.clockMark(at.line, text.substr(at.offset, kLineFront));
        return !options.stop.stop_requested();
    });

    std::vector<std::unique_ptr<FormatReader>> readers;
    for (const Format* format : formats())
        readers.push_back(format->reader());
    const Anchors& anchors = allAnchors();
    while (in.skipTo(anchors)) {
        // A reader sees only lines that hold an anchor of its own.
        bool read = false;
        const std::uint64_t wanted = anchors.groupsIn(in.line().raw);
        const LinePlace before = in.place();
        for (std::size_t i = 0; i < readers.size() && !read; ++i)
            read = (wanted >> i & 1) != 0 && readers[i]->read(in, out);
        // A reader that takes nothing must not be asked about the same line for ever.
        if (!read || in.place() == before)
            in.advance();
    }
    if (in.stopped() || options.stop.stop_requested())
        return {};
    if (in.hasTooManyLines() && options.say)
        options.say(formatted("only the first {} lines are read; split the file.", LineCursor::kLastLine));
    for (const auto& reader : readers)
        reader->finish(out);
    return out.finish(in.linesRead(), in.takeStarts());
}

} // namespace

std::expected<LogPtr, std::string> parse(Input input, const ParseOptions& options)
{
    const InputInfo info = input.info;
    auto log = readOnce(std::move(input), options);
    if (log) {
        const ParseOptions quiet{options.stop, {}, {}};
        log = secondReading(
            std::move(log), info, [&quiet](Input again) { return readOnce(std::move(again), quiet); },
            options.say);
    }
    if (!log)
        return std::unexpected(std::string());
    readLint(*log);
    if (options.progress)
        options.progress(1.0);
    return log;
}

} // namespace skein
