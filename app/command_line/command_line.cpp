// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "app/command_line/command_line.h"

#include "app/command_line/exit_status.h"
#include "app/command_line/read_log.h"
#include "app/command_line/triage_command.h"
#include "app/command_line/window_program.h"
#include "model/analysis/idle_places.h"
#include "views/version.h"

#include <CLI/CLI.hpp>

#include <utility>

namespace skein::command_line
{
namespace
{

constexpr const char* kAbout =
    "Skein shows who did what to whom in a concurrency crash log: which threads used the same "
    "memory, who waits\n"
    "for whom, what leaks. It reads crash dumps, thread dumps, race reports and profiles of Go, "
    "C and C++ programs,\n"
    "anywhere in a log of any size, also behind docker, Kubernetes or journald prefixes, gzip, "
    "xz, zstd or bzip2\n"
    "compressed.";

constexpr const char* kExamples =
    "Examples:\n"
    "  skein crash.log                                  open the window\n"
    "  skein report crash.log                           print the findings\n"
    "  kubectl logs pod | skein report -                read standard input\n"
    "  skein report --format json --output out/ *.log   one JSON report per log\n"
    "  skein triage --baseline skein-leaks.toml test.log   leaks, and which of them are known\n"
    "  skein diff before.log after.log                  what grew between two dumps";

constexpr const char* kReportNotes =
    "Exit status: 0 the logs were read, 1 a --fail-on gate failed, 2 bad usage, 3 an input could not be "
    "read.\n"
    "\n"
    "Examples:\n"
    "  skein report crash.log\n"
    "  skein report --format html --output crash.html crash.log\n"
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

/// "text (the default), json … or pdf"
std::string formatsInHelp()
{
    return choices(exporters(), [first = true](const Exporter* e) mutable {
        return std::string(e->id) + (std::exchange(first, false) ? " (the default)" : "");
    });
}

void addReport(CLI::App& app, ReportArguments& arguments)
{
    CLI::App* report = app.add_subcommand("report", "Print the findings as text, as a page, as pictures …");
    report->add_option("FILE", arguments.files, "Logs to read; - is standard input")
        ->required()
        ->type_name("");
    report->add_option("-f,--format", arguments.format, formatsInHelp())->type_name("FORMAT");
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
    report
        ->add_option(
            "--lint", arguments.lint,
            "What go vet, staticcheck or golangci-lint has printed (text or JSON), for the same source")
        ->allow_extra_args(false)
        ->type_name("FILE");
    report
        ->add_option("--filter", arguments.filters,
                     "Only groups, and findings with goroutines, that this filter matches (docs/filter.md)")
        ->allow_extra_args(false)
        ->type_name("FILTER");
    report
        ->add_option("--picture", arguments.picture,
                     "In an SVG, PNG or PDF: timeline, graph or both (the default)")
        ->type_name("PICTURE");
    report
        ->add_option("--finding", arguments.finding, "Which finding such a picture shows; 1 is the strongest")
        ->type_name("N");
    report->add_option("--theme", arguments.theme, "Of such a picture: light (the default) or dark")
        ->type_name("THEME");
    report->footer(kindsInHelp() + kReportNotes);
}

constexpr const char* kTriageNotes =
    "Exit status: 0 the logs were read, 1 the --fail-on gate failed, 2 bad usage, or an input or the "
    "baseline "
    "could not be read.\n"
    "\n"
    "Examples:\n"
    "  go test ./... 2>&1 | tee test.log\n"
    "  skein triage test.log --baseline skein-leaks.toml --update-baseline    accept what is there today\n"
    "  skein triage test.log --baseline skein-leaks.toml --fail-on new        fail on what is not known\n"
    "  skein triage dump.log --filter 'state:chan* wait>5m not func:~grpc'\n"
    "docs/triage.md has the steps for GitHub Actions and GitLab, docs/filter.md the filter language.";

constexpr const char* kDiffNotes = "Exit status: 0 the dumps were compared, 1 the --fail-on gate failed, 2 "
                                   "bad usage, or an input could not be "
                                   "read.\n"
                                   "\n"
                                   "Examples:\n"
                                   "  skein diff at-10.log at-11.log at-12.log\n"
                                   "  skein diff --threads --filter change:grew dumps.log";

void addGate(CLI::App& command, GateArguments& arguments, const char* files)
{
    command.add_option("FILE", arguments.files, files)->required()->type_name("");
    command
        .add_option("-f,--format", arguments.format,
                    "text (the default), json, markdown, junit, sarif or github")
        ->type_name("FORMAT");
    command.add_option("-o,--output", arguments.output, "Write to this file")->type_name("PATH");
    command
        .add_option("--fail-on", arguments.failOn, "Exit with status 1 where there is one: new, grown or any")
        ->type_name("GATE");
    command.add_option("--filter", arguments.filters, "Show only what this filter matches (docs/filter.md)")
        ->allow_extra_args(false)
        ->type_name("FILTER");
    command
        .add_option("--root", arguments.root,
                    "The repository that paths are relative to; the one around the working directory else")
        ->type_name("DIR");
}

void addTriage(CLI::App& app, TriageArguments& arguments)
{
    CLI::App* triage =
        app.add_subcommand("triage", "List leaked goroutines, with what the team knows of them");
    addGate(*triage, arguments.gate, "Logs, dumps and profiles to read; - is standard input");
    triage->add_option("--baseline", arguments.baseline, "The file of known leaks, as in skein-leaks.toml")
        ->type_name("FILE");
    triage->add_flag("--update-baseline", arguments.update,
                     "Write what is found into the baseline: new leaks become known, those gone fixed");
    triage
        ->add_option("--ignore", arguments.ignore,
                     "Leave out what this filter matches, as func:google.golang.org/grpc*")
        ->allow_extra_args(false)
        ->type_name("PATTERN");
    triage->add_flag("--idle", arguments.idle,
                     "Keep goroutines that are idle by design (runtime, net/http …)");
    triage->footer(kTriageNotes);
}

void addDiff(CLI::App& app, DiffArguments& arguments)
{
    CLI::App* diff = app.add_subcommand("diff", "Compare dumps of one program, the oldest first");
    addGate(*diff, arguments.gate, "Dumps to compare, the oldest first; one file may hold several");
    diff->add_option("--by", arguments.groupBy,
                     "What makes a group: leak (the default), stack, state, place, function, creator, label "
                     "or label:KEY")
        ->type_name("STRENGTH");
    diff->add_flag("--threads", arguments.threads, "Follow each goroutine over the dumps");
    diff->footer(kDiffNotes);
}

/// One sentence instead of CLI11's report of its own.
std::string sentence(const CLI::ParseError& error, const CLI::App& app)
{
    const auto commands = app.get_subcommands();
    const std::string name = commands.empty() ? "skein" : "skein " + commands.front()->get_name();
    const std::string help = "'" + name + " --help'";
    if (!commands.empty() && error.get_name() == "RequiredError")
        return name + " needs at least one FILE, or - for standard input; see " + help + ".";
    std::string text = error.what();
    while (!text.empty() && (text.back() == '\n' || text.back() == '.'))
        text.pop_back();
    return text + "; see " + help + ".";
}

} // namespace

int run(int argc, char** argv, ReportWriter writer)
{
    loadIdlePlaces();
    CLI::App app(kAbout, "skein");
    ReportArguments arguments;
    TriageArguments triage;
    DiffArguments diff;
    std::vector<std::string> files;
    app.add_option("FILE", files, "Logs to open in the window; - is standard input")->type_name("");
    app.set_version_flag("--version", "skein " + std::string(kVersion), "Print the version and exit");
    app.footer(kExamples);
    addReport(app, arguments);
    addTriage(app, triage);
    addDiff(app, diff);
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        if (error.get_exit_code() == 0)
            return app.exit(error); // --help, --version
        complain(sentence(error, app));
        return kBadUsage;
    }
    if (app.got_subcommand("triage"))
        return runTriage(triage);
    if (app.got_subcommand("diff"))
        return runDiff(diff);
    if (!app.got_subcommand("report"))
        return becomeWindow(files);
    if (!writer && hasPictures(arguments))
        return becomePainter(argc, argv);
    return runReport(arguments, writer);
}

} // namespace skein::command_line
