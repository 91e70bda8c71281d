// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include "model/log.h"
#include "parser/log_builder.h"

#include <cstdint>
#include <optional>
#include <string_view>

namespace skein::native
{

/// A frame as a debugger or a sanitizer prints it; views into the line.
struct NativeFrame {
    std::uint32_t index = 0;
    std::uint64_t address = 0;
    std::string_view function = "", args = "", file = "", module = "";
    std::uint32_t line = 0;
    bool inlined = false;
    bool fileIsBase = false;  ///< the tool prints no directories (valgrind)
};

/// `#3  0x00007f71 in ___pthread_mutex_lock (mutex=0x7ffe) at ./nptl/pthread_mutex_lock.c:93`, also `from
/// LIB`.
std::optional<NativeFrame> gdbFrame(std::string_view text);
/// Whether a gdb frame goes on in the next line (gdb wraps at the terminal's width).
bool gdbFrameContinues(std::string_view frame, std::string_view next);
/// `* frame #1: 0x0000 libc.so.6`pthread_mutex_lock(mutex=0x7f) + 12 at file.c:49:13`
std::optional<NativeFrame> lldbFrame(std::string_view text);
/// `#2  0x00007f71a66a8ce3 - 1 std::thread::join() - /usr/lib/libstdc++.so.6`, the source line may follow.
std::optional<NativeFrame> euStackFrame(std::string_view text);
/// `#0  0x00007f sym (libc.so.6 + 0x38d)`
std::optional<NativeFrame> coredumpFrame(std::string_view text);
/// `#0 exch::Book::notional() const /src/a.cc:32:20 (prog+0xea011) (BuildId: 55…)`, `#1 0x55 in f(int) a.c:3`
std::optional<NativeFrame> sanitizerFrame(std::string_view text);
/// `at 0x4BA9B3F: clone (clone.S:76)`, `by 0x48: ??? (in /usr/lib/x.so)`
std::optional<NativeFrame> valgrindFrame(std::string_view text);
/// `@     0x7f0f31fa3cfe (unknown)`
std::optional<NativeFrame> glogFrame(std::string_view text);

/// `#00 pc 0000000000012340  /system/lib64/libc.so (offset 0x1000) (memcpy+84) (BuildId: 55ab…)`
std::optional<NativeFrame> tombstoneFrame(std::string_view text);
/// `0   libsystem_kernel.dylib   0x00007fff9700fc96 mach_msg_trap + 10 (file.c:12)`
std::optional<NativeFrame> appleFrame(std::string_view text);
/// boost and std: ` 0# shop::Cart::add(int) at /src/cart.cc:40`, ` 1# 0x000055d2 in ./shop`, MSVC
/// `1> C:\src\cart.cpp(40): shop!add+0x1d`
std::optional<NativeFrame> stacktraceFrame(std::string_view text);
/// `#3    Source "/src/cart.cc", line 40, in add [0x55d2]`, `#2    Object "/lib/libc.so.6", at 0x7f12, in
/// raise`; the index is missing (0) for calls that were inlined.
std::optional<NativeFrame> backwardFrame(std::string_view text);
/// ` 3  shop.exe!Cart::add(int) [cart.cpp : 40 + 0x1d]`, ` 4  shop + 0x1234`
std::optional<NativeFrame> minidumpFrame(std::string_view text);
/// `03 0000009b`1f2ff8b0 00007ff6`1d2c1234     shop!Cart::add+0x1d [c:\src\cart.cpp @ 40]`, with or without
/// the number and the words of `kb`
std::optional<NativeFrame> windbgFrame(std::string_view text);

/// Position of the parenthesis that the last character closes; quoted text does not count. npos without.
std::size_t openingOfLast(std::string_view s);
/// The name without the argument list that demangled names end in: "f(int) const" → "f".
std::string_view withoutParameters(std::string_view name);
/// Takes ` + 10` or `+0x1d` off the end, whichever stands there.
std::string_view withoutOffset(std::string_view name);

/// `/a/b.cc:12:3` or `a.cc:12`: splits off line and column. False where there is no line.
bool splitFileLine(std::string_view text, std::string_view& file, std::uint32_t& line);

/// Whose code it is, by name, file and module.
Role roleOf(std::string_view function, std::string_view file, std::string_view module);

/// Is this a source of the language's or the system's library: "stl_vector.h", "pthread_create.c"? For tools that
/// print no directories.
bool isRuntimeSource(std::string_view baseName);

FrameId internFrame(LogBuilder& out, const NativeFrame& frame);

} // namespace skein::native
