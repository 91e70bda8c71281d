// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
//
// What absl::Mutex says of a circle in the order of locks (abseil-cpp synchronization/mutex.cc,
// DeadlockCheck):
//
//     [mutex.cc : 1418] RAW: Potential Mutex deadlock:
//         @ 0x7f9786a4b67f absl::Mutex::Lock()                     the lock that closes the circle
//     [mutex.cc : 1428] RAW: Acquiring absl::Mutex 0x55a0 while holding  0x5598; a cycle in the historical …
//     [mutex.cc : 1377] RAW: Acquiring 0x55a0    Mutexes held:  0x5590 0x5598          up to 2020
//     [mutex.cc : 1432] RAW: Cycle:
//     [mutex.cc : 1446] RAW: mutex@0x55a0 stack:                   from the lock that is wanted to the one
//     that is held
//         @ 00007FFF10C00260                                       Windows, without symbols
//     [mutex.cc : 1454] RAW: dying due to potential deadlock
//
// Each lock of the circle was once taken while the one before it was held. Abseil keeps one stack for a lock,
// of the time at which most others were held: not surely that at which it was taken behind the one before.
// Debian's build prints none.
#include "parser/native/common/report.h"
#include "parser/native/formats.h"

#include <array>
#include <memory>

namespace skein::native
{

namespace
{

constexpr std::string_view kStart = "Potential Mutex deadlock:";

const std::vector<std::string_view>& anchors()
{
    static const std::vector<std::string_view> all = {kStart};
    return all;
}

constexpr std::array<std::string_view, 1> kSamples = {"[mutex.cc : 1418] RAW: Potential Mutex deadlock:"};

/// Takes `[mutex.cc : 1418] RAW: ` off.
std::string_view message(std::string_view s)
{
    if (!s.starts_with("[mutex.cc : "))
        return s;
    const std::size_t raw = s.find("] RAW: ");
    return raw == s.npos ? s : s.substr(raw + 7);
}

bool isStart(std::string_view s)
{
    s = message(s);
    return scan::literal(s, kStart) && !scan::contains(s, "mutex"); // with all the rest in one line: not yet
}

/// `%p` of whatever system: 0x55a0, 0000023425BC70E0. 0 where there is none.
std::uint64_t pointer(std::string_view& s)
{
    std::uint64_t value = 0;
    s = scan::trimLeft(s);
    scan::literal(s, "0x");
    std::size_t n = 0;
    for (; n < s.size() && n < 16; ++n) {
        const int digit = scan::hexValue(s[n]);
        if (digit < 0)
            break;
        value = value << 4 | static_cast<std::uint64_t>(digit);
    }
    s.remove_prefix(n);
    return value;
}

std::optional<NativeFrame> frameLine(std::string_view s)
{
    if (auto frame = glogFrame(s))
        return frame;
    if (!scan::literal(s, "@ "))
        return {};
    NativeFrame frame;
    s = scan::trimLeft(s);
    const std::size_t before = s.size();
    frame.address = pointer(s);
    if (before - s.size() < 8 || (!s.empty() && !scan::isBlank(s.front())))
        return {};
    s = scan::trimLeft(s);
    frame.function = s.empty() ? std::string_view("??") : withoutParameters(s);
    return frame;
}

constexpr StackStyle kStyle{.frame = frameLine, .numbered = false};

class AbslMutexReader final : public ReportReader
{
public:
    bool read(LineCursor& in, LogBuilder& out) override;

private:
    bool section(std::string_view s, LineCursor& in);
    StackId stack(LineCursor& in, std::uint64_t lock);

    std::vector<ReportedOrder> m_path; ///< the locks of the circle, as they are printed
    std::uint64_t m_wanted = 0, m_held = 0;
    LineSpan m_lines; ///< that say so
};

/// The stack below the current line.
StackId AbslMutexReader::stack(LineCursor& in, std::uint64_t lock)
{
    m_report->expect(About::Lock, {}, in.line());
    m_report->expected().address = lock;
    in.advance();
    readFrames(in, kStyle, *m_report);
    return m_report->endStack();
}

bool AbslMutexReader::section(std::string_view s, LineCursor& in)
{
    constexpr std::size_t kLongestCircle = 1000;
    s = message(s);
    if (scan::literal(s, "Acquiring ")) {
        scan::literal(s, "absl::Mutex ");
        m_wanted = pointer(s);
        m_lines = {in.line().number, in.line().last};
        for (const std::string_view word : {" while holding ", " Mutexes held: "})
            if (const std::size_t at = s.find(word); at != s.npos) {
                std::string_view rest = s.substr(at + word.size());
                m_held = pointer(rest);
            }
    } else if (scan::literal(s, "mutex@")) {
        const std::uint64_t lock = pointer(s);
        const LineSpan lines{in.line().number, in.line().last};
        stack(in, lock);
        if (lock != 0 && m_path.size() < kLongestCircle)
            m_path.push_back({.acquired = lock, .lines = lines});
        return true;
    } else if (!s.starts_with("Cycle:") && !s.starts_with("dying due to potential deadlock")) {
        return false;
    }
    m_report->cover(in.line());
    in.advance();
    return true;
}

bool AbslMutexReader::read(LineCursor& in, LogBuilder& out)
{
    constexpr int kMostOthers = 12;
    if (!locatePrefix(in, isStart))
        return false;
    if (!m_report)
        m_report = std::make_unique<Report>(out, abslMutex.id);
    const std::uint32_t first = in.line().number;
    out.notePrefix(first, in.prefix());
    m_path.clear();
    m_wanted = m_held = 0;
    m_lines = {first, in.line().last};
    m_report->open(in.line(), ReportKind::LockOrder, "lock order", kStart);
    const StackId closing = stack(in, 0);
    for (int others = 0; !in.atEnd() && others < kMostOthers;) {
        const std::string_view text = body(in.line());
        if (!in.line().foreign && (isStart(text) || message(text).starts_with("dying due to"))) {
            if (!isStart(text))
                section(text, in);
            break;
        }
        if (!in.line().foreign && section(text, in)) {
            others = 0;
            continue;
        }
        others += text.empty() ? 0 : 1;
        in.advance();
    }
    auto& orders = m_report->facts().orders;
    if (!m_path.empty()) // the last lock of the circle is the one that is held, of old ones' several
        m_held = m_path.back().acquired == m_wanted ? m_held : m_path.back().acquired;
    if (m_wanted != 0)
        orders.push_back({.held = m_held, .acquired = m_wanted, .stack = closing, .lines = m_lines});
    for (std::size_t i = 1; i < m_path.size(); ++i) {
        m_path[i].held = m_path[i - 1].acquired;
        orders.push_back(m_path[i]);
    }
    m_report->facts().address = m_wanted;
    m_report->close();
    out.countPrefix(in.prefix(), in.place().line - first);
    return true;
}

} // namespace

const Format abslMutex = {
    .id = "absl-mutex",
    .title = "absl::Mutex report",
    .anchors = anchors,
    .samples = kSamples,
    .reader = [] -> std::unique_ptr<FormatReader> { return std::make_unique<AbslMutexReader>(); },
};

} // namespace skein::native
