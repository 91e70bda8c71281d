// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include "model/analysis/analysis.h"
#include "model/notes/notebook.h"
#include "model/triage/fingerprint.h"

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace skein::notes
{

/// How well a note still holds on to its thing.
enum class Hold : std::uint8_t {
    Exact, ///< the very thing
    Near,  ///< something like it at the same lines: a finding of another kind, the thread of a frame that is
           ///< gone
    Gone,  ///< nothing but the lines, or not even them
};

/// What an anchor points to in one analysis. Only the members of its kind, and those that lead there, are
/// set.
struct Target {
    Hold hold = Hold::Gone;
    ThreadRef thread;                     ///< thread, frame, access, edge, span on one lane
    ThreadRef other;                      ///< the second thread of an edge
    std::optional<std::uint32_t> frame;   ///< index in the thread's stack, innermost first
    std::optional<std::uint32_t> group;   ///< index into Analysis::groups
    std::optional<std::uint32_t> finding; ///< index into Analysis::findings
    std::optional<std::uint32_t> access;  ///< index into that finding's accesses
    /// Of a resource or an edge: graph = index into Analysis::waitGraphs; node into its resources, edge into
    /// its edges.
    std::optional<std::uint32_t> graph, node, edge;
    std::optional<std::uint32_t> snapshot;
    LineSpan lines;    ///< where it stands in the log now; empty for a note on the case
    std::string label; ///< for people: "goroutine 34", "frame 2 of goroutine 34: main.put", "lines 12–18"
};

/// Makes anchors of what stands in an analysis, and finds again what anchors point to. Keeps the analysis;
/// builds its tables at the first use, linear in the threads; afterwards each call is O(log n). Not
/// thread-safe.
class Resolver
{
public:
    explicit Resolver(AnalysisPtr analysis);
    ~Resolver();
    Resolver(Resolver&&) noexcept;
    Resolver& operator=(Resolver&&) noexcept;

    const AnalysisPtr& analysis() const { return m_analysis; }

    Anchor onThread(ThreadRef) const;
    Anchor onFrame(ThreadRef, std::uint32_t index) const;
    Anchor onGroup(std::uint32_t group) const;
    Anchor onFinding(std::uint32_t finding) const;
    Anchor onAccess(std::uint32_t finding, std::uint32_t access) const;
    Anchor onResource(std::uint32_t graph, std::uint32_t resourceNode) const;
    /// `member`: which thread of a folded thread node is meant.
    Anchor onEdge(std::uint32_t graph, std::uint32_t edge, std::uint32_t member = 0) const;
    /// `creator` may be none: then the edge has the id alone.
    Anchor onCreation(ThreadRef created, ThreadRef creator) const;
    /// `from` and `to` in milliseconds relative to the snapshot (negative: before it). `lane`: of one thread
    /// only.
    Anchor onClock(std::uint32_t snapshot, std::int64_t from, std::int64_t to, ThreadRef lane = {}) const;
    /// By the lines of the first and the last event, since ranks depend on the lanes that are shown.
    Anchor onOrder(std::uint32_t snapshot, LineSpan fromEvent, LineSpan toEvent, ThreadRef lane = {}) const;
    static Anchor onLines(LineSpan lines);
    static Anchor onCase();

    Target resolve(const Anchor&) const;
    /// What the log's language calls it: "goroutine 34", "thread 2 (worker)".
    std::string threadLabel(ThreadRef) const;

private:
    struct Tables;
    const Tables& tables() const;
    ThreadRef findThread(ThreadId, LineSpan, Hold&) const;
    void resolveGroup(const OnGroup&, const Anchor&, Target&) const;
    void resolveFinding(const OnFinding&, LineSpan, Target&) const;
    void resolveResource(const OnResource&, LineSpan, Target&) const;
    void resolveTaking(const OnEdge&, LineSpan, Target&) const;
    Anchor onTaking(const WaitGraph&, const WaitGraph::Edge&) const;
    std::optional<std::uint32_t> snapshotAt(LineSpan) const;
    LineSpan linesOf(ThreadRef) const;
    const triage::Fingerprints& fingerprints() const;

    AnalysisPtr m_analysis;
    mutable std::unique_ptr<Tables> m_tables;
};

/// What people said, by what it is about in one analysis: for views and exports, which show it beside, never
/// in place of, what Skein inferred.
struct Said {
    enum class Opinion : std::uint8_t { Confirmed, Rejected };
    struct OnOneFinding {
        std::optional<Opinion> opinion;
        ThreadRef otherParty; ///< pinned by hand
        Stamp opinionBy, partyBy;
        bool disputed = false; ///< copies of the case disagree
    };
    struct Name {
        std::string text;
        Stamp by;
        bool disputed = false;
    };
    std::map<std::uint32_t, OnOneFinding> findings; ///< by index into Analysis::findings
    std::map<ThreadRef, Name> names;
    std::set<ThreadRef> important, hidden;
    std::set<std::uint32_t> importantGroups, hiddenGroups; ///< indices into Analysis::groups
    /// Notes that sit on each, live ones only, answers left out; oldest first.
    std::map<std::uint32_t, std::vector<const Note*>> notesOnFindings;
    std::map<ThreadRef, std::vector<const Note*>>
        notesOnThreads; ///< frames, accesses and edges of it included
    std::vector<std::pair<const Note*, Target>>
        notes; ///< all live ones with what they sit on, answers included
};
/// The notebook must outlive the result.
Said said(const Notebook&, const Resolver&);

} // namespace skein::notes
