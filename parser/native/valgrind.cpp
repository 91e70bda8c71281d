// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
//
// Helgrind and DRD (valgrind's hg_errors.c, drd_error.c); every line starts with `==PID== `, which people and
// valgrind's own expected outputs leave out. What these have made unknown (`0x........`, `Thread #x`, `...`
// for frames) is unknown here too. See helgrind.cpp and drd.cpp; in common:
//
//     Address 0x4d79c88 is 8 bytes inside a block of size 48 alloc'd
//        at 0x4BA9B3F: clone (clone.S:76)
//     Lock at 0x3091F8 was first observed
#include "parser/native/valgrind_reader.h"

#include <algorithm>
#include <array>

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

/// The first line of a report that stands there without a process number.
bool beginsHelgrind(std::string_view s)
{
    if (!s.starts_with("Thread #"))
        return s.starts_with("---Thread-Announcement-") || s.starts_with("Possible data race during ");
    return scan::contains(s, ": lock order \"0x") || scan::contains(s, " unlocked a") ||
           scan::contains(s, " is the program's root thread");
}
bool beginsDrd(std::string_view s)
{
    return std::ranges::any_of(drdAnchors(), [&](std::string_view anchor) { return s.starts_with(anchor); });
}

} // namespace

/// The line without `==PID==`; nothing where it has none or another process's.
std::optional<std::string_view> ValgrindReader::textOf(const Line& line)
{
    std::string_view s = body(line);
    std::uint64_t pid = 0;
    if (line.foreign)
        return {};
    if (m_isBare)
        return s;
    if (!eatPid(s, &pid))
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
        if (text == "...") { // a suppression's or a test's way to leave frames out
            m_report->cover(in.line());
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
    const int mostOthers = m_isBare ? 12 : 60;
    int others = 0;
    while (!in.atEnd() && others < mostOthers) {
        const auto view = textOf(in.line());
        if (!view) {
            // Another process may print much, and so does -v: `--810687-- Reading syms from …`
            const std::string_view s = body(in.line());
            others += in.line().foreign || !(hasPid(s) || isAside(s));
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
        if (!m_isBare || text.starts_with("---------"))
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
    if (!isMine(in.line()))
        return false;
    m_isBare = !locatePrefix(in, hasPid);
    if (m_isBare && !locatePrefix(in, m_isDrd ? beginsDrd : beginsHelgrind))
        return false;
    if (!m_report)
        m_report = std::make_unique<Report>(out, m_isDrd ? drd.id : helgrind.id);
    const LinePlace start = in.place();
    const LinePrefix prefix = in.prefix();
    out.notePrefix(start.line, prefix);
    std::string_view first = body(in.line());
    m_pid = 0;
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
