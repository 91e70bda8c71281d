// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace skein {

/// A binary profile (profile.proto of github.com/google/pprof, what runtime/pprof writes with debug=0) as the text
/// that debug=1 would have given, which the reader of such texts understands and a person can read. See
/// docs/decisions/0004. Nothing where `bytes`, already decompressed, are no such profile.
///
/// Two things are kept that the text of runtime/pprof leaves out: `# time:` before the profile, and the runtime's own
/// frames. A mutex or block profile has its delays in nanoseconds, so `cycles/second` is a thousand million.
/// Never longer than a limit in proportion to the input; what is cut off is said in a last line.
std::optional<std::string> textOfProfile(std::string_view bytes);

}  // namespace skein
