// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "model/said/statuses.h"

#include <map>

namespace skein::notes
{

std::vector<triage::BaselineEntry> statusesOf(const Notebook& notebook)
{
    std::map<std::string, triage::BaselineEntry> entries;
    for (const Verdict* verdict : notebook.verdicts()) {
        const auto* group = std::get_if<OnGroup>(&verdict->on.at);
        const VerdictValue& value = verdict->value.value();
        const auto fingerprint = group ? triage::parseFingerprint(group->fingerprint) : std::nullopt;
        if (!fingerprint || value.empty())
            continue;
        const auto entry = [&]() -> triage::BaselineEntry& {
            auto& at = entries[group->fingerprint];
            at.fingerprint = *fingerprint;
            return at;
        };
        if (verdict->kind == VerdictKind::Status) {
            if (const auto status = triage::statusNamed(value.text)) {
                entry().status = *status;
                entry().count = value.count;
            }
        } else if (verdict->kind == VerdictKind::Owner) {
            entry().owner = value.text;
        } else if (verdict->kind == VerdictKind::Reason) {
            entry().note = value.text;
        }
    }
    std::vector<triage::BaselineEntry> out;
    for (auto& [name, entry] : entries)
        out.push_back(std::move(entry));
    return out;
}

std::vector<Change> setStatus(Notebook& notebook, const triage::BaselineEntry& entry, LineSpan lines,
                              const Stamp& stamp)
{
    const Anchor on{.at = OnGroup{triage::toString(entry.fingerprint)}, .lines = lines};
    std::vector<Change> out;
    const auto set = [&](VerdictKind kind, VerdictValue value) {
        if (auto change = notebook.setVerdict(kind, on, std::move(value), stamp))
            out.push_back(std::move(*change));
    };
    set(VerdictKind::Status, {.text = std::string(triage::toString(entry.status)), .count = entry.count});
    set(VerdictKind::Owner, {.text = entry.owner});
    set(VerdictKind::Reason, {.text = entry.note});
    return out;
}

} // namespace skein::notes
