// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include <string>
#include <string_view>

namespace skein::native
{

/// Is this the name of a C++ or Rust function as the linker knows it: `_ZN4shop4Cart3addEi`?
inline bool isMangled(std::string_view name)
{
    return name.starts_with("_Z") || name.starts_with("__Z") || name.starts_with("_R") ||
           name.starts_with("__R");
}

/// "shop::Cart::add" of `_ZN4shop4Cart3addEi`, `__ZN4shop…` (macOS) or `_ZN4shop4Cart3addEi.part.0`, without
/// parameters; of Rust see rust_name.h. Empty where it is no such name, or one whose text
/// could be long out of proportion.
std::string demangled(std::string_view name);

} // namespace skein::native
