// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "parser/native/wait_patterns.h"

#include "parser/native/common/stack_lines.h"
#include "parser/native/wait_table.h"
#include "parser/scan.h"

#include <algorithm>
#include <array>
#include <vector>

namespace skein::native
{

namespace
{

using enum ResourceKind;
using enum Layer;

/// "___pthread_mutex_lock@GLIBC_2.2.5" → "pthread_mutex_lock…"
std::string_view plainName(std::string_view name)
{
    for (const std::string_view result :
         {"void ", "bool ", "unsigned long ", "std::cv_status ", "std::future_status "})
        scan::literal(name, result);
    scan::literal(name, "::");
    while (name.starts_with('_'))
        name.remove_prefix(1);
    for (const std::string_view head : {"GI_", "libc_"})
        if (scan::literal(name, head))
            while (name.starts_with('_'))
                name.remove_prefix(1);
    return name;
}

/// Skips "<…>" at the beginning, however deep.
void skipTemplate(std::string_view& rest)
{
    std::size_t at = 0;
    for (int depth = 0; at < rest.size(); ++at) {
        depth += rest[at] == '<' ? 1 : rest[at] == '>' ? -1 : 0;
        if (depth == 0)
            break;
    }
    rest.remove_prefix(std::min(at + 1, rest.size()));
}

/// "__1::", "_V2::", "debian7::", "lts_20240722::", "detail::d1::" where a pattern goes on with something
/// else.
bool skipNamespace(std::string_view& rest)
{
    for (const std::string_view known : {"__1::", "_V2::", "__ndk1::", "__cxx11::", "debian", "lts_",
                                         "detail::", "d0::", "d1::", "d2::", "r1::"}) {
        std::string_view tail = rest;
        if (!scan::literal(tail, known))
            continue;
        if (!known.ends_with(':')) {
            while (!tail.empty() && scan::isDigit(tail.front()))
                tail.remove_prefix(1);
            if (!scan::literal(tail, "::"))
                continue;
        }
        rest = tail;
        return true;
    }
    return false;
}

bool matches(std::string_view pattern, std::string_view name)
{
    const bool any = pattern.ends_with('*');
    pattern.remove_suffix(any ? 1 : 0);
    char before = 0;
    while (!pattern.empty()) {
        if (!name.empty() && name.front() == pattern.front()) {
            before = name.front();
            name.remove_prefix(1);
            pattern.remove_prefix(1);
        } else if (name.starts_with('<')) {
            skipTemplate(name);
        } else if (before != ':' || !skipNamespace(name)) {
            return false;
        }
    }
    if (any)
        return true;
    if (name.starts_with('<'))
        skipTemplate(name);
    return name.empty() || name.starts_with('@') || name.starts_with('(') || name.starts_with('[') ||
           name.starts_with(" const");
}

/// This is asked for every frame near the top of every thread: rows by the first character of their names.
const Pattern* find(std::string_view name)
{
    using Rows = std::array<std::vector<const Pattern*>, 128>;
    static const Rows rows = [] {
        Rows all;
        for (const Pattern& p : waitTable())
            all[static_cast<unsigned char>(p.name.front())].push_back(&p);
        return all;
    }();
    if (name.empty() || static_cast<unsigned char>(name.front()) >= rows.size())
        return nullptr;
    for (const Pattern* p : rows[static_cast<unsigned char>(name.front())])
        if (matches(p->name, name))
            return p;
    return nullptr;
}

/// Is a wait, as a caller tells it, what its callee only serves?
bool overrides(const Pattern& caller, const Pattern& now)
{
    if (caller.reason == now.reason || caller.layer == Kernel)
        return caller.reason != now.reason && now.reason == "futex";
    if (now.reason == "futex")
        return true;
    // Nothing waits by means of these; only a spinlock is tried again and again, and libc++ sleeps in between
    // where it waits for a barrier.
    if (now.layer == Kernel && now.reason != "semaphore")
        return (now.reason == "sleep" && caller.layer == Language) || caller.reason == "spin" ||
               caller.reason == "poll" || (caller.kind == Mutex && now.reason == "spin");
    // A wait for a condition ends with locking the mutex again; a task's own thread is more than its future.
    if (now.layer == Threads && caller.layer != Library &&
        ((now.kind == Mutex && caller.reason == "condition") || now.reason == "join"))
        return false;
    return caller.layer > now.layer || caller.layer == Library || caller.reason == "future";
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

/// A stack of which only the innermost frames are printed (`thread apply all bt 4`). Waits that can be
/// cancelled are those for a condition or a semaphore (and for a thread's end, see ThreadDump::findJoined).
/// glibc 2.41 gives the kernel 0 as what a semaphore should be, and of a condition what it has just read; a
/// condition's words lie in its second half:
///     #3  __futex_abstimed_wait_common (futex_word=futex_word@entry=0x7fff9a2c7468, expected=<optimized
///     out>, …
///         cancel=cancel@entry=true)
void bareFutex(std::span<const TopFrame> top, NativeWait& wait)
{
    if (top.empty() || !scan::contains(top.back().function, "futex_abstimed_wait_common") ||
        (!scan::contains(top.back().args, "cancel=true") &&
         !scan::contains(top.back().args, "cancel=cancel@entry=true")) ||
        scan::contains(top.back().args, "private=private@entry=128"))
        return;
    const bool isNew = scan::contains(top.front().function, "syscall_cancel_arch");
    const bool zero = scan::contains(top.back().args, "expected=expected@entry=0,");
    if (isNew || wait.address % 8 == 4) {
        const bool semaphore = isNew && zero && wait.address % 8 == 0;
        wait.reason = semaphore ? "semaphore" : "condition";
        wait.kind = semaphore ? Semaphore : Condition;
    }
}

/// A lock of the program's own: it spins, or waits for a futex where its innermost frames say so.
constexpr Pattern kOwnSpin{"", "spin", Mutex, "this|lock|l|m|mutex", Language};
constexpr Pattern kOwnMutex{"", "mutex", Mutex, "this|lock|l|m|mutex", Language};

/// `SpinLock::lock`, `util::TicketLock<4>::acquire`, `my_spin_lock`, `spinlock_acquire`
bool isOwnLock(std::string_view name)
{
    name = name.substr(0, name.find('('));
    if (name.starts_with("std::") || name.starts_with("boost::") || name.starts_with("pthread"))
        return false;
    const std::size_t colons = name.rfind("::");
    const std::string_view method = colons == name.npos ? name : name.substr(colons + 2);
    if (colons == name.npos)
        return (scan::contains(method, "spin_lock") || scan::contains(method, "spinlock")) &&
               !scan::contains(method, "unlock") && !scan::contains(method, "init");
    std::string_view type = name.substr(0, colons);
    type = type.substr(0, type.find('<'));
    const std::size_t before = type.rfind("::");
    type = before == type.npos ? type : type.substr(before + 2);
    if (scan::contains(type, "ocker") || scan::contains(type, "uard")) // of a lock, and none
        return false;
    constexpr std::string_view kTypes[] = {"Lock", "lock", "utex", "Spin", "spin"};
    constexpr std::string_view kMethods[] = {"lock", "Lock", "acquire", "Acquire", "lockSlow", "lock_slow"};
    return std::ranges::any_of(kTypes, [&](auto t) { return scan::contains(type, t); }) &&
           std::ranges::contains(kMethods, method);
}

} // namespace

const Pattern* patternOf(std::string_view function)
{
    const Pattern* known = find(plainName(function));
    return known || !isOwnLock(function) ? known : &kOwnSpin;
}

NativeWait waitOf(std::span<const TopFrame> top)
{
    constexpr std::size_t kNear = 6; ///< frames in which a bare system call is looked for
    NativeWait wait;
    const Pattern* found = nullptr;
    for (std::size_t i = 0; i < top.size() && i < 20; ++i) {
        if (!found && top[i].function == "<signal handler called>")
            return {.state = ThreadState::Unknown};
        const Pattern* here = top[i].pattern;
        if (here == &kOwnSpin && found) // what it is made of says more, unless that is the kernel
            here = found->layer != Kernel ? nullptr : found->reason == "futex" ? &kOwnMutex : here;
        if (here && here->layer == Kernel && (i >= kNear || (found && found->reason != "futex")))
            here = nullptr;
        if (here && !here->reason.empty()) {
            if (!found || (here->reason == found->reason && found->kind == None)) {
                found = here;
            } else if (overrides(*here, *found)) {
                found = here;
                wait.address = 0;
            }
        }
        // What is waited for may be printed by a caller only: std::mutex::lock (this=0x7ffe…).
        if (found && wait.address == 0 && here && here->kind == found->kind)
            wait.address = addressIn(*here, top[i].args);
        if (top[i].role == Role::User && !here)
            break;
    }
    if (!found)
        return wait;
    wait.reason = found->reason;
    wait.kind = found->kind;
    wait.state = wait.reason == "spin" ? ThreadState::Running : ThreadState::Waiting;
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
    if (wait.reason == "futex")
        bareFutex(top, wait);
    return wait;
}

} // namespace skein::native
