// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "app/command_line/case_command.h"

#include "app/command_line/destination.h"
#include "app/command_line/exit_status.h"
#include "app/command_line/read_log.h"
#include "model/formatted.h"
#include "model/notes/notebook.h"
#include "parser/case/case_file.h"

#include <algorithm>
#include <cstdio>
#include <expected>
#include <filesystem>
#include <optional>
#include <system_error>

namespace skein::command_line
{

namespace
{

namespace fs = std::filesystem;

int failed(const std::string& sentence, int status = kBadUsage)
{
    complain(shown(sentence));
    return status;
}

void print(const std::string& text)
{
    std::fputs(text.c_str(), stdout);
}

std::string shownStamp(const notes::Stamp& stamp)
{
    return formatted("{}, {}", stamp.author.empty() ? "somebody" : shown(stamp.author),
                     notes::isoTime(stamp.time).substr(0, 16));
}

/// Every conflict with both versions, in words.
std::string conflictsOf(const notes::Notebook& notebook)
{
    std::string out;
    for (const notes::Note* note : notebook.notes()) {
        for (const notes::Note::Conflict& conflict : note->conflicts()) {
            out += formatted("Conflict ({}) in note {} on {}:\n", toString(conflict.what), toString(note->id),
                             shown(describe(note->anchor.value())));
            for (std::size_t i = 0; i < conflict.by.size(); ++i)
                out +=
                    formatted("  {}:\n{}", shownStamp(conflict.by[i]), shownLines(conflict.texts[i], "    "));
        }
    }
    for (const notes::Verdict* verdict : notebook.verdicts()) {
        if (!verdict->value.disputed())
            continue;
        out += formatted("Conflict ({}) on {}:\n", toString(verdict->kind), shown(describe(verdict->on)));
        for (const auto& version : verdict->value.versions()) {
            const notes::VerdictValue& value = version.value;
            out += formatted("  {}: {}\n", shownStamp(version.stamp),
                             value.party          ? shown(describe(*value.party))
                             : value.text.empty() ? "taken back"
                                                  : shown(value.text));
        }
    }
    return out;
}

/// Merging needs no log that stands beside its case, and git hands its merge driver copies in other folders.
std::expected<cases::CaseFile, std::string> openWithoutLog(const std::string& file)
{
    const auto bytes = readBytes(file);
    if (!bytes)
        return std::unexpected(bytes.error());
    auto read = cases::readCase(bytes->view, {});
    if (!read)
        return std::unexpected(formatted("{}: {}.", file, read.error()));
    return read;
}

} // namespace

int runCase(const CaseArguments& arguments)
{
    std::string output = arguments.output;
    if (output == "-" || std::ranges::contains(arguments.files, "-"))
        return failed("A case is made of a file and written to a file; - does not go here.");
    std::vector<fs::path> files;
    if (output.empty()) {
        for (const std::string& file : arguments.files)
            files.emplace_back(file + ".skein");
    } else {
        auto destination = chooseDestination(arguments.files, output, "skein");
        if (!destination)
            return failed(destination.error());
        files = std::move(destination->files);
    }
    int status = kOk;
    for (std::size_t i = 0; i < arguments.files.size(); ++i) {
        std::error_code error;
        // A case holds what people wrote; nobody wants an empty one in its place.
        if (fs::exists(files[i], error)) {
            status =
                std::max<int>(status, failed(files[i].string() + ": is there already; remove it, or give "
                                                                 "another name with --output."));
            continue;
        }
        auto made = cases::newCase(arguments.files[i], arguments.byReference);
        if (made && arguments.byReference &&
            fs::absolute(files[i]).parent_path() != fs::absolute(arguments.files[i]).parent_path())
            return failed("A case whose log is not inside has to stand in the log's own folder.");
        if (!made) {
            status = std::max<int>(status, failed(made.error(), kUnreadable));
            continue;
        }
        if (const auto saved = cases::saveCase(files[i], *made); !saved)
            status = std::max<int>(status, failed(saved.error()));
    }
    return status;
}

int runMerge(const MergeArguments& arguments)
{
    if (arguments.files.size() < 2)
        return failed("Merging takes two copies of a case or more.");
    if (arguments.output.empty())
        return failed("Where should the merged case go? Give --output FILE; it may be one of the copies.");
    std::optional<cases::CaseFile> merged;
    for (const std::string& file : arguments.files) {
        auto read = openWithoutLog(file);
        if (!read)
            return failed(read.error(), kUnreadable);
        if (!merged) {
            merged = std::move(*read);
            continue;
        }
        auto both = cases::mergeCases(*merged, *read);
        if (!both)
            return failed(file + ": " + both.error());
        merged = std::move(*both);
    }
    if (const auto saved = cases::saveCase(arguments.output, *merged); !saved)
        return failed(saved.error());
    const std::size_t conflicts = merged->notebook.conflictCount();
    if (conflicts == 0)
        return kOk;
    print(conflictsOf(merged->notebook));
    complain(formatted("{}: {} to decide about; both versions are in the case.", shown(arguments.output),
                       conflicts == 1 ? "one conflict" : formatted("{} conflicts", conflicts)));
    return kGateFailed;
}

} // namespace skein::command_line
