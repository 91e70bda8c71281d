// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include <QPointer>
#include <QThreadPool>
#include <QTransform>
#include <QWidget>

#include "views/graph/graph_scene.h"
#include "views/view.h"

namespace skein {

/// The drawing surface of the graph view: pans, zooms, hovers and selects. Layouts run on a thread of their own
/// and a late one is dropped.
class GraphCanvas : public QWidget {
    Q_OBJECT

public:
    GraphCanvas(ViewContext& context, QWidget* parent);
    ~GraphCanvas() override;

    const GraphScene& scene() const { return m_scene; }
    /// Sentence that stands in the middle instead of a graph; empty while there is one.
    const QString& emptyText() const { return m_empty; }

public Q_SLOTS:
    void rebuild();
    void fit();
    void zoomBy(double factor);
    void showAll();
    void copyPicture();
    void copyText();

Q_SIGNALS:
    void sceneChanged();

protected:
    void paintEvent(QPaintEvent*) override;
    void resizeEvent(QResizeEvent*) override;
    void wheelEvent(QWheelEvent*) override;
    void mousePressEvent(QMouseEvent*) override;
    void mouseMoveEvent(QMouseEvent*) override;
    void mouseReleaseEvent(QMouseEvent*) override;
    void mouseDoubleClickEvent(QMouseEvent*) override;
    void keyPressEvent(QKeyEvent*) override;
    void leaveEvent(QEvent*) override;
    void contextMenuEvent(QContextMenuEvent*) override;
    bool event(QEvent*) override;

private:
    QTransform transform() const;
    QPointF toScene(QPointF at) const { return transform().inverted().map(at); }
    void zoomAt(QPointF at, double factor);
    void showStart();
    void follow();
    void choose(int node);
    void chooseTaking(std::uint32_t edge, LineSpan lines);
    void step(Qt::Key key);
    void reveal(int node);
    void applyLayout(const GraphLayout& layout);
    void setEmpty(const QString& text);
    void showNotes();
    std::optional<notes::Anchor> anchorAt(QPointF at) const;

    ViewContext& m_context;
    GraphScene m_scene;
    QString m_empty;
    QThreadPool m_layoutThread;      // one thread: Graphviz keeps global state
    std::uint64_t m_generation = 0;
    GraphExtent m_extent;
    bool m_placed = false, m_fitted = true;
    double m_scale = 1;
    QPointF m_offset;
    QPointF m_pressed, m_last;
    bool m_dragging = false;
    GraphHighlight m_highlight;
};

}  // namespace skein
