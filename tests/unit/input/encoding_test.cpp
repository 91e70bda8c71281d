// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "parser/input/encoding.h"

#include <catch2/catch_test_macros.hpp>
#include <string>

using namespace skein;
using namespace std::string_literals;

namespace {

std::string utf16(std::u16string_view text, Encoding encoding)
{
    std::string out;
    for (const char16_t c : text) {
        const char low = static_cast<char>(c & 0xff), high = static_cast<char>(c >> 8);
        out += encoding == Encoding::Utf16Le ? std::string{low, high} : std::string{high, low};
    }
    return out;
}

}  // namespace

TEST_CASE("UTF-16 is recognised with and without a byte-order mark", "[encoding]")
{
    for (const Encoding encoding : {Encoding::Utf16Le, Encoding::Utf16Be}) {
        CHECK(encodingOf(utf16(u"\ufeffgoroutine 1", encoding)) == encoding);
        CHECK(encodingOf(utf16(u"goroutine 1 [running]:\n", encoding)) == encoding);
    }
}

TEST_CASE("UTF-16 becomes UTF-8, surrogate pairs included", "[encoding]")
{
    for (const Encoding encoding : {Encoding::Utf16Le, Encoding::Utf16Be}) {
        CHECK(utf8FromUtf16(utf16(u"\ufeffa\u00e4\u4e2d\U0001f600", encoding), encoding) == "aä中😀");
    }
}

TEST_CASE("broken UTF-16 costs only the broken character", "[encoding]")
{
    CHECK(utf8FromUtf16(utf16(u"a", Encoding::Utf16Le) + "\x00\xd8"s + utf16(u"b", Encoding::Utf16Le), Encoding::Utf16Le) == "a\ufffdb");
    CHECK(utf8FromUtf16("a\0b"s, Encoding::Utf16Le) == "a");
    CHECK(utf8FromUtf16("", Encoding::Utf16Le).empty());
}

TEST_CASE("broken bytes in UTF-8 leave it UTF-8; high bytes alone are Latin-1", "[encoding]")
{
    CHECK(encodingOf("plain\n") == Encoding::Utf8);
    CHECK(encodingOf("gr\xc3\xbc\xc3\x9f" "e \xff broken") == Encoding::Utf8);
    CHECK(encodingOf("gr\xfc\xdf" "e") == Encoding::Latin1);
    CHECK(encodingOf("\x7f" "ELF\0\0\0\0\x01\0\0"s) == Encoding::Binary);
    CHECK(encodingOf("") == Encoding::Utf8);
}

TEST_CASE("UTF-8 sequences are checked as Unicode demands", "[encoding]")
{
    CHECK(utf8SequenceLength("a") == 1);
    CHECK(utf8SequenceLength("ä") == 2);
    CHECK(utf8SequenceLength("中") == 3);
    CHECK(utf8SequenceLength("😀") == 4);
    CHECK(utf8SequenceLength("\xc0\xaf") == 0);           // overlong
    CHECK(utf8SequenceLength("\xe0\x80\x80") == 0);       // overlong
    CHECK(utf8SequenceLength("\xed\xa0\x80") == 0);       // surrogate
    CHECK(utf8SequenceLength("\xf4\x90\x80\x80") == 0);   // beyond U+10FFFF
    CHECK(utf8SequenceLength("\xe4\xb8") == 0);           // cut off
    CHECK(utf8SequenceLength("\x80") == 0);
}
