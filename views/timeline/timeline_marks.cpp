// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "views/timeline/timeline_canvas.h"

#include <QKeyEvent>

#include <algorithm>

// The keyboard in the rows of marks above the lanes.
namespace skein
{

std::uint32_t TimelineCanvas::markLine() const
{
    return m_scene.marks()[m_scene.currentMark->row].points[m_scene.currentMark->point].line;
}

/// The lane that was current stays so; the keyboard is in the header.
void TimelineCanvas::setCurrentMark(MarkAt mark)
{
    m_scene.currentMark = mark;
    const double x = m_scene.markPoint(mark, 0).x();
    const double left = m_scene.plotLeft(), right = left + m_scene.axis.width();
    if (x < left || x > right)
        m_scene.axis = m_scene.axis.panned((left + right) / 2 - x);
    updateBars();
    viewport()->update();
    announce();
}

/// The rows of marks stand above the first lane: Up leads there, Left and Right from point to point.
bool TimelineCanvas::markKey(int key)
{
    const std::size_t rows = m_scene.markRows();
    if (rows == 0 || m_scene.empty())
        return false;
    const auto last = [&](std::size_t row) { return m_scene.marks()[row].points.size() - 1; };
    if (!m_scene.currentMark) {
        if (key != Qt::Key_Up || m_scene.current.value_or(0) != 0)
            return false;
        setCurrentMark({rows - 1, last(rows - 1)});
        return true;
    }
    MarkAt at = *m_scene.currentMark;
    switch (key) {
    case Qt::Key_Up:
        if (at.row > 0)
            at = {at.row - 1, last(at.row - 1)};
        break;
    case Qt::Key_Down:
        if (at.row + 1 == rows) {
            setCurrent(0);
            return true;
        }
        at = {at.row + 1, last(at.row + 1)};
        break;
    case Qt::Key_Left:
        at.point -= at.point > 0 ? 1 : 0;
        break;
    case Qt::Key_Right:
        at.point = std::min(at.point + 1, last(at.row));
        break;
    case Qt::Key_Home:
        at.point = 0;
        break;
    case Qt::Key_End:
        at.point = last(at.row);
        break;
    case Qt::Key_Return:
    case Qt::Key_Enter:
    case Qt::Key_Space:
        Q_EMIT markChosen(markLine());
        return true;
    default:
        return false;
    }
    setCurrentMark(at);
    return true;
}

} // namespace skein
