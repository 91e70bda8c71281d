# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: The Skein authors
target_sources(skein_parser PRIVATE
    native/asan.cpp
    native/coredumpctl.cpp
    native/eu_stack.cpp
    native/gdb.cpp
    native/glog.cpp
    native/lldb.cpp
    native/tsan.cpp
    native/valgrind.cpp
    native/wait_patterns.cpp
    native/common/native_frame.cpp
    native/common/native_role.cpp
    native/common/report.cpp
    native/common/stack_lines.cpp
    native/common/thread_dump.cpp)
