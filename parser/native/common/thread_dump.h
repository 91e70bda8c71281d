// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include "parser/log_builder.h"
#include "parser/native/common/guards.h"
#include "parser/native/common/stack_lines.h"
#include "parser/native/wait_patterns.h"

#include <array>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <unordered_map>
#include <utility>
#include <vector>

namespace skein::native
{

/// The dump of threads that is being read: makes Thread records of stacks, one for each thread however often
/// it is printed.
class ThreadDump
{
public:
    ThreadDump(LogBuilder& out, std::string_view format) : m_out(out), m_format(format) {}

    bool isOpen() const { return m_open; }
    Snapshot& snapshot() { return m_snapshot; }
    NativeFacts& facts() { return m_facts; }
    StringId intern(std::string_view s) { return m_out.intern(s); }
    bool hasThreads() const { return !m_snapshot.threads.empty(); }

    /// Something of the dump stands in this line.
    void cover(const Line& line);

    void begin(const Line& line, ThreadId id, std::uint64_t osId, std::string_view name);
    void frame(const NativeFrame& frame, LineSpan lines);
    void detail(const Line& line);
    void end();
    bool inThread() const { return m_inThread; }
    /// The pthread_t of the thread that has begun.
    void handle(std::uint64_t value)
    {
        if (value != 0)
            m_handles.emplace_back(value, m_thread.osId);
    }

    /// Like begin() … end() for a stack that tells of the past: "deallocated by thread 16227:".
    void beginOther(const Line& line, About about, ThreadId thread);

    void owner(LockOwner owner);
    /// All owners in `$1 = {__data = {__lock = 2, … __owner = 2838, …`; `address` of the mutex, 0 where not
    /// known.
    void ownersIn(const Line& line, std::uint64_t address);
    /// `value` is in the register of the first argument of the thread `id`. Where that thread's innermost
    /// frame is the system call that waits for a mutex, it is the mutex's address, since a system call
    /// changes no argument and the futex is the first member (glibc). False where it says nothing.
    bool lockInRegister(ThreadId id, std::uint64_t value, const Line& line);
    /// The thread `id` (the first one where it is not known) took `signal`. An empty signal or reason leaves
    /// what is known already.
    void crashed(ThreadId id, std::string_view signal, const Line& line, std::string_view reason);
    bool anyCrash() const { return m_anyCrash; }
    /// A stack that somebody printed on purpose, as a rule a crash handler: a crash is possible.
    void mayHaveCrashed(std::string_view what);
    void close();

private:
    void open(const Line& line);
    void merge(Thread&& thread);
    void dropGreeting();
    void findAbort();
    void findJoined();

    LogBuilder& m_out;
    std::string_view m_format;
    Snapshot m_snapshot;
    NativeFacts m_facts;
    std::unordered_map<std::uint64_t, std::uint32_t> m_byId;
    std::set<std::tuple<std::uint64_t, std::uint32_t, std::uint64_t, std::uint64_t>> m_known; ///< owners
    bool m_open = false, m_inThread = false, m_anyCrash = false;
    ThreadId m_crashed;

    Thread m_thread;
    std::optional<OtherStack> m_other; ///< what is read is this, and no thread's stack
    std::vector<FrameId> m_frames;
    std::array<TopFrame, 20> m_top;
    std::size_t m_topCount = 0;
    std::vector<std::optional<const Pattern*>> m_patterns;          ///< by function, once asked
    std::vector<std::pair<std::uint64_t, std::uint64_t>> m_handles; ///< pthread_t and TID of each thread
    Guards m_guards;                                                ///< of the thread that is being read
    NativeWait m_wait;                                              ///< what it waits for, once it is read
    LockOwner m_runsOnce; ///< the pthread_once_t whose function it runs
};

/// Reads a format whose snapshots are dumps of threads: keeps the one that is open.
class DumpReader : public FormatReader
{
public:
    void finish(LogBuilder&) override
    {
        if (m_dump)
            m_dump->close();
    }

protected:
    /// To be called first: what m_dump holds goes into `out`.
    void dumpInto(LogBuilder& out, std::string_view format)
    {
        if (!m_dump)
            m_dump = std::make_unique<ThreadDump>(out, format);
    }

    std::unique_ptr<ThreadDump> m_dump;
};

} // namespace skein::native
