// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
//
// A redacted log says the same: as many lines, snapshots, threads, frames, and the same findings.
#include "model/analysis/analysis.h"
#include "model/formatted.h"
#include "model/redact/redact.h"
#include "parser/parse.h"

#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

using namespace skein;

namespace
{

/// What must be equal; names go through the same masks.
std::vector<std::string> facts(const Analysis& analysis, redact::Redactor* masks)
{
    const Log& log = *analysis.log;
    const auto name = [&](std::string_view text) {
        return masks ? masks->redacted(text) : std::string(text);
    };
    std::vector<std::string> out{
        formatted("{} lines, {} recognised", log.text.lineCount(), log.recognisedLines)};
    for (const Snapshot& snapshot : log.snapshots) {
        out.push_back(formatted("{} {}-{}", snapshot.format, snapshot.lines.first, snapshot.lines.last));
        for (const Thread& thread : snapshot.threads) {
            std::string line =
                formatted("thread {} {} {} {} {}-{}", toString(thread.id), toString(thread.state),
                          log.str(thread.waitReason), thread.waitsOn, thread.firstLine, thread.lastLine);
            for (const FrameId frame : log.stack(thread.stack))
                line += formatted(" {}:{}:{}", name(log.function(frame)), log.frame(frame).line,
                                  toString(log.frame(frame).role));
            out.push_back(std::move(line));
        }
    }
    for (const Finding& finding : analysis.findings) {
        out.push_back(formatted("{} {} {} threads", toString(finding.kind), toString(finding.certainty),
                                finding.threads.size()));
        for (const Access& access : finding.accesses)
            out.back() +=
                formatted(" {} {} {}", toString(access.op), access.thread.index, toString(access.certainty));
    }
    return out;
}

AnalysisPtr analysed(std::string text)
{
    auto log = parse(inputFromText(std::move(text), "log"));
    REQUIRE(log);
    return analyse(*log);
}

} // namespace

TEST_CASE("a redacted log gives the same model", "[redact]")
{
    std::size_t count = 0;
    for (const auto& folder :
         std::filesystem::directory_iterator(std::filesystem::path(SKEIN_SOURCE_DIR) / "tests/fixtures")) {
        std::vector<std::filesystem::path> files;
        if (folder.is_directory())
            for (const auto& file : std::filesystem::recursive_directory_iterator(folder))
                if (file.path().extension() == ".log" && file.file_size() < 200'000)
                    files.push_back(file.path());
        std::ranges::sort(files);
        for (std::size_t i = 0; i < files.size(); i += std::max<std::size_t>(1, files.size() / 8)) {
            CAPTURE(files[i].string());
            std::ifstream in(files[i], std::ios::binary);
            const std::string text{std::istreambuf_iterator<char>(in), {}};
            if (text.find('\0') != std::string::npos)
                continue; // UTF-16: inputFromText() takes UTF-8
            redact::Redactor redactor;
            const std::string masked = redactor.redacted(text);
            CHECK(facts(*analysed(masked), nullptr) == facts(*analysed(text), &redactor));
            ++count;
        }
    }
    CHECK(count > 60);
}
