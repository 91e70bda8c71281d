// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include "model/finding.h"
#include "model/log.h"

#include <span>
#include <string_view>

namespace skein
{

/// Who else touches the channel, lock or WaitGroup that the first thread of `finding` has misused: those that
/// wait for it, and those whose own code was called with a pointer that the crashing code was called with.
/// `operations` are the beginnings of the functions whose first argument is the object; the outermost that
/// prints it without `?` gives finding.resource its address. Adds evidence and threads.
void addObjectUsers(const Log& log, Finding& finding, std::span<const std::string_view> operations);

} // namespace skein
