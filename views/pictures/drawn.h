// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include "views/report/exporters.h"

#include <expected>
#include <string>

namespace skein
{

/// Writes a report with any exporter, those with pictures as well. Needs a QGuiApplication, and may be called
/// from any thread. The error is a sentence for the user; where the sink fails, its flush() says so.
std::expected<void, std::string> writeReport(const Exporter& exporter, const AnalysisPtr& analysis,
                                             const ReportOptions& options, Sink& sink);

} // namespace skein
