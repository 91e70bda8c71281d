// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "app/window/case_work.h"

#include "parser/input/input.h"

#include <QCoreApplication>
#include <QFileInfo>

#include <filesystem>
#include <map>
#include <system_error>
#include <utility>

namespace skein
{
namespace
{

namespace fs = std::filesystem;

QString tr(const char* text)
{
    return QCoreApplication::translate("Case", text);
}

std::string sentence(const QString& text)
{
    return text.toStdString();
}

fs::path nativePath(const QString& path)
{
    return path.toStdString();
}

QString folderOf(const QString& path)
{
    return QFileInfo(path).absolutePath();
}

/// The file that the log was read from, if it still holds what was analysed.
std::expected<cases::CaseFile, std::string> caseOfFile(const CaseToSave& wanted)
{
    auto file = cases::newCase(nativePath(wanted.source.path), wanted.byReference);
    if (!file)
        return file;
    const auto input = cases::inputOf(std::make_shared<const cases::CaseFile>(*file), {});
    if (!input || input->text != wanted.analysis->log->text.bytes())
        return std::unexpected(sentence(
            tr("%1 has changed since it was opened; put the log into the case.").arg(wanted.source.path)));
    return file;
}

std::expected<cases::CaseFile, std::string> caseOfLog(const CaseToSave& wanted)
{
    if (wanted.source.isFile()) {
        auto file = caseOfFile(wanted);
        if (file || wanted.byReference)
            return file;
    } else if (wanted.byReference) {
        return std::unexpected(
            sentence(tr("This log is in no file that a case could refer to; put it into the case.")));
    }
    return cases::caseOfBytes(std::string(wanted.analysis->log->text.bytes()),
                              wanted.source.title.toStdString());
}

} // namespace

DiskStamp stampOfFile(const QString& path)
{
    std::error_code error;
    const auto written = fs::last_write_time(nativePath(path), error);
    if (error)
        return {};
    const auto size = fs::file_size(nativePath(path), error);
    return {written.time_since_epoch().count(), error ? 0 : size};
}

std::expected<cases::CaseFile, std::string> makeCase(const CaseToSave& wanted)
{
    std::expected<cases::CaseFile, std::string> out = wanted.base ? *wanted.base : caseOfLog(wanted);
    if (!out)
        return out;
    out->notebook = wanted.notebook;
    if (!wanted.view.empty())
        out->view = wanted.view;
    return out;
}

std::expected<SavedCase, std::string> writeCase(const CaseToSave& wanted, const QString& path,
                                                DiskStamp known)
{
    auto file = makeCase(wanted);
    if (!file)
        return std::unexpected(file.error());
    const QString logFolder = folderOf(wanted.source.path);
    if (file->log.byReference && wanted.source.isFile() && folderOf(path) != logFolder) {
        if (!wanted.base)
            return std::unexpected(
                sentence(tr("A case whose log is not inside has to stand in the log's own folder, %1.")
                             .arg(logFolder)));
        // Elsewhere nobody would find the log: it goes in.
        file->log.byReference = false;
    }
    SavedCase out;
    const bool own = wanted.base && wanted.source.isFile() && wanted.source.path == path;
    if (own && known.written != 0 && stampOfFile(path) != known && QFileInfo::exists(path)) {
        const auto theirs = cases::openCase(nativePath(path));
        auto both = theirs ? cases::mergeCases(*file, *theirs) : std::unexpected(theirs.error());
        if (!both)
            return std::unexpected(
                sentence(tr("%1 was written by somebody else meanwhile, and cannot be merged: %2 Save the "
                            "case under another name.")
                             .arg(path, QString::fromStdString(both.error()))));
        const std::string view = std::move(file->view);
        *file = std::move(*both);
        file->view = view;
        out.merged = true;
    }
    if (const auto saved = cases::saveCase(nativePath(path), *file); !saved)
        return std::unexpected(saved.error());
    out.stamp = stampOfFile(path);
    out.file = std::make_shared<const cases::CaseFile>(std::move(*file));
    return out;
}

std::expected<MergedCase, std::string> readOther(const CaseToSave& mine, const QString& path)
{
    const auto bytes = readBytes(path.toStdString());
    if (!bytes)
        return std::unexpected(bytes.error());
    // Merging needs no log that stands beside its case.
    auto theirs = cases::readCase(bytes->view, {});
    if (!theirs)
        return std::unexpected(path.toStdString() + ": " + theirs.error() + ".");
    MergedCase out{.name = QFileInfo(path).fileName()};
    if (mine.base) {
        out.sameLog = mine.base->log.sha256 == theirs->log.sha256;
    } else if (!mine.source.isFile() || theirs->log.size == stampOfFile(mine.source.path).size ||
               theirs->log.size == mine.analysis->log->text.bytes().size()) {
        const auto file = makeCase(mine);
        out.sameLog = file && file->log.sha256 == theirs->log.sha256;
    }
    out.theirs = std::make_shared<const cases::CaseFile>(std::move(*theirs));
    return out;
}

NoteCounts countsOf(const notes::Notebook& before, const notes::Notebook& after)
{
    NoteCounts out;
    for (const notes::Note* const note : after.notes()) {
        const notes::Note* const old = before.find(note->id);
        if (!old && note->deleted())
            continue;
        out.added += old ? 0 : 1;
        out.changed += old && *old != *note ? 1 : 0;
    }
    std::map<std::pair<notes::VerdictKind, std::string>, const notes::Verdict*> verdicts;
    for (const notes::Verdict* const verdict : before.verdicts())
        verdicts.emplace(std::pair(verdict->kind, notes::keyOf(verdict->on)), verdict);
    for (const notes::Verdict* const verdict : after.verdicts()) {
        const auto old = verdicts.find(std::pair(verdict->kind, notes::keyOf(verdict->on)));
        out.added += old == verdicts.end() ? 1 : 0;
        out.changed += old != verdicts.end() && *old->second != *verdict ? 1 : 0;
    }
    out.conflicts = static_cast<int>(after.conflictCount());
    return out;
}

} // namespace skein
