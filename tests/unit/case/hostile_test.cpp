// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
//
// Case files that no honest program writes, made here byte by byte.
#include "parser/case/case_json.h"
#include "parser/case/zip.h"
#include "tests/unit/case/folder.h"

#include <catch2/catch_test_macros.hpp>
#include <nlohmann/json.hpp>

#include <functional>
#include <random>

using namespace skein;
using namespace skein::cases;
using Json = nlohmann::json;

namespace
{

std::string sample()
{
    auto file = test::sampleCase();
    return bytesOf(file);
}

/// The refusal; "" where the case was read.
std::string refusal(const std::string& bytes, const Limits& limits = {})
{
    const auto read = readCase(bytes, {}, limits);
    if (read)
        return {};
    // One sentence for people: no line ends, nothing of the file that could act on a terminal.
    for (const char c : read.error())
        CHECK((static_cast<unsigned char>(c) >= 0x20 && c != 0x7f));
    CHECK(read.error().size() < 400);
    CHECK_FALSE(read.error().empty());
    return read.error();
}

bool says(const std::string& error, const std::string& what)
{
    INFO(error);
    return error.find(what) != std::string::npos;
}

void put(std::string& bytes, std::size_t at, std::uint64_t value, std::size_t size)
{
    for (std::size_t i = 0; i < size; ++i)
        bytes[at + i] = static_cast<char>(value >> (8 * i));
}

/// Where the record of a part begins in the directory, and its local header.
std::size_t central(const std::string& bytes, const std::string& name)
{
    for (std::size_t at = bytes.find("PK\1\2"); at != std::string::npos; at = bytes.find("PK\1\2", at + 4))
        if (bytes.compare(at + 46, name.size(), name) == 0)
            return at;
    FAIL("no " << name);
    return 0;
}
std::size_t local(const std::string& bytes, const std::string& name)
{
    for (std::size_t at = bytes.find("PK\3\4"); at != std::string::npos; at = bytes.find("PK\3\4", at + 4))
        if (bytes.compare(at + 30, name.size(), name) == 0)
            return at;
    FAIL("no " << name);
    return 0;
}

using Parts = std::vector<std::pair<std::string, std::string>>;

/// A container of these parts, whatever they are called.
std::string zipOf(const Parts& parts)
{
    ZipWriter out;
    for (const auto& [name, bytes] : parts)
        out.add(name, packed(bytes, true));
    return out.finish();
}

Parts parts()
{
    const auto file = test::sampleCase();
    return {{"mimetype", "application/x-skein-case"},
            {"manifest.json", manifestJson(file)},
            {"notes.json", notesJson(file.notebook)},
            {"log", test::kLog}};
}

std::string withManifest(const std::function<void(Json&)>& change)
{
    Parts all = parts();
    Json json = Json::parse(all[1].second);
    change(json);
    all[1].second = json.dump();
    return zipOf(all);
}

std::string withNotes(const std::function<void(Json&)>& change)
{
    Parts all = parts();
    Json json = Json::parse(all[2].second);
    change(json);
    all[2].second = json.dump();
    return zipOf(all);
}

} // namespace

TEST_CASE("the parts by hand are a case", "[case]")
{
    CHECK(refusal(zipOf(parts())).empty());
}

TEST_CASE("names that lead out of the case are refused", "[case]")
{
    for (const char* name : {"../evil", "a/../../evil", "/etc/passwd", "C:/evil", "a\\b", "..", ".", "a//b",
                             "a/./b", "a\nb", "", "\xff", "a\x7f"}) {
        CAPTURE(name);
        Parts all = parts();
        all.emplace_back(name, "x");
        CHECK(says(refusal(zipOf(all)), "unsafe name"));
    }
    Parts all = parts();
    all.emplace_back(std::string(5000, 'n'), "x");
    CHECK(says(refusal(zipOf(all)), "unsafe name"));
}

TEST_CASE("links, devices and encrypted parts are refused", "[case]")
{
    std::string bytes = sample();
    const std::size_t at = central(bytes, "log");
    SECTION("link")
    {
        put(bytes, at + 4, 3 << 8 | 20, 2); // made by a Unix
        put(bytes, at + 38, 0120777u << 16, 4);
        CHECK(says(refusal(bytes), "link or a device"));
    }
    SECTION("device")
    {
        put(bytes, at + 4, 3 << 8 | 20, 2);
        put(bytes, at + 38, 0060666u << 16, 4);
        CHECK(says(refusal(bytes), "link or a device"));
    }
    SECTION("an ordinary file of a Unix is fine")
    {
        put(bytes, at + 4, 3 << 8 | 20, 2);
        put(bytes, at + 38, 0100644u << 16, 4);
        CHECK(refusal(bytes).empty());
    }
    SECTION("encrypted")
    {
        put(bytes, at + 8, 0x801, 2);
        CHECK(says(refusal(bytes), "encrypted"));
    }
    SECTION("another compression")
    {
        put(bytes, at + 10, 14, 2);
        CHECK(says(refusal(bytes), "compressed in a way"));
    }
}

TEST_CASE("decompression bombs are refused before they go off", "[case]")
{
    SECTION("a part that is larger than it says")
    {
        Parts all = parts();
        all.emplace_back("bomb", std::string(std::size_t{40} << 20, '\0'));
        std::string bytes = zipOf(all);
        put(bytes, central(bytes, "bomb") + 24, 1000, 4);
        put(bytes, local(bytes, "bomb") + 22, 1000, 4);
        CHECK(says(refusal(bytes), "does not unpack"));
    }
    SECTION("a part that says more than deflate can do")
    {
        std::string bytes = sample();
        put(bytes, central(bytes, "log") + 24, 1u << 30, 4);
        CHECK(says(refusal(bytes), "times its size"));
    }
    SECTION("a part beyond the limit")
    {
        Parts all = parts();
        all.emplace_back("large", std::string(200'000, 'x'));
        CHECK(says(refusal(zipOf(all), {.partBytes = 100'000}), "is the limit"));
        CHECK(says(refusal(zipOf(all), {.allBytes = 100'000}), "more than"));
    }
    SECTION("many parts that are each fine")
    {
        Parts all = parts();
        for (int i = 0; i < 300; ++i)
            all.emplace_back("part" + std::to_string(i), "x");
        CHECK(says(refusal(zipOf(all)), "304 parts"));
    }
    SECTION("parts that share their bytes")
    {
        std::string bytes = sample();
        const std::size_t notes = central(bytes, "notes.json"), manifest = central(bytes, "manifest.json");
        bytes.replace(notes + 42, 4, bytes.substr(manifest + 42, 4));
        CHECK_FALSE(refusal(bytes).empty());
        // Also with names that agree: two records for one local header.
        Parts all = parts();
        all.emplace_back("aaaa", "same");
        all.emplace_back("bbbb", "same");
        bytes = zipOf(all);
        const std::string inner = bytes.substr(local(bytes, "bbbb"), 38);
        const std::size_t outer = local(bytes, "aaaa");
        // "aaaa" claims to hold the local header of "bbbb" too.
        const std::size_t size = 4 + inner.size();
        for (const std::size_t header : {central(bytes, "aaaa") + 20, outer + 18}) {
            put(bytes, header, size, 4);
            put(bytes, header + 4, size, 4);
        }
        CHECK(says(refusal(bytes), "overlap"));
    }
}

TEST_CASE("parts that stand there twice are refused", "[case]")
{
    Parts all = parts();
    all.emplace_back("notes.json", "{}");
    CHECK(says(refusal(zipOf(all)), "twice"));
}

TEST_CASE("a case that is cut off anywhere is refused", "[case]")
{
    const std::string bytes = sample();
    for (std::size_t size = 0; size < bytes.size(); size += size < 600 ? 1 : 7)
        CHECK_FALSE(refusal(bytes.substr(0, size)).empty());
    CHECK_FALSE(refusal(bytes + "x").empty());
    CHECK_FALSE(refusal("x" + bytes).empty());
}

TEST_CASE("any changed bytes are refused or read, never worse", "[case]")
{
    const std::string bytes = sample();
    std::mt19937 random(20261121);
    for (int round = 0; round < 4000; ++round) {
        std::string changed = bytes;
        for (std::size_t i = random() % 4 + 1; i > 0; --i)
            changed[random() % changed.size()] = static_cast<char>(random());
        refusal(changed);
    }
}

TEST_CASE("a log that was changed is refused", "[case]")
{
    Parts all = parts();
    all[3].second.replace(0, 5, "Fatal");
    CHECK(says(refusal(zipOf(all)), "hash differs"));
    all.pop_back();
    CHECK(says(refusal(zipOf(all)), "no log"));
    std::string bytes = sample();
    bytes[local(bytes, "manifest.json") + 60] ^= 1;
    CHECK(says(refusal(bytes), "does not unpack")); // its CRC
}

TEST_CASE("manifests that lie are refused", "[case]")
{
    CHECK(says(refusal(withManifest([](Json& j) { j["version"] = {2, 0}; })), "newer Skein"));
    CHECK(refusal(withManifest([](Json& j) { j["version"] = {1, 7}; })).empty());
    CHECK(says(refusal(withManifest([](Json& j) { j["format"] = "zip"; })), "skein-case"));
    CHECK(says(refusal(withManifest([](Json& j) { j.erase("version"); })), "which version"));
    CHECK(says(refusal(withManifest([](Json& j) { j["log"]["stored"] = "http"; })), "neither"));
    for (const char* name : {"../crash.log", "/etc/shadow", "a/b", "..", "", "C:x"}) {
        CAPTURE(name);
        CHECK(says(refusal(withManifest([&](Json& j) {
                       j["log"]["name"] = name;
                       j["log"]["stored"] = "beside";
                   })),
                   "name of a file"));
    }
    CHECK(says(refusal(withManifest([](Json& j) { j["log"]["sha256"] = "zz"; })), "64 hexadecimal"));
    CHECK(says(refusal(withManifest([](Json& j) { j["log"] = 3; })), "not an object"));
    Parts all = parts();
    all[1].second = "{";
    CHECK(says(refusal(zipOf(all)), "not JSON"));
    all.erase(all.begin() + 1);
    CHECK(says(refusal(zipOf(all)), "no manifest.json"));
}

TEST_CASE("notes that are none are refused", "[case]")
{
    CHECK(says(refusal(withNotes([](Json& j) { j["notes"] = 3; })), "is no list"));
    CHECK(says(refusal(withNotes([](Json& j) { j["notes"][0]["id"] = "x"; })), "32 hexadecimal"));
    CHECK(says(refusal(withNotes([](Json& j) { j["notes"][1]["id"] = j["notes"][0]["id"]; })), "twice"));
    CHECK(says(refusal(withNotes([](Json& j) { j["notes"][0]["at"] = "yesterday"; })), "is no time"));
    CHECK(says(refusal(withNotes([](Json& j) { j["notes"][0]["text"][0]["value"] = 3; })), "is no text"));
    CHECK(says(refusal(withNotes([](Json& j) { j["notes"][0]["anchor"][0]["value"]["lines"] = {9, 2}; })),
               "first line"));
    CHECK(says(refusal(withNotes([](Json& j) { j["notes"][0]["anchor"][0]["value"]["lines"] = {0, 2}; })),
               "first line"));
    CHECK(says(
        refusal(withNotes([](Json& j) { j["notes"][0]["text"][0]["value"] = std::string(2 << 20, 'x'); })),
        "longer than"));
    Limits few;
    few.notes = 2;
    CHECK(says(refusal(sample(), few), "more than 2 entries"));
    Parts all = parts();
    all[2].second = std::string(200'000, '[');
    CHECK(says(refusal(zipOf(all)), "nested more than"));
    all[2].second = "{\"notes\": \"" + std::string(10, '\\');
    CHECK_FALSE(refusal(zipOf(all)).empty());
}

TEST_CASE("what is no case at all", "[case]")
{
    const test::Folder folder;
    CHECK_FALSE(looksLikeCase(""));
    CHECK_FALSE(looksLikeCase("PK\3\4"));
    CHECK_FALSE(looksLikeCase(zipOf({{"mimetype", "application/epub+zip"}, {"a", "b"}})));
    CHECK_FALSE(looksLikeCase(zipOf({{"dump1.log", "x"}})));
    const auto text = openInput(folder.write("text.skein", test::kLog).string());
    REQUIRE_FALSE(text);
    CHECK(text.error().find("not a case file") != std::string::npos);
    CHECK_FALSE(openInput(folder.write("empty.skein", "").string()));
}
