// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include "model/log.h"

#include <set>
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

/// The same with its snapshots, or its findings, in an order of its own: for logs that have them in another
/// one.
std::string inAnyOrder(const std::string& said);

/// What is proved by a log. What isn't known is no claim.
struct Claims {
    /// There is a finding of a kind, about an address, with a thread that did something in it.
    struct Single {
        std::string kind, whose, what;
        auto operator<=>(const Single&) const = default;
    };
    std::set<Single> single;
    std::set<std::string> waits;    ///< "7 for 9": in a circle
    std::set<std::string> known;    ///< the same, wherever it is in the log
    std::set<std::string> repeated; ///< kinds of findings that stand for several reports
    std::string text;               ///< of the log
};
Claims provedBy(const LogPtr& log);
/// The first claim that isn't among `those`; "" where there is none. Of a finding that stands for several
/// reports any address and any thread will do that the log holds.
std::string notAmong(const Claims& those, const Claims& claims);

/// The first line in which two texts differ, of both; "" where they are equal.
std::string firstDifference(const std::string& a, const std::string& b);

} // namespace skein::test
