// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include "model/analysis/analysis.h"

#include <string>
#include <string_view>

/// Short words about a finding that several formats share. Text of the log in them is as the log has it.
namespace skein::words_of
{

/// "write", "atomic read"
std::string_view operation(AccessOp);
/// "concurrent-map-access · map streams 0xc00001c0f0 · dump 2 of 3 · reported 3 times"
std::string facts(const Log&, const Finding&);
/// "G35", "?" where there is none
std::string name(const Log&, ThreadRef);
/// "streams.New streams.go:65"
std::string place(const Log&, FrameId);
/// " (lines 12–15, 18)"; "" for none
std::string lines(const std::vector<std::uint32_t>&);
/// One sentence for each party or step, the most telling first; at most `most` and one that counts the rest.
std::vector<std::string> parties(const Log&, const Finding&, std::size_t most);

} // namespace skein::words_of
