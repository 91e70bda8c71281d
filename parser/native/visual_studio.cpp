// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
//
// Visual Studio's Call Stack window, copied; its columns stand between tabs, or blanks where somebody's
// editor made them so:
//
//     >	shop.exe!Cart::add(int n) Line 40	C++                    the frame that was chosen
//      	[Inline Frame] shop.exe!Cart::Enter() Line 12	C++
//      	shop.exe!main(int argc=1, char * * argv=0x0000)  Line 9 + 0x5 bytes	C++      up to 2010
//      	ntdll.dll!RtlEnterCriticalSection()	Unknown
//      	[External Code]	                                        frames that it hides
#include "parser/native/common/thread_dump.h"
#include "parser/native/formats.h"

#include <array>
#include <memory>

namespace skein::native
{

namespace
{

const std::vector<std::string_view>& anchors()
{
    static const std::vector<std::string_view> all = {
        "ntdll.dll!", "kernel32.dll!", "KernelBase.dll!", "KERNELBASE.dll!", "[External Code]",
        ".exe!main(", ".exe!wmain(",   ".exe!WinMain(",   ".exe!wWinMain(",  ".exe!invoke_main(",
        "\tUnknown",  "\tNon-user",    "[Inline Frame]",
    };
    return all;
}

constexpr std::array<std::string_view, 1> kSamples = {"ntdll.dll!NtWaitForAlertByThreadId()\tUnknown"};

constexpr std::string_view kLanguages[] = {
    "Unknown",         "C++", "C", "C#", "F#", "Basic", "Assembly", "Non-user code. Annotated Frame",
    "Annotated Frame",
};

/// Takes `\tC++` off the end; false where there is none.
bool eatLanguage(std::string_view& s)
{
    s = scan::trimRight(s);
    for (const std::string_view language : kLanguages) {
        if (!s.ends_with(language))
            continue;
        const std::string_view rest = s.substr(0, s.size() - language.size());
        if (rest.ends_with('\t') || rest.ends_with("  ") || rest.ends_with(") ") ||
            (rest.ends_with(' ') && rest.size() > 1 && scan::isDigit(rest[rest.size() - 2]))) {
            s = scan::trimRight(rest);
            return true;
        }
    }
    return false;
}

/// A whole line, `shop.exe!Cart::add(int n) Line 40	C++`.
std::optional<NativeFrame> visualStudioFrame(std::string_view s)
{
    NativeFrame frame;
    s = scan::trimLeft(s);
    if (scan::literal(s, ">"))
        s = scan::trimLeft(s);
    const bool known = eatLanguage(s);
    frame.inlined = scan::literal(s, "[Inline Frame] ");
    const std::size_t bang = s.find('!');
    if (bang == s.npos || bang == 0 || s.size() > 20'000)
        return {};
    frame.module = s.substr(0, bang);
    // A module's name has an ending and no blanks: "Wait!" of somebody's sentence is none.
    const std::size_t dot = frame.module.rfind('.');
    if (dot == frame.module.npos || frame.module.size() - dot != 4 ||
        frame.module.find_first_of(" \t(") != frame.module.npos)
        return {};
    s.remove_prefix(bang + 1);
    if (const std::size_t bytes = s.rfind(" + 0x"); bytes != s.npos && s.ends_with(" bytes"))
        s = scan::trimRight(s.substr(0, bytes));
    bool placed = false;
    if (const std::size_t at = s.rfind(" Line "); at != s.npos) {
        std::string_view rest = s.substr(at + 6);
        const auto line = scan::number(rest);
        if (line && rest.empty() && *line < 10'000'000) {
            frame.line = static_cast<std::uint32_t>(*line);
            placed = true;
            s = scan::trimRight(s.substr(0, at));
        }
    }
    if (!known && !placed && !s.ends_with(')'))
        return {};
    frame.function = withoutParameters(withoutOffset(s));
    if (frame.function.empty())
        frame.function = "??";
    return frame;
}

/// What Visual Studio writes in place of frames.
bool isHidden(std::string_view s)
{
    return s.starts_with("[External Code]") || s.starts_with("[Frames below may be incorrect") ||
           s.starts_with("[Managed to Native Transition]") || s.starts_with("[Native to Managed Transition]");
}

bool isLine(std::string_view s)
{
    if (scan::literal(s, ">"))
        s = scan::trimLeft(s);
    return isHidden(s) || visualStudioFrame(s);
}

/// Calls `f(frame, line)` for each line of the stack.
template <class F>
void forEachFrame(LineCursor& in, F&& f)
{
    for (; !in.atEnd() && !in.line().foreign && isLine(body(in.line())); in.advance())
        f(visualStudioFrame(body(in.line())), in.line());
}

class VisualStudioReader final : public DumpReader
{
public:
    bool read(LineCursor& in, LogBuilder& out) override
    {
        dumpInto(out, visualStudio.id);
        if (!locatePrefix(in, isLine))
            return false;
        const LinePlace first = firstOfRun(in, isLine, m_lastLine + 1);
        LineCursor lines(in.text(), first, in.prefix());
        const Line* next = lines.peek();
        if (!next || next->foreign || !isLine(scan::trimLeft(next->text)))
            return false; // one alone may be anything
        if (m_dump->hasThreads() && first.line > m_lastLine + kNear)
            m_dump->close();
        out.notePrefix(first.line, in.prefix());
        m_dump->begin(lines.line(), {}, ThreadId::kNone, {});
        forEachFrame(lines, [&](const std::optional<NativeFrame>& frame, const Line& line) {
            if (frame)
                m_dump->frame(*frame, {line.number, line.last});
            else
                m_dump->detail(line);
        });
        m_dump->end();
        m_lastLine = lines.atEnd() ? lines.linesRead() : lines.place().line - 1;
        out.countPrefix(in.prefix(), m_lastLine + 1 - first.line);
        while (!in.atEnd() && in.line().number <= m_lastLine)
            in.advance();
        return true;
    }

private:
    static constexpr std::uint32_t kNear = 200; ///< lines between the stacks of one program
    std::uint32_t m_lastLine = 0;
};

ThreadLines readThread(LineCursor& in, const Log& log, const Thread& thread)
{
    std::vector<LineSpan> spans;
    forEachFrame(in, [&](const std::optional<NativeFrame>& frame, const Line& line) {
        if (frame)
            spans.push_back({line.number, line.last});
    });
    return framesAt(log, thread, spans);
}

} // namespace

const Format visualStudio = {
    .id = "visual-studio",
    .title = "Visual Studio call stack",
    .anchors = anchors,
    .samples = kSamples,
    .reader = [] -> std::unique_ptr<FormatReader> { return std::make_unique<VisualStudioReader>(); },
    .readThread = readThread,
};

} // namespace skein::native
