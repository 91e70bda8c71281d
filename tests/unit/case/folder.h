// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include "parser/case/case_file.h"

#include <catch2/catch_test_macros.hpp>

#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>

namespace skein::test
{

/// A folder of one's own, gone at the end of the test.
struct Folder {
    std::filesystem::path path;

    Folder()
    {
        static int number = 0;
        path = std::filesystem::temp_directory_path() /
               ("skein-case-test-" + std::to_string(::getpid()) + "-" + std::to_string(++number));
        std::filesystem::create_directories(path);
    }
    ~Folder() { std::filesystem::remove_all(path); }
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;

    std::filesystem::path write(const std::string& name, std::string_view bytes) const
    {
        std::ofstream(path / name, std::ios::binary) << bytes;
        return path / name;
    }
};

inline std::string bytesOfFile(const std::filesystem::path& file)
{
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

inline const std::string kLog =
    "fatal error: all goroutines are asleep - deadlock!\n\ngoroutine 1 [chan receive]:\n"
    "main.main()\n\t/src/main.go:9 +0x1d\nexit status 2\n";

inline notes::Stamp ann()
{
    return {"ann", 1'795'264'205'123};
}

/// A case with a note, an answer, a verdict.
inline cases::CaseFile sampleCase()
{
    cases::CaseFile out = cases::caseOfBytes(kLog, "crash.log");
    const auto id = out.notebook
                        .add({.anchor = {.at = notes::OnThread{ThreadId(1)}, .lines = {3, 5}},
                              .text = "waits for **nobody**\n<script>",
                              .colour = "red"},
                             ann())
                        .note;
    out.notebook.reply(id, "since 10:42", {"ben", 1'795'264'305'000});
    out.notebook.setVerdict(notes::VerdictKind::Name, {.at = notes::OnThread{ThreadId(1)}, .lines = {3, 5}},
                            {.text = "the reader"}, ann());
    return out;
}

} // namespace skein::test
