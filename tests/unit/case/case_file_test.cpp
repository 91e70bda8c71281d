// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "parser/case/case_file.h"
#include "parser/case/case_json.h"
#include "parser/case/sha256.h"
#include "parser/parse.h"
#include "tests/unit/case/folder.h"
#include "tests/unit/notes/random_edits.h"

#include <catch2/catch_test_macros.hpp>
#include <nlohmann/json.hpp>

#include <sys/stat.h>
#include <sys/wait.h>

#include <chrono>
#include <csignal>
#include <random>
#include <thread>

using namespace skein;
using namespace skein::cases;
using test::Folder;

TEST_CASE("SHA-256 of what the standard gives", "[case]")
{
    CHECK(sha256("") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    CHECK(sha256("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    CHECK(sha256("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq") ==
          "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
    CHECK(sha256(std::string(1'000'000, 'a')) ==
          "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

TEST_CASE("a case that is saved, opened and saved again has the same bytes", "[case]")
{
    const Folder folder;
    for (std::uint64_t seed = 0; seed < 40; ++seed) {
        CAPTURE(seed);
        test::Writer writer("ann", seed);
        CaseFile first = caseOfBytes(test::kLog, "crash.log");
        for (int i = 0; i < 30; ++i)
            writer.edit(first.notebook);
        if (seed % 2)
            first.view = R"({"zoom":2,"lanes":["a",1.5,null]})";
        const std::string bytes = bytesOf(first);
        auto second = readCase(bytes, {});
        REQUIRE(second);
        notes::Notebook shared = first.notebook;
        shared.dropDeletedTexts();
        CHECK(second->notebook == shared);
        CHECK(second->log.bytes == test::kLog);
        CHECK(bytesOf(*second) == bytes);
        CHECK(looksLikeCase(bytes));
    }
}

TEST_CASE("every kind of anchor survives", "[case]")
{
    using namespace notes;
    const OnResource mutex{.kind = "mutex", .address = 0xc000124008, .name = "x"};
    const OnFinding finding{.kind = "data-race", .address = 7};
    CaseFile file = caseOfBytes(test::kLog, "crash.log");
    std::vector<Anchor::At> kinds{
        OnLines{},
        OnCase{},
        OnThread{ThreadId(34)},
        OnThread{ThreadId::main()},
        OnThread{},
        OnGroup{"4be1c09a7f32-1f0c-77aa-send"},
        OnFrame{.thread = ThreadId(~std::uint64_t{0} - 7), .index = 3, .function = "main.\"x\""},
        finding,
        OnAccess{.finding = finding, .findingLines = {1, 9}, .op = "write", .thread = ThreadId(2)},
        mutex,
        OnEdge{.kind = OnEdge::Kind::HeldBy, .thread = ThreadId(1), .resource = mutex},
        OnEdge{
            .kind = OnEdge::Kind::Created, .thread = ThreadId(2), .other = ThreadId(1), .otherLines = {1, 2}},
        OnTime{.axis = OnTime::Axis::Clock,
               .from = -60'000,
               .to = 0,
               .thread = ThreadId(3),
               .threadLines = {4, 5}},
        OnTime{.axis = OnTime::Axis::Order, .fromLines = {1, 1}, .toLines = {8, 9}},
    };
    for (const auto& at : kinds)
        file.notebook.add(
            {.anchor = {.at = at, .lines = {3, 5}}, .arrowTo = Anchor{.at = at, .lines = {1, 1}}},
            test::ann());
    const auto again = readCase(bytesOf(file), {});
    REQUIRE(again);
    CHECK(again->notebook == file.notebook);
}

TEST_CASE("what this Skein does not know survives a round trip", "[case]")
{
    CaseFile file = test::sampleCase();
    file.others = {{"attachments/flame.svg", "<svg/>"}, {"future.bin", std::string(5000, '\1')}};
    auto json = nlohmann::json::parse(notesJson(file.notebook));
    json["newMember"] = {{"deep", {1, 2, 3}}};
    json["notes"][0]["mood"] = "grim";
    json["notes"][0]["text"][0]["language"] = "en";
    json["notes"][0]["anchor"][0]["value"]["column"] = 4;
    json["notes"][1]["anchor"][0]["value"] = {{"kind", "moon"}, {"lines", {1, 2}}, {"phase", 0.5}};
    json["verdicts"].push_back({{"kind", "weather"}, {"value", "sunny"}});
    json["notes"][1]["arrowTo"] = {
        {{"id", "00000000000000aa"},
         {"at", "2026-11-21T12:30:05.123Z"},
         {"by", "zoe"},
         {"value", {{"kind", "edge"}, {"edge", "sings-to"}, {"thread", "1"}, {"lines", {3, 4}}}}}};
    auto notebook = notesFrom(json.dump(), {});
    REQUIRE(notebook);
    file.notebook = std::move(*notebook);
    file.extra["licence"] = "\"CC0\"";
    file.extraLog["host"] = "{\"cores\":2}";
    const std::string bytes = bytesOf(file);
    auto again = readCase(bytes, {});
    REQUIRE(again);
    CHECK(bytesOf(*again) == bytes);
    CHECK(nlohmann::json::parse(notesJson(again->notebook)) == json);
    CHECK(again->others.size() == 2);
    CHECK(again->others[0].bytes == "<svg/>");
    CHECK(again->extra.at("licence") == "\"CC0\"");
    // And they are still there after somebody has edited and merged.
    const auto id = again->notebook.notes()[0]->id;
    again->notebook.setText(id, "other", test::ann());
    const auto merged = mergeCases(file, *again);
    REQUIRE(merged);
    CHECK(merged->notebook.find(id)->extra.at("mood") == "\"grim\"");
    CHECK(merged->extraLog.at("host") == "{\"cores\":2}");
}

TEST_CASE("a case opens as its log does, with what people said", "[case]")
{
    const Folder folder;
    CaseFile file = test::sampleCase();
    const auto path = folder.path / "crash.skein";
    REQUIRE(saveCase(path, file));
    const auto plain = folder.write("crash.log", test::kLog);
    auto input = openInput(path.string());
    REQUIRE(input);
    CHECK(input->text == test::kLog);
    CHECK(input->info.bytes == test::kLog.size());
    REQUIRE(input->caseFile);
    CHECK(input->caseFile->notebook == file.notebook);
    const auto fromCase = parse(std::move(*input)), fromLog = parse(*openInput(plain.string()));
    CHECK((*fromCase)->snapshots.size() == (*fromLog)->snapshots.size());
    CHECK((*fromCase)->recognisedLines == (*fromLog)->recognisedLines);
    // Whatever it is called.
    CHECK(openInput(folder.write("attachment", test::bytesOfFile(path)).string())->caseFile);
}

TEST_CASE("a log can stay beside the case", "[case]")
{
    const Folder folder, elsewhere;
    const auto log = folder.write("crash.log", test::kLog);
    auto file = newCase(log, true);
    REQUIRE(file);
    REQUIRE(saveCase(folder.path / "crash.skein", *file));
    CHECK(test::bytesOfFile(folder.path / "crash.skein").find("goroutine 1") == std::string::npos);
    CHECK(openInput((folder.path / "crash.skein").string())->text == test::kLog);

    REQUIRE(saveCase(elsewhere.path / "crash.skein", *file));
    const auto lost = openCase(elsewhere.path / "crash.skein");
    REQUIRE_FALSE(lost);
    CHECK(lost.error().find("put the file 'crash.log'") != std::string::npos);
    folder.write("crash.log", test::kLog + "more\n");
    const auto changed = openCase(folder.path / "crash.skein");
    REQUIRE_FALSE(changed);
    CHECK(changed.error().find("is not the log that the notes were written on") != std::string::npos);
}

TEST_CASE("the log stands in the case as it was given", "[case]")
{
    const std::string wide("\xff\xfeg\0o\0\n\0", 8);
    auto file = caseOfBytes(wide, "windows.log");
    auto again = readCase(bytesOf(file), {});
    REQUIRE(again);
    CHECK(again->log.bytes == wide);
    CHECK(again->log.sha256 == sha256(wide));
    CHECK(inputOf(std::make_shared<const CaseFile>(*again), "x")->text == "go\n");
}

TEST_CASE("saving keeps permissions and follows links", "[case]")
{
    const Folder folder;
    CaseFile file = test::sampleCase();
    const auto path = folder.path / "crash.skein";
    REQUIRE(saveCase(path, file));
    ::chmod(path.c_str(), 0640);
    std::filesystem::create_symlink("crash.skein", folder.path / "link.skein");
    file.notebook.add({.text = "more"}, test::ann());
    REQUIRE(saveCase(folder.path / "link.skein", file));
    struct stat status{};
    REQUIRE(::stat(path.c_str(), &status) == 0);
    CHECK((status.st_mode & 07777) == 0640);
    CHECK(std::filesystem::is_symlink(folder.path / "link.skein"));
    CHECK(openCase(path)->notebook.notes().size() == 3);
    CHECK(std::distance(std::filesystem::directory_iterator(folder.path), {}) == 2); // nothing left over
    CHECK_FALSE(saveCase(folder.path / "no" / "folder.skein", file));
    CHECK_FALSE(saveCase(folder.path, file));
}

TEST_CASE("a program that is killed while it saves leaves the old case or the new one", "[case]")
{
    const Folder folder;
    const auto path = folder.path / "crash.skein";
    CaseFile file = caseOfBytes(std::string(300'000, 'x') + test::kLog, "crash.log");
    REQUIRE(saveCase(path, file));
    std::mt19937 random(20261121);
    for (int round = 0; round < 25; ++round) {
        const pid_t child = ::fork();
        REQUIRE(child >= 0);
        if (child == 0) {
            for (int i = 0;; ++i) {
                file.notebook.add({.text = "note " + std::to_string(i)}, test::ann());
                if (!saveCase(path, file))
                    ::_exit(1);
            }
        }
        std::this_thread::sleep_for(std::chrono::microseconds(500 + random() % 15'000));
        ::kill(child, SIGKILL);
        int status = 0;
        ::waitpid(child, &status, 0);
        REQUIRE(WIFSIGNALED(status));
        const auto read = openCase(path);
        CHECK(read.has_value());
    }
}

TEST_CASE("what could not be read again is not saved", "[case]")
{
    const Folder folder;
    CaseFile file = test::sampleCase();
    REQUIRE(saveCase(folder.path / "a.skein", file));
    file.notebook.add({.text = std::string(2 << 20, 'x')}, test::ann());
    const auto saved = saveCase(folder.path / "a.skein", file);
    REQUIRE_FALSE(saved);
    CHECK(saved.error().find("longer than") != std::string::npos);
    CHECK(openCase(folder.path / "a.skein")->notebook.notes().size() == 2); // the old one is still there
}

TEST_CASE("merging cases", "[case]")
{
    CaseFile ours = test::sampleCase();
    CaseFile theirs = ours;
    ours.notebook.add({.text = "ours"}, test::ann());
    ours.view = "{\"a\":1}";
    theirs.notebook.add({.text = "theirs"}, {"ben", 1});
    theirs.log.byReference = true;
    auto one = mergeCases(ours, theirs), two = mergeCases(theirs, ours);
    REQUIRE(one);
    REQUIRE(two);
    CHECK(bytesOf(*one) == bytesOf(*two));
    CHECK(one->notebook.notes().size() == 4);
    CHECK_FALSE(one->log.byReference);
    auto again = mergeCases(*one, theirs);
    CHECK(bytesOf(*again) == bytesOf(*one));
    CHECK_FALSE(mergeCases(ours, caseOfBytes("another log\n", "crash.log")));
}
