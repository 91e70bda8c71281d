// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include "views/report/shown_note.h"
#include "views/sides/sides_model.h"
#include "views/style/theme.h"

#include <QAbstractScrollArea>
#include <QFont>
#include <QPainter>

#include <compare>
#include <map>
#include <memory>

namespace skein
{

class MissingPanel;

/// Draws stacks beside each other, only the rows that are seen. Says what was chosen; knows no selection.
class SidesCanvas : public QAbstractScrollArea
{
    Q_OBJECT

public:
    explicit SidesCanvas(const ThemeSource& themes, QWidget* parent = nullptr);

    /// `shown` are the parties of the columns; `missing` says what the log lacks, for a party without a
    /// thread.
    void setContent(AnalysisPtr analysis, std::vector<sides::Party> shown, bool hideRuntime,
                    const Missing* missing);
    /// What people said; null for nothing.
    void setSaid(std::shared_ptr<const ShownNotes> said);
    void setChosenNote(notes::NoteId note);
    const ShownNotes* said() const { return m_said.get(); }
    /// Index into ShownNotes::list of the note at a place of the viewport.
    std::optional<std::size_t> noteAt(QPointF pos) const;
    const std::vector<sides::Party>& shown() const { return m_shown; }
    /// Marks a frame and brings it into view.
    void setCurrent(ThreadRef thread, std::optional<std::uint32_t> frame);
    std::size_t currentColumn() const { return m_column; }
    std::size_t currentRow() const { return m_row; }
    const sides::Grid& grid() const { return m_grid; }

    /// How many columns have room beside each other, at least 2.
    std::size_t columnsThatFit() const;
    QRectF columnRect(std::size_t column) const;
    double rowTop(std::size_t row) const;

    QSize sizeHint() const override { return {760, 220}; }
    QSize minimumSizeHint() const override { return {240, 80}; }

Q_SIGNALS:
    void frameChosen(skein::ThreadRef thread, std::uint32_t frame);
    /// Of a stack that a report printed for what the thread did.
    void printedFrameChosen(std::uint32_t line);
    void creatorLinesChosen(skein::ThreadRef thread);
    void threadChosen(skein::ThreadRef thread);
    void copyWanted(std::size_t column);
    /// `row`: of grid(); none on the header.
    void menuWanted(std::size_t column, std::optional<std::size_t> row, const QPoint& globalPos);
    void noteChosen(std::size_t note);
    /// The user moves beyond the columns that are shown: -1 or 1.
    void turned(int direction);
    void resized();

protected:
    bool viewportEvent(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void scrollContentsBy(int dx, int dy) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;

private:
    struct Spot {
        std::size_t column = 0;
        std::optional<std::size_t> row; ///< none: the header
    };
    std::optional<Spot> spotAt(QPointF pos) const;
    const Thread* thread(std::size_t column) const;
    const Log& log() const { return *m_analysis->log; }
    void restyle();
    void updateBar();
    void placeMissing();
    void chooseCell(std::size_t row, std::size_t column);
    void moveRow(std::ptrdiff_t by);
    void moveColumn(int by);
    void showRow(std::size_t row);
    QString tooltipAt(const Spot& spot) const;
    QString cellText(std::size_t row, std::size_t column) const;
    void drawHeader(QPainter& p, std::size_t column);
    void drawCell(QPainter& p, std::size_t row, std::size_t column);
    void drawChecked(QPainter& p, double x, double base, double width, FrameId frame);
    void drawFrame(QPainter& p, const QRectF& r, double base, const sides::Cell& cell, std::size_t column);

    struct NoteOn {
        ThreadRef thread;
        std::uint32_t frame = 0;
        std::size_t note = 0;
        auto operator<=>(const NoteOn&) const = default;
    };
    struct Sheet {
        std::size_t note = 0;
        QRectF box;
    };
    std::vector<std::size_t> notesOn(std::size_t column, std::optional<std::uint32_t> frame) const;
    std::vector<Sheet> sheetsOf(const std::vector<std::size_t>& notes, double x, double middle,
                                std::size_t most) const;
    std::vector<Sheet> rowSheets(std::size_t row, std::size_t column) const;
    double drawSheets(QPainter& p, const std::vector<Sheet>& sheets);
    void drawNoteWords(QPainter& p, std::size_t column, std::uint32_t frame, double x, double middle,
                       double room);
    double drawHeaderNotes(QPainter& p, std::size_t column, double x, double middle, double right);

    const ThemeSource& m_themes;
    std::shared_ptr<const ShownNotes> m_said;
    std::vector<NoteOn> m_notes;                              ///< sorted
    std::map<std::size_t, std::vector<Sheet>> m_headerSheets; ///< as they were drawn, by column
    notes::NoteId m_chosenNote;
    AnalysisPtr m_analysis;
    std::vector<sides::Party> m_shown;
    sides::Grid m_grid;
    MissingPanel* m_missing; ///< stands in the column of a party without a thread
    QFont m_mono, m_small, m_smallBold, m_ui, m_uiBold;
    double m_rowHeight = 20, m_headerHeight = 30, m_indexWidth = 30;
    std::size_t m_row = 0, m_column = 0;
    std::optional<std::size_t> m_hoverRow;
};

} // namespace skein
