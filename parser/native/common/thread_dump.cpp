// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "parser/native/common/thread_dump.h"

#include <algorithm>
#include <utility>

namespace skein::native
{

namespace
{

constexpr std::size_t kMostOwners = 100'000;

/// Does this frame take a lock, so that a guard in its caller may not hold one yet? Names that the system's
/// libraries don't tell count.
bool takesLock(std::string_view function, Role role)
{
    function = function.substr(0, function.find_first_of("<(")); // `wait<…>(std::unique_lock<…>&)` does not
    for (const std::string_view part : {"lock", "Lock", "guard", "??"})
        if (scan::contains(function, part))
            return true;
    return role != Role::User && function.empty();
}

/// A function that a program only calls to end.
struct Abort {
    std::string_view function, signal, what;
};
constexpr Abort kAborts[] = {
    {"abort", "SIGABRT", "abort() was called"},
    {"__GI_abort", "SIGABRT", "abort() was called"},
    {"__assert_fail", "SIGABRT", "an assertion failed"},
    {"__GI___assert_fail", "SIGABRT", "an assertion failed"},
    {"__assert_rtn", "SIGABRT", "an assertion failed"},
    {"std::terminate", "SIGABRT", "std::terminate() was called"},
    {"KCrash::defaultCrashHandler", "a deadly signal", "the crash handler of KDE was called"},
};

} // namespace

void ThreadDump::open(const Line& line)
{
    m_open = true;
    m_snapshot = {};
    m_snapshot.format = m_format;
    m_snapshot.lines = {line.number, line.last};
    m_facts = {};
    m_byId.clear();
    m_known.clear();
    m_handles.clear();
    m_crashed = {};
    m_anyCrash = false;
}

void ThreadDump::cover(const Line& line)
{
    if (!m_open)
        open(line);
    m_out.recognise(line);
    m_snapshot.lines.first = std::min(m_snapshot.lines.first, line.number);
    m_snapshot.lines.last = std::max(m_snapshot.lines.last, line.last);
}

void ThreadDump::begin(const Line& line, ThreadId id, std::uint64_t osId, std::string_view name)
{
    end();
    if (m_open && id.known()) {
        const auto known = m_byId.find(id.value);
        // Printed again with all its frames: another dump of the same program.
        if (known != m_byId.end() && m_snapshot.threads.size() > 1 &&
            m_out.log().stack(m_snapshot.threads[known->second].stack).size() > 1 &&
            m_snapshot.threads.size() - 1 != known->second)
            close();
    }
    cover(line);
    m_thread = {};
    m_thread.kind = ThreadKind::Thread;
    m_thread.id = id;
    m_thread.osId = osId;
    if (!name.empty())
        m_thread.name = m_out.intern(name);
    m_thread.textOffset = line.threadOffset();
    m_thread.firstLine = line.number;
    m_thread.lastLine = line.last;
    m_frames.clear();
    m_guards.clear();
    m_runsOnce = {};
    m_topCount = 0;
    m_inThread = true;
}

void ThreadDump::beginOther(const Line& line, About about, ThreadId thread)
{
    end();
    cover(line);
    m_other = OtherStack{.about = about, .thread = thread, .lines = {line.number, line.last}};
    m_frames.clear();
    m_topCount = 0;
    m_inThread = true;
}

void ThreadDump::frame(const NativeFrame& frame, LineSpan lines)
{
    const FrameId id = internFrame(m_out, frame);
    if (m_frames.size() < 100'000)
        m_frames.push_back(id);
    if (m_topCount < m_top.size()) {
        TopFrame& top = m_top[m_topCount++];
        top.function.assign(frame.function);
        const std::uint32_t name = m_out.log().frame(id).function.value;
        if (name >= m_patterns.size())
            m_patterns.resize(std::size_t{name} + 64);
        if (!m_patterns[name])
            m_patterns[name] = patternOf(m_out.log().function(id)); // as people wrote it
        top.pattern = *m_patterns[name];
        top.args.assign(top.pattern ? frame.args.substr(0, 2000) : std::string_view{});
        top.role = m_out.log().frame(id).role;
    }
    // #13 __pthread_once_slow (once_control=0x5609f8f9b160, …   with frames of the program further in: it
    // runs what others wait for to have run.
    if (!m_other && frame.function.ends_with("pthread_once_slow") && m_topCount > 2 && m_runsOnce.lock == 0 &&
        std::ranges::none_of(std::span(m_top).first(std::min<std::size_t>(m_topCount - 1, 4)),
                             [](const TopFrame& f) { return f.function.starts_with("futex_wait_simple"); }))
        m_runsOnce = {.lock = argument(frame.args, "once_control"),
                      .certain = true,
                      .frame = static_cast<std::uint32_t>(m_frames.size() - 1),
                      .lines = lines};
    m_out.recognise(lines.first, lines.last);
    std::uint32_t& last = m_other ? m_other->lines.last : m_thread.lastLine;
    last = std::max(last, lines.last);
    m_snapshot.lines.last = std::max(m_snapshot.lines.last, lines.last);
}

//         a = {_M_device = @0x7ffebf94c8f0}
//         lock = {_M_device = 0x55d0c2e6feb0, _M_owns = true}
void ThreadDump::detail(const Line& line)
{
    m_out.recognise(line);
    m_snapshot.lines.last = std::max(m_snapshot.lines.last, line.last);
    if (m_other)
        return;
    m_thread.lastLine = std::max(m_thread.lastLine, line.last);
    const std::string_view text = line.text;
    if (scan::contains(text, "__owner = ")) {
        std::uint64_t object = 0;
        if (const std::size_t at = text.find("= @0x"); at != text.npos) {
            std::string_view rest = text.substr(at + 3);
            object = scan::hex(rest).value_or(0);
        }
        std::string_view rest = text;
        for (std::size_t at; (at = rest.find("__owner = ")) != rest.npos;) {
            rest.remove_prefix(at + 10);
            if (const auto os = scan::number(rest); os && *os > 0)
                owner({.object = object,
                       .osId = *os,
                       .certain = scan::contains(text, "__lock = 2,"),
                       .lines = {line.number, line.last}});
        }
    }
    if (m_frames.empty() || text.find('{') == text.npos)
        return;
    const auto frame = static_cast<std::uint32_t>(m_frames.size() - 1);
    const bool inLock = frame > 0 && takesLock(m_out.log().function(m_frames[frame - 1]),
                                               m_out.log().frame(m_frames[frame - 1]).role);
    m_guards.read(text, {line.number, line.last}, frame, inLock);
}

void ThreadDump::owner(LockOwner owner)
{
    if (m_facts.owners.size() >= kMostOwners)
        return;
    if (!m_known
             .emplace(owner.osId, owner.osId == ThreadId::kNone ? owner.holder : 0u, owner.lock, owner.object)
             .second)
        return;
    m_facts.owners.push_back(owner);
}

void ThreadDump::ownersIn(const Line& line, std::uint64_t address)
{
    cover(line);
    std::string_view rest = line.text;
    std::uint64_t first = address; // that of the value; of several, the first one's
    for (std::size_t at; (at = rest.find("__owner = ")) != rest.npos; first = 0) {
        // glibc: 2 is a lock that somebody waits for, or did while this one held it
        const bool contended = scan::contains(rest.substr(0, at), "__lock = 2,");
        rest.remove_prefix(at + 10);
        if (const auto os = scan::number(rest); os && *os > 0)
            owner({.lock = first, .osId = *os, .certain = contended, .lines = {line.number, line.last}});
    }
    rest = line.text; // of an rwlock: the writer that has it
    if (const std::size_t at = rest.find("__cur_writer = "); address != 0 && at != rest.npos) {
        rest.remove_prefix(at + 15);
        if (const auto os = scan::number(rest); os && *os > 0)
            owner({.lock = address, .osId = *os, .lines = {line.number, line.last}});
    }
}

bool ThreadDump::lockInRegister(ThreadId id, std::uint64_t value, const Line& line)
{
    const auto known = m_byId.find(id.value);
    if (known == m_byId.end() || value == 0)
        return false;
    Thread& thread = m_snapshot.threads[known->second];
    const auto stack = m_out.log().stack(thread.stack);
    if (thread.waitsOnKind != ResourceKind::Mutex || stack.empty() ||
        !m_out.log().function(stack[0]).ends_with("lll_lock_wait"))
        return false;
    cover(line);
    if (thread.waitsOn == 0)
        thread.waitsOn = value;
    return true;
}

void ThreadDump::end()
{
    if (!m_inThread)
        return;
    m_inThread = false;
    if (m_other) {
        m_other->stack = m_out.stack(m_frames);
        if (m_other->stack)
            m_snapshot.otherStacks.push_back(*m_other);
        m_other.reset();
        return;
    }
    m_thread.stack = m_out.stack(m_frames);
    m_wait = waitOf(std::span(m_top).first(m_topCount));
    m_thread.state = m_wait.state;
    if (!m_wait.reason.empty())
        m_thread.waitReason = m_out.intern(m_wait.reason);
    m_thread.waitsOn = m_wait.address;
    m_thread.waitsOnKind = m_wait.kind;
    merge(std::move(m_thread));
}

void ThreadDump::merge(Thread&& thread)
{
    std::uint32_t index = static_cast<std::uint32_t>(m_snapshot.threads.size());
    bool isNew = true;
    if (thread.id.known()) {
        const auto [hit, added] = m_byId.try_emplace(thread.id.value, index);
        index = hit->second;
        isNew = added;
    }
    if (isNew) {
        m_snapshot.threads.push_back(std::move(thread));
    } else {
        Thread& known = m_snapshot.threads[index];
        if (!thread.name)
            thread.name = known.name;
        if (thread.osId == ThreadId::kNone)
            thread.osId = known.osId;
        const bool better =
            m_out.log().stack(thread.stack).size() >= m_out.log().stack(known.stack).size() && thread.stack;
        if (better)
            known = std::move(thread);
        else {
            known.name = thread.name;
            known.osId = thread.osId;
            return;
        }
    }
    if (m_runsOnce.lock != 0) {
        m_runsOnce.holder = index;
        owner(std::exchange(m_runsOnce, {}));
    }
    for (LockOwner guard : m_guards.owners(m_wait)) {
        guard.holder = index;
        owner(guard);
    }
    if (m_wait.reason == "join" && m_wait.osId != 0 && m_wait.address != 0)
        owner({.lock = m_wait.address,
               .osId = m_wait.osId,
               .lines = {m_snapshot.threads[index].firstLine, m_snapshot.threads[index].firstLine}});
}

void ThreadDump::crashed(ThreadId id, std::string_view signal, const Line& line, std::string_view reason)
{
    cover(line);
    m_anyCrash = true;
    if (id.known() || !m_crashed.known())
        m_crashed = id;
    if (!signal.empty())
        m_snapshot.signal = m_out.intern(signal);
    if (!reason.empty()) {
        m_snapshot.reason = m_out.intern(reason);
        m_snapshot.reasonLines = {line.number, line.last};
    }
}

void ThreadDump::mayHaveCrashed(std::string_view what)
{
    m_facts.kind = ReportKind::Crash;
    m_facts.what = what;
}

/// The thread that is in abort(), or whose frames show that the kernel's signal handler was called.
void ThreadDump::findAbort()
{
    constexpr std::size_t kTop = 12;
    for (Thread& thread : m_snapshot.threads) {
        const auto stack = m_out.log().stack(thread.stack);
        for (std::size_t i = 0; i < std::min(stack.size(), kTop); ++i) {
            const std::string_view function = m_out.log().function(stack[i]);
            const auto known = std::ranges::find(kAborts, function, &Abort::function);
            if (known == std::end(kAborts))
                continue;
            thread.crashed = true;
            m_snapshot.signal = m_out.intern(known->signal);
            m_snapshot.reason = m_out.intern(known->what);
            m_snapshot.reasonLines = {thread.firstLine, thread.lastLine};
            return;
        }
    }
}

/// gdb shows the innermost frame of the thread that it stands at, without a header, when it opens a core: not
/// a thread of its own where all threads follow.
///     #0  0x00007f283a4edf93 in invoke (event=0x7063a70) at keys.c:1737
///     Thread 1 (Thread 0x7f283fb09a40 (LWP 11113)):
///     #0  0x00007f283a4edf93 in invoke (event=0x7063a70) at keys.c:1737
void ThreadDump::dropGreeting()
{
    auto& threads = m_snapshot.threads;
    const Log& log = m_out.log();
    const auto nameless = [](const Thread& t) { return !t.id.known() && t.osId == ThreadId::kNone; };
    if (threads.size() < 2 || !nameless(threads[0]) || log.stack(threads[0].stack).size() != 1)
        return;
    const Frame& frame = log.frame(log.stack(threads[0].stack)[0]);
    const auto same = [&](const Thread& t) {
        const auto stack = log.stack(t.stack);
        if (nameless(t) || stack.empty())
            return false;
        const Frame& other = log.frame(stack[0]);
        return frame.address != 0 && other.address != 0 ? frame.address == other.address
                                                        : frame.function == other.function;
    };
    const auto hit = std::ranges::find_if(threads, same);
    if (hit == threads.end())
        return;
    if (!m_crashed.known() && std::ranges::count_if(threads, same) == 1)
        m_crashed = hit->id;
    threads.erase(threads.begin());
    std::erase_if(m_facts.owners,
                  [](const LockOwner& o) { return o.osId == ThreadId::kNone && o.holder == 0; });
    for (LockOwner& owner : m_facts.owners)
        if (owner.osId == ThreadId::kNone)
            --owner.holder;
}

/// `__pthread_clockjoin_ex (threadid=139972731582144, …` is `Thread 3 (Thread 0x7f4df0f1b6c0 (LWP 30575) …`.
void ThreadDump::findJoined()
{
    constexpr std::uint64_t kControlBlock = 0x900; // sizeof(struct pthread) on x86_64 and aarch64, about
    std::ranges::sort(m_handles);
    for (Thread& thread : m_snapshot.threads) {
        // Only the innermost frames are printed. `futex_word=0x7fb86500b990` is the TID in the control block
        // of `Thread 6 (Thread 0x7fb86500b6c0 (LWP 30406)…`, which pthread_join waits for.
        if (thread.waitsOn != 0 && m_out.log().str(thread.waitReason) == "futex") {
            const auto above = std::ranges::upper_bound(m_handles, thread.waitsOn, {},
                                                        &std::pair<std::uint64_t, std::uint64_t>::first);
            if (above != m_handles.begin() && thread.waitsOn - std::prev(above)->first < kControlBlock) {
                thread.waitsOn = std::prev(above)->first;
                thread.waitsOnKind = ResourceKind::Thread;
                thread.waitReason = m_out.intern("join");
            }
        }
        if (thread.waitsOnKind != ResourceKind::Thread || thread.waitsOn == 0)
            continue;
        const auto hit = std::ranges::lower_bound(m_handles, thread.waitsOn, {},
                                                  &std::pair<std::uint64_t, std::uint64_t>::first);
        if (hit != m_handles.end() && hit->first == thread.waitsOn)
            owner(
                {.lock = thread.waitsOn, .osId = hit->second, .lines = {thread.firstLine, thread.firstLine}});
    }
}

void ThreadDump::close()
{
    end();
    if (!m_open)
        return;
    m_open = false;
    if (m_snapshot.threads.empty() && !m_anyCrash)
        return;
    dropGreeting();
    if (!m_anyCrash)
        findAbort();
    findJoined();
    if (m_anyCrash) {
        // gdb gives the number 1 to the thread of a core that took the signal.
        const bool numbered = !m_snapshot.threads.empty() && m_snapshot.threads[0].id.known() &&
                              m_byId.contains(1) && !m_crashed.known();
        const ThreadId crashed = numbered ? ThreadId(1) : m_crashed;
        Thread* one = nullptr;
        for (Thread& t : m_snapshot.threads)
            if (!one &&
                (crashed.known() ? t.id == crashed || t.osId == crashed.value : &t == &m_snapshot.threads[0]))
                one = &t;
        if (one)
            one->crashed = true;
        else if (!m_snapshot.threads.empty() && m_snapshot.threads.size() == 1)
            m_snapshot.threads[0].crashed = true;
    }
    m_snapshot.native = std::make_shared<const NativeFacts>(std::move(m_facts));
    m_out.addSnapshot(std::exchange(m_snapshot, {}));
}

} // namespace skein::native
