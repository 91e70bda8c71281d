// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
//
// What Helgrind says (valgrind's hg_errors.c), behind `==PID== ` or without it:
//
//     ---Thread-Announcement------------------------------------------
//     Thread #3 was created
//        at 0x4BA9B3F: clone (clone.S:76)
//     Possible data race during read of size 8 at 0x4D79C88 by thread #3
//     This conflicts with a previous write of size 8 by thread #2
//     Thread #4: lock order "0x3091F8 before 0x3090D8" violated
//     Observed (incorrect) order is: acquisition of lock at 0x3090D8
//      followed by a later acquisition of lock at 0x3091F8
//     Required order was established by acquisition of lock at 0x3091F8
#include "parser/native/valgrind_reader.h"

namespace skein::native
{

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
        skipOthers(in);
        if (const Line* next = in.peek(); next && scan::contains(next->text, "with error code"))
            in.advance();
        stack(in);
        return true;
    }
    return false;
}

} // namespace skein::native
