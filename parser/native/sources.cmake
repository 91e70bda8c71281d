# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: The Skein authors
target_sources(skein_parser PRIVATE
    native/abort.cpp
    native/absl_mutex.cpp
    native/android_anr.cpp
    native/apple_crash.cpp
    native/apple_sample.cpp
    native/asan.cpp
    native/backward.cpp
    native/coredumpctl.cpp
    native/drd.cpp
    native/eu_stack.cpp
    native/gdb.cpp
    native/glog.cpp
    native/helgrind.cpp
    native/json_crash.cpp
    native/lldb.cpp
    native/minidump.cpp
    native/stacktrace.cpp
    native/tombstone.cpp
    native/tsan.cpp
    native/valgrind.cpp
    native/visual_studio.cpp
    native/wait_patterns.cpp
    native/wait_table.cpp
    native/windbg.cpp
    native/common/crash_frame.cpp
    native/common/demangle.cpp
    native/common/guards.cpp
    native/common/json_walk.cpp
    native/common/native_frame.cpp
    native/common/native_role.cpp
    native/common/report.cpp
    native/common/rust_name.cpp
    native/common/stack_lines.cpp
    native/common/thread_dump.cpp
    native/common/valgrind_lines.cpp)
