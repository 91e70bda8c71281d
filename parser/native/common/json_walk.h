// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include <array>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>

namespace skein::native
{

/// Where in a JSON text a value stands: the keys from the outermost object on, "" for an element of an array.
struct JsonPath {
    static constexpr std::size_t kDeepest = 12;
    std::array<std::string_view, kDeepest> keys;
    std::size_t depth = 0; ///< may be above kDeepest: such values have no name here

    bool is(std::initializer_list<std::string_view> wanted) const;
    /// The last key: "symbol".
    std::string_view key() const { return depth > 0 && depth <= kDeepest ? keys[depth - 1] : ""; }
};

/// What walkJson() calls, in the order of the text.
class JsonSink
{
public:
    virtual ~JsonSink() = default;
    virtual void open(const JsonPath& path, std::size_t offset) = 0;
    virtual void close(const JsonPath& path, std::size_t offset) = 0;
    /// A string (with its quotes), a number, true, false, null.
    virtual void value(const JsonPath& path, std::string_view raw) = 0;
};

/// Walks over the one value that begins at `from`, and tells `sink` of everything in it. Takes any text:
/// stops where it is no JSON. Linear; keeps one byte for each level. Returns the offset behind the last byte
/// read.
std::size_t walkJson(std::string_view text, std::size_t from, JsonSink& sink);

/// The text of a raw string value; "" for null; other values as they are.
std::string jsonText(std::string_view raw);
/// A number, or a string that holds one in decimal or 0x form. 0 where it is none.
std::uint64_t jsonNumber(std::string_view raw);

} // namespace skein::native
