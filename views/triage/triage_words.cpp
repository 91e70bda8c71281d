// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "views/triage/triage_words.h"

#include "model/triage/baseline_file.h"
#include "views/style/text.h"

#include <QCoreApplication>
#include <QStringList>

#include <algorithm>
#include <ranges>

namespace skein::words
{
namespace
{

struct Words {
    Q_DECLARE_TR_FUNCTIONS(Triage)
};

} // namespace

QString tableSentence(const TriageData* data, bool filtered)
{
    if (!data)
        return Words::tr("Looking for what is stuck…");
    if (!data->lines.empty())
        return {};
    if (filtered)
        return Words::tr("No leak matches the filter.");
    if (data->comparison->dumps.empty())
        return Words::tr(
            "This log does not show where goroutines stand, so that there is nothing to triage. Open "
            "a goroutine dump, a goroutine profile, a goleak failure or a test that timed out.");
    if (data->idle + data->ignored > 0)
        return Words::tr("Nothing here looks like a leak: %n goroutine(s) wait where they usually do.",
                         nullptr, static_cast<int>(data->idle + data->ignored));
    return Words::tr("Nothing here waits for anything, so that there is nothing to triage.");
}

QString matrixSentence(const TriageData* data)
{
    if (!data)
        return tableSentence(data, false);
    if (data->comparison->dumps.size() < 2)
        return Words::tr(
            "Drop another dump of the same program here, or choose Compare…, to see which goroutines "
            "have not moved.");
    if (!data->comparison->idsPersist)
        return Words::tr(
            "The numbers of the goroutines say that these dumps are not of one process. The leaks can "
            "be compared, single goroutines cannot.");
    return data->threads.empty() ? Words::tr("No goroutine of these dumps is in a leak that is listed.")
                                 : QString();
}

QString creationsSentence(const TriageData* data, bool filtered)
{
    if (QString sentence = tableSentence(data, filtered); !sentence.isEmpty())
        return sentence;
    return data->creations.empty() ? Words::tr("No goroutine of this log is in a leak that is listed.")
                                   : QString();
}

QString countText(const TriageData& data)
{
    int fresh = 0, grown = 0, known = 0;
    for (const TriageLine& line : data.lines) {
        if (line.row.count == 0 || line.lapsed)
            continue;
        if (line.row.status == triage::Status::New)
            ++fresh;
        else if (line.row.grown)
            ++grown;
        else
            ++known;
    }
    QStringList parts{Words::tr("%n new", nullptr, fresh)};
    if (grown > 0)
        parts << Words::tr("%n grown", nullptr, grown);
    if (known > 0)
        parts << Words::tr("%n known", nullptr, known);
    if (data.idle > 0)
        parts << Words::tr("%n idle set aside", nullptr, static_cast<int>(data.idle));
    if (data.ignored > 0)
        parts << Words::tr("%n ignored", nullptr, static_cast<int>(data.ignored));
    return parts.join(QStringLiteral(", "));
}

QString lineDetail(const TriageLine& line)
{
    const triage::Row& row = line.row;
    QStringList parts;
    if (row.certainty && !row.why.empty())
        parts << QStringLiteral("%1: %2").arg(style::certaintyWord(*row.certainty), style::text(row.why));
    constexpr std::size_t kMostReasons = 2; // the tooltip of the place has them all
    for (const LeakReason& reason : row.reasons | std::views::take(kMostReasons))
        parts << QStringLiteral("%1: %2").arg(style::certaintyWord(reason.certainty),
                                              style::text(reason.text));
    if (row.count == 0)
        parts << (row.parts.empty() ? Words::tr("The baseline knows it; no log here shows it any more.")
                                    : Words::tr("The newest dump does not show it any more."));
    if (row.grown)
        parts << Words::tr("The baseline knows %L1, now there are %L2.")
                     .arg(static_cast<qulonglong>(row.known))
                     .arg(static_cast<qulonglong>(row.count));
    if (row.likeness == triage::Likeness::Renumbered)
        parts << Words::tr(
            "The baseline has one that differs only by the number of a closure: probably the same.");
    if (line.stuck > 0)
        parts << Words::tr("Not moved between the dumps: %n goroutine(s).", nullptr,
                           static_cast<int>(line.stuck));
    if (parts.isEmpty())
        parts << Words::tr("It waits; nothing in the log says whether it leaks.");
    if (!row.note.empty())
        parts << style::text(QString::fromStdString(row.note).simplified().toStdString());
    return parts.join(QStringLiteral("  "));
}

int lapsed(const TriageData* leaks)
{
    return leaks ? static_cast<int>(std::ranges::count_if(leaks->lines, &TriageLine::lapsed)) : 0;
}

QString choiceDetail(const TriageData* leaks, const BaselineDocument* file, const QList<int>& rows)
{
    if (!leaks || !file)
        return {};
    if (!file->error().isEmpty())
        return file->error();
    if (!leaks->warnings.empty())
        return style::text(leaks->warnings.front());
    const auto line = [&]() -> const TriageLine& {
        return leaks->lines[static_cast<std::size_t>(rows.front())];
    };
    const int gone = lapsed(leaks);
    if (gone > 0 && (rows.size() != 1 || line().lapsed))
        return Words::tr("%n leak(s) changed so that the filter does not match any more; Enter in the filter "
                         "applies it again.",
                         nullptr, gone);
    if (rows.size() > 1)
        return Words::tr("%n leak(s) chosen: an edit is done to all of them.", nullptr,
                         static_cast<int>(rows.size()));
    if (!rows.isEmpty())
        return lineDetail(line());
    return leaks->lines.empty() || file->exists() || file->isModified()
               ? QString()
               : Words::tr("No baseline yet. Give a leak a status, an owner or a note and save: %1 in your "
                           "repository keeps what the team knows.")
                     .arg(QLatin1String(triage::kBaselineName));
}

QString fileTip(const BaselineDocument* file)
{
    if (!file)
        return {};
    if (!file->error().isEmpty())
        return file->error();
    if (file->path().isEmpty())
        return Words::tr("Save puts what you know of these leaks into a file for your team.");
    if (file->isModified())
        return Words::tr("%1\nNot saved yet").arg(file->path());
    return file->exists() ? file->path() : Words::tr("%1\nNot there yet; Save makes it.").arg(file->path());
}

} // namespace skein::words
