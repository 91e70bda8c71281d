// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "model/log.h"
#include "parser/native/common/native_frame.h"
#include "parser/scan.h"

#include <algorithm>

namespace skein::native
{

namespace
{

/// Where the language's and the system's own sources lie.
constexpr std::string_view kRuntimePaths[] = {
    "/include/c++/",
    "/c++/v1/",
    "/sysdeps/",
    "/nptl/",
    "../sysdeps",
    "./nptl",
    "nptl/",
    "./csu",
    "../csu",
    "/csu/",
    "libsanitizer",
    "compiler-rt",
    "/libstdc++",
    "./posix",
    "./stdlib",
    "../nptl",
    "./io/",
    "./time",
    "./misc",
    "./string",
    "sysdeps/",
    "./signal",
    "./malloc",
    "/glibc",
    "/bits/gthr",
    "./debug",
    "asan_interceptors",
    "./socket",
    "tsan_interceptors",
    "csu/",
    "misc/../",
    "/rustc/",
    "/rustlib/src/rust/library/",
    "vg_replace",
};

constexpr std::string_view kRuntimeModules[] = {
    "libc.so", "libc-",   "libpthread", "libstdc++", "libc++",     "ld-linux",    "ld-2.", "libgcc_s",
    "libm.so", "libtsan", "libasan",    "vgpreload", "linux-vdso", "libsystem",   "dyld",  "librt",
    "ntdll",   "KERNEL",  "linux-gate", "libdl",     "libc++abi",  "libdispatch",
};

constexpr std::string_view kRuntimeNames[] = {
    "std::",
    "__",
    "__gnu_cxx::",
    "pthread_",
    "start_thread",
    "clone",
    "_start",
    "futex_wait",
    "futex_",
    "lll_",
    "syscall",
    "operator new",
    "operator delete",
    "nanosleep",
    "clock_nanosleep",
    "epoll_wait",
    "poll",
    "ppoll",
    "select",
    "raise",
    "abort",
    "malloc",
    "free",
    "calloc",
    "realloc",
    "sem_wait",
    "do_futex_wait",
    "sigsuspend",
    "usleep",
    "sleep",
    "waitpid",
    "void std::",
    "bool std::",
    "unsigned long std::",
    "<signal handler called>",
    "_Unwind_",
    "boost::this_thread::",
    "<null>",
    "??",
    "???",
    "_dl_",
    "gsignal",
    "thread_start",
    "_pthread_",
    "asan_thread_start",
    "do_lookup",
    "memcpy",
    "memmove",
    "strlen",
    "start_thread",
    // Rust: whatever begins with "<" implements a trait; `core::` and `alloc::` alone are namespaces of C++
    // too
    "<core::",
    "<alloc::",
    "<std::",
    "core::ops::function::",
    "core::panic::",
    "core::ptr::",
    "core::sync::atomic::",
    "core::iter::",
    "alloc::boxed::",
    "alloc::sync::",
    "alloc::vec::",
    "rust_begin_unwind",
    "rust_panic",
    "test::run_test",
    "test::__rust_begin",
    // Android
    "java.",
    "javax.",
    "android.",
    "com.android.internal.",
    "dalvik.",
    "libcore.",
    "sun.misc.",
    "jdk.internal.",
    "kotlin.",
    "kotlinx.",
};

/// Libraries that wait on a program's behalf, wherever they were linked to or inlined.
constexpr std::string_view kLibraryNames[] = {
    "absl::",
    "AbslInternal",
    "boost::",
    "folly::",
    "tbb::",
    "grpc::",
    "grpc_core::",
    "QBasicMutex::",
    "QMutex::",
    "QMutexLocker<",
    "QMutexLocker::",
    "QReadLocker::",
    "QWriteLocker::",
    "QReadWriteLock::",
    "QRecursiveMutex::",
    "parking_lot::",
    "parking_lot_core::",
    "lock_api::",
    "crossbeam_channel::",
    "QSemaphore::",
    "QThread::wait",
    "QWaitCondition::",
};

/// Sources by their names alone: libstdc++'s headers, glibc, valgrind's own. A trailing '*' stands for
/// anything.
constexpr std::string_view kRuntimeSources[] = {
    "stl_*",
    "basic_*",
    "std_*",
    "shared_ptr*",
    "unique_ptr.h",
    "unique_lock.h",
    "move.h",
    "invoke.h",
    "refwrap.h",
    "gthr-*",
    "hashtable.h",
    "hashtable_policy.h",
    "unordered_map.h",
    "unordered_set.h",
    "alloc_traits.h",
    "allocator.h",
    "allocated_ptr.h",
    "new_allocator.h",
    "malloc_allocator.h",
    "ptr_traits.h",
    "functional_hash.h",
    "char_traits.h",
    "atomic_*",
    "ranges_*",
    "range_access.h",
    "predefined_ops.h",
    "cpp_type_traits.h",
    "uses_allocator*",
    "this_thread_sleep.h",
    "semaphore_base.h",
    "aligned_*",
    "concurrence.h",
    "atomicity.h",
    "vector.tcc",
    "deque.tcc",
    "list.tcc",
    "locale_*",
    "ostream*",
    "istream*",
    "sstream*",
    "fstream*",
    "streambuf*",
    "erase_if.h",
    "node_handle.h",
    "enable_special_members.h",
    "exception_ptr.h",
    "nested_exception.h",
    "chrono*",
    "thread",
    "mutex",
    "shared_mutex",
    "condition_variable",
    "future",
    "functional",
    "tuple",
    "memory",
    "atomic",
    "optional",
    "variant",
    "any",
    "array",
    "utility",
    "barrier",
    "latch",
    "semaphore",
    "stop_token",
    "string_view",
    "typeinfo",
    "iomanip",
    "bitset",
    "numeric",
    "algorithm",
    // glibc
    "pthread_create.c",
    "pthread_mutex_*",
    "pthread_cond_*",
    "pthread_rwlock_*",
    "pthread_join*",
    "pthread_once.c",
    "pthread_barrier_*",
    "clone.S",
    "clone3.S",
    "clone-internal.c",
    "createthread.c",
    "libc-start.c",
    "libc_start_*",
    "exit.c",
    "_exit.c",
    "futex-internal.c",
    "nanosleep.c",
    "clock_nanosleep.c",
    "cancellation.c",
    "syscall_cancel.*",
    "usleep.c",
    "sem_*",
    "lowlevellock*",
    "raise.c",
    "abort.c",
    // valgrind
    "vg_replace_*",
    "hg_intercepts.c",
    "drd_*",
};

/// Exact names among kRuntimeNames are short words that user functions may begin with.
constexpr bool isWord(std::string_view name)
{
    return std::ranges::all_of(name, [](char c) { return scan::isAlnum(c) || c == '_'; });
}

bool nameMatches(std::string_view function, std::string_view known)
{
    if (!function.starts_with(known))
        return false;
    if (known.ends_with('_') || !isWord(known))
        return true;
    const std::string_view rest = function.substr(known.size());
    return rest.empty() || rest.starts_with("64") || rest.starts_with('3') || rest.starts_with('.') ||
           rest.starts_with('@');
}

} // namespace

bool isRuntimeSource(std::string_view name)
{
    return std::ranges::any_of(kRuntimeSources, [&](std::string_view known) {
        return known.ends_with('*') ? name.starts_with(known.substr(0, known.size() - 1)) : name == known;
    });
}

Role roleOf(std::string_view function, std::string_view file, std::string_view module)
{
    if (!file.empty() &&
        std::ranges::any_of(kRuntimePaths, [&](std::string_view p) { return scan::contains(file, p); }))
        return Role::Runtime;
    const std::string_view base = baseName(module);
    if (std::ranges::any_of(kRuntimeModules, [&](std::string_view m) { return base.starts_with(m); }))
        return Role::Runtime;
    if (function.starts_with("::")) // lldb 14: `::__gthread_mutex_lock`
        function.remove_prefix(2);
    if (std::ranges::any_of(kRuntimeNames, [&](std::string_view n) { return nameMatches(function, n); }))
        return Role::Runtime;
    if (file.empty() && scan::contains(base, ".so"))
        return Role::Library;
    for (const std::string_view result : {"void ", "bool ", "unsigned long "})
        scan::literal(function, result);
    if (std::ranges::any_of(kLibraryNames, [&](std::string_view n) { return function.starts_with(n); }))
        return Role::Library;
    return Role::User;
}

} // namespace skein::native
