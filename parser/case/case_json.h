// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include "model/notes/notebook.h"

#include <cstddef>
#include <expected>
#include <string>
#include <string_view>

/// The JSON of a case file: docs/case-file.md has it member by member.
namespace skein::cases
{

struct CaseFile;
struct Limits;

/// Pretty-printed, members in alphabetical order, ends with a line end: the same notebook gives the same
/// text, and a change of one note changes few lines. The texts of deleted notes are left out.
std::string notesJson(const notes::Notebook&);
/// One line, for the journal; texts of deleted notes stay.
std::string notesLine(const notes::Notebook&);
/// The error is one sentence.
std::expected<notes::Notebook, std::string> notesFrom(std::string_view json, const Limits&);

std::string manifestJson(const CaseFile&);
/// Fills in everything but the notebook, the view and the log's bytes.
std::expected<void, std::string> manifestFrom(std::string_view json, const Limits&, CaseFile&);

/// A JSON text pretty-printed; nothing where it is none, or goes beyond the limits.
std::expected<std::string, std::string> pretty(std::string_view json, const Limits&);

} // namespace skein::cases
