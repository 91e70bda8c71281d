// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include "model/analysis/analysis.h"

#include <string>
#include <vector>

namespace skein::test
{

/// Threads in memory, for sizes that no file in the repository has.
class LogMaker
{
public:
    LogMaker();
    FrameId frame(const std::string& function, const std::string& file, std::uint32_t line,
                  Role role = Role::User);
    StackId stack(const std::vector<FrameId>& frames);
    /// Appends a goroutine that waits; returns its index.
    std::uint32_t waiting(std::uint64_t id, StackId stack, const std::string& reason, int minutes,
                          std::uint64_t creator = 0);
    Thread& thread(std::uint32_t index) { return m_log->snapshots[0].threads[index]; }
    Log& log() { return *m_log; }
    /// Groups as the real analysis makes them; findings as given.
    AnalysisPtr analysis(std::vector<Finding> findings = {});

private:
    std::shared_ptr<Log> m_log;
};

/// `groups` places with `each` goroutines: 1 is main.main, which created all others.
LogMaker crowd(std::uint32_t groups, std::uint32_t each);
/// A log of examples/, parsed and analysed.
AnalysisPtr example(const std::string& name);

} // namespace skein::test
