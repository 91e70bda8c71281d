// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include "parser/native/common/report.h"
#include "parser/native/common/valgrind_lines.h"
#include "parser/native/formats.h"

#include <algorithm>
#include <memory>

namespace skein::native
{

/// Reads what Helgrind and DRD print; what differs between them stands in helgrind.cpp and drd.cpp.
class ValgrindReader final : public ReportReader
{
public:
    explicit ValgrindReader(bool isDrd) : m_isDrd(isDrd) {}
    bool read(LineCursor& in, LogBuilder& out) override;

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
    /// Up to the last line of others that stands before one of this process.
    void skipOthers(LineCursor& in)
    {
        for (int i = 0; i < 40 && in.peek() && !textOf(*in.peek()); ++i)
            in.advance();
    }
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
        skipOthers(in); // `Locks held: none` stands between
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

    StackId m_stack;
    const bool m_isDrd;
    bool m_isBare = false;               ///< the lines bear no process number
    std::uint64_t m_pid = 0;             ///< whose lines are being read
    std::vector<std::uint64_t> m_others; ///< the first one, and those whose reports stood between
    ThreadId m_current;                  ///< of DRD's `Thread 3:`
    ReportedOrder m_order;
};

} // namespace skein::native
