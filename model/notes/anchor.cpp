// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "model/notes/anchor.h"

#include "model/formatted.h"

#include <array>

namespace skein::notes
{

namespace
{

std::string at(LineSpan lines)
{
    return lines.empty() ? std::string() : formatted(" @{}-{}", lines.first, lines.last);
}

std::string inLines(LineSpan lines)
{
    if (lines.empty())
        return {};
    return lines.first == lines.last ? formatted("line {}", lines.first)
                                     : formatted("lines {}–{}", lines.first, lines.last);
}

std::string in(LineSpan lines)
{
    return lines.empty() ? std::string() : " in " + inLines(lines);
}

std::string nameOf(ThreadId id)
{
    return id.known() ? "thread " + toString(id) : "a thread";
}

std::string nameOf(const OnResource& r)
{
    std::string out = r.kind;
    if (!r.name.empty())
        out += " " + r.name;
    if (r.address != 0)
        out += " " + hexAddress(r.address);
    return out;
}

struct Key {
    LineSpan lines;

    std::string operator()(const OnLines&) const { return "lines" + at(lines); }
    std::string operator()(const OnCase&) const { return "case"; }
    std::string operator()(const OnThread& t) const { return "thread " + toString(t.id) + at(lines); }
    std::string operator()(const OnGroup& g) const { return "group " + g.fingerprint; }
    std::string operator()(const OnFrame& f) const
    {
        return formatted("frame {} {} {}{}", toString(f.thread), f.index, f.function, at(lines));
    }
    std::string operator()(const OnFinding& f) const { return finding(f, lines); }
    std::string operator()(const OnAccess& a) const
    {
        return formatted("access {} {}{} of {}", a.op, toString(a.thread), at(lines),
                         finding(a.finding, a.findingLines));
    }
    std::string operator()(const OnResource& r) const { return "resource " + nameOf(r) + at(lines); }
    std::string operator()(const OnEdge& e) const
    {
        return formatted("edge {} {}{} {} {}{}", toString(e.kind), toString(e.thread), at(lines),
                         nameOf(e.resource), toString(e.other), at(e.otherLines));
    }
    std::string operator()(const OnTime& t) const
    {
        return formatted("time {} {} {}{}{} {}{}{}", toString(t.axis), t.from, t.to, at(t.fromLines),
                         at(t.toLines), toString(t.thread), at(t.threadLines), at(lines));
    }
    std::string operator()(const OnUnknown& u) const { return u.kind + at(lines); }

    static std::string finding(const OnFinding& f, LineSpan lines)
    {
        return formatted("finding {} {:x}{}", f.kind, f.address, at(lines));
    }
};

struct Description {
    LineSpan lines;

    std::string operator()(const OnLines&) const { return inLines(lines); }
    std::string operator()(const OnCase&) const { return "the whole case"; }
    std::string operator()(const OnThread& t) const { return nameOf(t.id) + (t.id.known() ? "" : in(lines)); }
    std::string operator()(const OnGroup& g) const { return "group " + g.fingerprint; }
    std::string operator()(const OnFrame& f) const
    {
        return formatted("{} of {}", f.function.empty() ? formatted("frame {}", f.index) : f.function,
                         nameOf(f.thread));
    }
    std::string operator()(const OnFinding& f) const { return "finding " + f.kind + in(lines); }
    std::string operator()(const OnAccess& a) const
    {
        return formatted("{} by {}{}", a.op,
                         a.thread.known() ? nameOf(a.thread) : "a thread that is not in the log", in(lines));
    }
    std::string operator()(const OnResource& r) const { return nameOf(r); }
    std::string operator()(const OnEdge& e) const
    {
        switch (e.kind) {
        case OnEdge::Kind::WaitsFor:
            return nameOf(e.thread) + " waits for " + nameOf(e.resource);
        case OnEdge::Kind::HeldBy:
            return nameOf(e.resource) + " held by " + nameOf(e.thread);
        case OnEdge::Kind::Created:
            return nameOf(e.other) + " created " + nameOf(e.thread);
        case OnEdge::Kind::Takes:
            return (e.thread.known() ? nameOf(e.thread) : "a thread") + " takes " + nameOf(e.resource);
        case OnEdge::Kind::Conflict:
            break;
        }
        return nameOf(e.thread) + " and " + nameOf(e.other);
    }
    /// "10 min", "30 s" of milliseconds before something, as negative numbers.
    static std::string before(std::int64_t ms)
    {
        constexpr double kSecond = 1000, kMinute = 60 * kSecond;
        const double way = -static_cast<double>(ms);
        return way >= kMinute ? formatted("{:.4g} min", way / kMinute) : formatted("{:.4g} s", way / kSecond);
    }
    std::string operator()(const OnTime& t) const
    {
        const std::string lane = t.thread.known() ? " of " + nameOf(t.thread) : "";
        if (t.axis == OnTime::Axis::Order)
            return "from " + inLines(t.fromLines) + " to " + inLines(t.toLines) + lane;
        return formatted("{} to {} before the dump{}", before(t.from), before(t.to), lane);
    }
    std::string operator()(const OnUnknown& u) const { return u.kind + in(lines); }
};

} // namespace

std::string_view kindOf(const Anchor& anchor)
{
    struct Word {
        std::string_view operator()(const OnLines&) const { return "lines"; }
        std::string_view operator()(const OnCase&) const { return "case"; }
        std::string_view operator()(const OnThread&) const { return "thread"; }
        std::string_view operator()(const OnGroup&) const { return "group"; }
        std::string_view operator()(const OnFrame&) const { return "frame"; }
        std::string_view operator()(const OnFinding&) const { return "finding"; }
        std::string_view operator()(const OnAccess&) const { return "access"; }
        std::string_view operator()(const OnResource&) const { return "resource"; }
        std::string_view operator()(const OnEdge&) const { return "edge"; }
        std::string_view operator()(const OnTime&) const { return "time"; }
        std::string_view operator()(const OnUnknown& u) const { return u.kind; }
    };
    return std::visit(Word{}, anchor.at);
}

std::string keyOf(const Anchor& anchor)
{
    return std::visit(Key{anchor.lines}, anchor.at);
}

std::string describe(const Anchor& anchor)
{
    return std::visit(Description{anchor.lines}, anchor.at);
}

std::string_view toString(OnEdge::Kind kind)
{
    constexpr std::array<std::string_view, 5> words{"waits-for", "held-by", "created", "conflict", "takes"};
    return words[static_cast<std::size_t>(kind)];
}

std::string_view toString(OnTime::Axis axis)
{
    return axis == OnTime::Axis::Clock ? "clock" : "order";
}

} // namespace skein::notes
