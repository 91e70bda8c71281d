// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include "model/log.h"

#include <string>

namespace skein::test
{

/// What a log says, without where it says it: threads with their states and stacks, findings with their
/// parties. One fact per line, so that two logs can be compared.
std::string said(const LogPtr& log);

/// The first line in which two texts differ, of both; "" where they are equal.
std::string firstDifference(const std::string& a, const std::string& b);

} // namespace skein::test
