// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include "parser/format.h"

/// What debuggers, sanitizers and crash handlers print about native threads; each in the file of its name.
namespace skein::native
{

extern const Format absl;
extern const Format abslMutex;
extern const Format androidAnr;
extern const Format appleCrash;
extern const Format appleIps;
extern const Format appleSample;
extern const Format asan;
extern const Format backward;
extern const Format coredumpctl;
extern const Format cppAbort;
extern const Format euStack;
extern const Format gdb;
extern const Format glog;
extern const Format lldb;
extern const Format minidump;
extern const Format minidumpJson;
extern const Format stacktrace;
extern const Format tombstone;
extern const Format tsan;
extern const Format helgrind;
extern const Format drd;
extern const Format visualStudio;
extern const Format windbg;

} // namespace skein::native
