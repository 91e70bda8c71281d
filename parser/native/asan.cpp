// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
//
// AddressSanitizer and LeakSanitizer, and what every sanitizer prints of a deadly signal:
//
//     ==30326==ERROR: AddressSanitizer: heap-use-after-free on address 0x504000000030 at pc 0x55c0 bp 0x7ff0
//     sp 0x7ff0 READ of size 4 at 0x504000000030 thread T2 (name)
//         #0 0x55c077dd66c3 in chat::Room::leave() /src/a.cc:13:18
//     freed by thread T1 here:
//     previously allocated by thread T0 here:
//     Thread T2 created by T0 here:
//     SUMMARY: AddressSanitizer: heap-use-after-free /src/a.cc:13:18 in chat::Room::leave()
//     ==411==ERROR: ThreadSanitizer: SEGV on unknown address 0x000000000008 (pc 0x55c0 bp 0x7ff0 sp 0x7ff0
//     T411)
#include "parser/native/common/report.h"
#include "parser/native/formats.h"

#include <algorithm>
#include <array>
#include <memory>

namespace skein::native
{

namespace
{

constexpr StackStyle kStyle{.frame = sanitizerFrame};

struct Tool {
    std::string_view start, format;
};
constexpr std::array kTools = {
    Tool{"ERROR: AddressSanitizer", "asan"},   Tool{"ERROR: LeakSanitizer", "asan"},
    Tool{"ERROR: HWAddressSanitizer", "asan"}, Tool{"ERROR: ThreadSanitizer", "tsan"},
    Tool{"ERROR: MemorySanitizer", "msan"},    Tool{"ERROR: UndefinedBehaviorSanitizer", "ubsan"},
    Tool{"ERROR: libFuzzer", "libfuzzer"},
};

const std::vector<std::string_view>& anchors()
{
    static const std::vector<std::string_view> all = [] {
        std::vector<std::string_view> starts;
        for (const Tool& tool : kTools)
            starts.push_back(tool.start);
        starts.insert(starts.end(), {"READ of size ", "WRITE of size "});
        return starts;
    }();
    return all;
}

constexpr std::array<std::string_view, 1> kSamples = {
    "==30326==ERROR: AddressSanitizer: heap-use-after-free on address 0x504000000030 at pc 0x55c077dd66c4"};

/// `==30326==` may stand before every line.
std::string_view withoutPid(std::string_view s, std::uint64_t* pid = nullptr)
{
    std::string_view rest = s;
    const auto number = scan::literal(rest, "==") ? scan::number(rest) : std::nullopt;
    if (!number || !scan::literal(rest, "=="))
        return s;
    if (pid)
        *pid = *number;
    return scan::trimLeft(rest);
}

/// Whose report begins here; null where none does.
const Tool* toolOf(std::string_view s)
{
    const std::string_view rest = withoutPid(s);
    const auto hit = std::ranges::find_if(kTools, [&](const Tool& t) { return rest.starts_with(t.start); });
    return hit == kTools.end() ? nullptr : &*hit;
}

bool isStart(std::string_view s)
{
    return toolOf(s) != nullptr;
}

/// `READ of size 4 at 0x504000000030 thread T2`, where the lines above it were left out.
bool isAccess(std::string_view s)
{
    s = withoutPid(s);
    return (s.starts_with("READ of size ") || s.starts_with("WRITE of size ")) &&
           scan::contains(s, " at 0x") && scan::contains(s, " thread T");
}

class AsanReader final : public ReportReader
{
public:
    bool read(LineCursor& in, LogBuilder& out) override;

private:
    void report(LineCursor& in, LogBuilder& out);
    bool section(std::string_view s, LineCursor& in);
    /// The line's text without the process's number; none where it is another process's.
    std::optional<std::string_view> own(const Line& line) const
    {
        std::uint64_t pid = m_pid;
        const std::string_view text = withoutPid(body(line), &pid);
        return pid == m_pid ? std::optional(text) : std::nullopt;
    }
    void frames(LineCursor& in);
    bool skipOther(LineCursor& in);
    bool creationFollows(const LineCursor& in) const;
    void stack(LineCursor& in)
    {
        in.advance();
        frames(in);
        m_stack = m_report->endStack();
    }
    ThreadId named(std::string_view s, const Line& line)
    {
        const ThreadId id = threadNamed(s);
        if (id.known())
            m_report->thread(id, line);
        return id;
    }
    void access(ReportedAccess a, LineCursor& in, About about)
    {
        m_report->expect(about, a.thread, in.line());
        m_report->expected().op = a.op;
        m_report->expected().address = a.address;
        m_report->expected().size = a.size;
        const std::uint32_t first = in.line().number;
        stack(in);
        a.stack = m_stack;
        a.lines = {first, std::max(first, m_report->stackLines().last)};
        m_report->facts().accesses.push_back(a);
    }

    StackId m_stack;
    std::uint64_t m_pid = 0;
    std::vector<LinePlace> m_others; ///< where reports of other processes begin among the lines of this one
};

/// The frames of a stack. Where every line bears the process's number, lines of others may stand between.
void AsanReader::frames(LineCursor& in)
{
    constexpr int kMostOthers = 400;
    int others = 0;
    while (!in.atEnd() && others++ < kMostOthers && skipOther(in))
        ;
    if (in.atEnd())
        return;
    if (withoutPid(body(in.line())) == body(in.line())) {
        readFrames(in, kStyle, *m_report);
        return;
    }
    std::optional<std::uint32_t> last;
    for (others = 0; !in.atEnd() && others < kMostOthers;) {
        if (skipOther(in)) {
            ++others;
            continue;
        }
        const auto frame = sanitizerFrame(*own(in.line()));
        if (!frame || (last && frame->index <= *last))
            break;
        m_report->frame(*frame, {in.line().number, in.line().last});
        last = frame->index;
        others = 0;
        in.advance();
    }
}

/// Goes behind the current line where it is another process's, and notes where a report of that one begins.
bool AsanReader::skipOther(LineCursor& in)
{
    constexpr std::size_t kMostProcesses = 16;
    if (own(in.line()))
        return false;
    if (isStart(body(in.line())) && m_others.size() < kMostProcesses &&
        !std::ranges::contains(m_others, in.place()))
        m_others.push_back(in.place());
    in.advance();
    return true;
}

/// `Thread T1 created by T0 here:` comes soon.
bool AsanReader::creationFollows(const LineCursor& in) const
{
    constexpr int kSoon = 4;
    LineCursor ahead = in.ahead();
    for (int i = 0; i < kSoon && !ahead.atEnd(); ++i, ahead.advance()) {
        const auto text = own(ahead.line());
        if (text && text->starts_with("Thread T") && scan::contains(*text, " created by "))
            return true;
        if (text && isStart(body(ahead.line())))
            return false;
    }
    return false;
}

bool AsanReader::section(std::string_view s, LineCursor& in)
{
    NativeFacts& facts = m_report->facts();
    for (const auto& [word, op] : {std::pair{std::string_view("READ of size "), AccessOp::Read},
                                   std::pair{std::string_view("WRITE of size "), AccessOp::Write}}) {
        std::string_view rest = s;
        if (!scan::literal(rest, word) || facts.accesses.size() > 8)
            continue;
        ReportedAccess a{.op = op};
        a.size = static_cast<std::uint32_t>(scan::number(rest).value_or(0));
        if (scan::literal(rest, " at "))
            a.address = scan::hex(rest).value_or(0);
        if (const std::size_t by = rest.find("thread "); by != rest.npos)
            a.thread = named(rest.substr(by), in.line());
        access(a, in, About::Access);
        return true;
    }
    if (s.starts_with("freed by ") && facts.accesses.size() <= 8) {
        ReportedAccess a{.op = AccessOp::Free, .address = facts.address};
        a.thread = named(s.substr(9), in.line());
        access(a, in, About::Free);
        return true;
    }
    if (s.starts_with("previously allocated by ") || s.starts_with("allocated by ")) {
        const ThreadId who = named(s.substr(s.find("by ") + 3), in.line());
        m_report->expect(About::Allocation, who, in.line());
        stack(in);
        facts.place.kind = ReportedPlace::Kind::Heap;
        facts.place.thread = who;
        facts.place.stack = m_stack;
        return true;
    }
    if (s.starts_with("Thread T") && s.find(" created by ") != s.npos) {
        const Line line = in.line();
        const ThreadId id = named(s.substr(7), line);
        const ThreadId creator = named(s.substr(s.find(" created by ") + 12), line);
        m_report->thread(id, line).creator = creator;
        m_report->expect(About::Creation, id, line);
        stack(in);
        const Log& log = m_report->out().log();
        if (m_stack)
            if (const auto site = log.siteIndex(m_stack))
                m_report->thread(id, line).createdAt = log.stack(m_stack)[*site];
        return true;
    }
    if (s.starts_with("Direct leak of ") || s.starts_with("Indirect leak of ")) {
        m_report->expect(About::Allocation, {}, in.line());
        stack(in);
        return true;
    }
    if (const auto frame = sanitizerFrame(s); frame && frame->index == 0) {
        const LinePlace here = in.place();
        m_report->expect(About::Access, {}, in.line());
        frames(in);
        m_report->endStack();
        return in.place().offset != here.offset;
    }
    // 0x504000000030 is located 0 bytes inside of 48-byte region [0x504000000030,0x504000000060)
    if (const std::size_t region = s.find("-byte region ["); region != s.npos) {
        std::size_t begin = region;
        while (begin > 0 && s[begin - 1] >= '0' && s[begin - 1] <= '9')
            --begin;
        std::string_view size = s.substr(begin), from = s.substr(region + 14);
        facts.place.kind = ReportedPlace::Kind::Heap;
        facts.place.size = scan::number(size).value_or(0);
        facts.place.address = scan::hex(from).value_or(0);
        facts.place.lines = {in.line().number, in.line().last};
    }
    if (s.find(" is located ") != s.npos || s.starts_with("The signal is caused by") ||
        s.starts_with("Hint: ")) {
        m_report->cover(in.line());
        in.advance();
        return true;
    }
    return false;
}

bool AsanReader::read(LineCursor& in, LogBuilder& out)
{
    if (!locatePrefix(in, isStart) && !locatePrefix(in, isAccess))
        return false;
    const LinePrefix prefix = in.prefix();
    m_others.clear();
    report(in, out);
    // Reports of other processes ran into this one: their turn, each for itself.
    std::uint32_t end = in.atEnd() ? ~std::uint32_t{0} : in.place().line;
    for (std::size_t i = 0; i < m_others.size(); ++i) {
        LineCursor again(in.text(), m_others[i], prefix);
        if (again.atEnd() || !isStart(body(again.line())))
            continue;
        report(again, out);
        end = again.atEnd() ? ~std::uint32_t{0} : std::max(end, again.place().line);
    }
    while (!in.atEnd() && in.line().number < end)
        in.advance();
    return true;
}

/// One report, from its first line on.
void AsanReader::report(LineCursor& in, LogBuilder& out)
{
    constexpr int kMostOthers = 30, kMostForeign = 2000;
    const Tool* const announced = toolOf(body(in.line()));
    const Tool& tool = announced ? *announced : kTools[0];
    m_report = std::make_unique<Report>(out, tool.format);
    std::uint64_t pid = 0;
    const std::uint32_t first = in.line().number;
    out.notePrefix(first, in.prefix());
    const std::string reason(withoutPid(body(in.line()), &pid).substr(announced ? 7 : 0)); // ERROR: …
    m_pid = pid;
    std::string what = reason.substr(std::min(reason.find(": ") + 2, reason.size()));
    if (tool.format != "libfuzzer") // `deadly signal`; the others' words go on with addresses
        what.resize(std::min(what.find(' '), what.size()));
    const bool freed = what.starts_with("heap-use-after-free");
    const ReportKind kind = freed ? ReportKind::UseAfterFree
                            : reason.starts_with("LeakSanitizer")
                                ? ReportKind::Other // no crash, no thread's doing
                                : ReportKind::Crash;
    m_report->open(in.line(), kind, what, reason);
    if (const std::size_t at = reason.find("address 0x"); at != reason.npos) {
        std::string_view rest = std::string_view(reason).substr(at + 8);
        m_report->facts().address = scan::hex(rest).value_or(0);
    }
    ThreadId crasher;
    // ==12==ERROR: AddressSanitizer: SEGV on unknown address 0x000 (pc 0x55 bp 0x7f sp 0x7f T12)
    if (what == "SEGV" || what == "ABRT" || what == "FPE" || what == "BUS" || what == "ILL") {
        m_report->snapshot().signal = out.intern("SIG" + what);
        const std::size_t t = reason.find(" T", std::min(reason.find(" (pc 0x"), reason.size()));
        const ThreadId id =
            t == reason.npos ? ThreadId() : threadNamed(std::string_view(reason).substr(t + 1));
        // ThreadSanitizer prints a TID here: that of the main thread is the process's number.
        crasher = id.known() && id.value == pid ? ThreadId::main() : id;
        if (crasher.known())
            m_report->thread(crasher, in.line());
    }
    // ==12==ERROR: AddressSanitizer: attempting double-free on 0x504000000030 in thread T2 (name):
    if (what == "attempting") {
        ReportedAccess a{.op = AccessOp::Free};
        if (const std::size_t on = reason.find(" on 0x"); on != reason.npos) {
            std::string_view rest = std::string_view(reason).substr(on + 4);
            m_report->facts().address = a.address = scan::hex(rest).value_or(0);
        }
        std::string_view rest = std::string_view(reason).substr(reason.find(what) + what.size());
        rest = scan::trimLeft(rest);
        m_report->facts().what = rest.substr(0, rest.find(' '));
        if (scan::contains(reason, "double-free")) {
            m_report->facts().kind = ReportKind::UseAfterFree;
            if (const std::size_t by = reason.find("thread "); by != reason.npos)
                a.thread = named(std::string_view(reason).substr(by), in.line());
            access(a, in, About::Access);
            crasher = a.thread;
        }
    }
    if (m_report->facts().accesses.empty() && announced) // else its stack has been read, or is to be
        in.advance();
    int others = 0, foreign = 0;
    bool ended = false;
    while (!in.atEnd() && others < kMostOthers && foreign < kMostForeign) {
        if (skipOther(in)) {
            ++foreign;
            continue;
        }
        const std::string text(*own(in.line()));
        if (text.starts_with("SUMMARY: ")) {
            m_report->cover(in.line());
            in.advance();
            ended = true;
            continue;
        }
        if (text.starts_with("ABORTING")) {
            m_report->cover(in.line());
            in.advance();
            break;
        }
        // Only who made the thread comes behind the summary of a signal.
        if (ended && !text.empty() && !text.starts_with("Thread T")) {
            if (!creationFollows(in))
                break;
            in.advance(); // other output
            continue;
        }
        if (!in.line().foreign && isStart(body(in.line())))
            break;
        if (!in.line().foreign && section(text, in)) {
            others = foreign = 0;
            continue;
        }
        others += text.empty() ? 0 : 1;
        in.advance();
    }
    auto& snapshot = m_report->snapshot();
    NativeFacts& facts = m_report->facts();
    if (!announced && facts.accesses.size() > 1 && facts.accesses[1].op == AccessOp::Free) {
        facts.kind = ReportKind::UseAfterFree;
        facts.address = facts.accesses[0].address;
    }
    for (const ReportedAccess& a : facts.accesses)
        if (a.op != AccessOp::Free)
            for (Thread& t : snapshot.threads)
                t.crashed = t.crashed || (t.id == a.thread && a.thread.known());
    for (Thread& t : snapshot.threads)
        t.crashed = t.crashed || (t.id == crasher && crasher.known());
    out.countPrefix(in.prefix(), in.place().line - first);
    m_report->close();
}

} // namespace

const Format asan = {
    .id = "asan",
    .title = "AddressSanitizer report",
    .anchors = anchors,
    .samples = kSamples,
    .reader = [] -> std::unique_ptr<FormatReader> { return std::make_unique<AsanReader>(); },
};

} // namespace skein::native
