// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "parser/case/journal.h"
#include "tests/unit/case/folder.h"
#include "tests/unit/notes/random_edits.h"

#include <catch2/catch_test_macros.hpp>

#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <utility>

using namespace skein;
using namespace skein::cases;
using test::Folder;

namespace
{

const JournalOf kOf{
    .caseFile = "/work/crash.skein", .log = "/work/crash.log", .logName = "crash.log", .sha256 = "ab"};

} // namespace

TEST_CASE("a program that is killed loses no note that it recorded", "[journal]")
{
    const Folder folder;
    for (std::uint64_t seed = 0; seed < 12; ++seed) {
        CAPTURE(seed);
        int pipe[2];
        REQUIRE(::pipe(pipe) == 0);
        const pid_t child = ::fork();
        REQUIRE(child >= 0);
        if (child == 0) {
            ::close(pipe[0]);
            auto journal = Journal::create(folder.path, kOf);
            test::Writer writer("ann", seed);
            notes::Notebook book;
            for (;;) {
                const notes::Change change = writer.edit(book);
                if (!journal || !journal->append(book, change))
                    ::_exit(1);
                if (::write(pipe[1], "x", 1) != 1) // "this one is safe"
                    ::_exit(1);
            }
        }
        ::close(pipe[1]);
        std::size_t acknowledged = 0;
        char buffer[64];
        const std::size_t wanted = 20 + seed * 37;
        while (acknowledged < wanted) {
            const ssize_t got =
                ::read(pipe[0], buffer, std::min<std::size_t>(sizeof buffer, wanted - acknowledged));
            REQUIRE(got > 0);
            acknowledged += static_cast<std::size_t>(got);
        }
        CHECK(recoverable(folder.path).empty()); // it is still running
        ::kill(child, SIGKILL);
        ::waitpid(child, nullptr, 0);
        while (true) { // what it had acknowledged beyond that
            const ssize_t got = ::read(pipe[0], buffer, sizeof buffer);
            if (got <= 0)
                break;
            acknowledged += static_cast<std::size_t>(got);
        }
        ::close(pipe[0]);

        const auto found = recoverable(folder.path);
        REQUIRE(found.size() == 1);
        CHECK(found[0].records >= acknowledged);
        CHECK(found[0].of.caseFile == kOf.caseFile);
        CHECK(found[0].of.sha256 == kOf.sha256);
        // The same edits again, as far as they are known to be recorded.
        test::Writer writer("ann", seed);
        notes::Notebook book;
        for (std::size_t i = 0; i < found[0].records; ++i)
            writer.edit(book);
        CHECK(found[0].notebook == book);
        forget(found[0]);
        CHECK(recoverable(folder.path).empty());
    }
}

TEST_CASE("a journal that is cut off anywhere gives what was whole", "[journal]")
{
    const Folder folder;
    notes::Notebook book;
    std::string bytes;
    {
        auto journal = Journal::create(folder.path, kOf);
        REQUIRE(journal);
        for (const char* text : {"one", "two\nlines", "three"}) {
            const auto change = book.add({.text = text}, test::ann());
            REQUIRE(journal->append(book, change));
        }
        REQUIRE(journal->appendView("{\n \"zoom\": 3 }"));
        REQUIRE(journal->sync());
        bytes = test::bytesOfFile(journal->file());
        journal->discard();
    }
    std::uint64_t last = 0;
    for (std::size_t size = 0; size <= bytes.size(); ++size) {
        const auto file = folder.write("cut.journal", bytes.substr(0, size));
        const auto found = recoverable(folder.path);
        const std::uint64_t records = found.empty() ? 0 : found[0].records;
        CHECK(records >= last);
        last = records;
        std::filesystem::remove(file);
    }
    CHECK(last == 3);
    folder.write("whole.journal", bytes);
    const auto whole = recoverable(folder.path);
    REQUIRE(whole.size() == 1);
    CHECK(whole[0].notebook == book);
    CHECK(whole[0].view == R"({"zoom":3})");
    CHECK_FALSE(whole[0].cutOff);
}

TEST_CASE("a journal starts again when the case was saved, and goes when it is closed", "[journal]")
{
    const Folder folder;
    notes::Notebook book;
    auto journal = Journal::create(folder.path, kOf);
    REQUIRE(journal);
    REQUIRE(journal->append(book, book.add({.text = "one"}, test::ann())));
    REQUIRE(journal->restart(kOf));
    REQUIRE(journal->append(book, book.add({.text = "two"}, test::ann())));
    const auto file = journal->file();
    {
        const Journal closed = std::move(*journal); // as if the program ended
    }
    const auto found = recoverable(folder.path);
    REQUIRE(found.size() == 1);
    CHECK(found[0].notebook.notes().size() == 1);
    forget(found[0]);
    auto other = Journal::create(folder.path, kOf);
    REQUIRE(other);
    other->discard();
    CHECK(std::filesystem::is_empty(folder.path));
}

TEST_CASE("what is no journal is passed over", "[journal]")
{
    const Folder folder;
    folder.write("a.journal", "");
    folder.write("b.journal", "J 00000000 {}\n");
    folder.write("c.journal", std::string(100'000, '['));
    folder.write("d.txt", "x");
    std::filesystem::create_symlink("/etc/passwd", folder.path / "e.journal");
    std::filesystem::create_directory(folder.path / "f.journal");
    CHECK(recoverable(folder.path).empty());
    CHECK(recoverable(folder.path / "missing").empty());
}
