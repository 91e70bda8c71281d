// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include <string>
#include <string_view>
#include <vector>

/// Where goroutines stand for as long as a program lives: accept loops, connection openers, the test runner.
/// They are no leaks, however long they have waited. Skein knows those of Go and of widely used libraries;
/// users add their own.
namespace skein
{

/// Whether a function is such a place. An entry of the list is the beginning of a function's name.
bool isIdlePlace(std::string_view function);

/// Beginnings of names, one per line; `#` and blank lines say nothing. At most 10,000 of 500 bytes.
std::vector<std::string> readIdlePlaces(std::string_view text);

/// What the user adds to the list; replaces what was added before. Not while an analysis runs.
void setIdlePlaces(std::vector<std::string> beginnings);

/// Adds what stands in `idle-places` in the user's configuration (`$XDG_CONFIG_HOME/skein`, else
/// `~/.config/skein`) and in `.skein/idle-places` below the current directory, where they exist. For a
/// program's start.
void loadIdlePlaces();

} // namespace skein
