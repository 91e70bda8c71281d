// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
//
// glog's and absl's failure handlers:
//
//     *** Aborted at 1795168319 (unix time) try "date -d @1795168319" if you are using GNU date ***
//     PC: @                0x0 (unknown)
//     *** SIGSEGV (@0x0) received by PID 28593 (TID 0x7f0f301eb6c0) from PID 0; stack trace: ***
//         @     0x562433903831 scene::Counter::visit()
//     *** Check failure stack trace: ***
//
//     *** SIGABRT received at time=1792572627 on cpu 3 ***                                 absl
//     PC: @     0x7f5fba26bfb7  (unknown)  raise
//         @     0x559002e1addf        256  absl::lts_20210324::WriteFailureInfo()
#include "parser/native/common/thread_dump.h"
#include "parser/native/formats.h"

#include <array>
#include <memory>

namespace skein::native
{

namespace
{

const std::vector<std::string_view>& glogAnchors()
{
    static const std::vector<std::string_view> all = {"*** Aborted at ", "*** SIG",
                                                      "*** Check failure stack"};
    return all;
}

const std::vector<std::string_view>& abslAnchors()
{
    static const std::vector<std::string_view> all = {" received at time="};
    return all;
}

constexpr std::array<std::string_view, 1> kGlogSamples = {"*** Check failure stack trace: ***"};
constexpr std::array<std::string_view, 1> kAbslSamples = {
    "*** SIGSEGV received at time=1792572627 on cpu 3 ***"};

bool isAbsl(std::string_view s)
{
    return s.starts_with("*** SIG") && s.find(" received at time=") != s.npos;
}

bool isGlog(std::string_view s)
{
    return !isAbsl(s) && (s.starts_with("*** Aborted at ") || s.starts_with("*** SIG") ||
                          s.starts_with("*** Check failure stack"));
}

/// `PC: @          0x1b184e4 shop::scan()`: where the program was. The handlers cannot always tell: `PC: @
/// 0x0`.
std::optional<NativeFrame> programCounter(std::string_view s)
{
    if (!scan::literal(s, "PC: "))
        return {};
    auto frame = glogFrame(s);
    if (frame && frame->address == 0)
        return {};
    return frame;
}

std::optional<NativeFrame> abslFrame(std::string_view s)
{
    const auto counter = programCounter(s);
    return counter ? counter : glogFrame(s);
}

constexpr StackStyle kGlogStyle{.frame = glogFrame, .numbered = false};
constexpr StackStyle kAbslStyle{.frame = abslFrame, .numbered = false};

/// Lines of others may stand between the frames; the frames have no numbers.
void readAll(LineCursor& in, ThreadDump& dump)
{
    int others = 0;
    while (!in.atEnd() && others < 12) {
        const std::string_view text = body(in.line());
        if (!in.line().foreign && (isGlog(text) || isAbsl(text)))
            return;
        const bool counter = !in.line().foreign && text.starts_with("PC: @");
        const auto frame = in.line().foreign ? std::nullopt : abslFrame(text);
        if (frame)
            dump.frame(*frame, {in.line().number, in.line().last});
        else if (counter)
            dump.detail(in.line());
        others = frame || counter ? 0 : others + 1;
        in.advance();
    }
}

class HandlerReader final : public DumpReader
{
public:
    HandlerReader(const Format& format, bool (*isStart)(std::string_view))
        : m_format(format), m_isStart(isStart)
    {
    }

    bool read(LineCursor& in, LogBuilder& out) override
    {
        dumpInto(out, m_format.id);
        if (!locatePrefix(in, m_isStart))
            return false;
        out.notePrefix(in.line().number, in.prefix());
        const std::uint32_t first = in.line().number;
        const std::string text(body(in.line()));
        const Line* next = in.peek(); // on Windows no signal's line follows
        if (text.starts_with("*** Aborted at ") && !(next && !next->foreign && glogFrame(next->text)))
            preamble(in);
        else
            stack(in, text);
        out.countPrefix(in.prefix(), in.place().line - first);
        return true;
    }

private:
    /// What stands before the signal's line; of the program counter only its line is kept.
    void preamble(LineCursor& in)
    {
        constexpr int kMostOthers = 4;
        m_dump->close();
        m_dump->cover(in.line());
        m_counter.clear();
        in.advance();
        LineCursor ahead = in.ahead();
        for (int i = 0; i < kMostOthers && !ahead.atEnd(); ++i, ahead.advance()) {
            const std::string_view text = body(ahead.line());
            if (ahead.line().foreign || !text.starts_with("PC: @"))
                continue;
            m_dump->cover(ahead.line());
            if (programCounter(text))
                m_counter = text;
            m_counterLines = {ahead.line().number, ahead.line().last};
            return;
        }
    }

    void stack(LineCursor& in, const std::string& text)
    {
        const bool check = text.starts_with("*** Check");
        if (m_dump->hasThreads())
            m_dump->close();
        ThreadId id;
        if (const std::size_t at = text.find("(TID "); at != text.npos) {
            std::string_view rest = std::string_view(text).substr(at + 5);
            if (auto hex = scan::hex(rest))
                id = ThreadId(*hex);
            else if (auto number = scan::number(rest))
                id = ThreadId(*number);
        }
        m_dump->begin(in.line(), id, ThreadId::kNone, {});
        std::string_view name = check ? "SIGABRT" : std::string_view(text).substr(4);
        name = name.substr(0, std::min(name.find_first_of(" (,"), name.size()));
        if (!name.starts_with("SIG"))
            name = "a deadly signal";
        m_dump->crashed(id, name, in.line(), text);
        in.advance();
        if (const auto counter = programCounter(m_counter); counter && !check)
            m_dump->frame(*counter, m_counterLines);
        m_counter.clear();
        readAll(in, *m_dump);
        m_dump->end();
    }

    const Format& m_format;
    bool (*m_isStart)(std::string_view);
    std::string m_counter;
    LineSpan m_counterLines;
};

} // namespace

const Format glog = {
    .id = "glog",
    .title = "glog failure handler",
    .anchors = glogAnchors,
    .samples = kGlogSamples,
    .reader = [] -> std::unique_ptr<FormatReader> { return std::make_unique<HandlerReader>(glog, isGlog); },
    .readThread = readThreadAs<kGlogStyle>,
};

const Format absl = {
    .id = "absl",
    .title = "absl failure signal handler",
    .anchors = abslAnchors,
    .samples = kAbslSamples,
    .reader = [] -> std::unique_ptr<FormatReader> { return std::make_unique<HandlerReader>(absl, isAbsl); },
    .readThread = readThreadAs<kAbslStyle>,
};

} // namespace skein::native
