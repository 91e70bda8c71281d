// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "parser/case/json_parts.h"

#include "model/formatted.h"

#include <algorithm>
#include <charconv>

namespace skein::cases
{

namespace
{

/// Each value takes some 50 bytes once it is read.
constexpr std::size_t kMostValues = 6'000'000;

std::optional<std::uint64_t> integer(std::string_view text, int base)
{
    std::uint64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value, base);
    const bool all = error == std::errc{} && end == text.data() + text.size();
    return all ? std::optional(value) : std::nullopt;
}

/// Looks at brackets and strings only: what the parser below would need memory or stack for.
std::string beyond(std::string_view text, const Limits& limits)
{
    std::uint32_t depth = 0;
    std::size_t values = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        switch (text[i]) {
        case '"': {
            const std::size_t start = ++i;
            while (i < text.size() && text[i] != '"')
                i += text[i] == '\\' ? 2u : 1u;
            if (i - start > limits.text)
                return formatted("a text is longer than {} KB", limits.text >> 10);
            break;
        }
        case '[':
        case '{':
            if (++depth > limits.depth)
                return formatted("it is nested more than {} deep", limits.depth);
            ++values;
            break;
        case ']':
        case '}':
            depth -= depth > 0 ? 1 : 0;
            break;
        case ',':
            ++values;
            break;
        default:
            break;
        }
        if (values > kMostValues)
            return formatted("it has more than {} values", kMostValues);
    }
    return {};
}

} // namespace

std::expected<Json, std::string> parseJson(std::string_view text, const Limits& limits)
{
    if (std::string why = beyond(text, limits); !why.empty())
        return std::unexpected(std::move(why));
    Json json = Json::parse(text, nullptr, false);
    if (json.is_discarded())
        return std::unexpected(std::string("it is not JSON"));
    return json;
}

std::string dumped(const Json& json, int indent)
{
    return json.dump(indent, ' ', false, Json::error_handler_t::replace);
}

void addExtra(Json& object, const notes::Extra& extra)
{
    for (const auto& [key, value] : extra)
        if (!object.contains(key))
            object[key] = Json::parse(value, nullptr, false);
}

Members::Members(Json& object, std::string& error, std::string_view where)
    : m_object(object), m_error(error), m_where(where)
{
    if (!object.is_object())
        fail("", "is not an object");
}

void Members::fail(std::string_view key, std::string_view what)
{
    if (m_error.empty())
        m_error =
            key.empty() ? formatted("{} {}", m_where, what) : formatted("'{}' of {} {}", key, m_where, what);
}

Json* Members::find(const char* key)
{
    if (!m_object.is_object())
        return nullptr;
    const auto hit = m_object.find(key);
    if (hit == m_object.end())
        return nullptr;
    m_taken.push_back(key);
    return &*hit;
}

std::string Members::text(const char* key, bool needed)
{
    Json* value = find(key);
    if (value && value->is_string())
        return std::move(value->get_ref<std::string&>());
    if (value || needed)
        fail(key, "is no text");
    return {};
}

std::uint64_t Members::number(const char* key, std::uint64_t most)
{
    const Json* value = find(key);
    if (!value)
        return 0;
    if (value->is_number_unsigned() && value->get<std::uint64_t>() <= most)
        return value->get<std::uint64_t>();
    fail(key, "is no such number");
    return 0;
}

bool Members::flag(const char* key)
{
    const Json* value = find(key);
    if (value && !value->is_boolean())
        fail(key, "is neither true nor false");
    return value && value->is_boolean() && value->get<bool>();
}

LineSpan Members::lines(const char* key)
{
    const Json* value = find(key);
    if (!value)
        return {};
    const auto isLine = [](const Json& n) {
        return n.is_number_unsigned() && n.get<std::uint64_t>() <= ~std::uint32_t{0};
    };
    if (value->is_array() && value->size() == 2 && isLine((*value)[0]) && isLine((*value)[1])) {
        const LineSpan out{(*value)[0].get<std::uint32_t>(), (*value)[1].get<std::uint32_t>()};
        if (out.first != 0 && out.first <= out.last)
            return out;
    }
    fail(key, "is not [first line, last line]");
    return {};
}

ThreadId Members::thread(const char* key)
{
    const std::string value = text(key);
    if (value.empty())
        return {};
    if (value == "main")
        return ThreadId::main();
    const auto id = integer(value, 10);
    if (!id)
        fail(key, "is no thread");
    return id ? ThreadId(*id) : ThreadId();
}

std::uint64_t Members::address(const char* key)
{
    const std::string value = text(key);
    if (value.empty())
        return 0;
    const auto address =
        value.starts_with("0x") ? integer(std::string_view(value).substr(2), 16) : std::nullopt;
    if (!address)
        fail(key, "is no address");
    return address.value_or(0);
}

std::uint64_t Members::hex(const char* key)
{
    const std::string value = text(key, true);
    const auto id = value.size() == 16 ? integer(value, 16) : std::nullopt;
    if (!id)
        fail(key, "does not have 16 hexadecimal digits");
    return id.value_or(0);
}

notes::Stamp Members::stamp()
{
    const std::string at = text("at", true);
    const auto time = notes::timeOf(at);
    if (!time)
        fail("at", "is no time");
    return {text("by"), time.value_or(0)};
}

notes::Extra Members::rest()
{
    notes::Extra out;
    if (m_object.is_object())
        for (const auto& [key, value] : m_object.items())
            if (!std::ranges::contains(m_taken, std::string_view(key)))
                out.emplace(key, dumped(value, -1));
    return out;
}

} // namespace skein::cases
