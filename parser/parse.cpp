// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "parser/parse.h"

#include "parser/format.h"
#include "parser/line_cursor.h"
#include "parser/log_builder.h"
#include "parser/rewrite/second_reading.h"

#include <algorithm>
#include <memory>
#include <utility>
#include <vector>

namespace skein
{

namespace
{

/// Where the time of a line stands, if it has one.
constexpr std::size_t kLineFront = 120;

Anchors allAnchors()
{
    std::vector<std::string_view> texts;
    for (const Format* format : formats())
        texts.insert(texts.end(), format->anchors().begin(), format->anchors().end());
    return Anchors(std::move(texts));
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
    const Anchors anchors = allAnchors();
    while (in.skipTo(anchors)) {
        const bool read =
            std::ranges::any_of(readers, [&](const auto& reader) { return reader->read(in, out); });
        if (!read)
            in.advance();
    }
    if (in.stopped() || options.stop.stop_requested())
        return {};
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
        const ParseOptions quiet{options.stop, {}};
        log = secondReading(std::move(log), info,
                            [&quiet](Input again) { return readOnce(std::move(again), quiet); });
    }
    if (!log)
        return std::unexpected(std::string());
    if (options.progress)
        options.progress(1.0);
    return log;
}

} // namespace skein
