// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include "model/log.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace skein::go
{

/// The first line of a goroutine: `goroutine 18 gp=0xc000007340 m=3 mp=0xc00004e008 [chan send, 5 minutes]:`
struct Header {
    std::uint64_t id = 0;
    std::uint64_t osId = ThreadId::kNone; ///< `m=`, Go 1.22 and later with GOTRACEBACK=system
    std::string_view status;              ///< "chan send": the words without flags
    ThreadState state = ThreadState::Unknown;
    ResourceKind waitsOn = ResourceKind::None;
    std::int32_t minutes = -1;
    bool locked = false, leaked = false, durable = false;
    bool pointers = false;  ///< `gp=0x…` is printed
    std::string_view labels; ///< what stands between the braces, unparsed
};

/// Nothing where the line is not a complete header. One that the end of the text has cut, behind the opening
/// bracket, is a header all the same when `cut` allows it.
std::optional<Header> matchHeader(std::string_view line, bool cut = false);

/// A quick look: could a header begin here?
bool startsHeader(std::string_view text);

using Labels = std::vector<std::pair<std::string, std::string>>;
/// `meta: "a, b", role: reader` (Go 1.27), `"meta": "a", "role": "reader"` (Go 1.26, CockroachDB's fork)
Labels parseLabels(std::string_view text);

} // namespace skein::go
