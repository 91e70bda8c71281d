// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
//
// The side channel by which a program tells what it does: one line per fact in the file SKEIN_TRUTH.
#pragma once

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <mutex>
#include <pthread.h>
#include <string>
#include <sys/syscall.h>
#include <thread>
#include <unistd.h>

namespace truth
{

inline void say(const std::string& line)
{
    static std::FILE* file = std::getenv("SKEIN_TRUTH") ? std::fopen(std::getenv("SKEIN_TRUTH"), "w") : nullptr;
    static std::mutex mutex;
    const std::lock_guard lock(mutex);
    if (file != nullptr) {
        std::fprintf(file, "%s\n", line.c_str());
        std::fflush(file);
    }
}

/// The calling thread plays this part. Parts that begin with "cycle" wait for each other.
inline void role(const std::string& name)
{
    say("role " + name + " " + std::to_string(syscall(SYS_gettid)));
}

/// The calling thread is about to wait: what REPORT.md calls that, and where the thing lies that it waits for (null if
/// no argument of any function could show it).
inline void waits(const std::string& reason, const std::string& what, const void* address = nullptr)
{
    char text[32];
    std::snprintf(text, sizeof text, "%p", address);
    say("waits " + reason + " " + std::to_string(syscall(SYS_gettid)) + " " + what + " " + (address ? text : "-"));
    pthread_setname_np(pthread_self(), what.substr(0, 15).c_str());
}

/// A lock lies here, and the thread of this role holds it.
inline void lock(const std::string& name, const void* address, const std::string& holder)
{
    char text[32];
    std::snprintf(text, sizeof text, "%p", address);
    say("lock " + name + " " + text + " " + holder);
}

/// The state to be caught is reached, once the others had time to come to rest.
inline void ready()
{
    std::this_thread::sleep_for(std::chrono::milliseconds(700));
    say("ready");
}

} // namespace truth
