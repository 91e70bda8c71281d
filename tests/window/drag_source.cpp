// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
// A window of one colour for the test with real events: pressing the mouse on it begins a drag of a file.
#include <QApplication>
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
    const QApplication application(argc, argv);
    if (argc < 2)
        return 2;
    DragSource source(QString::fromLocal8Bit(argv[1]));
    source.setWindowTitle(QStringLiteral("skein drag source"));
    source.setGeometry(1150, 700, 110, 110);
    source.show();
    return QApplication::exec();
}
