// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include <cstddef>
#include <memory>

namespace skein
{

/// The first `size` bytes of a file, mapped for reading; unmapped with the last owner. Null with `errno`
/// where that fails.
///
/// Somebody may truncate the file while it is open (log rotation with copytruncate), or the disk may fail:
/// the kernel then answers a look at a page that is gone with SIGBUS. From that page on the mapping is zeros
/// instead, as systemd-journald does it; whoever reads must get along with bytes that have changed.
std::shared_ptr<const void> mapFile(int fd, std::size_t size);

} // namespace skein
