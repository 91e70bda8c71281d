// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include "parser/format.h"

/// What debuggers, sanitizers and crash handlers print about native threads; each in the file of its name.
namespace skein::native
{

extern const Format asan;
extern const Format coredumpctl;
extern const Format euStack;
extern const Format gdb;
extern const Format glog;
extern const Format lldb;
extern const Format tsan;
extern const Format helgrind;
extern const Format drd;

} // namespace skein::native
