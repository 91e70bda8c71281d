// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include "model/analysis/analysis.h"
#include "views/report/text_writer.h"

namespace skein::text
{

/// One finding as a block of lines, without a blank line before or after it.
void writeFinding(TextWriter&, const Analysis&, const Finding&);

/// "●", "◐", "○"
std::string_view badge(Certainty);

} // namespace skein::text
