// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include "views/report/exporters.h"

#include <expected>
#include <string>

namespace skein
{

/// One HTML page that needs nothing else: findings, pictures, steps, groups, stacks, log. The error is a
/// sentence for the user.
std::expected<void, std::string> writePage(const AnalysisPtr& analysis, const ReportOptions& options,
                                           Sink& sink);

} // namespace skein
