// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
//
// One harness over the whole parse and what is concluded from it: a libFuzzer target, see `./dev fuzz`. With
// SKEIN_FUZZ_WORDS=FILE in the environment it writes a dictionary of what the formats look for, and ends.

#include "model/analysis/analysis.h"
#include "parser/format.h"
#include "parser/line_prefix.h"
#include "parser/parse.h"
#include "parser/rewrite/rewrites.h"
#include "tests/fuzz/checks.h"

#include <sys/mman.h>
#include <unistd.h>

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>

using namespace skein;

namespace
{

/// libFuzzer takes no longer ones.
constexpr std::size_t kLongestWord = 64;

void writeWord(std::FILE* out, std::string_view word)
{
    std::fputc('"', out);
    for (const char c : word.substr(0, kLongestWord))
        std::fprintf(out, "\\x%02x", static_cast<unsigned>(static_cast<unsigned char>(c)));
    std::fputs("\"\n", out);
}

void writeWords(const char* path)
{
    std::FILE* const out = std::fopen(path, "w");
    if (!out)
        std::exit(2);
    for (const Format* format : formats()) {
        for (const std::string_view anchor : format->anchors())
            writeWord(out, anchor);
        for (const std::string_view sample : format->samples)
            writeWord(out, sample);
    }
    for (const PrefixGrammar& grammar : prefixGrammars())
        writeWord(out, grammar.sample);
    for (const Rewrite& rewrite : rewrites())
        writeWord(out, rewrite.sample);
    std::exit(std::fclose(out) == 0 ? 0 : 2);
}

/// As a file would be read: binary profiles, compressed and UTF-16 ones too.
std::expected<Input, std::string> inputOf(const std::uint8_t* data, std::size_t size)
{
    const int fd = ::memfd_create("fuzz", 0);
    if (fd < 0 || ::write(fd, data, size) != static_cast<ssize_t>(size))
        std::exit(2);
    auto input = openInput("/proc/self/fd/" + std::to_string(fd));
    ::close(fd);
    return input;
}

} // namespace

extern "C" int LLVMFuzzerInitialize(int* /*argc*/, char*** /*argv*/)
{
    if (const char* path = std::getenv("SKEIN_FUZZ_WORDS"))
        writeWords(path);
    return 0;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    auto input = inputOf(data, size);
    const auto log = input ? parse(std::move(*input)) : std::expected<LogPtr, std::string>(nullptr);
    if (!log || !*log)
        return 0;
    const auto found = test::violations(**log);
    for (const std::string& what : found)
        std::fprintf(stderr, "does not hold: %s\n", what.c_str());
    if (!found.empty())
        std::abort();
    if (!analyse(*log))
        std::abort();
    return 0;
}
