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
#include "parser/native/common/valgrind_lines.h"
#include "parser/native/formats.h"

#include <algorithm>
#include <array>
#include <memory>

namespace skein::native
{

namespace
{

constexpr std::array<std::string_view, 1> kHelgrindSamples = {
    "==27282== Possible data race during read of size 8 at 0x4D79C88 by thread #3"};
constexpr std::array<std::string_view, 1> kDrdSamples = {
    "==27364== Conflicting load by thread 3 at 0x04d9ac58 size 8"};

bool hasPid(std::string_view s)
{
    return eatPid(s);
}

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
    bool misuse(std::string_view s, LineCursor& in);
    void ensureOpen(const Line& line)
    {
        if (!m_report->isOpen())
            m_report->open(line, ReportKind::None, "", "");
    }
    void start(ReportKind kind, std::string_view what, std::string_view reason, const Line& line);
    void stack(LineCursor& in)
    {
        in.advance();
        frames(in);
        m_stack = m_report->endStack();
    }
    void frames(LineCursor& in);
    bool isMine(const Line& line) const
    {
        return std::ranges::any_of(m_isDrd ? drdAnchors() : helgrindAnchors(),
                                   [&](std::string_view anchor) { return scan::contains(line.raw, anchor); });
    }
    std::optional<std::string_view> textOf(const Line& line);
    std::uint32_t linesToFrame(LineCursor& in, bool any);
    void pass(LineCursor& in);
    void access(ReportedAccess a, LineCursor& in)
    {
        if (a.thread.known())
            m_report->thread(a.thread, in.line());
        m_report->expect(a.segmentOnly ? About::Segment : About::Access, a.thread, in.line(), !a.segmentOnly);
        OtherStack& section = m_report->expected();
        section.op = a.segmentOnly ? std::nullopt : std::optional(a.op);
        section.address = a.address;
        section.size = a.size;
        const std::uint32_t first = in.line().number;
        // `Locks held: none` stands between, behind lines of others
        for (int i = 0; i < 40 && in.peek() && !textOf(*in.peek()); ++i)
            in.advance();
        if (const Line* next = in.peek(); next && textOf(*next).value_or("").starts_with("Locks held:")) {
            in.advance();
            a.locksShown = true;
            a.locks = heldLocks(in.line().text);
            m_report->cover(in.line());
        }
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
    std::uint64_t m_pid = 0;             ///< whose lines are being read
    std::vector<std::uint64_t> m_others; ///< the first one, and those whose reports stood between
    ThreadId m_current;                  ///< of DRD's `Thread 3:`
    ReportedOrder m_order;
};

/// The line without `==PID==`; nothing where it has none or another process's.
std::optional<std::string_view> ValgrindReader::textOf(const Line& line)
{
    std::string_view s = body(line);
    std::uint64_t pid = 0;
    if (line.foreign || !eatPid(s, &pid))
        return {};
    if (pid != m_pid) {
        constexpr std::size_t kMostProcesses = 32;
        // A process that runs under the other tool is none of ours.
        if (m_others.size() < kMostProcesses && !std::ranges::contains(m_others, pid) && isMine(line))
            m_others.push_back(pid);
        return {};
    }
    return scan::trimLeft(s);
}

/// How many lines of others stand before the stack goes on, or begins; 0 where it does not.
std::uint32_t ValgrindReader::linesToFrame(LineCursor& in, bool any)
{
    constexpr std::uint32_t kMostBetween = 40;
    LineCursor ahead = in.ahead();
    for (std::uint32_t i = 0; i < kMostBetween && !ahead.atEnd(); ++i) {
        if (const auto text = textOf(ahead.line())) {
            const auto frame = valgrindFrame(*text);
            return frame && (frame->index > 0) == any ? i : 0;
        }
        ahead.advance();
    }
    return 0;
}

/// The program's own lines and those of other processes may stand between the frames.
void ValgrindReader::frames(LineCursor& in)
{
    bool any = false;
    while (!in.atEnd()) {
        const auto text = textOf(in.line());
        const auto frame = text ? valgrindFrame(*text) : std::nullopt;
        if (frame && (!any || frame->index > 0)) {
            m_report->frame(*frame, {in.line().number, in.line().last});
            any = true;
            in.advance();
            continue;
        }
        std::uint32_t skip = !text ? linesToFrame(in, any) : 0;
        if (skip == 0)
            return;
        for (; skip > 0; --skip)
            in.advance();
    }
}

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
        if (s.find("root thread") != s.npos) {
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
        ReportedAccess a{.op = s.starts_with("Possible data race during write") ? AccessOp::Write
                                                                                : AccessOp::Read};
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
        ReportedAccess a{.op = s.find("previous write") != s.npos ? AccessOp::Write : AccessOp::Read};
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
        m_report->facts().orders.push_back(statedOrder(s, {line.number, line.last}));
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
        m_report->expected().address = m_order.held;
        stack(in);
        m_order.heldStack = m_stack;
        m_order.heldLines = m_report->stackLines();
        return true;
    }
    if (s.starts_with("followed by a later acquisition of lock at") && m_report->isOpen()) {
        m_order.acquired = hexBehind(s, "lock at ");
        m_report->expect(About::Lock, m_order.thread, line);
        m_report->expected().address = m_order.acquired;
        stack(in);
        m_order.stack = m_stack;
        m_order.lines = {line.number, std::max(line.number, m_report->stackLines().last)};
        std::erase_if(m_report->facts().orders, [&](const ReportedOrder& o) {
            return o.headerOnly && o.held == m_order.held && o.acquired == m_order.acquired;
        });
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
    if (s.starts_with("Thread ") && s.ends_with(':') &&
        threadIn(s).known()) { // Thread 3: | Thread 3 (worker):
        if (m_report->isOpen() && m_report->facts().kind != ReportKind::None)
            m_report->close();
        ensureOpen(line);
        m_current = threadIn(s);
        Thread& thread = m_report->thread(m_current, line);
        if (const std::size_t name = s.find(" ("); name != s.npos && s.ends_with("):"))
            thread.name = m_report->out().intern(s.substr(name + 2, s.size() - name - 4));
        m_report->cover(line);
        in.advance();
        return true;
    }
    if (s.starts_with("Conflicting load by thread ") || s.starts_with("Conflicting store by thread ")) {
        start(ReportKind::DataRace, "data race", s, line);
        ReportedAccess a{.op = s.starts_with("Conflicting store") ? AccessOp::Write : AccessOp::Read};
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
        a.op = AccessOp::Write; // a load conflicts with a store only
        a.lines = {line.number, line.number};
        m_report->facts().accesses.push_back(a);
        return true;
    }
    if (s.starts_with("Acquired at:")) {
        start(ReportKind::Contention, "lock held long", s, line);
        m_report->expect(About::Lock, m_current, line);
        stack(in);
        return true;
    }
    if (s.find(" was held during ") != s.npos) {
        ensureOpen(line);
        m_report->facts().kind = ReportKind::Contention;
        m_report->facts().what = s;
        m_report->snapshot().reason = m_report->out().intern(s);
        m_report->snapshot().reasonLines = {line.number, line.last};
        m_report->facts().address = addressIn(s);
        m_report->expect(About::Lock, m_current, line);
        stack(in);
        return true;
    }
    if (s.ends_with("was first observed at:") && m_report->isOpen()) {
        m_report->expect(About::MutexCreation, {}, line);
        stack(in);
        return true;
    }
    return false;
}

/// Whatever else has a stack below it is the misuse of something: `Mutex not locked: mutex 0x1111e0, …`. The
/// thread is that of the last `Thread 3:`, which is printed only where it changes.
bool ValgrindReader::misuse(std::string_view s, LineCursor& in)
{
    const Line line = in.line();
    const Line* next = in.peek();
    const auto below = next ? textOf(*next) : std::nullopt;
    const auto frame = below ? valgrindFrame(*below) : std::nullopt;
    if (!m_isDrd || !frame || frame->index != 0 || valgrindFrame(s))
        return false;
    start(ReportKind::LockMisuse, s, s, line);
    if (m_current.known())
        m_report->thread(m_current, line);
    m_report->facts().address = addressIn(s);
    m_report->expect(About::Lock, m_current, line);
    stack(in);
    return true;
}

bool ValgrindReader::common(std::string_view s, LineCursor& in)
{
    if (!m_report->isOpen())
        return false;
    if (s.starts_with("Address 0x") || s.starts_with("Lock at 0x") || s.starts_with("Block was alloc'd") ||
        s.starts_with("Allocation context")) {
        std::string_view rest = s;
        if (scan::literal(rest, "Lock at ")) {
            const std::uint64_t address = hexAny(rest);
            m_report->expect(About::MutexCreation, {}, in.line());
            m_report->expected().address = address;
            stack(in);
            return true;
        }
        const bool located = scan::literal(rest, "Address "); // or: Block was alloc'd by thread #1
        ReportedPlace place = located ? placeOfAddress(rest) : ReportedPlace{.thread = threadIn(s)};
        if (place.thread.known())
            m_report->thread(place.thread, in.line());
        place.lines = {in.line().number, in.line().last};
        m_report->expect(About::Allocation, place.thread, in.line(),
                         place.kind != ReportedPlace::Kind::Unknown);
        m_report->expected().address = place.address;
        m_report->expected().size = place.size;
        if (!place.name.empty())
            m_report->expected().name = m_report->out().intern(place.name);
        stack(in);
        place.stack = m_stack;
        place.lines.last = std::max(place.lines.last, m_report->stackLines().last);
        ReportedPlace& known = m_report->facts().place;
        if (known.kind == ReportedPlace::Kind::Unknown)
            known = std::move(place);
        else if (!known.thread.known())
            known.thread = place.thread;
        return true;
    }
    if (s.starts_with("Thread ") && s.ends_with(':')) {
        m_report->cover(in.line());
        in.advance();
        return true;
    }
    if (valgrindFrame(s)) { // `but before`, and other headers that we don't know
        m_report->expect(About::Segment, {}, in.line());
        frames(in);
        m_report->endStack();
        return true;
    }
    return false;
}

/// The lines of one process, until the tool says that it has ended.
void ValgrindReader::pass(LineCursor& in)
{
    constexpr int kMostOthers = 60;
    int others = 0;
    while (!in.atEnd() && others < kMostOthers) {
        const auto view = textOf(in.line());
        if (!view) {
            others += in.line().foreign || !hasPid(body(in.line())); // another process may print much
            in.advance();
            continue;
        }
        const std::string text(*view);
        if (text.starts_with("ERROR SUMMARY:") || text.starts_with("For lists of detected")) {
            m_report->out().recognise(in.line());
            in.advance();
            break;
        }
        if ((m_isDrd ? drdLine(text, in) : helgrindLine(text, in)) || common(text, in) || misuse(text, in)) {
            others = 0;
            continue;
        }
        m_report->out().recognise(in.line());
        others += text.empty() ? 0 : 1;
        in.advance();
    }
    // Announced threads without an error.
    if (m_report->isOpen() && m_report->snapshot().otherStacks.empty() &&
        m_report->facts().kind == ReportKind::None)
        m_report->drop();
    m_report->close();
    m_current = {};
}

bool ValgrindReader::read(LineCursor& in, LogBuilder& out)
{
    if (!isMine(in.line()) || !locatePrefix(in, hasPid))
        return false;
    if (!m_report)
        m_report = std::make_unique<Report>(out, m_isDrd ? drd.id : helgrind.id);
    const LinePlace start = in.place();
    const LinePrefix prefix = in.prefix();
    out.notePrefix(start.line, prefix);
    std::string_view first = body(in.line());
    eatPid(first, &m_pid);
    m_others = {m_pid};
    pass(in);
    // Reports of other processes ran into these: their turn, each for itself.
    std::uint32_t end = in.atEnd() ? ~std::uint32_t{0} : in.place().line;
    for (std::size_t i = 1; i < m_others.size(); ++i) {
        m_pid = m_others[i];
        LineCursor again(in.text(), start, prefix);
        pass(again);
        end = again.atEnd() ? ~std::uint32_t{0} : std::max(end, again.place().line);
    }
    while (!in.atEnd() && in.line().number < end)
        in.advance();
    out.countPrefix(prefix, in.place().line - start.line);
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
