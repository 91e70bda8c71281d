// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "app/command_line/progress.h"

#include "app/command_line/terminal.h"
#include "views/report/utf8.h"

#include <cstdio>

namespace skein::command_line
{

namespace
{

constexpr std::chrono::milliseconds kPatience{400}, kBetween{100};

} // namespace

Progress::Progress(std::string path)
    : m_path(std::move(path)), m_next(Clock::now() + kPatience), m_enabled(isTerminal(stderr))
{
}

void Progress::show(double fraction)
{
    if (!m_enabled || Clock::now() < m_next)
        return;
    m_next = Clock::now() + kBetween;
    const std::string name = utf8::elided(utf8::printable(m_path), 60, utf8::Cut::Start);
    const std::string line =
        "\r\x1b[KReading " + name + ": " + std::to_string(static_cast<int>(fraction * 100)) + " %";
    std::fputs(line.c_str(), stderr);
    m_shown = true;
}

void Progress::clear()
{
    if (m_shown)
        std::fputs("\r\x1b[K", stderr);
    m_shown = false;
}

} // namespace skein::command_line
