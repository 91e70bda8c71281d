// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include "model/finding.h"
#include "model/log.h"

#include <span>
#include <vector>

namespace skein
{

struct Analysis;

/// Whether `file`, as a checker prints it, and `frame`, as a stack does, can be one file: one path ends with
/// the other, whole folders compared, whatever the separators.
bool mayBeOneFile(std::string_view file, std::string_view frame);

/// "staticcheck says of shop.Pay (pay.go:12): … (SA2002)." with the lines of the log where it stands in it.
Evidence lintEvidence(const Log& log, FrameId frame, const LintNote& note);

/// What they say of the user's lines on a thread's stack, and of the one that started it; a few at most.
std::vector<Evidence> lintOf(const Analysis& analysis, const Thread& thread);

/// What the log and files beside it say of the line in which a frame stands, in their order.
std::vector<const LintNote*> lintAt(const Analysis& analysis, FrameId frame);
/// How many of the notes beside the log speak of a line in which a frame of it stands.
std::size_t lintInStacks(const Analysis& analysis);

/// What static checkers say of lines at which the parties of a finding stand becomes its evidence. `notes`
/// stand in the log or in a file beside it.
void addLintEvidence(const Log& log, std::span<const LintNote> notes, std::vector<Finding>& findings);

} // namespace skein
