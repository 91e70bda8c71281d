// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "app/command_line/read_log.h"

#include "app/command_line/exit_status.h"
#include "app/command_line/progress.h"
#include "parser/parse.h"
#include "views/report/utf8.h"

#include <algorithm>

namespace skein::command_line
{

std::string shown(std::string_view text)
{
    return utf8::printable(text);
}

std::string shownLines(std::string_view text, std::string_view indent)
{
    std::string out;
    for (std::size_t at = 0; at <= text.size();) {
        const std::size_t end = std::min(text.find('\n', at), text.size());
        out += std::string(indent) + shown(text.substr(at, end - at)) + '\n';
        at = end + 1;
    }
    return out;
}

std::expected<triage::Filter, std::string> readFilter(const std::string& text)
{
    auto filter = triage::Filter::parse(text);
    if (!filter)
        return std::unexpected("The filter cannot be understood: " + triage::explain(text, filter.error()) +
                               "  docs/filter.md describes the language");
    return std::move(*filter);
}

LogPtr readLog(const std::string& path)
{
    std::shared_ptr<const cases::CaseFile> ignored;
    return readLog(path, ignored);
}

LogPtr readLog(const std::string& path, std::shared_ptr<const cases::CaseFile>& caseFile)
{
    caseFile = nullptr;
    auto input = openInput(path);
    if (!input) {
        complain(shown(input.error()));
        return nullptr;
    }
    caseFile = input->caseFile;
    Progress progress(path);
    ParseOptions options;
    if (progress.enabled())
        options.progress = [&progress](double fraction) { progress.show(fraction); };
    options.say = [&](std::string_view sentence) {
        progress.clear();
        complain(shown(path) + ": " + shown(sentence));
    };
    auto log = parse(std::move(*input), options);
    progress.clear();
    if (!log) {
        complain(shown(log.error()));
        return nullptr;
    }
    if ((*log)->snapshots.empty() && (*log)->lint.empty()) {
        const auto lines = (*log)->text.lineCount();
        complain(
            shown(path) + ": Nothing recognised in " + std::to_string(lines) +
            (lines == 1 ? " line" : " lines") +
            "; Skein reads crash dumps, race reports and stacks of Go and C++ programs: Go tracebacks and "
            "profiles, gdb, lldb, eu-stack, crash handlers, sanitizers, Valgrind.");
    }
    return *log;
}

std::optional<std::vector<LintNote>> readLint(const std::vector<std::string>& files)
{
    std::vector<LintNote> notes;
    for (const std::string& file : files) {
        const LogPtr log = readLog(file);
        if (!log)
            return std::nullopt;
        for (LintNote note : log->lint) {
            note.lines = {};
            note.from = file;
            notes.push_back(std::move(note));
        }
    }
    return notes;
}

} // namespace skein::command_line
