// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
//
// The side channel: the file that SKEIN_TRUTH names gets `thread ROLE NUMBER` for every thread, numbered from 1 in the
// order of their creation, and `address NAME 0x…`. Only the main thread writes it, with bare system calls, so that
// nothing of it orders the accesses that the detectors look at.
#pragma once

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <fcntl.h>
#include <sys/syscall.h>
#include <thread>
#include <unistd.h>
#include <utility>

namespace truth
{

inline int file()
{
    static const int fd = std::getenv("SKEIN_TRUTH")
                              ? static_cast<int>(syscall(SYS_open, std::getenv("SKEIN_TRUTH"),
                                                         O_WRONLY | O_CREAT | O_APPEND, 0644))
                              : -1;
    return fd;
}

inline void note(const char* what, const char* name, unsigned long value, const char* format)
{
    char line[200], number[40];
    std::snprintf(number, sizeof number, format, value);
    const int size = std::snprintf(line, sizeof line, "%s %s %s\n", what, name, number);
    if (file() >= 0)
        syscall(SYS_write, file(), line, static_cast<unsigned long>(size));
}

inline void address(const char* name, const volatile void* at)
{
    note("address", name, reinterpret_cast<std::uintptr_t>(at), "0x%lx");
}

/// To be called before each thread is made.
inline void role(const char* name)
{
    static unsigned long number = 0;
    note("thread", name, ++number, "%lu");
}

template <class F>
std::thread spawn(const char* name, F&& f)
{
    role(name);
    return std::thread(std::forward<F>(f));
}

/// Keeps the compiler from leaving out a read whose result nobody uses.
template <class T>
void use(const T& value)
{
    asm volatile("" : : "g"(&value) : "memory");
}

/// Long enough for the other thread to have gone on, without an order that a detector could see.
inline void later(int milliseconds = 120)
{
    usleep(static_cast<unsigned>(milliseconds) * 1000);
}

} // namespace truth
