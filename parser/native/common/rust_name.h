// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include <string>
#include <string_view>

/// Names of Rust functions, in both manglings.
namespace skein::native
{

/// "shop::cart::add" of `_RNvNtCs4dens7a6cxe_4shop4cart3add` (RFC 2603, "v0"); also `__R…` (macOS) and with a
/// suffix behind a dot. Hashes of crates are left out, generic arguments are kept: "<shop::Cart as
/// core::ops::Drop>::drop". Empty where it is no such name, is broken, or its text would be long out of
/// proportion.
std::string demangledRust(std::string_view name);

/// Is this a name of the older mangling, undone as if it were C++:
/// `core::ptr::drop$LT$T$GT$::h0123456789abcdef`? For every frame of every log: looks at the end only.
bool hasRustHash(std::string_view name);
/// Undoes what is left of it: "core::ptr::drop<T>". As it stands where it is no such name.
std::string withoutRustHash(std::string_view name);

} // namespace skein::native
