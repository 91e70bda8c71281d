// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
//
// What a waiting native thread has on top of its stack. A table, not code: name of a function as the tools
// print it (without leading underscores, "GI_" and the like), what that wait is, and which arguments hold the
// address of what is waited for. Facts: glibc's nptl sources, libstdc++ headers, folly's deadlock.py, and
// captures of real programs under tests/fixtures.
#include "parser/native/wait_patterns.h"

#include "parser/native/common/stack_lines.h"
#include "parser/scan.h"

#include <array>

namespace skein::native
{

namespace
{

struct Pattern {
    std::string_view name;
    std::string_view reason;
    ResourceKind kind;
    std::string_view argument; ///< "mutex|this": the first of these that is printed
    bool whole = false;        ///< the name must be all of it
};

using enum ResourceKind;

constexpr Pattern kPatterns[] = {
    {"pthread_mutex_cond_lock", "mutex", Mutex, "mutex|__mutex"},
    {"pthread_mutex_lock", "mutex", Mutex, "mutex|__mutex"},
    {"pthread_mutex_timedlock", "mutex", Mutex, "mutex|__mutex"},
    {"pthread_mutex_clocklock", "mutex", Mutex, "mutex|__mutex"},
    {"lll_mutex_lock_optimized", "mutex", Mutex, "mutex"},
    {"lll_lock_wait", "mutex", Mutex, "futex"},
    {"gthread_mutex_lock", "mutex", Mutex, "__mutex"},
    {"gthread_recursive_mutex_lock", "mutex", Mutex, "__mutex"},
    {"pthread_rwlock_rdlock", "rwlock-read", RwMutex, "rwlock|__rwlock"},
    {"pthread_rwlock_timedrdlock", "rwlock-read", RwMutex, "rwlock|__rwlock"},
    {"pthread_rwlock_clockrdlock", "rwlock-read", RwMutex, "rwlock|__rwlock"},
    {"pthread_rwlock_wrlock", "rwlock-write", RwMutex, "rwlock|__rwlock"},
    {"pthread_rwlock_timedwrlock", "rwlock-write", RwMutex, "rwlock|__rwlock"},
    {"pthread_rwlock_clockwrlock", "rwlock-write", RwMutex, "rwlock|__rwlock"},
    {"std::shared_mutex::lock_shared", "rwlock-read", RwMutex, "this"},
    {"std::__shared_mutex_pthread::lock_shared", "rwlock-read", RwMutex, "this"},
    {"std::__shared_mutex_pthread::lock", "rwlock-write", RwMutex, "this", true},
    {"std::shared_mutex::lock", "rwlock-write", RwMutex, "this", true},
    {"std::shared_timed_mutex::lock_shared", "rwlock-read", RwMutex, "this"},
    {"std::mutex::lock", "mutex", Mutex, "this", true},
    {"std::recursive_mutex::lock", "mutex", Mutex, "this", true},
    {"std::__1::mutex::lock", "mutex", Mutex, "this", true},
    {"std::__1::recursive_mutex::lock", "mutex", Mutex, "this", true},
    {"pthread_cond_wait", "condition", Condition, "cond"},
    {"pthread_cond_timedwait", "condition", Condition, "cond"},
    {"pthread_cond_clockwait", "condition", Condition, "cond"},
    {"std::condition_variable", "condition", Condition, "this"},
    {"std::__condvar::wait", "condition", Condition, "this"},
    {"std::__1::condition_variable", "condition", Condition, "this"},
    {"boost::condition_variable", "condition", Condition, "this"},
    {"psynch_cvwait", "condition", Condition, ""},
    {"psynch_mutexwait", "mutex", Mutex, ""},
    {"psynch_rw_rdlock", "rwlock-read", RwMutex, ""},
    {"psynch_rw_wrlock", "rwlock-write", RwMutex, ""},
    {"os_unfair_lock_lock_slow", "mutex", Mutex, "l"},
    {"ulock_wait", "mutex", Mutex, ""},
    {"new_sem_wait", "semaphore", Semaphore, "sem"},
    {"old_sem_wait", "semaphore", Semaphore, "sem"},
    {"sem_wait", "semaphore", Semaphore, "sem"},
    {"sem_timedwait", "semaphore", Semaphore, "sem"},
    {"sem_clockwait", "semaphore", Semaphore, "sem"},
    {"semaphore_wait_trap", "semaphore", Semaphore, ""},
    {"std::counting_semaphore", "semaphore", Semaphore, "this"},
    {"std::__atomic_semaphore", "semaphore", Semaphore, "this"},
    {"std::__semaphore_base", "semaphore", Semaphore, "this"},
    {"pthread_barrier_wait", "barrier", Other, "barrier"},
    {"std::latch::wait", "barrier", Other, "this"},
    {"std::barrier", "barrier", Other, "this"},
    {"pthread_join", "join", ResourceKind::Thread, "threadid|th|thread"},
    {"pthread_clockjoin_ex", "join", ResourceKind::Thread, "threadid"},
    {"pthread_timedjoin", "join", ResourceKind::Thread, "threadid"},
    {"std::thread::join", "join", ResourceKind::Thread, ""},
    {"std::__1::thread::join", "join", ResourceKind::Thread, ""},
    {"pthread_once", "mutex", Once, "once_control"},
    {"std::__future_base", "future", Other, "this"},
    {"std::__basic_future", "future", Other, "this"},
    {"std::__atomic_futex_unsigned", "future", Other, "this"},
    {"std::future", "future", Other, "this"},
    {"absl::Mutex::ReaderLock", "rwlock-read", RwMutex, "this"},
    {"absl::Mutex::Lock", "mutex", Mutex, "this"},
    {"absl::Mutex::Await", "condition", Condition, "this"},
    {"absl::CondVar::", "condition", Condition, "this"},
    {"absl::Notification::Wait", "condition", Condition, "this"},
    {"QBasicMutex::lock", "mutex", Mutex, "this"},
    {"QMutex::lock", "mutex", Mutex, "this"},
    {"QReadWriteLock::lockForRead", "rwlock-read", RwMutex, "this"},
    {"QReadWriteLock::lockForWrite", "rwlock-write", RwMutex, "this"},
    {"QWaitCondition::wait", "condition", Condition, "this"},
    {"QSemaphore::acquire", "semaphore", Semaphore, "this"},
    {"QThread::wait", "join", ResourceKind::Thread, "this"},
    {"folly::SharedMutexImpl", "rwlock-write", RwMutex, "this"},
    {"folly::Baton", "semaphore", Semaphore, "this"},
    {"folly::futures", "future", Other, "this"},
    {"g_cond_wait", "condition", Condition, "cond"},
    {"g_mutex_lock", "mutex", Mutex, "mutex"},
    {"uv_cond_wait", "condition", Condition, "cond"},
    {"uv_sem_wait", "semaphore", Semaphore, "sem"},
    {"uv_mutex_lock", "mutex", Mutex, "mutex"},
    {"gomp_barrier_wait", "barrier", Other, "bar"},
    {"gomp_team_barrier_wait", "barrier", Other, "bar"},
    {"gomp_mutex_lock", "mutex", Mutex, "mutex"},
    {"gpr_cv_wait", "condition", Condition, "cv"},
    {"RtlEnterCriticalSection", "mutex", Mutex, ""},
    {"RtlpEnterCriticalSection", "mutex", Mutex, ""},
    {"SleepConditionVariable", "condition", Condition, ""},
    {"AcquireSRWLockExclusive", "mutex", Mutex, ""},
};

/// Asked only where none of the above is among the frames.
constexpr Pattern kWeak[] = {
    {"do_futex_wait", "semaphore", Semaphore, "sem"},
    {"futex_abstimed_wait", "futex", Other, "futex_word"},
    {"futex_wait", "futex", Other, "futex_word"},
    {"epoll_wait", "poll", None, ""},
    {"epoll_pwait", "poll", None, ""},
    {"kevent", "poll", None, ""},
    {"ppoll", "poll", None, "", true},
    {"poll", "poll", None, "", true},
    {"select", "poll", None, "", true},
    {"pselect", "poll", None, ""},
    {"mach_msg", "poll", None, ""},
    {"clock_nanosleep", "sleep", None, ""},
    {"nanosleep", "sleep", None, ""},
    {"usleep", "sleep", None, "", true},
    {"semwait_signal", "sleep", None, ""},
    {"sleep", "sleep", None, "", true},
    {"pause", "sleep", None, "", true},
    {"sigsuspend", "sleep", None, ""},
    {"sigtimedwait", "sleep", None, ""},
    {"sigwait", "sleep", None, ""},
    {"libc_read", "io", None, ""},
    {"libc_recv", "io", None, ""},
    {"libc_write", "io", None, ""},
    {"libc_accept", "io", None, ""},
    {"libc_pause", "sleep", None, ""},
    {"read", "io", None, "", true},
    {"write", "io", None, "", true},
    {"recv", "io", None, ""},
    {"accept", "io", None, ""},
    {"accept4", "io", None, ""},
    {"wait4", "io", None, ""},
    {"waitpid", "io", None, ""},
    {"pread", "io", None, ""},
    {"fsync", "io", None, ""},
    {"io_getevents", "io", None, ""},
    {"syscall", "futex", None, "", true},
};

/// "___pthread_mutex_lock@GLIBC_2.2.5" → "pthread_mutex_lock…"
std::string_view plainName(std::string_view name)
{
    while (name.starts_with('_'))
        name.remove_prefix(1);
    for (const std::string_view head : {"GI_", "libc_", "new_", "old_"}) {
        if (head == "GI_" && scan::literal(name, head))
            while (name.starts_with('_'))
                name.remove_prefix(1);
    }
    for (const std::string_view result : {"void ", "bool ", "std::cv_status "})
        scan::literal(name, result);
    return name;
}

/// Compares one character first: this is asked for every frame near the top of every thread.
const Pattern* find(std::span<const Pattern> table, std::string_view name)
{
    if (name.empty())
        return nullptr;
    for (const Pattern& p : table) {
        if (p.name.front() != name.front() || !name.starts_with(p.name))
            continue;
        const std::string_view rest = name.substr(p.name.size());
        if (!p.whole || rest.empty() || rest.starts_with('@') || rest.starts_with('('))
            return &p;
    }
    return nullptr;
}

std::uint64_t addressIn(const Pattern& pattern, std::string_view args)
{
    std::string_view names = pattern.argument;
    while (!names.empty() && !args.empty()) {
        const std::size_t bar = std::min(names.find('|'), names.size());
        if (const std::uint64_t address = argument(args, names.substr(0, bar)); address > 4096)
            return address;
        names.remove_prefix(std::min(bar + 1, names.size()));
    }
    return 0;
}

} // namespace

NativeWait waitOf(std::span<const TopFrame> top)
{
    NativeWait wait;
    const Pattern* found = nullptr;
    for (std::size_t i = 0; i < top.size() && i < 20; ++i) {
        const std::string_view name = plainName(top[i].function);
        const bool runtime = top[i].role != Role::User;
        if (name == "<signal handler called>" && !found)
            return {.state = ThreadState::Unknown};
        const Pattern* here = find(kPatterns, name);
        if (!found && here) {
            found = here;
            wait.kind = here->kind;
            wait.reason = here->reason;
        }
        // What is waited for may be printed by a caller only: std::mutex::lock (this=0x7ffe…).
        if (found && wait.address == 0 && here && here->kind == found->kind)
            wait.address = addressIn(*here, top[i].args);
        if (!runtime)
            break;
        // Condition variables and futures are implemented with mutexes; a mutex with nothing else.
        if (found && here && (here->kind == Other && here->reason == "future")) {
            wait.reason = here->reason;
            wait.kind = Other;
            wait.address = 0;
        }
    }
    if (!found) {
        for (std::size_t i = 0; i < top.size() && i < 6; ++i) {
            const Pattern* here = find(kWeak, plainName(top[i].function));
            if (here && (!found || (found->reason == "futex" && here->reason != "futex"))) {
                found = here;
                wait.kind = here->kind;
                wait.reason = here->reason;
                wait.address = addressIn(*here, top[i].args);
            }
            if (top[i].role == Role::User)
                break;
        }
    }
    if (found)
        wait.state = ThreadState::Waiting;
    // #1  __futex_abstimed_wait_common (futex_word=0x7f71a653d990, expected=2838, …     below pthread_join
    // #3  __pthread_cond_wait_common (abstime=0x0, clockid=0, mutex=0x7ffebf94c820, cond=0x7ffebf94c848)
    for (std::size_t i = 0; i < top.size() && i < 8; ++i) {
        if (wait.reason == "join" && wait.osId == 0 && scan::contains(top[i].function, "futex_abstimed_wait"))
            wait.osId = argument(top[i].args, "expected");
        if (wait.reason == "condition" && wait.mutex == 0)
            for (const std::string_view name : {"mutex", "__mutex"})
                if (const std::uint64_t address = argument(top[i].args, name); address > 4096)
                    wait.mutex = address;
    }
    return wait;
}

} // namespace skein::native
