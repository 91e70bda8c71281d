// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include "model/log.h"

#include <string>

namespace skein::test
{

/// What a log says, without where it says it: threads with their states, stacks and arguments. One fact per
/// line, so that two logs can be compared.
std::string saidByModel(const Log& log);

/// What is concluded from it: findings with their certainty, proved parties and cycles. With `words` also
/// titles, evidence and everybody who is named besides.
std::string saidByFindings(const LogPtr& log, bool words);

/// Both.
std::string said(const LogPtr& log, bool words);

/// The first line in which two texts differ, of both; "" where they are equal.
/// The same with its snapshots, or its findings, in an order of its own: for logs that have them in another
/// one.
std::string inAnyOrder(const std::string& said);

std::string firstDifference(const std::string& a, const std::string& b);

} // namespace skein::test
