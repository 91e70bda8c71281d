// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
//
// skein: the program that prints. It opens the window by becoming skein-window.
#include "app/command_line/exit_status.h"
#include "app/command_line/report_command.h"
#include "app/command_line/window_program.h"
#include "views/version.h"

#include <CLI/CLI.hpp>

namespace
{

using namespace skein;
using namespace skein::command_line;

constexpr const char* kAbout = "Skein shows who did what to whom in a concurrency crash log: which "
                               "goroutines were at the same map, who\n"
                               "waits for whom, what leaks. It reads Go tracebacks (panics, fatal errors, "
                               "goroutine dumps) anywhere in a\n"
                               "log of any size, also behind docker, Kubernetes or journald prefixes, gzip, "
                               "xz, zstd or bzip2 compressed.";

constexpr const char* kExamples =
    "Examples:\n"
    "  skein crash.log                                  open the window\n"
    "  skein report crash.log                           print the findings\n"
    "  kubectl logs pod | skein report -                read standard input\n"
    "  skein report --format json --output out/ *.log   one JSON report per log";

constexpr const char* kReportNotes =
    "Exit status: 0 the logs were read, 1 a --fail-on gate failed, 2 bad usage, 3 an input could not be "
    "read.\n"
    "\n"
    "Examples:\n"
    "  skein report crash.log\n"
    "  skein report --fail-on concurrent-map-access,deadlock test-output.log\n"
    "  journalctl -u api | skein report --min-certainty likely -";

/// "Kinds of finding: panic, crash …", wrapped like the rest of the help.
std::string kindsInHelp()
{
    std::string out = "Kinds of finding:", line;
    for (const auto kind : findingKinds()) {
        if (line.size() + kind.size() > 90) {
            out += "\n " + line;
            line.clear();
        }
        line += ' ';
        line += kind;
    }
    return out + "\n " + line + "\n\n";
}

void addReport(CLI::App& app, ReportArguments& arguments)
{
    CLI::App* report = app.add_subcommand("report", "Print the findings as text or JSON");
    report->add_option("FILE", arguments.files, "Logs to read; - is standard input")
        ->required()
        ->type_name("");
    report->add_option("-f,--format", arguments.format, "text (the default) or json")->type_name("FORMAT");
    report
        ->add_option("-o,--output", arguments.output,
                     "Write to this file, or one report per log into this directory")
        ->type_name("PATH");
    report
        ->add_option("--min-certainty", arguments.minCertainty,
                     "Leave out findings that are less sure: proved, likely or possible (the default)")
        ->type_name("CERTAINTY");
    report
        ->add_option("--fail-on", arguments.failOn,
                     "Exit with status 1 when the report has a finding of such a kind")
        ->allow_extra_args(false)
        ->type_name("KIND[,KIND]");
    report->footer(kindsInHelp() + kReportNotes);
}

/// One sentence instead of CLI11's report of its own.
std::string sentence(const CLI::ParseError& error, const CLI::App& app)
{
    const bool inReport = !app.get_subcommands().empty();
    const std::string help = inReport ? "'skein report --help'" : "'skein --help'";
    if (inReport && error.get_name() == "RequiredError")
        return "skein report needs at least one FILE, or - for standard input; see " + help + ".";
    std::string text = error.what();
    while (!text.empty() && (text.back() == '\n' || text.back() == '.'))
        text.pop_back();
    return text + "; see " + help + ".";
}

} // namespace

int main(int argc, char** argv)
{
    CLI::App app(kAbout, "skein");
    ReportArguments arguments;
    std::vector<std::string> files;
    app.add_option("FILE", files, "Logs to open in the window; - is standard input")->type_name("");
    app.set_version_flag("--version", "skein " + std::string(kVersion), "Print the version and exit");
    app.footer(kExamples);
    addReport(app, arguments);
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        if (error.get_exit_code() == 0)
            return app.exit(error); // --help, --version
        complain(sentence(error, app));
        return kBadUsage;
    }
    return app.got_subcommand("report") ? runReport(arguments) : becomeWindow(files);
}
