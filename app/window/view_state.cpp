// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "app/window/view_state.h"

#include "parser/case/json_parts.h"

#include <cstddef>
#include <utility>

namespace skein
{
namespace
{

constexpr std::size_t kMostViews = 64;

/// What the anchor of a member points to; Hold::Gone where it points to nothing.
notes::Target targetOf(cases::Members& in, const char* key, const notes::Resolver& resolver)
{
    cases::Json* const found = in.find(key);
    if (!found)
        return {};
    std::string error;
    const notes::Anchor anchor = cases::anchorFrom(*found, error);
    return error.empty() ? resolver.resolve(anchor) : notes::Target();
}

} // namespace

std::string viewStateText(const ViewState& state, const notes::Resolver& resolver)
{
    const Selected& now = state.selected;
    cases::Json out = cases::Json::object();
    if (now.finding)
        out["finding"] = cases::toJson(resolver.onFinding(*now.finding));
    if (now.thread && now.frame)
        out["frame"] = cases::toJson(resolver.onFrame(now.thread, *now.frame));
    if (now.thread)
        out["thread"] = cases::toJson(resolver.onThread(now.thread));
    if (now.group)
        out["group"] = cases::toJson(resolver.onGroup(*now.group));
    if (!now.lines.empty())
        out["lines"] = cases::toJson(notes::Resolver::onLines(now.lines));
    out["front"] = state.front;
    return cases::dumped(out, -1);
}

std::optional<ViewState> viewStateFrom(std::string_view text, const notes::Resolver& resolver)
{
    auto parsed = cases::parseJson(text, {});
    if (!parsed || !parsed->is_object())
        return std::nullopt;
    std::string error;
    cases::Members in(*parsed, error, "view.json");
    ViewState out;
    Selected& now = out.selected;
    now.finding = targetOf(in, "finding", resolver).finding;
    const notes::Target thread = targetOf(in, "thread", resolver);
    const notes::Target frame = targetOf(in, "frame", resolver);
    now.thread = thread.thread;
    if (frame.thread && frame.thread == thread.thread)
        now.frame = frame.frame;
    now.group = targetOf(in, "group", resolver).group;
    now.lines = targetOf(in, "lines", resolver).lines;
    if (now.thread)
        now.snapshot = now.thread.snapshot;
    if (cases::Json* const front = in.find("front"); front && front->is_array())
        for (const cases::Json& id : *front)
            if (id.is_string() && out.front.size() < kMostViews)
                out.front.push_back(id.get<std::string>());
    return out;
}

} // namespace skein
