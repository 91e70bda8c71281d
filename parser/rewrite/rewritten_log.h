// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include "model/log.h"
#include "parser/rewrite/rewritten_text.h"

#include <memory>

namespace skein
{

/// `log` was read from `text`; afterwards all its lines and offsets are those of `original`, the log as
/// given, from which `text` was made. Arguments are still read from `text`. `log` must have been made by
/// LogBuilder.
void leadBack(Log& log, std::shared_ptr<const RewrittenText> text, const Log& original);

} // namespace skein
