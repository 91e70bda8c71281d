// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include "app/window/log_source.h"
#include "model/analysis/analysis.h"
#include "parser/case/case_file.h"

#include <cstdint>
#include <expected>
#include <memory>
#include <string>

/// What is done with case files on a worker. Errors are one sentence.
namespace skein
{

/// A log above this is put into a case only when the user wants that.
inline constexpr std::uint64_t kHugeLog = std::uint64_t{256} << 20;

/// The state of a file on the disk, to see whether somebody else has written it since.
struct DiskStamp {
    std::int64_t written = 0; ///< nanoseconds of the file's clock; 0: there is no file
    std::uint64_t size = 0;
    bool operator==(const DiskStamp&) const = default;
};
DiskStamp stampOfFile(const QString& path);

/// A document's case as it is at one moment: taken on the GUI thread, made and written on another.
struct CaseToSave {
    std::shared_ptr<const cases::CaseFile>
        base; ///< as it was read or saved last; null: the log was opened alone
    AnalysisPtr analysis;
    LogSource source;
    notes::Notebook notebook;
    std::string view;         ///< CaseFile::view; empty: as it is in `base`
    bool byReference = false; ///< the log stays beside the case
};

/// The case in memory. Its log is the one that was analysed, whatever its file holds by now.
std::expected<cases::CaseFile, std::string> makeCase(const CaseToSave& wanted);

struct SavedCase {
    std::shared_ptr<const cases::CaseFile> file;
    DiskStamp stamp;
    bool merged = false; ///< somebody else had written the file, and what they wrote is in `file` now
};
/// Writes the case to `path`. Where that is the case's own file and not what `known` says any more, what
/// stands in it now is merged in first.
std::expected<SavedCase, std::string> writeCase(const CaseToSave& wanted, const QString& path,
                                                DiskStamp known);

/// What a merge brought.
struct MergedCase {
    QString name;                                  ///< of the other file
    std::shared_ptr<const cases::CaseFile> theirs; ///< without its log
    bool sameLog = false;
};
/// Reads another copy of the case, and whether it is one.
std::expected<MergedCase, std::string> readOther(const CaseToSave& mine, const QString& path);

/// What one notebook has more than another.
struct NoteCounts {
    int added = 0, changed = 0, conflicts = 0; ///< notes and verdicts
};
NoteCounts countsOf(const notes::Notebook& before, const notes::Notebook& after);

} // namespace skein
