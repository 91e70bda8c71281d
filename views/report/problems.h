// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include "views/report/sink.h"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// What services that show test results and code take: a problem at a line of the source. Texts may hold any
/// bytes of a log; each writer escapes for what it writes.
namespace skein
{

enum class Level : std::uint8_t { Error, Warning, Note };

/// What a person said about a problem, or about the log as a whole.
struct ProblemNote {
    std::string author, time, about; ///< one line each; `time` as it is shown
    std::string text;                ///< plain text in lines
    bool verdict = false;            ///< confirmed, rejected, …: not a note
    std::string file = {};           ///< of what it sits on; "" where the log has none
    bool inRepository = false;
    std::uint32_t line = 0;
};

struct Problem {
    Level level = Level::Warning;
    bool failed = false;   ///< a gate fails because of it
    std::string_view rule; ///< id of its ProblemRule
    std::string title;     ///< one line
    std::string text;      ///< what there is to say, in lines
    std::string file;      ///< from the root of the repository where `inRepository`, else as the log has it
    bool inRepository = false;
    std::uint32_t line = 0; ///< 0 where not known
    std::string name,
        group; ///< of the test that it is: "store.(*Cache).refresh [chan send]", "acme.test/store"
    std::string fingerprint;
    std::string_view
        state; ///< "new", "unchanged", "updated": SARIF's baselineState; "" where nothing was compared
    std::string accepted; ///< why somebody has decided to leave it; "" where nobody has
    std::vector<ProblemNote> said = {};
};

/// "said by Ann, 2026-11-21 12:30, on goroutine 34: text"; the text cut to `columns` where it is long.
std::string inWords(const ProblemNote&, std::size_t columns);

/// The same with texts that are valid UTF-8 without controls; `text` keeps its line ends.
Problem cleaned(Problem problem);
ProblemNote cleaned(ProblemNote note);

struct ProblemRule {
    std::string_view id, title, help;
};

struct Problems {
    std::string_view suite; ///< "skein triage"
    std::span<const ProblemRule> rules;
    std::vector<Problem> list;
    std::string log; ///< where a problem without a file of the source is shown: the log itself
    std::vector<ProblemNote> said = {}; ///< of no problem in particular
};

/// SARIF 2.1.0 as GitHub code scanning takes it (docs.oasis-open.org/sarif/sarif/v2.1.0).
void writeSarif(const Problems&, Sink&);
/// JUnit XML as GitLab, Jenkins and GitHub actions read it: one test case for each problem.
void writeJunit(const Problems&, Sink&);
/// Workflow commands of GitHub Actions: ::error file=store/cache.go,line=41,title=…::text
void writeGithub(const Problems&, Sink&);

} // namespace skein
