// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include <QObject>
#include <cstdint>
#include <optional>
#include <vector>

#include "model/analysis/analysis.h"

namespace skein {

/// What is chosen, in every view at once. Parts that do not apply are empty.
struct Selected {
    std::uint32_t snapshot = 0;
    std::optional<std::uint32_t> finding;    ///< index into Analysis::findings
    ThreadRef thread;
    std::optional<std::uint32_t> frame;      ///< index into that thread's stack
    std::optional<std::uint32_t> group;      ///< index into Analysis::groups
    std::optional<std::uint32_t> resource;   ///< index into the snapshot's WaitGraph::resources
    LineSpan lines;                          ///< lines of the log that the choice points at

    bool operator==(const Selected&) const = default;
};

/// The one selection that all views share, and the analysis that they show. Views know this and nothing of
/// each other: a view calls a select…() when the user chooses something in it, and redraws on changed().
///
/// Choosing one thing fills in what follows from it: a finding brings its first thread, that thread's frame and
/// lines; a thread brings its group; a line brings the thread and frame that it belongs to.
class Selection : public QObject {
    Q_OBJECT

public:
    explicit Selection(QObject* parent = nullptr);

    /// Null while nothing is open.
    const AnalysisPtr& analysis() const { return m_analysis; }
    const Selected& current() const { return m_current; }
    /// Shows another log (or none). `restore` is what was selected when this log was last shown.
    void setAnalysis(AnalysisPtr analysis, const Selected& restore = {});

public Q_SLOTS:
    /// Chooses exactly this; what the analysis does not have is left out. For going back and forward.
    void select(const skein::Selected& selected);
    void selectFinding(std::uint32_t finding);
    /// Keeps the finding when the thread takes part in it. `lines`: those of it that are meant, where they are known.
    void selectThread(ThreadRef thread, LineSpan lines = {});
    void selectFrame(ThreadRef thread, std::uint32_t frame);
    void selectGroup(std::uint32_t group);
    void selectResource(std::uint32_t snapshot, std::uint32_t resource);
    /// Shows these lines; `lines.first` decides which thread and frame they belong to.
    void selectLines(LineSpan lines);
    void clear();

Q_SIGNALS:
    /// Another analysis is shown: throw away everything that was built from the old one.
    void analysisChanged();
    void changed(const skein::Selected& now, const skein::Selected& before);

private:
    Selected kept(ThreadRef thread) const;
    void fillThread(Selected& next, ThreadRef thread);
    std::optional<std::uint32_t> groupOf(ThreadRef thread);
    Selected checked(Selected selected) const;
    void set(const Selected& next);

    AnalysisPtr m_analysis;
    Selected m_current;
    std::vector<std::uint32_t> m_groupOf;        ///< all threads of all snapshots → group, made when first needed
    std::vector<std::size_t> m_snapshotStarts;   ///< where each snapshot's threads begin in m_groupOf
};

}  // namespace skein
