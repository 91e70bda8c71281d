// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "app/command_line/report_command.h"

#include "app/command_line/destination.h"
#include "app/command_line/exit_status.h"
#include "app/command_line/read_log.h"
#include "app/command_line/terminal.h"
#include "model/triage/filter_subjects.h"
#include "views/report/exporters.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <memory>
#include <optional>
#include <ranges>

namespace skein::command_line
{

namespace
{

/// What the arguments mean, once they are checked.
struct Job {
    const Exporter* exporter = nullptr;
    ReportOptions options;
    std::vector<FindingKind> failOn;
    triage::Filter filter;
    Destination destination;
    ReportWriter writer = nullptr;
};

std::vector<FindingKind> allKinds()
{
    std::vector<FindingKind> kinds;
    for (int i = 0; i <= static_cast<int>(FindingKind::TestTimeout); ++i)
        kinds.push_back(static_cast<FindingKind>(i));
    return kinds;
}

template <class T>
std::optional<T> named(std::string_view name, const std::vector<T>& values)
{
    const auto found = std::ranges::find(values, name, [](T value) { return toString(value); });
    return found == values.end() ? std::nullopt : std::optional<T>(*found);
}

/// A sentence where the options of a picture cannot be followed; "" else.
std::string checkPicture(const ReportArguments& arguments, ReportOptions& options)
{
    constexpr std::array pictures{"both", "timeline", "graph"};
    constexpr std::array themes{"light", "dark"};
    const auto picture = std::ranges::find(pictures, arguments.picture);
    const auto theme = std::ranges::find(themes, arguments.theme);
    if (picture == pictures.end())
        return "There is no picture '" + shown(arguments.picture) + "'; choose " +
               choices(pictures, [](const char* name) { return name; }) + ".";
    if (theme == themes.end())
        return "There is no theme '" + shown(arguments.theme) + "'; choose " +
               choices(themes, [](const char* name) { return name; }) + ".";
    options.pictures = static_cast<ReportOptions::Pictures>(picture - pictures.begin());
    options.dark = theme != themes.begin();
    if (arguments.finding > 0)
        options.finding = arguments.finding - 1;
    return {};
}

std::expected<Job, std::string> check(const ReportArguments& arguments)
{
    Job job;
    job.exporter = findExporter(arguments.format);
    if (!job.exporter)
        return std::unexpected("There is no format '" + shown(arguments.format) + "'; choose " +
                               choices(exporters(), [](const Exporter* e) { return e->id; }) + ".");
    const std::vector certainties{Certainty::Proved, Certainty::Likely, Certainty::Possible};
    const auto certainty = named(arguments.minCertainty, certainties);
    if (!certainty)
        return std::unexpected("There is no certainty '" + shown(arguments.minCertainty) + "'; choose " +
                               choices(certainties, [](Certainty c) { return toString(c); }) + ".");
    job.options.minCertainty = *certainty;
    if (auto wrong = checkPicture(arguments, job.options); !wrong.empty())
        return std::unexpected(std::move(wrong));
    for (const std::string& list : arguments.failOn) {
        for (const auto part : std::views::split(list, ',')) {
            const std::string_view name(part);
            const auto kind = named(name, allKinds());
            if (!kind)
                return std::unexpected("There is no kind of finding '" + shown(name) + "'; choose from " +
                                       choices(findingKinds(), [](std::string_view k) { return k; }) + ".");
            job.failOn.push_back(*kind);
        }
    }
    for (const std::string& text : arguments.filters) {
        const auto filter = readFilter(text);
        if (!filter)
            return std::unexpected(filter.error());
        job.filter = both(job.filter, *filter);
    }
    auto destination = chooseDestination(arguments.files, arguments.output, job.exporter->suffix);
    if (!destination)
        return std::unexpected(destination.error());
    job.destination = std::move(*destination);
    if (job.destination.files.empty()) {
        job.options.colour = wantsColour();
        job.options.columns = textColumns();
    }
    return job;
}

/// True when the report is written to the sink.
bool write(const Job& job, const AnalysisPtr& analysis, Sink& sink)
{
    if (job.exporter->write) {
        job.exporter->write(*analysis, job.options, sink);
        return true;
    }
    const auto written = job.writer(*job.exporter, analysis, job.options, sink);
    if (!written)
        complain(shown(analysis->log->input.path) + ": " + written.error());
    return written.has_value();
}

int printReport(const Job& job, const AnalysisPtr& analysis, bool first)
{
    FileSink sink(stdout);
    if (!first)
        sink.write(job.exporter->between);
    if (!write(job, analysis, sink))
        return kBadUsage;
    if (sink.flush() && std::fflush(stdout) == 0)
        return kOk;
    complain(std::string("Cannot write to standard output (") + std::strerror(errno) + ").");
    return kBadUsage;
}

int writeReport(const Job& job, const AnalysisPtr& analysis, const std::string& path)
{
    const std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(std::fopen(path.c_str(), "wb"), &std::fclose);
    if (file) {
        FileSink sink(file.get());
        if (!write(job, analysis, sink))
            return kBadUsage;
        if (sink.flush() && std::fflush(file.get()) == 0)
            return kOk;
    }
    complain(shown(path) + ": Cannot write the report (" + std::strerror(errno) + ").");
    return kBadUsage;
}

/// --fail-on looks at the findings that the report shows.
bool failsGate(const Job& job, const Analysis& analysis)
{
    std::vector<FindingKind> hits;
    for (const Finding* finding : shownFindings(analysis, job.options))
        if (std::ranges::contains(job.failOn, finding->kind))
            hits.push_back(finding->kind);
    if (hits.empty())
        return false;
    const auto count = hits.size();
    std::ranges::sort(hits);
    hits.erase(std::ranges::unique(hits).begin(), hits.end());
    std::string kinds;
    for (const FindingKind kind : hits) {
        if (!kinds.empty())
            kinds += ", ";
        kinds += toString(kind);
    }
    complain(shown(analysis.log->input.path) + ": The gate failed: " + std::to_string(count) +
             (count == 1 ? " finding of kind " : " findings of kind ") + kinds + ".");
    return true;
}

} // namespace

std::vector<std::string_view> findingKinds()
{
    std::vector<std::string_view> names;
    for (const FindingKind kind : allKinds())
        names.push_back(toString(kind));
    return names;
}

bool hasPictures(const ReportArguments& arguments)
{
    const Exporter* const exporter = findExporter(arguments.format);
    return exporter && !exporter->write;
}

int runReport(const ReportArguments& arguments, ReportWriter writer)
{
    auto job = check(arguments);
    if (!job) {
        complain(job.error());
        return kBadUsage;
    }
    job->writer = writer;
    int status = kOk;
    bool first = true;
    const auto lint = readLint(arguments.lint);
    if (!lint)
        return kUnreadable;
    for (std::size_t i = 0; i < arguments.files.size(); ++i) {
        std::shared_ptr<const cases::CaseFile> caseFile;
        const LogPtr log = readLog(arguments.files[i], caseFile);
        job->options.notebook = caseFile ? &caseFile->notebook : nullptr;
        if (!log) {
            status = std::max<int>(status, kUnreadable);
            continue;
        }
        const AnalysisPtr analysis = triage::only(analyse(log, {}, *lint), job->filter);
        const int written = job->destination.files.empty()
                                ? printReport(*job, analysis, first)
                                : writeReport(*job, analysis, job->destination.files[i].string());
        first = false;
        status = std::max(status, written);
        if (failsGate(*job, *analysis))
            status = std::max<int>(status, kGateFailed);
        if (written != kOk && job->destination.files.empty())
            break;
    }
    return status;
}

} // namespace skein::command_line
