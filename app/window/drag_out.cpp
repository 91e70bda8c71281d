// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "app/window/drag_out.h"

#include "app/window/main_window.h"
#include "app/window/share.h"
#include "app/window/view_docks.h"
#include "views/pictures/handout.h"

#include <QAbstractButton>
#include <QApplication>
#include <QDrag>
#include <QMouseEvent>

namespace skein
{

namespace
{

/// A finding's card or what stands in it; neither its buttons nor the scroll bar beside it.
bool isCard(const QWidget& widget)
{
    if (qobject_cast<const QAbstractButton*>(&widget))
        return false;
    for (const QWidget* w = &widget; w; w = w->parentWidget())
        if (w->inherits("skein::FindingCard"))
            return true;
    return false;
}

} // namespace

DragOut::DragOut(MainWindow& window) : QObject(&window), m_window(window)
{
    qApp->installEventFilter(this);
}

bool DragOut::begins(QWidget& widget, Qt::KeyboardModifiers modifiers)
{
    const auto in = [&](const char* id) {
        const ViewDock* const dock = m_window.docks().dock(id);
        return dock && dock->view().isAncestorOf(&widget);
    };
    const bool control = modifiers == Qt::ControlModifier;
    m_pictures = in("timeline") ? ReportOptions::Pictures::Timeline
                 : in("graph")  ? ReportOptions::Pictures::Graph
                                : ReportOptions::Pictures::Both;
    if (m_pictures != ReportOptions::Pictures::Both)
        return control;
    return (control || modifiers == Qt::NoModifier) && in("findings") && isCard(widget);
}

bool DragOut::eventFilter(QObject* watched, QEvent* event)
{
    auto* const widget = qobject_cast<QWidget*>(watched);
    const auto type = event->type();
    if (!widget ||
        (type != QEvent::MouseButtonPress && type != QEvent::MouseMove && type != QEvent::MouseButtonRelease))
        return false;
    const auto* const mouse = static_cast<QMouseEvent*>(event);
    if (type == QEvent::MouseButtonPress) {
        m_from.clear();
        if (mouse->button() != Qt::LeftButton || !m_window.selection().analysis() ||
            !begins(*widget, mouse->modifiers()))
            return false;
        m_from = widget;
        m_at = mouse->globalPosition().toPoint();
        // The picture would pan under the drag; a card still takes the press as a click.
        return m_pictures != ReportOptions::Pictures::Both;
    }
    if (!m_from || widget != m_from)
        return false;
    if (type == QEvent::MouseButtonRelease) {
        m_from.clear();
        return false;
    }
    if (!(mouse->buttons() & Qt::LeftButton) ||
        (mouse->globalPosition().toPoint() - m_at).manhattanLength() < QApplication::startDragDistance())
        return m_pictures != ReportOptions::Pictures::Both;
    m_from.clear();
    drag();
    return true;
}

void DragOut::drag()
{
    auto shown = shownReport(m_window);
    if (!shown)
        return;
    shown->options.pictures = m_pictures;
    auto* const drag = new QDrag(&m_window);
    drag->setMimeData(
        new Handout(shown->analysis, shown->options, shown->name, Handout::Way::Drag, shown->notebook));
    drag->exec(Qt::CopyAction);
}

} // namespace skein
