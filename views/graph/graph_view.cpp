// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "views/graph/graph_view.h"

#include <QAction>
#include <QCoreApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QToolButton>
#include <QVBoxLayout>

#include "views/graph/graph_canvas.h"

namespace skein {

namespace {

class GraphView final : public View {
    Q_DECLARE_TR_FUNCTIONS(GraphView)

public:
    GraphView(ViewContext& context, QWidget* parent) : View(context, parent), m_canvas(new GraphCanvas(context, this))
    {
        auto* const layout = new QVBoxLayout(this);
        layout->setContentsMargins(0, 0, 0, 0);
        layout->addWidget(m_canvas);
        setFocusProxy(m_canvas);
        makeActions();
        makeTools();
        connect(m_canvas, &GraphCanvas::sceneChanged, this, &GraphView::updateTools);
        updateTools();
    }

    QWidget* titleTools() override { return m_tools; }
    QList<QAction*> viewActions() override { return m_canvas->actions(); }

private:
    QAction* add(const QString& text, const QString& tip, auto&& act)
    {
        auto* const action = new QAction(text, m_canvas);
        action->setToolTip(tip);
        connect(action, &QAction::triggered, m_canvas, act);
        m_canvas->addAction(action);
        return action;
    }

    void makeActions()
    {
        m_fit = add(tr("Fit"), tr("Show the whole graph (0)"), [this] { m_canvas->fit(); });
        m_fit->setIconText(tr("fit"));
        m_in = add(tr("Zoom in"), tr("Zoom in (+)"), [this] { m_canvas->zoomBy(1.25); });
        m_in->setIconText(QStringLiteral("+"));
        m_out = add(tr("Zoom out"), tr("Zoom out (−)"), [this] { m_canvas->zoomBy(0.8); });
        m_out->setIconText(QStringLiteral("−"));
        m_all = add(tr("Show all parts"), tr("Also draw the waits that were left out"), [this] { m_canvas->showAll(); });
        m_all->setIconText(tr("show all"));
        m_copyPicture = add(tr("Copy as picture"), tr("Copy the graph as a picture"), [this] { m_canvas->copyPicture(); });
        m_copyText = add(tr("Copy as text"), tr("Copy every edge as a line of text"), [this] { m_canvas->copyText(); });
    }

    QToolButton* button(QAction* action)
    {
        auto* const made = new QToolButton(m_tools);
        made->setDefaultAction(action);
        made->setAutoRaise(true);
        made->setAccessibleName(action->text());
        return made;
    }

    void makeTools()
    {
        m_tools = new QWidget(this);
        auto* const row = new QHBoxLayout(m_tools);
        row->setContentsMargins(0, 0, 0, 0);
        row->setSpacing(2);
        m_count = new QLabel(m_tools);
        m_count->setTextFormat(Qt::PlainText);
        row->addWidget(m_count);
        row->addWidget(m_allButton = button(m_all));
        row->addWidget(button(m_out));
        row->addWidget(button(m_in));
        row->addWidget(button(m_fit));
    }

    void updateTools()
    {
        const GraphScene& scene = m_canvas->scene();
        const bool any = m_canvas->emptyText().isEmpty();
        for (QAction* action : m_canvas->actions()) action->setEnabled(any);
        m_all->setEnabled(any && scene.hiddenNodes > 0);
        m_allButton->setVisible(scene.hiddenNodes > 0);
        const auto shown = static_cast<int>(scene.nodes.size());
        m_count->setText(!any ? QString()
                         : scene.hiddenNodes == 0
                             ? tr("%n node(s)", nullptr, shown)
                             : tr("%1 of %2 nodes").arg(shown).arg(shown + static_cast<int>(scene.hiddenNodes)));
    }

    GraphCanvas* m_canvas;
    QWidget* m_tools = nullptr;
    QLabel* m_count = nullptr;
    QToolButton* m_allButton = nullptr;
    QAction *m_fit = nullptr, *m_in = nullptr, *m_out = nullptr, *m_all = nullptr, *m_copyPicture = nullptr,
            *m_copyText = nullptr;
};

}  // namespace

View* makeGraphView(ViewContext& context, QWidget* parent) { return new GraphView(context, parent); }

}  // namespace skein
