// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include <chrono>
#include <string>

namespace skein::command_line
{

/// "Reading crash.log: 42 %" on standard error, only where that is a terminal and only for what takes long.
class Progress
{
public:
    explicit Progress(std::string path);
    ~Progress() { clear(); }
    Progress(const Progress&) = delete;
    Progress& operator=(const Progress&) = delete;

    bool enabled() const { return m_enabled; }
    void show(double fraction);
    void clear();

private:
    using Clock = std::chrono::steady_clock;

    std::string m_path;
    Clock::time_point m_next;
    bool m_enabled;
    bool m_shown = false;
};

} // namespace skein::command_line
