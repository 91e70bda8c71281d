// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "model/triage/strength.h"

#include "model/analysis/places.h"
#include "model/formatted.h"

#include <algorithm>
#include <array>

namespace skein::triage
{

namespace
{

struct Known {
    Strength strength;
    std::string_view name, title;
};
constexpr std::array kKnown = std::to_array<Known>({
    {Strength::Leak, "leak", "Same leak (fingerprint)"},
    {Strength::Stack, "stack", "Same stack"},
    {Strength::StateLine, "state", "Same state and line"},
    {Strength::Place, "place", "Same line"},
    {Strength::Function, "function", "Same function"},
    {Strength::Creator, "creator", "Same creator"},
    {Strength::Label, "label", "Same label"},
});

/// Numbers rows of whole numbers: the same number for the same row.
class Rows
{
public:
    std::uint32_t number(std::span<const std::uint32_t> row)
    {
        const std::uint64_t hash = hashBytes(row.data(), row.size_bytes());
        return m_index.findOrAdd(
            hash,
            [&](std::uint32_t r) {
                const auto known = std::span(m_values).subspan(m_starts[r], m_starts[r + 1] - m_starts[r]);
                return std::ranges::equal(known, row);
            },
            [&] {
                m_values.insert(m_values.end(), row.begin(), row.end());
                m_starts.push_back(m_values.size());
                return static_cast<std::uint32_t>(m_starts.size() - 2);
            });
    }

private:
    RowIndex m_index;
    std::vector<std::uint32_t> m_values;
    std::vector<std::size_t> m_starts{0};
};

/// Stacks that differ only in program counters are the same stack.
std::vector<std::uint32_t> numberStacks(const Log& log, const Places& places)
{
    Rows rows;
    std::vector<std::uint32_t> numbers, row;
    numbers.reserve(log.stackCount());
    for (std::uint32_t s = 0; s < log.stackCount(); ++s) {
        row.clear();
        for (const FrameId frame : log.stack(StackId(s)))
            row.push_back(places.place(frame));
        numbers.push_back(rows.number(row));
    }
    return numbers;
}

std::uint64_t both(std::uint64_t high, std::uint64_t low)
{
    return high << 32 | (low & 0xffffffff);
}

std::string frameText(const Log& log, FrameId frame, bool line)
{
    if (!frame)
        return "?";
    const Frame& f = log.frame(frame);
    if (!line || !f.file)
        return std::string(log.str(f.function));
    return formatted("{} · {}:{}", log.str(f.function), baseName(log.str(f.file)), f.line);
}

} // namespace

std::string_view toString(Strength strength)
{
    return kKnown[static_cast<std::size_t>(strength)].name;
}

std::string_view title(Strength strength)
{
    return kKnown[static_cast<std::size_t>(strength)].title;
}

std::optional<Strength> strengthNamed(std::string_view name)
{
    const auto hit = std::ranges::find(kKnown, name, &Known::name);
    return hit == kKnown.end() ? std::nullopt : std::optional(hit->strength);
}

std::span<const Strength> strengths()
{
    static constexpr std::array all{Strength::Leak,  Strength::Stack,    Strength::StateLine,
                                    Strength::Place, Strength::Function, Strength::Creator,
                                    Strength::Label};
    return all;
}

std::string labelText(const Snapshot& snapshot, std::uint32_t thread, std::string_view key)
{
    const auto labels = snapshot.labels.find(thread);
    if (labels == snapshot.labels.end())
        return {};
    std::string out;
    for (const auto& [name, value] : labels->second) {
        if (!key.empty()) {
            if (name == key)
                return value;
            continue;
        }
        out += formatted("{}{}={}", out.empty() ? "" : ", ", name, value);
    }
    return out;
}

std::vector<Group> groupsAt(const Log& log, Strength strength, std::string_view label)
{
    return strength == Strength::Place ? groupThreads(log)
                                       : groupsAt(log, Fingerprints(log), strength, label);
}

std::vector<Group> groupsAt(const Log& log, const Fingerprints& fingerprints, Strength strength,
                            std::string_view label)
{
    if (strength == Strength::Place)
        return groupThreads(log);
    const Places places(log);
    const auto thread = [&](std::uint32_t s, std::uint32_t t) -> const Thread& {
        return log.snapshots[s].threads[t];
    };
    const auto standsAt = [&](const Thread& t) {
        const FrameId site = places.site(t.stack);
        return site ? site : t.createdAt;
    };
    const auto functionOf = [&](FrameId frame) {
        return frame ? std::uint64_t{log.frame(frame).function.value} : ~std::uint64_t{0};
    };
    switch (strength) {
    case Strength::Leak: {
        Rows rows;
        return groupThreads(log, [&](std::uint32_t s, std::uint32_t t) {
            const Fingerprint f = fingerprints.of(thread(s, t));
            const std::array<std::uint32_t, 4> row{
                static_cast<std::uint32_t>(f.place), static_cast<std::uint32_t>(f.place >> 32),
                std::uint32_t{f.closures} << 16 | f.creator, static_cast<std::uint32_t>(f.wait)};
            return rows.number(row);
        });
    }
    case Strength::Stack: {
        const auto stacks = numberStacks(log, places);
        Rows rows;
        return groupThreads(log, [&](std::uint32_t s, std::uint32_t t) {
            const Thread& th = thread(s, t);
            const std::array<std::uint32_t, 3> row{th.stack ? stacks[th.stack.value] : ~0u,
                                                   places.place(th.createdAt),
                                                   static_cast<std::uint32_t>(fingerprints.wait(th))};
            return rows.number(row);
        });
    }
    case Strength::StateLine: {
        return groupThreads(log, [&](std::uint32_t s, std::uint32_t t) {
            const Thread& th = thread(s, t);
            return both(static_cast<std::uint64_t>(fingerprints.wait(th)), places.place(standsAt(th)));
        });
    }
    case Strength::Function:
        return groupThreads(
            log, [&](std::uint32_t s, std::uint32_t t) { return functionOf(standsAt(thread(s, t))); });
    case Strength::Creator:
        return groupThreads(
            log, [&](std::uint32_t s, std::uint32_t t) { return functionOf(thread(s, t).createdAt); });
    case Strength::Label: {
        StringTable texts;
        return groupThreads(log, [&](std::uint32_t s, std::uint32_t t) {
            return std::uint64_t{texts.intern(labelText(log.snapshots[s], t, label)).value};
        });
    }
    case Strength::Place:
        break;
    }
    return groupThreads(log);
}

GroupNames::GroupNames(const Log& log, const Fingerprints& fingerprints, Strength strength,
                       std::string_view label)
    : m_log(log), m_strength(strength), m_label(label), m_fingerprints(fingerprints)
{
}

std::string GroupNames::name(const Group& group) const
{
    if (group.threads.empty())
        return {};
    const Snapshot& snapshot = m_log.snapshots[group.snapshot];
    const Thread& first = snapshot.threads[group.threads.front()];
    const FrameId at = group.site ? group.site : first.createdAt;
    switch (m_strength) {
    case Strength::Leak:
        return toString(m_fingerprints.of(first));
    case Strength::Stack: {
        std::string out(waitWord(m_fingerprints.wait(first)));
        for (const FrameId frame : m_log.stack(first.stack))
            (out += " · ") += frameText(m_log, frame, true);
        return out + " · created by " + frameText(m_log, first.createdAt, true);
    }
    case Strength::StateLine:
        return formatted("{} · {}", waitWord(m_fingerprints.wait(first)), frameText(m_log, at, true));
    case Strength::Place:
        return frameText(m_log, at, true);
    case Strength::Function:
        return frameText(m_log, at, false);
    case Strength::Creator:
        return first.createdAt ? "created by " + frameText(m_log, first.createdAt, false) : "no creator";
    case Strength::Label: {
        const std::string text = labelText(snapshot, group.threads.front(), m_label);
        return text.empty() ? "no label" : text;
    }
    }
    return {};
}

} // namespace skein::triage
