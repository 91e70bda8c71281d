// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "model/profile_mark.h"
#include "parser/input/input.h"
#include "parser/input/profile_text.h"
#include "parser/parse.h"

#include <catch2/catch_test_macros.hpp>
#include <protozero/pbf_writer.hpp>

#include <string>

using namespace skein;

namespace
{

LogPtr profile(const std::string& name)
{
    auto input = openInput(SKEIN_SOURCE_DIR "/tests/fixtures/go-pprof/" + name);
    REQUIRE(input);
    const auto log = parse(std::move(*input));
    REQUIRE(log);
    return *log;
}

/// A profile of one sample type whose samples all name `stack`.
std::string made(std::string_view type, int samples, const std::vector<std::uint64_t>& stack,
                 std::string_view name, int linesOfLocation)
{
    std::string out;
    protozero::pbf_writer profile(out);
    {
        protozero::pbf_writer valueType(profile, 1);
        valueType.add_int64(1, 1);
        valueType.add_int64(2, 2);
    }
    for (int i = 0; i < samples; ++i) {
        protozero::pbf_writer sample(profile, 2);
        sample.add_packed_uint64(1, stack.begin(), stack.end());
        const std::int64_t one = 1;
        sample.add_packed_int64(2, &one, &one + 1);
    }
    {
        protozero::pbf_writer location(profile, 4);
        location.add_uint64(1, 1);
        location.add_uint64(3, 0x401000);
        for (int i = 0; i < linesOfLocation; ++i) {
            protozero::pbf_writer line(location, 4);
            line.add_uint64(1, 1);
            line.add_int64(2, 7);
        }
    }
    {
        protozero::pbf_writer function(profile, 5);
        function.add_uint64(1, 1);
        function.add_int64(2, 3);
        function.add_int64(4, 3);
    }
    for (const std::string_view text : {std::string_view(), type, std::string_view("count"), name})
        profile.add_string(6, text.data(), text.size());
    return out;
}

} // namespace

TEST_CASE("a binary profile says what its text says", "[profile]")
{
    for (const char* kind : {"goroutine", "goroutineleak"}) {
        const LogPtr binary = profile(std::string(kind) + "--go1.27.4.pb.gz");
        const LogPtr text = profile(std::string(kind) + "--go1.27.4.log");
        CHECK(isProfileAsText(*binary));
        CHECK(binary->input.compression == "gzip");
        CHECK(binary->clock.size() == 1);
        REQUIRE(binary->snapshots.size() == 1);
        REQUIRE(text->snapshots.size() == 1);
        const auto& b = binary->snapshots[0];
        const auto& t = text->snapshots[0];
        CHECK(binary->str(b.reason).starts_with(std::string(kind) + " profile: total "));
        CHECK(b.labels == t.labels);
        REQUIRE(b.threads.size() == t.threads.size());
        for (std::size_t i = 0; i < 2; ++i) {
            CHECK(b.threads[i].count == t.threads[i].count);
            CHECK(b.threads[i].leaked == (kind == std::string("goroutineleak")));
            const Frame site = binary->frame(binary->site(b.threads[i].stack));
            CHECK(binary->str(site.function) == "main.abandon.func1");
            CHECK(site.line == text->frame(text->site(t.threads[i].stack)).line);
        }
    }
}

TEST_CASE("profiles of waits have counts and times", "[profile]")
{
    for (const char* name :
         {"mutex--go1.27.4.pb.gz", "mutex--go1.27.4.log", "block--go1.24.4.pb.gz", "block--go1.24.4.log"}) {
        const LogPtr log = profile(name);
        REQUIRE(log->snapshots.size() == 1);
        CHECK(log->snapshots[0].threads.empty());
        REQUIRE(log->snapshots[0].otherStacks.size() >= 2);
        const OtherStack& first = log->snapshots[0].otherStacks[0];
        CHECK(first.about == About::Lock);
        CHECK(first.events > 100);
        CHECK(first.nanos > 100'000'000);
        CHECK(log->function(log->site(first.stack)) == "main.(*cache).put");
    }
}

TEST_CASE("nothing but a profile is taken for one", "[profile]")
{
    CHECK_FALSE(textOfProfile(""));
    CHECK_FALSE(textOfProfile("goroutine 1 [running]:\nmain.main()\n"));
    CHECK_FALSE(textOfProfile("\ngoroutine 1 [running]:\n"));
    CHECK_FALSE(textOfProfile(std::string("\n\0\n\0", 4)));
    CHECK_FALSE(textOfProfile("\x5a\x04"
                              "ABCD\n"));
}

TEST_CASE("a profile that is cut or broken is read as far as it goes", "[profile]")
{
    const std::string whole = made("goroutine", 3, {1, 1}, "main.f", 1);
    REQUIRE(textOfProfile(whole)->contains(
        "goroutine profile: total 3\n1 @ 0x401000 0x401000\n#\t0x401000\tmain.f\tmain.f:7\n"));
    for (std::size_t n = 0; n < whole.size(); ++n) {
        (void)textOfProfile(std::string_view(whole).substr(0, n));
        for (const char c : {'\0', '\x7f', '\xff'}) {
            std::string broken = whole;
            broken[n] = c;
            (void)textOfProfile(broken);
        }
    }
}

TEST_CASE("a small profile can't become a huge text", "[profile]")
{
    const std::vector<std::uint64_t> deep(4000, 1);
    const std::string bomb = made("goroutine", 400, deep, std::string(4000, 'x'), 4000);
    const auto text = textOfProfile(bomb);
    REQUIRE(text);
    CHECK(text->size() < (std::size_t{600} << 20));
    CHECK(text->contains("left out"));
}

TEST_CASE("text of a profile can't pretend to be another line", "[profile]")
{
    const auto text = textOfProfile(made("goroutine", 1, {1}, "main.f\ngoroutine 1 [running]:\t", 1));
    REQUIRE(text);
    CHECK(text->contains("main.f goroutine 1 [running]: "));
}
