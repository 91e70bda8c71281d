// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include "views/report/exporters.h"
#include "views/report/json_writer.h"

#include <cstdint>
#include <optional>
#include <vector>

/// The parts of the JSON report, one function for each object of docs/report.schema.json.
namespace skein::json
{

/// Numbers the stacks of one snapshot from 0: a report holds only those that the snapshot uses, each once.
/// Made once and reused for every snapshot, so that many small snapshots don't cost a table each.
class StackNumbers
{
public:
    explicit StackNumbers(const Log& log) : m_numbers(log.stackCount(), kNone) {}

    /// Forgets the snapshot before and numbers this one's stacks in the order in which they are used.
    void assign(const Snapshot& snapshot);
    /// The number of a stack, nothing where the assigned snapshot does not use it.
    std::optional<std::uint32_t> operator[](StackId id) const
    {
        if (!id || id.value >= m_numbers.size() || m_numbers[id.value] == kNone)
            return {};
        return m_numbers[id.value];
    }
    /// The stacks by their number.
    const std::vector<StackId>& used() const { return m_used; }

private:
    static constexpr std::uint32_t kNone = ~std::uint32_t{0};
    void add(StackId id);

    std::vector<std::uint32_t> m_numbers;
    std::vector<StackId> m_used;
};

void writeFrame(JsonWriter&, const Log&, FrameId);                               ///< null for no frame
void writeThreadId(JsonWriter&, ThreadId);                                       ///< null where unknown
void writeCreator(JsonWriter&, const Log&, FrameId createdAt, ThreadId creator); ///< null for no frame
void writeSnapshots(JsonWriter&, const Log&);
void writeGroups(JsonWriter&, const Analysis&);
void writeFindings(JsonWriter&, const Analysis&, const ReportOptions&);
void writeAnnotations(JsonWriter&, const Analysis&, const ReportOptions&);       ///< the notes of a case

} // namespace skein::json
