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

Role roleOf(std::string_view function, std::string_view file, std::string_view module)
{
    if (!file.empty() &&
        std::ranges::any_of(kRuntimePaths, [&](std::string_view p) { return scan::contains(file, p); }))
        return Role::Runtime;
    const std::string_view base = baseName(module);
    if (std::ranges::any_of(kRuntimeModules, [&](std::string_view m) { return base.starts_with(m); }))
        return Role::Runtime;
    if (std::ranges::any_of(kRuntimeNames, [&](std::string_view n) { return nameMatches(function, n); }))
        return Role::Runtime;
    if (file.empty() && scan::contains(base, ".so"))
        return Role::Library;
    return Role::User;
}

} // namespace skein::native
