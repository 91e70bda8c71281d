// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "views/report/json_writer.h"

#include <catch2/catch_test_macros.hpp>

#include <limits>

using namespace skein;

namespace
{

std::string quoted(std::string_view text)
{
    StringSink sink;
    JsonWriter(sink).value(text);
    return sink.text();
}

} // namespace

TEST_CASE("commas stand between values and nowhere else", "[json]")
{
    StringSink sink;
    JsonWriter json(sink);
    json.beginObject();
    json.key("a");
    json.beginArray();
    json.endArray();
    json.key("b");
    json.beginArray();
    json.value(1);
    json.value(-2);
    json.beginObject();
    json.endObject();
    json.endArray();
    json.field("c", true);
    json.nullField("d");
    json.optionalField("e", "");
    json.optionalField("f", "x");
    json.endObject();
    CHECK(sink.text() == R"({"a":[],"b":[1,-2,{}],"c":true,"d":null,"e":null,"f":"x"})");
}

TEST_CASE("strings are escaped", "[json]")
{
    CHECK(quoted("") == R"("")");
    CHECK(quoted(R"(a "b" \c)") == R"("a \"b\" \\c")");
    CHECK(quoted("a\nb\tc\x1b\x01") == R"("a\nb\tc\u001b\u0001")");
    CHECK(quoted("\x7f\xC2\x85") == R"("\u007f\u0085")");
    CHECK(quoted("é → 😀") == "\"é → 😀\"");
    CHECK(quoted("a\xFF"
                 "b") == "\"a\uFFFDb\"");
    CHECK(quoted(std::string_view("\0", 1)) == R"("\u0000")");
}

TEST_CASE("numbers and addresses", "[json]")
{
    StringSink sink;
    JsonWriter json(sink);
    json.beginArray();
    json.value(std::numeric_limits<std::int64_t>::max());
    json.value(std::uint32_t{0});
    json.address(0);
    json.address(0xc000124008);
    json.endArray();
    CHECK(sink.text() == R"([9223372036854775807,0,null,"0xc000124008"])");
}

TEST_CASE("a sink hands on what is larger than its block", "[json]")
{
    StringSink sink;
    std::string expected;
    for (int i = 0; i < 9000; ++i) {
        sink.write("0123456789");
        sink.put('\n');
        expected += "0123456789\n";
    }
    const std::string large(200'000, 'x');
    sink.write(large);
    CHECK(sink.text() == expected + large);
}
