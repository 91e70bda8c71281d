// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
//
// Crash reports that are one JSON object (FORMATS.md 19 and 20):
//
//     {"app_name":"shop","bug_type":"309", …}                 Apple's .ips: a line of its own, then
//     {"threads":[{"triggered":true,"name":"worker","frames":[{"imageOffset":4660,"symbol":"add",…
//
//     {"crash_info":{"type":"SIGSEGV","crashing_thread":0},   minidump-stackwalk --json
//      "threads":[{"thread_name":"worker","frames":[{"module":"shop","function":"add","line":40,…
#include "parser/native/common/json_walk.h"
#include "parser/native/common/thread_dump.h"
#include "parser/native/formats.h"

#include <array>
#include <memory>

namespace skein::native
{

namespace
{

struct JsonFrame {
    std::string function, file, module;
    std::uint64_t address = 0;
    std::uint32_t line = 0;
    std::int32_t image = -1; ///< index into the images, which may be listed behind the threads
    bool inlined = false;
    std::size_t place = 0; ///< index into JsonCrash::places
};

struct JsonThread {
    std::string name;
    std::uint64_t osId = ThreadId::kNone;
    bool crashed = false;
    std::size_t first = 0, last = 0; ///< indices into JsonCrash::places
    std::vector<JsonFrame> frames;
};

struct Image {
    std::string name;
    std::uint64_t base = 0;
};

/// What one object tells. Offsets become lines afterwards.
struct JsonCrash {
    std::string signal, reason;
    std::optional<std::uint64_t> crashing;
    std::vector<JsonThread> threads;
    std::vector<JsonFrame> lastException;
    std::vector<Image> images;
    std::vector<std::size_t> places; ///< ascending offsets
};

class CrashSink final : public JsonSink
{
public:
    JsonCrash crash;

    void open(const JsonPath& path, std::size_t offset) override
    {
        if (path.is({"threads", ""})) {
            crash.threads.emplace_back();
            crash.threads.back().first = note(offset);
        } else if (path.is({"usedImages", ""})) {
            crash.images.emplace_back();
        } else if (isFrame(path) && !crash.threads.empty()) {
            crash.threads.back().frames.push_back({.place = note(offset)});
            m_inlines = 0;
        } else if (path.is({"threads", "", "frames", "", "inlines", ""}) && hasFrame()) {
            // The calls that were inlined into the frame, innermost first, stand before it.
            auto& frames = crash.threads.back().frames;
            frames.insert(frames.end() - 1, {.inlined = true, .place = frames.back().place});
            ++m_inlines;
        } else if (path.is({"lastExceptionBacktrace", ""})) {
            crash.lastException.push_back({.place = note(offset)});
        }
    }

    void close(const JsonPath& path, std::size_t offset) override
    {
        if (path.is({"threads", ""}) && !crash.threads.empty())
            crash.threads.back().last = note(offset);
    }

    void value(const JsonPath& path, std::string_view raw) override
    {
        const std::string_view key = path.key();
        if (path.depth == 3 && path.keys[0] == "threads" && !crash.threads.empty())
            thread(crash.threads.back(), key, raw);
        else if (path.depth == 5 && path.keys[2] == "frames" && path.keys[0] == "threads" && hasFrame())
            frame(crash.threads.back().frames.back(), key, raw);
        else if (path.depth == 7 && path.keys[4] == "inlines" && hasFrame() && m_inlines > 0)
            frame(*(crash.threads.back().frames.end() - 2), key, raw);
        else if (path.depth == 3 && path.keys[0] == "lastExceptionBacktrace" && !crash.lastException.empty())
            frame(crash.lastException.back(), key, raw);
        else if (path.depth == 3 && path.keys[0] == "usedImages" && !crash.images.empty())
            image(crash.images.back(), key, raw);
        else if (path.is({"exception", "signal"}) || (path.is({"exception", "type"}) && crash.signal.empty()))
            crash.signal = jsonText(raw);
        else if (path.is({"crash_info", "type"}) && raw != "null")
            crashType(jsonText(raw));
        else if (path.is({"faultingThread"}) || path.is({"crash_info", "crashing_thread"})) {
            if (raw != "null")
                crash.crashing = jsonNumber(raw);
        } else if (path.depth >= 2 && path.keys[0] == "asi" && crash.reason.empty())
            crash.reason = jsonText(raw);
    }

private:
    static bool isFrame(const JsonPath& path) { return path.is({"threads", "", "frames", ""}); }
    bool hasFrame() const { return !crash.threads.empty() && !crash.threads.back().frames.empty(); }
    std::size_t note(std::size_t offset)
    {
        crash.places.push_back(offset);
        return crash.places.size() - 1;
    }

    /// "SIGSEGV / SEGV_MAPERR", "EXCEPTION_ACCESS_VIOLATION_READ"
    void crashType(std::string type)
    {
        crash.reason = type;
        type.resize(std::min(type.find_first_of(" /"), type.size()));
        crash.signal = std::move(type);
    }

    static void thread(JsonThread& thread, std::string_view key, std::string_view raw)
    {
        if (key == "name" || key == "thread_name" || (key == "queue" && thread.name.empty()))
            thread.name = jsonText(raw);
        else if (key == "id" || key == "thread_id")
            thread.osId = jsonNumber(raw);
        else if (key == "triggered")
            thread.crashed = raw == "true";
    }

    static void frame(JsonFrame& frame, std::string_view key, std::string_view raw)
    {
        if (key == "symbol" || key == "function")
            frame.function = jsonText(raw);
        else if (key == "sourceFile" || key == "file")
            frame.file = jsonText(raw);
        else if (key == "sourceLine" || key == "line")
            frame.line = static_cast<std::uint32_t>(std::min<std::uint64_t>(jsonNumber(raw), 9'999'999));
        else if (key == "module")
            frame.module = jsonText(raw);
        else if (key == "imageOffset" || key == "offset")
            frame.address = jsonNumber(raw);
        else if (key == "imageIndex")
            frame.image = static_cast<std::int32_t>(std::min<std::uint64_t>(jsonNumber(raw), 1'000'000));
        else if (key == "inline")
            frame.inlined = raw == "true";
    }

    static void image(Image& image, std::string_view key, std::string_view raw)
    {
        if (key == "name")
            image.name = jsonText(raw);
        else if (key == "base")
            image.base = jsonNumber(raw);
    }

    std::size_t m_inlines = 0;
};

/// The offset of the `{` that the object around the current line begins with; npos where there is none.
std::size_t objectAround(const LineCursor& in, std::size_t least, std::string_view anchor)
{
    constexpr std::size_t kFar = 1 << 16;
    const std::string_view text = in.text();
    const std::string_view raw = in.line().raw;
    const std::size_t brace = raw.find('{');
    if (brace < raw.find(anchor) && scan::trimLeft(raw.substr(0, brace)).empty())
        return in.line().offset + brace;
    // Printed over many lines: the nearest one above that begins with the brace itself.
    std::size_t at = in.line().offset;
    while (at > least && in.line().offset - at < kFar) {
        const std::size_t newline = at < 2 ? text.npos : scan::findLast(text.substr(0, at - 1), '\n');
        at = newline == text.npos ? 0 : newline + 1;
        if (text[at] == '{')
            return at >= least ? at : text.npos;
    }
    return text.npos;
}

/// Reads such objects for one of the two tools: `format`, and a key that every object of it has.
class JsonReader final : public FormatReader
{
public:
    explicit JsonReader(const Format& format) : m_format(format) {}

    bool read(LineCursor& in, LogBuilder& out) override
    {
        if (in.line().segment > 0)
            return false;
        const std::string_view raw = in.line().raw;
        for (const std::string_view anchor : m_format.anchors()) {
            if (!scan::contains(raw, anchor))
                continue;
            const std::size_t begin = objectAround(in, m_until, anchor);
            if (begin != raw.npos && begin >= m_until && object(in, out, begin))
                return true;
        }
        return false;
    }
    void finish(LogBuilder&) override {}

private:
    bool object(LineCursor& in, LogBuilder& out, std::size_t begin);
    void emit(LineCursor& in, LogBuilder& out, JsonCrash& crash, std::size_t begin, std::size_t end);

    const Format& m_format;
    std::size_t m_until = 0; ///< everything before it was walked over already
};

bool JsonReader::object(LineCursor& in, LogBuilder& out, std::size_t begin)
{
    CrashSink sink;
    std::size_t end = walkJson(in.text(), begin, sink);
    m_until = std::max(m_until, end);
    if (sink.crash.threads.empty()) {
        // Apple's first line is an object of its own.
        std::size_t next = end;
        while (next < in.text().size() && static_cast<unsigned char>(in.text()[next]) <= ' ')
            ++next;
        if (next >= in.text().size() || in.text()[next] != '{')
            return false;
        end = walkJson(in.text(), next, sink);
        m_until = std::max(m_until, end);
    }
    if (sink.crash.threads.empty())
        return false;
    emit(in, out, sink.crash, begin, end);
    return true;
}

void JsonReader::emit(LineCursor& in, LogBuilder& out, JsonCrash& crash, std::size_t begin, std::size_t end)
{
    in.setPrefix({});
    // The object may begin above the line that announced it.
    std::uint32_t number = in.line().number;
    for (std::size_t at = begin; at < in.line().offset; ++at)
        number -= in.text()[at] == '\n' ? 1U : 0U;
    const std::size_t newline =
        begin == 0 ? in.text().npos : scan::findLast(in.text().substr(0, begin), '\n');
    LineCursor lines(in.text(), {newline == in.text().npos ? 0 : newline + 1, number});
    std::vector<Line> at; // of each place; texts are not used
    at.reserve(crash.places.size());
    for (const std::size_t place : crash.places) {
        while (lines.peek() && lines.peek()->offset <= place)
            lines.advance();
        at.push_back(lines.line());
        at.back().text = at.back().raw = {}; // a whole report may stand on one line
    }
    while (lines.peek() && lines.peek()->offset < end)
        lines.advance();
    const std::uint32_t last = lines.line().number;

    ThreadDump dump(out, m_format.id);
    const auto show = [&](JsonFrame& f) {
        const bool known = f.image >= 0 && static_cast<std::size_t>(f.image) < crash.images.size();
        if (known) {
            f.module = crash.images[static_cast<std::size_t>(f.image)].name;
            f.address += crash.images[static_cast<std::size_t>(f.image)].base;
        }
        const std::string_view plain = withoutParameters(f.function);
        const NativeFrame frame{.address = f.address,
                                .function = plain.empty() ? std::string_view("??") : plain,
                                .file = f.file,
                                .module = f.module,
                                .line = f.line,
                                .inlined = f.inlined};
        dump.frame(frame, {at[f.place].number, at[f.place].number});
    };
    for (std::size_t i = 0; i < crash.threads.size(); ++i) {
        JsonThread& thread = crash.threads[i];
        dump.begin(at[thread.first], ThreadId(i), thread.osId, thread.name);
        for (JsonFrame& f : thread.frames)
            show(f);
        dump.cover(at[thread.last]);
        dump.end();
        if (thread.crashed && !crash.crashing)
            crash.crashing = i;
    }
    if (!crash.lastException.empty()) {
        dump.beginOther(at[crash.lastException[0].place], About::Signal,
                        crash.crashing ? ThreadId(*crash.crashing) : ThreadId{});
        for (JsonFrame& f : crash.lastException)
            show(f);
        dump.end();
    }
    Line first = lines.line();
    first.number = number;
    first.last = last;
    first.text = first.raw = {};
    if (crash.crashing || !crash.signal.empty())
        dump.crashed(crash.crashing ? ThreadId(*crash.crashing) : ThreadId{},
                     crash.signal.empty() ? "a crash" : crash.signal, first,
                     crash.reason.empty() ? crash.signal : crash.reason);
    else
        dump.cover(first);
    dump.close();
    while (!in.atEnd() && in.line().number <= last)
        in.advance();
}

/// Such reports hold no arguments, and their frames are found by walking over all of the object.
ThreadLines readThread(LineCursor&, const Log& log, const Thread& thread)
{
    ThreadLines lines;
    for (const FrameId id : log.stack(thread.stack))
        lines.frames.push_back({id, {thread.firstLine, thread.lastLine}, {}});
    return lines;
}

const std::vector<std::string_view>& ipsAnchors()
{
    static const std::vector<std::string_view> all = {"\"bug_type\"", "\"faultingThread\"", "\"usedImages\""};
    return all;
}

const std::vector<std::string_view>& minidumpAnchors()
{
    static const std::vector<std::string_view> all = {"\"crash_info\"", "\"crashing_thread\""};
    return all;
}

constexpr std::array<std::string_view, 1> kIpsSamples = {R"({"app_name":"shop","bug_type":"309"})"};
constexpr std::array<std::string_view, 1> kMinidumpSamples = {R"({"crash_info":{"type":"SIGSEGV"}})"};

} // namespace

const Format appleIps = {
    .id = "apple-ips",
    .title = "Apple crash report, JSON",
    .anchors = ipsAnchors,
    .samples = kIpsSamples,
    .reader = [] -> std::unique_ptr<FormatReader> { return std::make_unique<JsonReader>(appleIps); },
    .readThread = readThread,
};

const Format minidumpJson = {
    .id = "minidump-json",
    .title = "minidump-stackwalk, JSON",
    .anchors = minidumpAnchors,
    .samples = kMinidumpSamples,
    .reader = [] -> std::unique_ptr<FormatReader> { return std::make_unique<JsonReader>(minidumpJson); },
    .readThread = readThread,
};

} // namespace skein::native
