// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
//
// What DRD says (valgrind's drd_error.c), behind `==PID== ` or without it:
//
//     Thread 3:
//     Conflicting load by thread 3 at 0x04d9ac58 size 8
//     Other segment start (thread 2)
//     Mutex not locked: mutex 0x1111e0, recursion count 0, owner 1.
#include "parser/native/valgrind_reader.h"

namespace skein::native
{

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
    if (s.find(" was held during ") != s.npos && !scan::contains(s, "== ")) {
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
/// thread is that of the last `Thread 3:`, which is printed only where it changes. `[shopd] ==7== Conflicting
/// load …` is a line that was put together, or has something before it.
bool ValgrindReader::misuse(std::string_view s, LineCursor& in)
{
    const Line line = in.line();
    LineCursor ahead = in.ahead();
    ahead.advance();
    for (int i = 0; i < 40 && !ahead.atEnd() && !textOf(ahead.line()); ++i)
        ahead.advance(); // lines of others
    const auto below = ahead.atEnd() ? std::nullopt : textOf(ahead.line());
    const auto frame = below ? valgrindFrame(*below) : std::nullopt;
    if (!m_isDrd || scan::contains(s, "== ") || !frame || frame->index != 0 || valgrindFrame(s))
        return false;
    start(ReportKind::LockMisuse, s, s, line);
    if (m_current.known())
        m_report->thread(m_current, line);
    m_report->facts().address = addressIn(s);
    m_report->expect(About::Lock, m_current, line);
    stack(in);
    return true;
}

} // namespace skein::native
