// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include "model/redact/redact.h"
#include "parser/case/case_file.h"

#include <expected>
#include <stop_token>
#include <string>

namespace skein::cases
{

/// A copy of a case with masks in its log, its name, its notes, their authors and verdicts. The log is inside
/// then, as UTF-8 text with as many lines as before. The view state and what this Skein does not know are
/// left out, because nobody can say what stands in them; so are deleted notes' texts. `CaseFile::masked`
/// lists what was masked. The error is one sentence; empty when stopped.
std::expected<CaseFile, std::string> redactedCase(const CaseFile&, redact::Redactor&,
                                                  std::stop_token stop = {});

} // namespace skein::cases
