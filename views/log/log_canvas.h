// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include <QAbstractScrollArea>
#include <QCache>

#include "views/log/line_painter.h"
#include "views/log/log_notes.h"
#include "views/view.h"

namespace skein {

/// The scrolled text. Draws the visible lines only and keeps nothing per line, so that size does not matter.
class LogCanvas : public QAbstractScrollArea {
    Q_OBJECT

public:
    LogCanvas(ViewContext& context, QWidget* parent);

    /// First and last line on the screen, {0, 0} for none.
    LineSpan visibleLines() const;
    /// Marks every occurrence on the screen; empty for none.
    void setNeedle(const QString& needle);
    void showLine(std::uint32_t line);
    /// The line on which the caret stands; 0 for none.
    std::uint32_t caretLine() const { return m_caret.line; }
    void selectAll();
    bool hasSelection() const { return m_anchor != m_caret; }
    /// The marked text exactly as in the log; limited to kMaxCopy bytes.
    QString selectedText() const;
    /// The marked lines, or the one at a place of the viewport; empty for none.
    LineSpan linesAt(QPointF at) const;
    /// The note whose bubble or words are at a place of the viewport; null for none.
    const ShownNote* noteAt(QPointF at) const;
    static constexpr std::uint64_t kMaxCopy = 64 * 1024 * 1024;

public Q_SLOTS:
    void copy();

Q_SIGNALS:
    void visibleChanged();

protected:
    bool viewportEvent(QEvent*) override;
    void paintEvent(QPaintEvent*) override;
    void resizeEvent(QResizeEvent*) override;
    void scrollContentsBy(int dx, int dy) override;
    void mousePressEvent(QMouseEvent*) override;
    void mouseMoveEvent(QMouseEvent*) override;
    void mouseReleaseEvent(QMouseEvent*) override;
    void mouseDoubleClickEvent(QMouseEvent*) override;
    void keyPressEvent(QKeyEvent*) override;
    void focusInEvent(QFocusEvent*) override;
    void focusOutEvent(QFocusEvent*) override;

private:
    /// A place in the shown text: 1-based line, column of the shown (expanded) line.
    struct Caret {
        std::uint32_t line = 0;
        qsizetype column = 0;
        auto operator<=>(const Caret&) const = default;
    };

    void reload();
    void rethink();
    void updateBars();
    void follow();
    void collectEvidence();
    void moveCaret(Caret to, bool keepAnchor);
    void choose();
    Caret caretAt(QPointF at) const;
    const LogText* text() const;
    int gutter() const;
    int firstVisible() const;
    ShownLine shown(std::uint32_t line) const;
    void paintLine(QPainter& painter, std::uint32_t line, int y);
    void paintGutter(QPainter& painter, std::uint32_t line, int y);
    void paintBackground(QPainter& painter, std::uint32_t line, int y);
    bool isRecognised(std::uint32_t line) const;
    void paintNotes(QPainter& painter, std::uint32_t line, int y, double end);
    std::uint32_t lineAt(double y) const;

    ViewContext& m_context;
    LineHighlighter m_highlighter;
    std::vector<std::uint32_t> m_evidence;   ///< sorted lines that support the selected finding
    QString m_needle;
    LogNotes m_notes;
    struct NoteSpot {
        std::size_t note = 0;
        QRectF box;
    };
    std::vector<NoteSpot> m_noteSpots;       ///< as they were painted last
    Caret m_anchor, m_caret;
    double m_charWidth = 8;
    int m_lineHeight = 19;
    int m_longest = 0;                       ///< columns of the longest line that has been drawn
    bool m_marking = false;
};

}  // namespace skein
