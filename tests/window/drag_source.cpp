// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
// A window of one colour for the test with real events: pressing the mouse on it begins a drag of a file.
#include "tests/window/small_window.h"

#include <QDrag>
#include <QMimeData>
#include <QMouseEvent>
#include <QUrl>
#include <QWidget>

namespace
{

class DragSource : public QWidget
{
public:
    explicit DragSource(QString path) : m_path(std::move(path)) {}

protected:
    void mousePressEvent(QMouseEvent*) override
    {
        auto* const mime = new QMimeData;
        mime->setUrls({QUrl::fromLocalFile(m_path)});
        auto* const drag = new QDrag(this);
        drag->setMimeData(mime);
        drag->exec(Qt::CopyAction);
    }

private:
    QString m_path;
};

} // namespace

int main(int argc, char** argv)
{
    return runSmallWindow<DragSource>(argc, argv, QStringLiteral("skein drag source"));
}
