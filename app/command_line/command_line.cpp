// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "app/command_line/command_line.h"

#include "app/command_line/case_command.h"
#include "app/command_line/exit_status.h"
#include "app/command_line/gdb_script_command.h"
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
    "  skein diff before.log after.log                  what grew between two dumps\n"
    "  skein case crash.log                             one file for the log and what people say about it\n"
    "  skein redact crash.log --output shared.log       mask names, addresses and secrets";

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
    triage
        ->add_option(
            "--lint", arguments.lint,
            "What go vet, staticcheck or golangci-lint has printed (text or JSON), for the same source")
        ->allow_extra_args(false)
        ->type_name("FILE");
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

constexpr const char* kCaseNotes =
    "Exit status: 0 the case was written, 2 bad usage, or it cannot be written, 3 an input could not be "
    "read.\n"
    "\n"
    "Every command that reads a log reads a case. docs/case-file.md describes the file.";

constexpr const char* kMergeNotes =
    "Where both changed the same text, both stay in the case and are printed.\n"
    "\n"
    "Exit status: 0 merged, 1 merged with conflicts to decide about, 2 bad usage, or these are not copies of "
    "one case, 3 an input could not be read.\n"
    "\n"
    "Examples:\n"
    "  skein merge mine.skein theirs.skein --output both.skein\n"
    "  git config merge.skein.driver 'skein merge %A %B --output %A'";

constexpr const char* kNoteNotes =
    "Examples:\n"
    "  skein note crash.skein                                    list the notes\n"
    "  skein note crash.skein 'holds the lock' --on thread:34    add one\n"
    "  skein note crash.skein 'see #41' --on lines:12-18 --author CI";

constexpr const char* kRedactNotes =
    "The same name gets the same mask everywhere. The redacted log has as many lines, and the same threads, "
    "frames and findings. What was masked is counted on standard error; --list prints what became what.\n"
    "\n"
    "Examples:\n"
    "  skein redact crash.log --list\n"
    "  skein redact crash.skein --output shared.skein\n"
    "  skein redact crash.log --pattern 'customer=acme-*' --keep build.acme.com --leave query";

void addCase(CLI::App& app, CaseArguments& arguments)
{
    CLI::App* command = app.add_subcommand("case", "Put a log into a case file, for notes and for sharing");
    command->add_option("FILE", arguments.files, "Logs; each becomes a case of its own")
        ->required()
        ->type_name("");
    command
        ->add_option("-o,--output", arguments.output,
                     "Write this case, or one per log into this directory; FILE.skein else")
        ->type_name("PATH");
    command->add_flag("--by-reference", arguments.byReference,
                      "Leave the log outside: only its name, size and hash go into the case");
    command->footer(kCaseNotes);
}

void addMerge(CLI::App& app, MergeArguments& arguments)
{
    CLI::App* command = app.add_subcommand("merge", "Make one case of several people's copies of it");
    command->add_option("FILE", arguments.files, "Copies of one case")->required()->type_name("");
    command
        ->add_option("-o,--output", arguments.output, "Write the merged case here; may be one of the copies")
        ->type_name("FILE");
    command->footer(kMergeNotes);
}

void addNote(CLI::App& app, NoteArguments& arguments)
{
    CLI::App* command = app.add_subcommand("note", "Add a note to a case, or list its notes");
    command->add_option("FILE", arguments.file, "The case")->required()->type_name("");
    command->add_option("TEXT", arguments.text, "Markdown; none: list the notes")->type_name("");
    command
        ->add_option("--on", arguments.on,
                     "What it sits on: case (the default), thread:34, finding:1, line:12 or lines:12-18")
        ->type_name("THING");
    command->add_option("--author", arguments.author, "Who says so; the system's user else")
        ->type_name("NAME");
    command->add_option("--colour", arguments.colour, "yellow, red, green, blue, purple or grey")
        ->check(CLI::IsMember({"yellow", "red", "green", "blue", "purple", "grey"}))
        ->type_name("COLOUR");
    command->footer(kNoteNotes);
}

void addRedact(CLI::App& app, RedactArguments& arguments)
{
    CLI::App* command = app.add_subcommand(
        "redact", "Mask names, addresses and secrets in a log or a case before sharing it");
    command->add_option("FILE", arguments.file, "A log or a case; - is standard input")
        ->required()
        ->type_name("");
    command
        ->add_option("-o,--output", arguments.output,
                     "Write to this file; a case where it ends in .skein. Standard output else")
        ->type_name("FILE");
    command->add_flag("--list", arguments.list, "Only print what would be masked, and by what");
    command
        ->add_option("--pattern", arguments.patterns,
                     "Mask this too: text with * and ?; NAME=TEXT gives masks of that name")
        ->allow_extra_args(false)
        ->type_name("GLOB");
    command->add_option("--keep", arguments.keep, "Never mask this name")
        ->allow_extra_args(false)
        ->type_name("NAME");
    command
        ->add_option("--leave", arguments.leave,
                     "Do not mask this kind: host, ip, ipv6, user, email, secret or query")
        ->allow_extra_args(false)
        ->type_name("KIND");
    command->add_flag("--imports", arguments.imports,
                      "Mask the hosts of import paths too (git.acme.com/team/x)");
    command->footer(kRedactNotes);
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
    CaseArguments newCase;
    MergeArguments merge;
    NoteArguments note;
    RedactArguments redaction;
    std::vector<std::string> files;
    app.add_option("FILE", files, "Logs to open in the window; - is standard input")->type_name("");
    app.set_version_flag("--version", "skein " + std::string(kVersion), "Print the version and exit");
    app.footer(kExamples);
    addReport(app, arguments);
    addTriage(app, triage);
    addDiff(app, diff);
    addCase(app, newCase);
    addMerge(app, merge);
    addNote(app, note);
    addRedact(app, redaction);
    app.add_subcommand("gdb-script", "Print gdb commands that collect what a hanging C++ process waits for, and who holds it");
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
    if (app.got_subcommand("gdb-script"))
        return runGdbScript();
    if (app.got_subcommand("case"))
        return runCase(newCase);
    if (app.got_subcommand("merge"))
        return runMerge(merge);
    if (app.got_subcommand("note"))
        return runNote(note);
    if (app.got_subcommand("redact"))
        return runRedact(redaction);
    if (!app.got_subcommand("report"))
        return becomeWindow(files);
    if (!writer && hasPictures(arguments))
        return becomePainter(argc, argv);
    return runReport(arguments, writer);
}

} // namespace skein::command_line
