// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "views/triage/triage_edits.h"

#include "model/triage/baseline_file.h"

#include <QCoreApplication>
#include <QFileDialog>
#include <QFileInfo>

#include <set>

namespace skein
{

void editEntry(triage::Baseline& baseline, const triage::Row& row, TriageItems::Column column,
               const QVariant& value)
{
    const triage::Fingerprint& name = spokenFor(row);
    const triage::BaselineEntry* const old = baseline.find(name);
    triage::BaselineEntry entry = old ? *old : entryFor(row);
    if (!old) {
        entry.fingerprint = name;
        entry.status = row.status;
    }
    if (column == TriageItems::Owner)
        entry.owner = value.toString().trimmed().toStdString();
    else if (column == TriageItems::Note)
        entry.note = value.toString().trimmed().toStdString();
    else
        entry.status = static_cast<triage::Status>(value.toInt());
    if (column == TriageItems::Status && entry.status == triage::Status::Known && row.count > 0)
        entry.count = row.count;
    const bool saysNothing = entry.status == triage::Status::New && entry.owner.empty() && entry.note.empty();
    if (!saysNothing)
        baseline.set(entry);
    else if (old)
        baseline.remove(name);
}

void acceptAll(triage::Baseline& baseline, const TriageData& listed)
{
    triage::Triage all;
    for (const TriageLine& line : listed.lines)
        all.rows.push_back(line.row);
    constexpr bool kMarkFixed = false; // a filter may hide some
    update(baseline, all, kMarkFixed);
}

QStringList ownersOf(const triage::Baseline& baseline)
{
    std::set<QString> names;
    for (const triage::BaselineEntry& entry : baseline.entries())
        if (!entry.owner.empty())
            names.insert(QString::fromStdString(entry.owner));
    return {names.begin(), names.end()};
}

QFileDialog* baselineDialog(const BaselineDocument& now, QWidget* parent)
{
    const auto tr = [](const char* text) { return QCoreApplication::translate("Triage", text); };
    auto* const dialog = new QFileDialog(parent, tr("Baseline of known leaks"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setOption(QFileDialog::DontConfirmOverwrite); // it is read, and only changed in part
    dialog->setNameFilters({tr("Baselines (*.toml)"), tr("All files (*)")});
    if (!now.path().isEmpty())
        dialog->setDirectory(QFileInfo(now.path()).absolutePath());
    dialog->selectFile(QLatin1String(triage::kBaselineName));
    return dialog;
}

} // namespace skein
