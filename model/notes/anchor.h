// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include "model/finding.h"
#include "model/log.h"

#include <compare>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

/// What people add to a log: notes and verdicts. Plain data of the standard library; how they are merged
/// stands in notebook.h, what they point to in a particular analysis in model/said/resolve.h, their file in
/// docs/case-file.md.
namespace skein::notes
{

/// Members of a JSON object that this Skein does not know, with their values as JSON. They survive a round
/// trip.
using Extra = std::map<std::string, std::string>;

/// The whole case: a summary, a hand-over note.
struct OnCase {
    auto operator<=>(const OnCase&) const = default;
};

struct OnThread {
    ThreadId id; ///< as the log prints it; unknown where it prints none
    auto operator<=>(const OnThread&) const = default;
};

/// Threads that stand in the same place, by the name that survives lines, builds and Go versions.
struct OnGroup {
    std::string fingerprint; ///< triage::toString(Fingerprint)
    auto operator<=>(const OnGroup&) const = default;
};

/// One call of one thread. Anchor::lines are those of this thread's printing of the frame.
struct OnFrame {
    ThreadId thread;
    std::uint32_t index = 0; ///< 0 is the innermost
    std::string function;    ///< as printed; finds the frame again where the index has shifted
    auto operator<=>(const OnFrame&) const = default;
};

/// A finding by what it says, never by its index: kind, lines (Anchor::lines) and the object that it is
/// about.
struct OnFinding {
    std::string kind;          ///< toString(FindingKind)
    std::uint64_t address = 0; ///< of its resource, 0 where it has none
    auto operator<=>(const OnFinding&) const = default;
};

/// One side of a conflict; `finding` and `findingLines` say of which.
struct OnAccess {
    OnFinding finding;
    LineSpan findingLines;
    std::string op;  ///< toString(AccessOp)
    ThreadId thread; ///< unknown where that party is not in the log
    auto operator<=>(const OnAccess&) const = default;
};

/// A lock, channel, map … Anchor::lines are those of the snapshot.
struct OnResource {
    std::string kind;          ///< toString(ResourceKind)
    std::uint64_t address = 0; ///< 0 where the log does not show it
    std::string name; ///< "streams"; of a resource without address: the function in which it is waited for
    auto operator<=>(const OnResource&) const = default;
};

/// A line between two things of the wait-for graph or the timeline. Anchor::lines are those of the thread.
struct OnEdge {
    enum class Kind : std::uint8_t {
        WaitsFor, ///< thread → resource
        HeldBy,   ///< resource → thread
        Created,  ///< other → thread
        Conflict, ///< thread ↔ other
        Takes,    ///< thread → resource, while it held another; Anchor::lines are those of the stack
    };
    Kind kind = Kind::WaitsFor;
    ThreadId thread; ///< of Takes unknown where the report does not say who
    OnResource resource; ///< of WaitsFor, HeldBy and Takes
    ThreadId other;      ///< of Created and Conflict
    LineSpan otherLines; ///< of `other`
    auto operator<=>(const OnEdge&) const = default;
};

/// A span of the timeline. Anchor::lines are those of the snapshot.
struct OnTime {
    enum class Axis : std::uint8_t { Clock, Order };
    Axis axis = Axis::Clock;
    std::int64_t from = 0, to = 0; ///< clock: milliseconds before the snapshot as negative numbers; order: 0
    LineSpan fromLines, toLines;   ///< order: the lines of the first and the last event of the span
    ThreadId thread;               ///< unknown: across all lanes
    LineSpan threadLines;
    auto operator<=>(const OnTime&) const = default;
};

/// Lines of the log, and nothing but them.
struct OnLines {
    auto operator<=>(const OnLines&) const = default;
};

/// An anchor of a newer Skein: shown at its lines, and kept as it is.
struct OnUnknown {
    std::string kind;
    auto operator<=>(const OnUnknown&) const = default;
};

/// What a note sits on. The lines of the log are the ground truth: a log in a case file never changes, while
/// a newer Skein may find other threads, frames and findings in it. So every anchor has the lines that the
/// thing was printed in (1-based; empty only for OnCase), and what is needed to choose among the things
/// there.
struct Anchor {
    using At = std::variant<OnLines, OnCase, OnThread, OnGroup, OnFrame, OnFinding, OnAccess, OnResource,
                            OnEdge, OnTime, OnUnknown>;
    At at = OnCase{};
    LineSpan lines;
    Extra extra;
    auto operator<=>(const Anchor&) const = default;
};

/// The word of the file: "thread", "group", "frame", "access", "finding", "resource", "edge", "time",
/// "lines", "case"; of OnUnknown its own.
std::string_view kindOf(const Anchor&);
/// One line that is equal for anchors on the same thing: "thread 34 @120-141". Unknown members do not count.
std::string keyOf(const Anchor&);
/// For people: "goroutine 34" is written as the log's language has it only by model/said/resolve.h; this says
/// "thread 34", "lines 12–18", "finding deadlock in lines 12–90".
std::string describe(const Anchor&);

std::string_view toString(OnEdge::Kind);
std::string_view toString(OnTime::Axis);

} // namespace skein::notes
