// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "model/analysis/capture_hints.h"

#include <algorithm>
#include <string_view>

namespace skein
{

namespace
{

constexpr int kAny = GoVersion::kNewest;

/// The first row fits that is about what is wanted and surely covers the version; the last of each fits
/// always.
struct Row {
    Wanted wanted;
    int from, to; ///< minor versions; 0 and kAny: whatever the version is
    std::string_view why, capture;
};

constexpr std::string_view kHidden =
    "at this level of GOTRACEBACK the runtime hides its frames, which show the map";
constexpr std::string_view kSystem = "GOTRACEBACK=system";
constexpr std::string_view kRace = "go build -race: the race detector keeps both stacks";

using W = Wanted;
constexpr Row kRows[] = {
    {W::OtherGoroutines, 26, kAny,
     "only the crashing goroutine is in the log; Go 1.26 and later print no other by default",
     "GOTRACEBACK=all"},
    {W::OtherGoroutines, 0, 25,
     "only the crashing goroutine is in the log; Go up to 1.25 prints the others too, so it is cut, or "
     "GOTRACEBACK was "
     "set to print one",
     "GOTRACEBACK=all, and the whole output"},
    {W::OtherGoroutines, 0, kAny,
     "only the crashing goroutine is in the log: it is cut, or GOTRACEBACK was set to print one, or it is Go "
     "1.26 or "
     "later, which prints no other by default",
     "GOTRACEBACK=all"},

    {W::MapOfWriter, 0, kAny, kHidden, kSystem},
    {W::MapOfReader, 24, kAny,
     "the runtime hides its frames, and from Go 1.24 on a reader's show the map seldom even under "
     "GOTRACEBACK=system",
     kRace},
    {W::MapOfReader, 0, 23, kHidden, kSystem},
    {W::MapOfReader, 0, kAny, kHidden, "GOTRACEBACK=system up to Go 1.23, go build -race from 1.24 on"},
    {W::MapOfLoop, 0, kAny,
     "the runtime hides its frames, and those of a loop hold its iterator, not the map", kRace},

    {W::PartyThatLeft, 0, kAny, "it had left the map code when the dump was taken", kRace},
    {W::StackOnOtherThread, 0, kAny, "it was running on another thread when the dump was taken",
     "GOTRACEBACK=crash: each thread is stopped in turn and prints its stack; or go build -race, which keeps "
     "both "
     "stacks"},

    {W::WhatIsWaitedFor, 0, 18,
     "goroutines that have ended are not in the dump, and Go up to 1.18 hides what the others wait for",
     "Go 1.19 or later with GOTRACEBACK=system, which shows the channel or lock that each waits for"},
    {W::WhatIsWaitedFor, 0, kAny,
     "goroutines that have ended are not in the dump, and Go does not print who holds a lock",
     "GOTRACEBACK=system, which shows the channel that each waits for, and an execution trace "
     "(runtime/trace), which "
     "shows who ran before"},
    {W::WhoRanBefore, 0, kAny,
     "goroutines that have ended are not in the dump, and Go does not print who holds a lock",
     "an execution trace (runtime/trace), which shows who ran before; github.com/sasha-s/go-deadlock in "
     "place of sync "
     "for owners of locks"},

    {W::LeakProof, 27, kAny, "a dump shows one instant; waiting goroutines may be workers that wait for work",
     "the goroutineleak profile with debug=2, built in from Go 1.27 on, or a second dump later"},
    {W::LeakProof, 26, 26, "a dump shows one instant; waiting goroutines may be workers that wait for work",
     "the goroutineleak profile with debug=2 of a build with GOEXPERIMENT=goroutineleakprofile, or a second "
     "dump later"},
    {W::LeakProof, 0, 25, "a dump shows one instant; waiting goroutines may be workers that wait for work",
     "a second dump later, or goleak in the tests; the goroutineleak profile needs Go 1.26"},
    {W::LeakProof, 0, kAny, "a dump shows one instant; waiting goroutines may be workers that wait for work",
     "a second dump later, or the goroutineleak profile of Go 1.26 and newer"},

    {W::Starter, 0, kAny, "a panic prints only the goroutine that panicked",
     "GOTRACEBACK=all for the others, GODEBUG=tracebackancestors=5 for the stacks of those that started it"},
};

bool covers(const Row& row, const GoVersion& version)
{
    return (row.from == 0 || version.since(row.from)) && (row.to == kAny || version.before(row.to + 1));
}

} // namespace

bool showsOthers(const Snapshot& snapshot)
{
    return std::ranges::count(snapshot.threads, ThreadKind::Goroutine, &Thread::kind) > 1;
}

Missing missingOf(const Log& log, std::uint32_t snapshot, Wanted wanted, std::string what)
{
    const GoVersion version = goVersionOf(log, snapshot);
    for (const Row& row : kRows)
        if (row.wanted == wanted && covers(row, version))
            return {std::move(what), std::string(row.why), std::string(row.capture)};
    return {std::move(what), {}, {}};
}

std::string captureOwners(const Snapshot& snapshot)
{
    if (snapshot.format == "windbg")
        return "in WinDbg ~*kv and !cs -l -o: the arguments of the waiting calls, and every locked critical "
               "section with its owner";
    return "skein gdb-script >hang.gdb && gdb -p PID -batch -x hang.gdb >hang.log, with glibc's debug symbols "
           "installed: it prints the owner of every mutex that is waited for";
}

} // namespace skein
