// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
//
// How fast the parser reads a big dump, and what it keeps of it:
//
//     parse_bench [FILE…]     each file five times; without a file, dumps that are made here
//
// Times are CPU times of the one thread that parses, so that other work on the machine does not count.

#include "parser/parse.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <ctime>
#include <fstream>
#include <string>
#include <string_view>

using namespace skein;

namespace
{

/// How much more than an ordinary line one may cost that holds a word with which a dump may begin.
constexpr double kMostForProse = 40;

double cpuSeconds()
{
    timespec t{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_nsec) * 1e-9;
}

/// Memory of this process that is not a mapped file, in MB.
double anonymousMegabytes()
{
    std::ifstream status("/proc/self/status");
    for (std::string line; std::getline(status, line);)
        if (line.starts_with("RssAnon:"))
            return std::stod(line.substr(8)) / 1024;
    return 0;
}

std::string madeDump(unsigned goroutines)
{
    std::string text = "SIGQUIT: quit\nPC=0x46c661 m=0 sigcode=0\n\n";
    for (unsigned i = 1; i <= goroutines; ++i) {
        text += "goroutine " + std::to_string(i) + " [chan receive, " + std::to_string(i % 90 + 1) +
                " minutes]:\n";
        for (unsigned depth = 0; depth < 8; ++depth) {
            const std::string place = std::to_string(i * 7 % 200) + "_" + std::to_string(depth);
            text += "example.org/shop/internal/worker.(*Queue).step" + place + "(0xc0" +
                    std::to_string(10'000'000 + i) + ", {0x1, 0x2?})\n";
            text += "\t/home/ci/src/example.org/shop/internal/worker/queue.go:" +
                    std::to_string(depth * 11 + 40) + " +0x1d\n";
        }
        text += "created by example.org/shop/internal/worker.New in goroutine 1\n";
        text += "\t/home/ci/src/example.org/shop/internal/worker/new.go:77 +0x85\n\n";
    }
    return text;
}

std::string madeService(unsigned lines)
{
    std::string text;
    for (unsigned i = 0; i < lines; ++i)
        text += "2026-11-20T09:31:00.000Z INFO request served path=/orders/" + std::to_string(i) +
                " status=200 took=3ms\n";
    return text;
}

/// Ordinary lines that hold the words with which dumps begin.
std::string madeProse(unsigned lines)
{
    static constexpr std::array<std::string_view, 8> kSentences = {
        "worker goroutine count is above the limit, waits in another goroutine of the pool",
        "recovered from panic: order {id} has no items, carrying on",
        "goroutine 17 of the pool took order {id} and is done",
        "number of goroutines: 4711, threads 12",
        "got Signal: hangup, the process group {id} restarts, thread #3 stays",
        "goroutine pool resized, created by the scheduler after fatal error: quota",
        "Switching to thread pool 2 for order {id} with signal SIGHUP pending",
        "goroutine {id} [pool a] finished step 3 of 5",
    };
    std::string text;
    for (unsigned i = 0; i < lines; ++i) {
        std::string sentence(kSentences[i % kSentences.size()]);
        if (const std::size_t at = sentence.find("{id}"); at != sentence.npos)
            sentence.replace(at, 4, std::to_string(i));
        text += "2026-11-20T09:31:00.000Z INFO " + sentence + "\n";
    }
    return text;
}

/// Gigabytes a second; 0 where there is nothing to read.
template <class MakeInput>
double measure(const std::string& name, MakeInput&& makeInput)
{
    double best = 1e9, megabytes = 0, grown = 0;
    std::size_t threads = 0, stacks = 0;
    std::uint32_t recognised = 0, lines = 0;
    for (int round = 0; round < 5; ++round) {
        auto input = makeInput();
        if (!input) {
            std::fprintf(stderr, "%s: %s\n", name.c_str(), input.error().c_str());
            return 0;
        }
        megabytes = static_cast<double>(input->text.size()) / 1e6;
        // So that pages of a file that is not cached yet are not counted.
        const volatile auto sum = std::count(input->text.begin(), input->text.end(), '\n');
        static_cast<void>(sum);
        const double memory = anonymousMegabytes(), begin = cpuSeconds();
        const auto log = parse(std::move(*input));
        best = std::min(best, cpuSeconds() - begin);
        if (!log)
            return 0;
        if (round == 0)
            grown = anonymousMegabytes() - memory;
        threads = 0;
        for (const Snapshot& s : (*log)->snapshots)
            threads += s.threads.size();
        stacks = (*log)->stackCount();
        recognised = (*log)->recognisedLines;
        lines = (*log)->text.lineCount();
    }
    std::printf("%-28s %8.1f MB  %7.3f s  %6.3f GB/s  %7.1f MB kept (%.3f of the file)  %zu threads, %zu "
                "stacks, %u of %u lines\n",
                name.c_str(), megabytes, best, megabytes / 1e3 / best, grown, grown / megabytes, threads,
                stacks, recognised, lines);
    return megabytes / 1e3 / best;
}

} // namespace

int main(int argc, char** argv)
{
    for (int i = 1; i < argc; ++i)
        measure(argv[i], [&] { return openInput(argv[i]); });
    if (argc > 1)
        return 0;
    const auto made = [](const std::string& name, const std::string& text) {
        return measure(name, [&] { return std::expected<Input, std::string>(inputFromText(text, name)); });
    };
    made("dump of 20,000 goroutines", madeDump(20'000));
    const double service = made("300,000 lines of a service", madeService(300'000));
    made("a dump within them", madeService(150'000) + madeDump(500) + madeService(150'000));
    // Lines that hold an anchor are looked at, but not for long.
    const double prose = made("lines full of anchors' words", madeProse(300'000));
    std::printf("such lines cost %.1f times as much as ordinary ones\n", service / prose);
    return service > kMostForProse * prose;
}
