// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include <QFrame>

#include "model/notes/note.h"
#include "views/view.h"

class QPushButton;
class QVBoxLayout;

namespace skein {

/// One finding: what happened, who, where, how sure, on what evidence, and what to do about it. The selected
/// card tells everything; the others keep to what helps to choose.
class FindingCard : public QFrame {
    Q_OBJECT

public:
    FindingCard(ViewContext& context, std::uint32_t finding, QWidget* parent);

    std::uint32_t index() const { return m_index; }
    void setCurrent(bool current);
    bool isCurrent() const { return m_current; }

public Q_SLOTS:
    /// The finding as `skein report` prints it.
    void copyAsText();

protected:
    void paintEvent(QPaintEvent*) override;
    void mousePressEvent(QMouseEvent*) override;
    void contextMenuEvent(QContextMenuEvent*) override;

private:
    void build();
    void addHead();
    void addSaid();
    QString saidHere() const;
    void addVerdictButtons();
    QPushButton* verdictButton(const QString& text, const char* name, const char* verdict);
    void pickOtherParty(QPushButton& below);
    void addAccesses();
    void addCycle();
    void addMissing();
    void addEvidence();
    void addAdvice();
    void addButtons();
    void addText(const QString& text, const QColor& color, bool bold = false);
    /// Of the access whose row this is; otherwise of the finding.
    notes::Anchor anchorAt(const QWidget* row) const;
    const Finding& finding() const;
    const Log& log() const;

    ViewContext& m_context;
    AnalysisPtr m_analysis;
    std::uint32_t m_index;
    bool m_current = false;
    QString m_said; ///< what was said when the card was built
    QVBoxLayout* m_layout = nullptr;
    QWidget* m_body = nullptr;
};

}  // namespace skein
