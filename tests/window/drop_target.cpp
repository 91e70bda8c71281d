// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
// A window that takes whatever is dropped on it, for the test with real events: writes what it got as JSON.
#include "tests/window/small_window.h"

#include <QDragEnterEvent>
#include <QFileInfo>
#include <QImage>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QMimeData>
#include <QSaveFile>
#include <QUrl>
#include <QWidget>

namespace
{

class DropTarget : public QWidget
{
public:
    explicit DropTarget(QString path) : m_path(std::move(path)) { setAcceptDrops(true); }

protected:
    void dragEnterEvent(QDragEnterEvent* event) override { event->acceptProposedAction(); }

    void dropEvent(QDropEvent* event) override
    {
        event->acceptProposedAction();
        const QMimeData& mime = *event->mimeData();
        QJsonArray files;
        for (const QUrl& url : mime.urls())
            if (QFileInfo(url.toLocalFile()).size() > 0)
                files.append(url.toLocalFile());
        const QJsonObject got{
            {QStringLiteral("formats"), QJsonArray::fromStringList(mime.formats())},
            {QStringLiteral("text"), mime.text()},
            {QStringLiteral("image"), !qvariant_cast<QImage>(mime.imageData()).isNull()},
            {QStringLiteral("files"), files},
        };
        QSaveFile file(m_path);
        if (file.open(QIODevice::WriteOnly)) {
            file.write(QJsonDocument(got).toJson());
            file.commit();
        }
    }

private:
    QString m_path;
};

} // namespace

int main(int argc, char** argv)
{
    return runSmallWindow<DropTarget>(argc, argv, QStringLiteral("skein drop target"));
}
