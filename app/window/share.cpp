// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "app/window/share.h"

#include "app/window/drag_out.h"
#include "app/window/main_window.h"
#include "views/pictures/drawn.h"
#include "views/pictures/handout.h"

#include <QApplication>
#include <QClipboard>
#include <QFileDialog>
#include <QFileInfo>
#include <QMessageBox>
#include <QSaveFile>
#include <QtConcurrent>

namespace skein
{
namespace
{

QString word(std::string_view s)
{
    return QString::fromUtf8(s.data(), static_cast<qsizetype>(s.size()));
}

class DeviceSink final : public Sink
{
public:
    explicit DeviceSink(QIODevice& device) : m_device(device) {}

protected:
    bool drain(std::string_view block) override
    {
        const auto size = static_cast<qint64>(block.size());
        return m_device.write(block.data(), size) == size;
    }

private:
    QIODevice& m_device;
};

/// Writes all or nothing.
QString writeFile(const QString& path, const std::function<bool(QIODevice&)>& write)
{
    QSaveFile file(path);
    if (file.open(QIODevice::WriteOnly) && write(file) && file.commit())
        return {};
    return QCoreApplication::translate("Share", "%1 could not be written: %2.").arg(path, file.errorString());
}

} // namespace

Share::Share(MainWindow& window) : QObject(&window), m_window(window)
{
    new DragOut(window);
}

/// What the user looks at.
ReportOptions Share::options() const
{
    ReportOptions options;
    options.finding = m_window.selection().current().finding;
    options.dark = m_window.themes().theme().dark;
    return options;
}

void Share::copy(const Exporter& exporter)
{
    const AnalysisPtr analysis = m_window.selection().analysis();
    if (!analysis)
        return;
    QtConcurrent::run([analysis, &exporter, options = options()] {
        StringSink sink;
        const auto written = writeReport(exporter, analysis, options, sink);
        return written ? QString::fromStdString(sink.text()) : QString();
    }).then(this, [this, count = static_cast<int>(analysis->findings.size())](const QString& report) {
        QApplication::clipboard()->setText(report);
        m_window.say(tr("%n finding(s) copied.", nullptr, count));
    });
}

void Share::copyRich()
{
    const AnalysisPtr analysis = m_window.selection().analysis();
    if (!analysis || !m_window.shown())
        return;
    QApplication::clipboard()->setMimeData(
        new Handout(analysis, options(), m_window.shown()->source().title, Handout::Way::Copy));
    m_window.say(tr("The finding is copied with its picture."));
}

void Share::saveReport(const Exporter& exporter, ReportOptions::Pictures pictures)
{
    const AnalysisPtr analysis = m_window.selection().analysis();
    if (!analysis || !m_window.shown())
        return;
    const QString name = m_window.shown()->source().title + u'.' + word(exporter.suffix);
    ReportOptions wanted = options();
    wanted.pictures = pictures;
    save(tr("Save report"), name, [analysis, &exporter, wanted](const QString& path) {
        std::expected<void, std::string> written;
        const QString failure = writeFile(path, [&](QIODevice& device) {
            DeviceSink sink(device);
            written = writeReport(exporter, analysis, wanted, sink);
            return written && sink.flush();
        });
        return written ? failure : QString::fromStdString(written.error());
    });
}

void Share::saveLog()
{
    const AnalysisPtr analysis = m_window.selection().analysis();
    if (!analysis || !m_window.shown())
        return;
    QString name = m_window.shown()->source().title;
    if (!name.contains(u'.'))
        name = name.replace(u':', u'.') + QStringLiteral(".log");
    save(tr("Save a copy of the log"), name, [analysis](const QString& path) {
        return writeFile(path, [&](QIODevice& device) {
            const std::string_view bytes = analysis->log->text.bytes();
            return device.write(bytes.data(), static_cast<qint64>(bytes.size())) ==
                   static_cast<qint64>(bytes.size());
        });
    });
}

void Share::save(const QString& title, const QString& name, std::function<QString(const QString&)> write)
{
    auto* const dialog = new QFileDialog(&m_window, title);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setFileMode(QFileDialog::AnyFile);
    const QString last = m_window.settings().value(QStringLiteral("save/directory")).toString();
    if (!last.isEmpty())
        dialog->setDirectory(last);
    dialog->selectFile(QString(name).replace(u'/', u'-'));
    connect(dialog, &QFileDialog::fileSelected, this, [this, write = std::move(write)](const QString& path) {
        m_window.settings().setValue(QStringLiteral("save/directory"), QFileInfo(path).absolutePath());
        QtConcurrent::run(write, path).then(this, [this, path](const QString& failure) {
            if (failure.isEmpty())
                return m_window.say(tr("Saved as %1.").arg(path));
            auto* const box =
                new QMessageBox(QMessageBox::Warning, tr("Skein"), failure, QMessageBox::Ok, &m_window);
            box->setTextFormat(Qt::PlainText);
            box->setAttribute(Qt::WA_DeleteOnClose);
            box->open();
        });
    });
    dialog->open();
}

} // namespace skein
