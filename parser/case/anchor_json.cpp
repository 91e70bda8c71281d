// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "parser/case/json_parts.h"

#include <optional>
#include <variant>

namespace skein::cases
{

using namespace notes;

namespace
{

Json lines(LineSpan span)
{
    return Json::array({span.first, span.last});
}

void put(Json& out, const char* key, LineSpan span)
{
    if (!span.empty())
        out[key] = lines(span);
}
void put(Json& out, const char* key, const std::string& text)
{
    if (!text.empty())
        out[key] = text;
}
void put(Json& out, const char* key, ThreadId thread)
{
    if (thread.known())
        out[key] = thread == ThreadId::main() ? "main" : std::to_string(thread.value);
}
void putAddress(Json& out, const char* key, std::uint64_t address)
{
    if (address != 0)
        out[key] = hexAddress(address);
}

bool isAboutResource(OnEdge::Kind kind)
{
    return kind == OnEdge::Kind::WaitsFor || kind == OnEdge::Kind::HeldBy || kind == OnEdge::Kind::Takes;
}

/// The members of each kind besides "kind" and "lines".
struct Writer {
    Json& out;

    void operator()(const OnLines&) const {}
    void operator()(const OnCase&) const {}
    void operator()(const OnUnknown&) const {}
    void operator()(const OnThread& t) const { put(out, "thread", t.id); }
    void operator()(const OnGroup& g) const { put(out, "fingerprint", g.fingerprint); }
    void operator()(const OnFrame& f) const
    {
        put(out, "thread", f.thread);
        out["index"] = f.index;
        put(out, "function", f.function);
    }
    void operator()(const OnFinding& f) const
    {
        put(out, "finding", f.kind);
        putAddress(out, "address", f.address);
    }
    void operator()(const OnAccess& a) const
    {
        (*this)(a.finding);
        put(out, "findingLines", a.findingLines);
        put(out, "op", a.op);
        put(out, "thread", a.thread);
    }
    void operator()(const OnResource& r) const
    {
        put(out, "resource", r.kind);
        putAddress(out, "address", r.address);
        put(out, "name", r.name);
    }
    void operator()(const OnEdge& e) const
    {
        out["edge"] = toString(e.kind);
        put(out, "thread", e.thread);
        if (isAboutResource(e.kind))
            (*this)(e.resource);
        put(out, "other", e.other);
        put(out, "otherLines", e.otherLines);
    }
    void operator()(const OnTime& t) const
    {
        out["axis"] = toString(t.axis);
        if (t.axis == OnTime::Axis::Clock) {
            out["from"] = t.from;
            out["to"] = t.to;
        }
        put(out, "fromLines", t.fromLines);
        put(out, "toLines", t.toLines);
        put(out, "thread", t.thread);
        put(out, "threadLines", t.threadLines);
    }
};

OnFinding finding(Members& in)
{
    return {.kind = in.text("finding", true), .address = in.address("address")};
}

OnResource resource(Members& in)
{
    return {.kind = in.text("resource", true), .address = in.address("address"), .name = in.text("name")};
}

std::int64_t signedNumber(Members& in, const char* key)
{
    const Json* value = in.find(key);
    if (value && value->is_number_integer() && value->get<std::int64_t>() > -(std::int64_t{1} << 52) &&
        value->get<std::int64_t>() < std::int64_t{1} << 52)
        return value->get<std::int64_t>();
    if (value)
        in.fail(key, "is no number of milliseconds");
    return 0;
}

/// Which of the first `count` values has the word `text`.
template <class Enum>
std::optional<Enum> named(std::string_view text, int count)
{
    for (int i = 0; i < count; ++i)
        if (toString(static_cast<Enum>(i)) == text)
            return static_cast<Enum>(i);
    return std::nullopt;
}

std::optional<OnEdge> edge(Members& in)
{
    const auto kind = named<OnEdge::Kind>(in.text("edge", true), 5);
    if (!kind)
        return std::nullopt;
    OnEdge out{.kind = *kind, .thread = in.thread("thread")};
    if (isAboutResource(*kind))
        out.resource = resource(in);
    out.other = in.thread("other");
    out.otherLines = in.lines("otherLines");
    return out;
}

std::optional<OnTime> time(Members& in)
{
    const auto axis = named<OnTime::Axis>(in.text("axis", true), 2);
    if (!axis)
        return std::nullopt;
    OnTime out{.axis = *axis};
    if (*axis == OnTime::Axis::Clock) {
        out.from = signedNumber(in, "from");
        out.to = signedNumber(in, "to");
    }
    out.fromLines = in.lines("fromLines");
    out.toLines = in.lines("toLines");
    out.thread = in.thread("thread");
    out.threadLines = in.lines("threadLines");
    return out;
}

} // namespace

Json toJson(const Anchor& anchor)
{
    Json out = Json::object();
    out["kind"] = kindOf(anchor);
    put(out, "lines", anchor.lines);
    std::visit(Writer{out}, anchor.at);
    addExtra(out, anchor.extra);
    return out;
}

Anchor anchorFrom(Json& json, std::string& error)
{
    Anchor out;
    Members in(json, error, "an anchor");
    if (!in.ok())
        return out;
    const std::string kind = in.text("kind", true);
    out.lines = in.lines("lines");
    if (kind == "lines") {
        out.at = OnLines{};
    } else if (kind == "case") {
        out.at = OnCase{};
    } else if (kind == "thread") {
        out.at = OnThread{in.thread("thread")};
    } else if (kind == "group") {
        out.at = OnGroup{in.text("fingerprint", true)};
    } else if (kind == "frame") {
        OnFrame frame{.thread = in.thread("thread"), .function = in.text("function")};
        frame.index = static_cast<std::uint32_t>(in.number("index", ~std::uint32_t{0}));
        out.at = std::move(frame);
    } else if (kind == "finding") {
        out.at = finding(in);
    } else if (kind == "access") {
        OnAccess access{.finding = finding(in)};
        access.findingLines = in.lines("findingLines");
        access.op = in.text("op", true);
        access.thread = in.thread("thread");
        out.at = std::move(access);
    } else if (kind == "resource") {
        out.at = resource(in);
    } else if (kind == "edge" || kind == "time") {
        Json whole = json;
        out.at = OnUnknown{kind};
        if (kind == "edge") {
            if (auto at = edge(in))
                out.at = std::move(*at);
        } else if (auto at = time(in)) {
            out.at = std::move(*at);
        }
        if (std::holds_alternative<OnUnknown>(out.at)) { // an edge or axis of a newer Skein: kept as it is
            Members again(whole, error, "an anchor");
            again.find("kind");
            again.find("lines");
            out.extra = again.rest();
            return out;
        }
    } else {
        out.at = OnUnknown{kind};
    }
    out.extra = in.rest();
    return out;
}

} // namespace skein::cases
