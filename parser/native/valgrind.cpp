// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
//
// Helgrind and DRD (valgrind's hg_errors.c, drd_error.c); every line starts with `==PID== `:
//
//     ---Thread-Announcement------------------------------------------
//     Thread #3 was created
//        at 0x4BA9B3F: clone (clone.S:76)
//     Possible data race during read of size 8 at 0x4D79C88 by thread #3
//     This conflicts with a previous write of size 8 by thread #2
//      Address 0x4d79c88 is 8 bytes inside a block of size 48 alloc'd
//     Thread #4: lock order "0x3091F8 before 0x3090D8" violated
//     Observed (incorrect) order is: acquisition of lock at 0x3090D8
//      followed by a later acquisition of lock at 0x3091F8
//     Required order was established by acquisition of lock at 0x3091F8
//     Conflicting load by thread 3 at 0x04d9ac58 size 8
//     Other segment start (thread 2)
#include "parser/native/common/report.h"
#include "parser/native/formats.h"

#include <array>
#include <memory>

namespace skein::native
{

namespace
{

constexpr StackStyle kStyle{.frame = valgrindFrame, .numbered = false};

const std::vector<std::string_view>& helgrindAnchors()
{
    static const std::vector<std::string_view> all = {
        "---Thread-Announcement-",  "Possible data race during",  ": lock order \"0x",
        "Helgrind, a thread error", "unlocked a not-locked lock", "currently held by thread #",
        "unlocked an invalid lock",
    };
    return all;
}
const std::vector<std::string_view>& drdAnchors()
{
    static const std::vector<std::string_view> all = {
        "Conflicting load by thread",
        "Conflicting store by thread",
        "was held during ",
        "Acquired at:",
        "Probably a race condition:",
        "Recursive locking not allowed",
        "Mutex not locked: mutex",
        "Destroying locked mutex",
        "Mutex not locked by calling thread",
    };
    return all;
}

constexpr std::array<std::string_view, 1> kHelgrindSamples = {
    "==27282== Possible data race during read of size 8 at 0x4D79C88 by thread #3"};
constexpr std::array<std::string_view, 1> kDrdSamples = {
    "==27364== Conflicting load by thread 3 at 0x04d9ac58 size 8"};

/// `==27282== text`; a paste may have lost a sign.
bool eatPid(std::string_view& s)
{
    std::string_view rest = s;
    while (!rest.empty() && rest.front() == '=')
        rest.remove_prefix(1);
    if (rest.size() == s.size() || s.size() - rest.size() > 3 || !scan::number(rest))
        return false;
    const std::size_t before = rest.size();
    while (!rest.empty() && rest.front() == '=')
        rest.remove_prefix(1);
    if (rest.size() == before)
        return false;
    s = rest;
    return true;
}

/// The line without `==PID==`; nothing where it has none.
std::optional<std::string_view> textOf(const Line& line)
{
    std::string_view s = body(line);
    if (line.foreign || !eatPid(s))
        return {};
    return scan::trimLeft(s);
}

bool hasPid(std::string_view s)
{
    return eatPid(s);
}

std::uint64_t hexAny(std::string_view& s)
{
    std::uint64_t value = 0;
    if (!scan::literal(s, "0x"))
        return 0;
    std::size_t n = 0;
    for (; n < s.size() && n < 16; ++n) {
        const char c = s[n];
        const int digit = c >= 'A' && c <= 'F' ? c - 'A' + 10 : scan::hexValue(c);
        if (digit < 0)
            break;
        value = value << 4 | static_cast<std::uint64_t>(digit);
    }
    s.remove_prefix(n);
    return value;
}

std::uint64_t hexBehind(std::string_view s, std::string_view word)
{
    const std::size_t at = s.find(word);
    if (at == s.npos)
        return 0;
    s.remove_prefix(at + word.size());
    return hexAny(s);
}

/// Of a thread that is numbered from 1: `thread #3`, `(thread 2)`.
ThreadId threadIn(std::string_view s)
{
    for (std::size_t at; (at = s.find("hread ")) != s.npos;) {
        s.remove_prefix(at + 6);
        std::string_view rest = s;
        scan::literal(rest, "#");
        if (const auto n = scan::number(rest))
            return ThreadId(*n);
    }
    return {};
}

/// Takes `==PID==` off and reads one stack.
struct PidStyle {
    static std::optional<NativeFrame> frame(std::string_view s)
    {
        eatPid(s);
        return valgrindFrame(s);
    }
};

class ValgrindReader final : public FormatReader
{
public:
    explicit ValgrindReader(bool isDrd) : m_isDrd(isDrd) {}
    bool read(LineCursor& in, LogBuilder& out) override;
    void finish(LogBuilder&) override
    {
        if (m_report)
            m_report->close();
    }

private:
    bool helgrindLine(std::string_view s, LineCursor& in);
    bool drdLine(std::string_view s, LineCursor& in);
    bool common(std::string_view s, LineCursor& in);
    void ensureOpen(const Line& line)
    {
        if (!m_report->isOpen())
            m_report->open(line, ReportKind::None, "", "");
    }
    void start(ReportKind kind, std::string_view what, std::string_view reason, const Line& line);
    void stack(LineCursor& in)
    {
        in.advance();
        readFrames(in, {.frame = PidStyle::frame, .numbered = false}, *m_report);
        m_stack = m_report->endStack();
    }
    void access(ReportedAccess a, LineCursor& in)
    {
        if (a.thread.known())
            m_report->thread(a.thread, in.line());
        m_report->expect(a.segmentOnly ? About::Segment : About::Access, a.thread, in.line());
        const std::uint32_t first = in.line().number;
        // `Locks held: none` stands between
        if (const Line* next = in.peek(); next && scan::contains(next->text, "Locks held:"))
            in.advance();
        stack(in);
        a.stack = m_stack;
        a.lines = {first, std::max(first, m_report->stackLines().last)};
        NativeFacts& facts = m_report->facts();
        if (facts.address == 0)
            facts.address = a.address;
        if (facts.accesses.size() < 100)
            facts.accesses.push_back(a);
    }

    std::unique_ptr<Report> m_report;
    StackId m_stack;
    const bool m_isDrd;
    ReportedOrder m_order;
};

/// Announcements stand before the error that they belong to: they are one report.
void ValgrindReader::start(ReportKind kind, std::string_view what, std::string_view reason, const Line& line)
{
    if (m_report->isOpen() && m_report->facts().kind != ReportKind::None)
        m_report->close();
    if (m_report->isOpen()) {
        m_report->facts().kind = kind;
        m_report->facts().what = what;
        m_report->snapshot().reason = m_report->out().intern(reason);
        m_report->snapshot().reasonLines = {line.number, line.last};
        m_report->cover(line);
    } else {
        m_report->open(line, kind, what, reason);
    }
}

bool ValgrindReader::helgrindLine(std::string_view s, LineCursor& in)
{
    const Line line = in.line();
    if (s.starts_with("---Thread-Announcement-")) {
        if (m_report->isOpen() && m_report->facts().kind != ReportKind::None)
            m_report->close();
        ensureOpen(line);
        m_report->cover(line);
        in.advance();
        return true;
    }
    if (s.starts_with("Thread #") && (s.find("was created") != s.npos || s.find("root thread") != s.npos)) {
        ensureOpen(line);
        const ThreadId id = threadIn(s);
        m_report->thread(id, line);
        m_report->expect(About::Creation, id, line);
        const bool root = s.find("root thread") != s.npos;
        if (root) {
            in.advance();
            return true;
        }
        stack(in);
        const Log& log = m_report->out().log();
        if (m_stack)
            if (const auto site = log.siteIndex(m_stack))
                m_report->thread(id, line).createdAt = log.stack(m_stack)[*site];
        return true;
    }
    if (s.starts_with("Possible data race during ")) {
        start(ReportKind::DataRace, "data race", s, line);
        ReportedAccess a{.op = s.starts_with("Possible data race during write") ? ReportedOp::Write
                                                                                : ReportedOp::Read};
        if (const std::size_t size = s.find("of size "); size != s.npos) {
            std::string_view rest = s.substr(size + 8);
            a.size = static_cast<std::uint32_t>(scan::number(rest).value_or(0));
        }
        a.address = hexBehind(s, " at ");
        a.thread = threadIn(s);
        access(a, in);
        return true;
    }
    if (s.starts_with("This conflicts with a previous ") && m_report->isOpen()) {
        ReportedAccess a{.op = s.find("previous write") != s.npos ? ReportedOp::Write : ReportedOp::Read};
        a.segmentOnly = s.find("previous access") != s.npos;
        a.address = m_report->facts().address;
        a.thread = threadIn(s);
        access(a, in);
        return true;
    }
    if (s.starts_with("Thread #") && s.find(": lock order \"") != s.npos) {
        start(ReportKind::LockOrder, "lock order violated", s, line);
        const ThreadId id = threadIn(s);
        m_report->thread(id, line);
        in.advance();
        return true;
    }
    const bool observed = s.starts_with("Observed (incorrect) order is: acquisition of lock at");
    if (observed || s.starts_with("Required order was established by acquisition of lock at")) {
        ensureOpen(line);
        m_order = {};
        m_order.held = hexBehind(s, "lock at ");
        const auto& threads = m_report->snapshot().threads;
        if (observed) {
            std::string_view reason = m_report->out().log().str(m_report->snapshot().reason);
            m_order.thread = threads.empty() ? ThreadId() : threadIn(reason);
        }
        m_report->expect(About::Lock, m_order.thread, line);
        stack(in);
        return true;
    }
    if (s.starts_with("followed by a later acquisition of lock at") && m_report->isOpen()) {
        m_order.acquired = hexBehind(s, "lock at ");
        m_report->expect(About::Lock, m_order.thread, line);
        stack(in);
        m_order.stack = m_stack;
        m_order.lines = {line.number, std::max(line.number, m_report->stackLines().last)};
        if (m_report->facts().orders.size() < 100)
            m_report->facts().orders.push_back(m_order);
        return true;
    }
    if (s.starts_with("Thread #") && (s.find(" unlocked ") != s.npos || s.find("'s call to ") != s.npos ||
                                      s.find("lock") != s.npos || s.find("mutex") != s.npos)) {
        start(ReportKind::LockMisuse, s, s, line);
        const ThreadId id = threadIn(s);
        m_report->thread(id, line);
        m_report->facts().address = hexBehind(s, " at ");
        m_report->expect(About::Lock, id, line);
        if (const Line* next = in.peek(); next && scan::contains(next->text, "with error code"))
            in.advance();
        stack(in);
        return true;
    }
    return false;
}

bool ValgrindReader::drdLine(std::string_view s, LineCursor& in)
{
    const Line line = in.line();
    if (s.starts_with("Conflicting load by thread ") || s.starts_with("Conflicting store by thread ")) {
        start(ReportKind::DataRace, "data race", s, line);
        ReportedAccess a{.op = s.starts_with("Conflicting store") ? ReportedOp::Write : ReportedOp::Read};
        a.thread = threadIn(s);
        a.address = hexBehind(s, " at ");
        access(a, in);
        return true;
    }
    if ((s.starts_with("Other segment start ") || s.starts_with("Other segment end ")) &&
        m_report->isOpen()) {
        const ThreadId id = threadIn(s);
        m_report->thread(id, line);
        const bool isStart = s.starts_with("Other segment start");
        m_report->expect(About::Segment, id, line);
        stack(in);
        if (!isStart)
            return true;
        ReportedAccess a{
            .segmentOnly = true, .thread = id, .stack = {}, .address = m_report->facts().address};
        a.op = ReportedOp::Write; // a load conflicts with a store only
        a.lines = {line.number, line.number};
        m_report->facts().accesses.push_back(a);
        return true;
    }
    if (s.starts_with("Acquired at:")) {
        start(ReportKind::Contention, "lock held long", s, line);
        m_report->expect(About::Lock, {}, line);
        stack(in);
        return true;
    }
    if (s.find(" was held during ") != s.npos) {
        ensureOpen(line);
        m_report->facts().kind = ReportKind::Contention;
        m_report->facts().what = s;
        m_report->snapshot().reason = m_report->out().intern(s);
        m_report->snapshot().reasonLines = {line.number, line.last};
        m_report->facts().address = hexBehind(s, " ");
        if (const std::size_t at = s.find("0x"); at != s.npos) {
            std::string_view rest = s.substr(at);
            m_report->facts().address = hexAny(rest);
        }
        m_report->expect(About::Lock, {}, line);
        stack(in);
        return true;
    }
    if (s.ends_with("was first observed at:") && m_report->isOpen()) {
        m_report->expect(About::MutexCreation, {}, line);
        stack(in);
        return true;
    }
    for (const std::string_view misuse : {"Recursive locking not allowed", "Mutex not locked",
                                          "Destroying locked mutex", "Probably a race condition"})
        if (s.starts_with(misuse)) {
            start(ReportKind::LockMisuse, s, s, line);
            m_report->expect(About::Lock, {}, line);
            stack(in);
            return true;
        }
    return false;
}

bool ValgrindReader::common(std::string_view s, LineCursor& in)
{
    if (!m_report->isOpen())
        return false;
    if (s.starts_with("Address 0x") || s.starts_with("Lock at 0x") || s.starts_with("Block was alloc'd") ||
        s.starts_with("Allocation context")) {
        ThreadId who;
        if (s.starts_with("Block was alloc'd") || s.find("'s stack") != s.npos) {
            who = threadIn(s);
            if (who.known())
                m_report->thread(who, in.line());
        }
        m_report->expect(s.starts_with("Lock at") ? About::MutexCreation : About::Allocation, who, in.line());
        stack(in);
        return true;
    }
    if (s.starts_with("Thread ") && s.ends_with(':')) {
        m_report->cover(in.line());
        in.advance();
        return true;
    }
    if (valgrindFrame(s)) { // `but before`, and other headers that we don't know
        m_report->expect(About::Segment, {}, in.line());
        readFrames(in, {.frame = PidStyle::frame, .numbered = false}, *m_report);
        m_report->endStack();
        return true;
    }
    return false;
}

bool ValgrindReader::read(LineCursor& in, LogBuilder& out)
{
    constexpr int kMostOthers = 60;
    const std::vector<std::string_view>& mine = m_isDrd ? drdAnchors() : helgrindAnchors();
    bool isMine = false;
    for (const std::string_view anchor : mine)
        isMine = isMine || scan::contains(in.line().raw, anchor);
    if (!isMine || !locatePrefix(in, hasPid))
        return false;
    if (!m_report)
        m_report = std::make_unique<Report>(out, m_isDrd ? drd.id : helgrind.id);
    const std::uint32_t first = in.line().number;
    out.notePrefix(first, in.prefix());
    int others = 0;
    while (!in.atEnd() && others < kMostOthers) {
        const auto view = textOf(in.line());
        if (!view) {
            ++others;
            in.advance();
            continue;
        }
        const std::string text(*view);
        if (text.starts_with("ERROR SUMMARY:") || text.starts_with("For lists of detected")) {
            out.recognise(in.line());
            in.advance();
            break;
        }
        if ((m_isDrd ? drdLine(text, in) : helgrindLine(text, in)) || common(text, in)) {
            others = 0;
            continue;
        }
        out.recognise(in.line());
        others += text.empty() ? 0 : 1;
        in.advance();
    }
    out.countPrefix(in.prefix(), in.place().line - first);
    if (m_report->isOpen() && m_report->snapshot().threads.empty() &&
        m_report->snapshot().otherStacks.empty())
        m_report->open(in.atEnd() ? Line{.number = first, .last = first} : in.line(), ReportKind::None, "",
                       "");
    m_report->close();
    return true;
}

} // namespace

const Format helgrind = {
    .id = "helgrind",
    .title = "Helgrind report",
    .anchors = helgrindAnchors,
    .samples = kHelgrindSamples,
    .reader = [] -> std::unique_ptr<FormatReader> { return std::make_unique<ValgrindReader>(false); },
};

const Format drd = {
    .id = "drd",
    .title = "DRD report",
    .anchors = drdAnchors,
    .samples = kDrdSamples,
    .reader = [] -> std::unique_ptr<FormatReader> { return std::make_unique<ValgrindReader>(true); },
};

} // namespace skein::native
