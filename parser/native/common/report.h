// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include "parser/log_builder.h"
#include "parser/native/common/stack_lines.h"

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace skein::native
{

/// One report of a sanitizer or of valgrind: its threads, its stacks, and what they are about.
class Report
{
public:
    Report(LogBuilder& out, std::string_view format) : m_out(out), m_format(format) {}

    bool isOpen() const { return m_open; }
    void open(const Line& line, ReportKind kind, std::string_view what, std::string_view reason);
    void cover(const Line& line);
    NativeFacts& facts() { return m_facts; }
    Snapshot& snapshot() { return m_snapshot; }
    LogBuilder& out() { return m_out; }

    /// The record of a thread, made where it is named for the first time.
    Thread& thread(ThreadId id, const Line& line);
    /// The stack that comes next belongs to this. `keep`: it is noted although the log has no frames of it.
    void expect(About about, ThreadId thread, const Line& line, bool keep = false);
    /// What was expected last, to add what its header says.
    OtherStack& expected() { return m_other; }
    void frame(const NativeFrame& frame, LineSpan lines);
    void detail(const Line&) {}
    /// Ends the expected stack; the stack, none where it had no frames.
    StackId endStack();
    LineSpan stackLines() const { return m_stackLines; }
    void close();
    /// Ends the report as if it had not begun.
    void drop() { m_open = false; }

private:
    LogBuilder& m_out;
    std::string_view m_format;
    Snapshot m_snapshot;
    NativeFacts m_facts;
    bool m_open = false, m_keep = false;
    std::map<std::uint64_t, std::uint32_t> m_threads;
    OtherStack m_other;
    std::vector<FrameId> m_frames;
    LineSpan m_stackLines;
};

/// Reads a format whose snapshots are such reports: keeps the one that is open.
class ReportReader : public FormatReader
{
public:
    void finish(LogBuilder&) override
    {
        if (m_report)
            m_report->close();
    }

protected:
    std::unique_ptr<Report> m_report;
};

/// "thread T1", "main thread", "T2 'name'", "thread #3": the thread's number. Unknown where there is none.
ThreadId threadNamed(std::string_view text);

} // namespace skein::native
