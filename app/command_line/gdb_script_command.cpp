// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
//
// What gdb should collect of a process that hangs. Plain gdb commands: no Python, which not every gdb has.
// `frame apply -s` passes over frames in which there is no such variable, so that only the frames of glibc's
// lock functions print (with its debug symbols: libc6-dbg, glibc-debuginfo, debuginfod). Tried with gdb 13
// and 16.
#include "app/command_line/gdb_script_command.h"

#include "app/command_line/exit_status.h"

#include <cstdio>
#include <string_view>

namespace skein::command_line
{
namespace
{

constexpr std::string_view kScript = R"(# What Skein needs to know of a process that hangs:
#     skein gdb-script >hang.gdb
#     gdb -p PID -batch -x hang.gdb >hang.log 2>&1
#     skein hang.log
# It stops the process for as long as it prints, and changes nothing in it. The owners of mutexes and rwlocks are
# printed where glibc's debug symbols are installed (libc6-dbg, glibc-debuginfo).
set pagination off
set width 0
set height 0
set print elements 64
info threads
thread apply all bt full
thread apply all -q -s frame apply 12 -q -s printf "$mutex = 0x%lx {__data = {__lock = %d, __owner = %d, __kind = %d}}\n", (unsigned long)mutex, ((pthread_mutex_t *)mutex)->__data.__lock, ((pthread_mutex_t *)mutex)->__data.__owner, ((pthread_mutex_t *)mutex)->__data.__kind
thread apply all -q -s frame apply 12 -q -s printf "$rwlock = 0x%lx {__data = {__readers = %u, __writers = %u, __cur_writer = %d}}\n", (unsigned long)rwlock, ((pthread_rwlock_t *)rwlock)->__data.__readers, ((pthread_rwlock_t *)rwlock)->__data.__writers, ((pthread_rwlock_t *)rwlock)->__data.__cur_writer
thread apply all -q -s frame apply 12 -q -s printf "$semaphore = 0x%lx {value = %u}\n", (unsigned long)sem, *(unsigned int *)sem
)";

} // namespace

int runGdbScript()
{
    return std::fwrite(kScript.data(), 1, kScript.size(), stdout) == kScript.size() ? kOk : kUnreadable;
}

} // namespace skein::command_line
