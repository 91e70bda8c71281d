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
#include "parser/native/common/thread_dump.h"
#include "parser/native/formats.h"

#include <array>
#include <memory>

namespace skein::native
{

namespace
{

constexpr StackStyle kStyle{.frame = glogFrame, .numbered = false};

const std::vector<std::string_view>& anchors()
{
    static const std::vector<std::string_view> all = {"*** Aborted at ", "*** SIG",
                                                      "*** Check failure stack"};
    return all;
}

constexpr std::array<std::string_view, 1> kSamples = {"*** Check failure stack trace: ***"};

bool isStart(std::string_view s)
{
    return s.starts_with("*** Aborted at ") || s.starts_with("*** SIG") ||
           s.starts_with("*** Check failure stack");
}

/// Lines of others may stand between the frames; the frames have no numbers.
void readAll(LineCursor& in, ThreadDump& dump)
{
    int others = 0;
    while (!in.atEnd() && others < 12) {
        const std::string_view text = body(in.line());
        if (!in.line().foreign && (isStart(text) || text.starts_with("PC: @")))
            return;
        if (const auto frame = in.line().foreign ? std::nullopt : glogFrame(text)) {
            dump.frame(*frame, {in.line().number, in.line().last});
            others = 0;
        } else {
            ++others;
        }
        in.advance();
    }
}

class GlogReader final : public FormatReader
{
public:
    bool read(LineCursor& in, LogBuilder& out) override
    {
        if (!m_dump)
            m_dump = std::make_unique<ThreadDump>(out, glog.id);
        if (!locatePrefix(in, isStart))
            return false;
        out.notePrefix(in.line().number, in.prefix());
        const std::string text(body(in.line()));
        if (text.starts_with("*** Aborted at ")) {
            m_dump->close();
            m_dump->cover(in.line());
            in.advance();
            if (!in.atEnd() && body(in.line()).starts_with("PC: @")) {
                m_dump->cover(in.line());
                in.advance();
            }
            return true;
        }
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
        m_dump->crashed(id, name, in.line(), text);
        in.advance();
        readAll(in, *m_dump);
        m_dump->end();
        return true;
    }
    void finish(LogBuilder&) override
    {
        if (m_dump)
            m_dump->close();
    }

private:
    std::unique_ptr<ThreadDump> m_dump;
};

ThreadLines readThread(LineCursor& in, const Log& log, const Thread& thread)
{
    return readThreadLines(in, log, thread, kStyle);
}

} // namespace

const Format glog = {
    .id = "glog",
    .title = "glog failure handler",
    .anchors = anchors,
    .samples = kSamples,
    .reader = [] -> std::unique_ptr<FormatReader> { return std::make_unique<GlogReader>(); },
    .readThread = readThread,
};

} // namespace skein::native
