// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "app/command_line/triage_command.h"

#include "app/command_line/exit_status.h"
#include "app/command_line/read_log.h"
#include "app/command_line/terminal.h"
#include "model/said/statuses.h"
#include "model/triage/baseline_file.h"
#include "model/triage/filter_subjects.h"
#include "views/report/triage_report.h"

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <expected>
#include <filesystem>
#include <functional>
#include <iterator>
#include <memory>

namespace skein::command_line
{

namespace
{

using triage::Filter;
using triage::Gate;

/// What the arguments mean, once they are checked.
struct Job {
    const TriageFormat* format = nullptr;
    Gate gate = Gate::None;
    Filter filter;
    SourcePaths paths;
};

std::expected<Job, std::string> check(const GateArguments& arguments)
{
    Job job;
    job.format = findTriageFormat(arguments.format);
    if (!job.format)
        return std::unexpected("There is no format '" + shown(arguments.format) + "'; choose " +
                               choices(triageFormats(), [](const TriageFormat* f) { return f->id; }) + ".");
    const auto gate = triage::gateNamed(arguments.failOn);
    if (!gate)
        return std::unexpected("There is no gate '" + shown(arguments.failOn) +
                               "'; choose new, grown or any.");
    job.gate = *gate;
    for (const std::string& text : arguments.filters) {
        const auto filter = readFilter(text);
        if (!filter)
            return std::unexpected(filter.error());
        job.filter = both(job.filter, *filter);
    }
    std::filesystem::path root = arguments.root;
    for (const char* variable : {"GITHUB_WORKSPACE", "CI_PROJECT_DIR"}) // of GitHub Actions and of GitLab
        if (const char* value = std::getenv(variable); root.empty() && value && *value)
            root = value;
    if (root.empty()) {
        std::error_code error;
        root = repositoryRoot(std::filesystem::current_path(error));
    }
    job.paths = SourcePaths(root);
    return job;
}

/// Reads all of them; false where one cannot be read. The others still are.
bool readLogs(const std::vector<std::string>& files, std::vector<LogPtr>& logs,
              std::vector<triage::BaselineEntry>* statuses = nullptr)
{
    bool all = true;
    for (const std::string& file : files) {
        std::shared_ptr<const cases::CaseFile> caseFile;
        if (LogPtr log = readLog(file, caseFile))
            logs.push_back(std::move(log));
        else
            all = false;
        if (caseFile && statuses)
            std::ranges::move(notes::statusesOf(caseFile->notebook), std::back_inserter(*statuses));
    }
    return all;
}

int writeTo(const std::string& path, const std::function<void(Sink&)>& write)
{
    const bool toStdout = path.empty() || path == "-";
    std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(nullptr, &std::fclose);
    if (!toStdout)
        file.reset(std::fopen(path.c_str(), "wb"));
    std::FILE* out = toStdout ? stdout : file.get();
    if (out) {
        FileSink sink(out);
        write(sink);
        if (sink.flush() && std::fflush(out) == 0)
            return kOk;
    }
    complain((toStdout ? std::string("standard output") : shown(path)) + ": Cannot write the report (" +
             std::strerror(errno) + ").");
    return kBadUsage;
}

template <class Report>
void present(Report& report, const GateArguments& arguments)
{
    const bool terminal = arguments.output.empty() || arguments.output == "-";
    report.colour = terminal && wantsColour();
    report.columns = terminal ? textColumns() : 100;
}

int gateStatus(bool failed, Gate gate)
{
    if (!failed)
        return kOk;
    complain(std::string("The gate failed (--fail-on ") + std::string(toString(gate)) + ").");
    return kGateFailed;
}

} // namespace

int runTriage(const TriageArguments& arguments)
{
    auto job = check(arguments.gate);
    if (!job) {
        complain(job.error());
        return kBadUsage;
    }
    triage::Options options{.ignore = {}, .only = job->filter, .idle = arguments.idle};
    for (const std::string& text : arguments.ignore) {
        auto filter = readFilter(text);
        if (!filter) {
            complain(filter.error());
            return kBadUsage;
        }
        options.ignore.push_back(std::move(*filter));
    }
    if (arguments.update && arguments.baseline.empty()) {
        complain("--update-baseline needs --baseline FILE: which one?");
        return kBadUsage;
    }
    if (arguments.update && !arguments.gate.filters.empty()) {
        complain("--update-baseline does not go with --filter: what is filtered out would seem fixed.");
        return kBadUsage;
    }
    triage::Baseline baseline;
    if (!arguments.baseline.empty()) {
        auto read = triage::readBaseline(arguments.baseline, arguments.update);
        if (!read) {
            std::error_code ignored;
            const bool missing = !std::filesystem::exists(arguments.baseline, ignored);
            complain(shown(read.error()) + (missing ? " --update-baseline makes one." : ""));
            return kBadUsage;
        }
        baseline = std::move(*read);
    }
    std::vector<LogPtr> logs;
    std::vector<triage::BaselineEntry> statuses;
    int status = readLogs(arguments.gate.files, logs, &statuses) ? kOk : kBadUsage;
    if (arguments.baseline.empty()) // a case says itself what is known of its leaks
        baseline.set(std::move(statuses));
    const auto lint = readLint(arguments.lint);
    if (!lint)
        return kBadUsage;
    std::vector<AnalysisPtr> inputs;
    for (LogPtr& log : logs)
        inputs.push_back(analyse(std::move(log), {}, *lint));
    const triage::Triage result = triage::triage(inputs, baseline, options);
    for (const std::string& warning : result.warnings)
        complain(warning);
    TriageReport report{.inputs = inputs,
                        .triage = result,
                        .gate = job->gate,
                        .baseline = arguments.baseline,
                        .paths = &job->paths};
    present(report, arguments.gate);
    status = std::max(status,
                      writeTo(arguments.gate.output, [&](Sink& sink) { job->format->triage(report, sink); }));
    if (arguments.update && status == kOk) {
        triage::update(baseline, result);
        if (const auto written = triage::writeBaseline(arguments.baseline, baseline); !written) {
            complain(shown(written.error()));
            return kBadUsage;
        }
    }
    return std::max(status, gateStatus(fails(job->gate, result), job->gate));
}

int runDiff(const DiffArguments& arguments)
{
    auto job = check(arguments.gate);
    if (!job) {
        complain(job.error());
        return kBadUsage;
    }
    std::string label;
    std::string_view by = arguments.groupBy;
    if (by.starts_with("label:")) {
        label = by.substr(6);
        by = "label";
    }
    const auto strength = triage::strengthNamed(by);
    if (!strength) {
        complain("Cannot group by '" + shown(arguments.groupBy) + "'; choose " +
                 choices(triage::strengths(), [](triage::Strength s) { return toString(s); }) +
                 ", or label:KEY.");
        return kBadUsage;
    }
    std::vector<LogPtr> logs;
    int status = readLogs(arguments.gate.files, logs) ? kOk : kBadUsage;
    auto dumps = triage::dumpsOf(logs);
    if (dumps.size() < 2) {
        complain(dumps.empty()
                     ? "There is no dump to compare: none of the inputs shows goroutines with their stacks."
                     : "There is one dump only; comparing takes two, in one file or in several.");
        return kBadUsage;
    }
    triage::Comparison comparison = compare(std::move(dumps), *strength, label);
    triage::only(comparison, job->filter);
    DiffReport report{
        .comparison = comparison, .gate = job->gate, .threads = arguments.threads, .paths = &job->paths};
    present(report, arguments.gate);
    status = std::max(status,
                      writeTo(arguments.gate.output, [&](Sink& sink) { job->format->diff(report, sink); }));
    return std::max(status, gateStatus(fails(job->gate, comparison), job->gate));
}

} // namespace skein::command_line
