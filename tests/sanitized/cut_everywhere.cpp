// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
//
// Every fixture, of whatever format, cut at every 64th byte, is read while the sanitizers watch; at every 128th it is
// analysed, at every 256th reported:
//
//     cut_everywhere FOLDER PART PARTS [NAME]
//
// PARTS runs share the cuts of each file. With NAME only files that have it in their name, at every byte.

#include "model/analysis/analysis.h"
#include "parser/input/input.h"
#include "parser/parse.h"
#include "views/report/json_parts.h"

#include <sanitizer/common_interface_defs.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

using namespace skein;

namespace
{

constexpr std::size_t kStep = 64;
/// Of so many cuts one is analysed, and one is written as a report.
constexpr std::size_t kAnalysed = 2, kWritten = 4;
/// Seconds after which a cut is said to hang.
constexpr unsigned kPatience = 20;

/// Which cut is being read, for whoever has to say where it ended.
struct Now {
    std::string file;
    std::size_t size = 0;
} now;

void sayWhere()
{
    std::fprintf(stderr, "\nwhile reading the first %zu bytes of %s\n", now.size, now.file.c_str());
}

/// A cut that takes too long, or undefined behaviour where the build has no words for it.
void onSignal(int)
{
    sayWhere();
    std::abort();
}

class NoSink final : public Sink
{
protected:
    bool drain(std::string_view) override { return true; }
};

/// Some are analysed and written as well: `n` counts.
void readAndReport(std::string bytes, std::size_t n)
{
    auto input = inputFromBytes(bytesFromString(std::move(bytes)), now.file);
    if (!input)
        return; // a compressed file without its beginning
    const auto log = parse(std::move(*input));
    if (!log || n % kAnalysed != 0)
        return;
    const AnalysisPtr analysis = analyse(*log);
    if (n % kWritten != 0)
        return;
    NoSink sink;
    JsonWriter json(sink);
    json.beginObject();
    json::writeSnapshots(json, **log);
    json::writeGroups(json, *analysis);
    json::writeFindings(json, *analysis, {});
    json.endObject();
    sink.flush();
}

/// Everything below `folder` but the labels.
std::vector<std::filesystem::path> fixtures(const std::filesystem::path& folder, std::string_view name)
{
    std::vector<std::filesystem::path> found;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder))
        if (entry.is_regular_file() && entry.path().extension() != ".json" &&
            entry.path().filename().string().contains(name))
            found.push_back(entry.path());
    std::ranges::sort(found);
    return found;
}

} // namespace

int main(int argc, char** argv)
{
    if (argc < 4)
        return 2;
    const std::size_t part = std::strtoul(argv[2], nullptr, 10), parts = std::strtoul(argv[3], nullptr, 10);
    const std::size_t step = argc > 4 ? 1 : kStep;
    __sanitizer_set_death_callback(sayWhere);
    for (const int signal : {SIGALRM, SIGILL, SIGTRAP})
        std::signal(signal, onSignal);
    std::size_t files = 0, cuts = 0;
    for (const auto& path : fixtures(argv[1], argc > 4 ? argv[4] : "")) {
        std::ifstream in(path, std::ios::binary);
        std::string bytes(std::filesystem::file_size(path), '\0');
        in.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
        now.file = path.string();
        const auto begin = std::chrono::steady_clock::now();
        for (std::size_t n = bytes.size() / step + 1; n-- > 0;) {
            if (n % parts != part % parts)
                continue;
            now.size = n * step;
            ::alarm(kPatience);
            readAndReport(bytes.substr(0, now.size), cuts);
            ++cuts;
        }
        ++files;
        const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begin;
        if (std::getenv("SKEIN_CUT_TIMES"))
            std::printf("%8.3f s %s\n", took.count(), path.c_str());
    }
    ::alarm(0);
    std::printf("%zu files, %zu cuts\n", files, cuts);
    return files == 0;
}
