// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
//
// The words of a timeline about what people said.
#include "views/report/note_tip.h"
#include "views/style/text.h"
#include "views/timeline/timeline_scene.h"
#include "views/timeline/timeline_text.h"

#include <QCoreApplication>

namespace skein::timeline
{
namespace
{

struct Text {
    Q_DECLARE_TR_FUNCTIONS(skein::Timeline)
};

} // namespace

const notes::Said::OnOneFinding* pinned(const TimelineScene& scene, const Lane& lane)
{
    if (!scene.said() || lane.thread == Lane::kNone)
        return nullptr;
    const auto index = static_cast<std::uint32_t>(scene.finding() - scene.analysis()->findings.data());
    const auto found = scene.said()->said.findings.find(index);
    const bool is = found != scene.said()->said.findings.end() &&
                    found->second.otherParty == ThreadRef{scene.snapshotIndex(), lane.thread};
    return is ? &found->second : nullptr;
}

QString saidLabel(const notes::Stamp& by)
{
    return Text::tr("said by %1").arg(by.author.empty() ? Text::tr("somebody") : style::text(by.author, 120));
}

QString shortName(const TimelineScene& scene, const Lane& lane)
{
    const bool one = lane.kind == Lane::Kind::Thread || lane.kind == Lane::Kind::Member;
    const auto* name =
        one && scene.said() ? scene.said()->nameOf({scene.snapshotIndex(), lane.thread}) : nullptr;
    return name ? style::text(name->text, 200) : QString();
}

QString nameText(const TimelineScene& scene, const Lane& lane)
{
    const QString name = shortName(scene, lane);
    if (name.isEmpty())
        return {};
    return Text::tr("called “%1”, %2")
        .arg(name, saidLabel(scene.said()->nameOf({scene.snapshotIndex(), lane.thread})->by));
}

QString noteText(const ShownNote& note)
{
    return QString::fromStdString(tipOf(note));
}

QString hiddenText(const TimelineScene& scene)
{
    const std::size_t count = scene.empty() ? 0 : scene.lanes.hiddenByHand();
    if (count == 0)
        return {};
    return count == 1 ? Text::tr("1 lane is hidden by people.")
                      : Text::tr("%L1 lanes are hidden by people.").arg(count);
}

} // namespace skein::timeline
