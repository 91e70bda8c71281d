// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

namespace skein
{

/// Whether these arguments are those of a report with pictures, handed over by `skein`.
bool wantsPaint(int argc, char** argv);
/// Writes that report without a display; returns the exit status.
int paint(int argc, char** argv);

} // namespace skein
