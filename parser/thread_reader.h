// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include "model/log.h"
#include "parser/format.h"

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace skein
{

/// Reads a thread's lines again with the prefix that was in force there and the format that had read them.
class ThreadReader final : public ThreadText
{
public:
    /// `prefixes`: from which line on which prefix stands, ascending. `log` must outlive this and be
    /// complete; its text at this moment is the one that is read, even if the log gets another one.
    ThreadReader(const Log& log, std::vector<std::pair<std::uint32_t, LinePrefix>> prefixes);

    std::vector<FrameText> frames(const Thread& thread) const override;
    LineSpan createdByLines(const Thread& thread) const override;
    Printed printed(const Around& around) const override;

    /// The same for a thread whose lines are those of the text that is read, and whose format is known.
    ThreadLines read(const Thread& thread, std::string_view formatId) const;

private:
    ThreadLines read(const Thread& thread) const;
    bool holds(std::size_t snapshot, const Thread& thread) const;
    LinePrefix prefixAt(std::uint32_t line) const;

    const Log& m_log;
    LogText m_text;
    std::vector<std::pair<std::uint32_t, LinePrefix>> m_prefixes;
    /// Per snapshot whose threads don't stand in the order of their lines: that order.
    std::unordered_map<std::size_t, std::vector<std::uint32_t>> m_orders;
};

} // namespace skein
