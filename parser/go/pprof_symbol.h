// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace skein::go
{

/// What a profile in text form (runtime/pprof/pprof.go printStackRecord) says of one frame.
struct Symbol {
    std::uint64_t address = 0;
    std::string_view function = "", file = "";
    std::uint32_t line = 0;
};

/// The program counters of a record: what follows its `@`.
std::vector<std::uint64_t> addressesOf(std::string_view record);

/// `#	0x4d3a07	main.(*Service).Submit+0x27	/src/svc.go:34`, also without the tabs where
/// `addresses`, those of the record, tell where the first number ends.
std::optional<Symbol> matchSymbol(std::string_view line, const std::vector<std::uint64_t>& addresses);

/// `#	0x0`, of threads that the runtime has created without a stack.
bool isNothing(const Symbol& symbol);

/// Unsymbolised frames go by their address.
std::string nameOf(const Symbol& symbol);

} // namespace skein::go
