// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include "model/finding.h"
#include "model/log.h"

#include <span>
#include <vector>

namespace skein
{

/// Whether `file`, as a checker prints it, and `frame`, as a stack does, can be one file: one path ends with
/// the other, whole folders compared, whatever the separators.
bool mayBeOneFile(std::string_view file, std::string_view frame);

/// What static checkers say of lines at which the parties of a finding stand becomes its evidence. `notes`
/// stand in the log or in a file beside it.
void addLintEvidence(const Log& log, std::span<const LintNote> notes, std::vector<Finding>& findings);

} // namespace skein
