// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include "parser/line_cursor.h"

namespace skein::go
{

/// Does the current line of `in`, a header behind `prefix`, quote another dump?
/// `\tgoroutine 7 [running]:` below `panic: …`: since Go 1.23 the further lines of a panic's value are
/// indented by a tab, of which viewers make blanks. Whatever stands before that stands before the panic.
bool isInPanicValue(const LineCursor& in, const LinePrefix& prefix);

} // namespace skein::go
