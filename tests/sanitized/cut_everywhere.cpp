// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
//
// Every fixture, of whatever format, cut at every 64th byte, is read, analysed and reported, while the
// sanitizers watch:
//
//     cut_everywhere FOLDER PART PARTS [NAME]
//
// PARTS runs share the cuts of each file. With NAME only files that have it in their name, at every byte.

#include "model/analysis/analysis.h"
#include "parser/input/input.h"
#include "parser/parse.h"
#include "views/report/exporters.h"

#include <sanitizer/common_interface_defs.h>
#include <sys/mman.h>
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
#include <vector>

using namespace skein;

namespace
{

constexpr std::size_t kStep = 64;
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

/// A file of which less and less is there.
class ShrinkingFile
{
public:
    explicit ShrinkingFile(const std::string& bytes) : m_fd(::memfd_create("cut", 0))
    {
        if (m_fd < 0 || ::write(m_fd, bytes.data(), bytes.size()) != static_cast<ssize_t>(bytes.size())) {
            std::perror("memfd_create");
            std::exit(2);
        }
        m_path = "/proc/self/fd/" + std::to_string(m_fd);
    }
    ~ShrinkingFile() { ::close(m_fd); }
    ShrinkingFile(const ShrinkingFile&) = delete;
    ShrinkingFile& operator=(const ShrinkingFile&) = delete;

    const std::string& cutAt(std::size_t size) const
    {
        if (::ftruncate(m_fd, static_cast<off_t>(size)) != 0)
            std::exit(2);
        return m_path;
    }

private:
    int m_fd;
    std::string m_path;
};

class NoSink final : public Sink
{
protected:
    bool drain(std::string_view) override { return true; }
};

/// The forms of reports take turns: `n` says whose turn it is.
void readAndReport(const std::string& path, std::size_t n)
{
    auto input = openInput(path);
    if (!input)
        return; // a compressed file without its beginning
    const auto log = parse(std::move(*input));
    if (!log)
        return;
    const AnalysisPtr analysis = analyse(*log);
    static const auto forms = [] {
        std::vector<const Exporter*> written;
        std::ranges::copy_if(exporters(), std::back_inserter(written), &Exporter::write); // pictures aren't
        return written;
    }();
    NoSink sink;
    forms[n % forms.size()]->write(*analysis, {}, sink);
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
        const ShrinkingFile file(bytes);
        const auto begin = std::chrono::steady_clock::now();
        for (std::size_t n = bytes.size() / step + 1; n-- > 0;) {
            if (n % parts != part % parts)
                continue;
            now.size = n * step;
            ::alarm(kPatience);
            readAndReport(file.cutAt(now.size), cuts);
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
