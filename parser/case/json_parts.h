// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include "model/notes/notebook.h"
#include "parser/case/case_file.h"

#include <nlohmann/json.hpp>

#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

/// What the readers and writers of a case's JSON have in common.
namespace skein::cases
{

using Json = nlohmann::json;

/// Parses a text of at most the given depth and length of strings; linear, without recursion.
std::expected<Json, std::string> parseJson(std::string_view text, const Limits&);
/// Bytes that are no UTF-8 become U+FFFD.
std::string dumped(const Json&, int indent);

Json toJson(const notes::Anchor&);

/// Takes members out of an object one by one; what is left over at the end is somebody else's. Remembers the
/// first thing that is wrong.
class Members
{
public:
    Members(Json& object, std::string& error, std::string_view where);

    bool ok() const { return m_error.empty(); }
    void fail(std::string_view key, std::string_view what);
    /// Null where there is none.
    Json* find(const char* key);
    std::string text(const char* key, bool needed = false);
    std::uint64_t number(const char* key, std::uint64_t most);
    bool flag(const char* key);
    LineSpan lines(const char* key);
    ThreadId thread(const char* key);
    std::uint64_t address(const char* key);
    /// 16 hexadecimal digits.
    std::uint64_t hex(const char* key);
    notes::Stamp stamp();
    /// What nobody has taken.
    notes::Extra rest();

private:
    Json& m_object;
    std::string& m_error;
    std::string_view m_where;
    std::vector<std::string_view> m_taken;
};

notes::Anchor anchorFrom(Json&, std::string& error);

void addExtra(Json& object, const notes::Extra&);

} // namespace skein::cases
