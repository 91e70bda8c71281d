// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include "views/style/theme.h"
#include "views/timeline/timeline_scene.h"

#include <QAbstractScrollArea>

namespace skein
{

/// Shows a TimelineScene and turns mouse and keys into what the user wants. Knows no selection: it says what
/// was chosen.
class TimelineCanvas : public QAbstractScrollArea
{
    Q_OBJECT

public:
    TimelineCanvas(const ThemeSource& themes, QWidget* parent = nullptr);

    const TimelineScene& scene() const { return m_scene; }
    void setScene(TimelineScene scene);
    /// The same lanes with other notes: zoom, place and what is chosen stay.
    void exchangeScene(TimelineScene scene);
    /// Lets `change` change the scene, and draws it again.
    template <class Change>
    void edit(Change&& change)
    {
        change(m_scene);
        sceneChanged();
    }
    /// Makes a lane the current one and scrolls to it.
    void setCurrent(std::optional<std::size_t> row);
    void setOpen(std::size_t row, bool open);

    void zoom(double factor, std::optional<double> anchorX = {});
    void fit();

    QSize sizeHint() const override { return {760, 300}; }
    QSize minimumSizeHint() const override { return {240, 90}; }

Q_SIGNALS:
    /// A lane, or an access in it, was clicked or entered; `event` may be null.
    void chosen(std::size_t row, const skein::Event* event);
    /// A point of the rows of marks: the line that says it.
    void markChosen(std::uint32_t line);
    /// A lane was double-clicked.
    void activated(std::size_t row);
    void menuWanted(const skein::TimelineHit& hit, const QPoint& globalPos);
    /// The sheet of a note was clicked; index into ShownNotes::list.
    void noteChosen(std::size_t note);
    void copyWanted(std::size_t row);
    void filterWanted();
    void lanesChanged();

protected:
    bool viewportEvent(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void scrollContentsBy(int dx, int dy) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;

private:
    void sceneChanged();
    void updateBars();
    void hover(std::optional<std::size_t> row);
    void move(std::ptrdiff_t rows);
    void moveTo(std::size_t row);
    void sideways(int direction);
    void enter();
    void setCurrentMark(MarkAt mark);
    bool markKey(int key);
    std::uint32_t markLine() const;
    void announce();
    void mark(QPointF to);
    bool inMarked(QPointF viewportPos) const;
    TimelineHit hitAt(QPointF viewportPos) const;
    QPointF scenePos(QPointF viewportPos) const;
    std::size_t pageRows() const;

    const ThemeSource& m_themes;
    TimelineScene m_scene;
    std::optional<QPointF> m_pressed; ///< where the left button went down
    QPointF m_dragFrom;
    bool m_dragging = false, m_marking = false;
    bool m_updatingBars = false;
};

} // namespace skein
