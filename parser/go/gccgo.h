// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include <string>
#include <string_view>

namespace skein::go
{

/// The name of a function that gccgo prints as the linker knows it (gofrontend, go-encode-id.cc): `_0` stands
/// for a dot, `_1` for a slash, `__` for an underscore.
///     github_0com_1acme_1kit_1hub.Hub.subscriber    → github.com/acme/kit/hub.Hub.subscriber
///     runtime.mapassign__faststr                     → runtime.mapassign_faststr
///     internal_1poll.runtime__pollWait               → internal/poll.runtime_pollWait
/// Names without such marks come back as they are.
std::string gccgoName(std::string_view name);

/// The package part of a name holds such marks: it can't be a name that gc has printed.
bool isGccgoName(std::string_view name);

} // namespace skein::go
