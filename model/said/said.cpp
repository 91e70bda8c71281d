// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "model/said/resolve.h"

namespace skein::notes
{

namespace
{

/// Of two verdicts whose anchors lead to the same thing, the later one counts.
bool later(const Stamp& stamp, const Stamp& than)
{
    return than.author.empty() || stamp.time >= than.time;
}

void add(Said& out, const Verdict& verdict, const Resolver& resolver)
{
    const auto* current = verdict.value.current();
    if (!current || (current->value.empty() && !verdict.value.disputed()))
        return;
    const Target on = resolver.resolve(verdict.on);
    if (on.hold == Hold::Gone)
        return;
    const VerdictValue& value = current->value;
    const bool disputed = verdict.value.disputed();
    switch (verdict.kind) {
    case VerdictKind::Finding:
        if (on.finding) {
            auto& finding = out.findings[*on.finding];
            finding.disputed |= disputed;
            if (later(current->stamp, finding.opinionBy)) {
                using Opinion = Said::Opinion;
                finding.opinion = value.text == "confirmed"  ? std::optional(Opinion::Confirmed)
                                  : value.text == "rejected" ? std::optional(Opinion::Rejected)
                                                             : std::nullopt;
                finding.opinionBy = current->stamp;
            }
        }
        break;
    case VerdictKind::OtherParty:
        if (on.finding) {
            auto& finding = out.findings[*on.finding];
            finding.disputed |= disputed;
            if (later(current->stamp, finding.partyBy)) {
                finding.otherParty = value.party ? resolver.resolve(*value.party).thread : ThreadRef{};
                finding.partyBy = current->stamp;
            }
        }
        break;
    case VerdictKind::Name:
        if (on.thread && !value.text.empty())
            if (auto& name = out.names[on.thread]; later(current->stamp, name.by))
                name = {value.text, current->stamp, disputed};
        break;
    case VerdictKind::Important:
    case VerdictKind::Hidden: {
        if (value.text.empty())
            break;
        const bool hidden = verdict.kind == VerdictKind::Hidden;
        if (on.group)
            (hidden ? out.hiddenGroups : out.importantGroups).insert(*on.group);
        else if (on.thread)
            (hidden ? out.hidden : out.important).insert(on.thread);
        break;
    }
    case VerdictKind::Status:
    case VerdictKind::Owner:
    case VerdictKind::Reason:
        break; // statusesOf()
    }
}

} // namespace

Said said(const Notebook& notebook, const Resolver& resolver)
{
    Said out;
    for (const Verdict* verdict : notebook.verdicts())
        add(out, *verdict, resolver);
    for (const Note* note : notebook.liveNotes()) {
        Target target = resolver.resolve(note->anchor.value());
        if (!note->replyTo || !notebook.find(note->replyTo)) {
            if (target.finding)
                out.notesOnFindings[*target.finding].push_back(note);
            if (target.thread)
                out.notesOnThreads[target.thread].push_back(note);
        }
        out.notes.emplace_back(note, std::move(target));
    }
    return out;
}

} // namespace skein::notes
