// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "app/window/share.h"

#include "app/window/drag_out.h"
#include "app/window/main_window.h"
#include "app/window/redact_dialog.h"
#include "parser/case/atomic_file.h"
#include "views/pictures/drawn.h"
#include "views/pictures/handout.h"

#include <QApplication>
#include <QClipboard>
#include <QFileDialog>
#include <QFileInfo>
#include <QPointer>
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

std::optional<ShownReport> shownReport(MainWindow& window)
{
    const Document* const document = window.shown();
    ShownReport out{.analysis = window.selection().analysis()};
    if (!document || !out.analysis)
        return std::nullopt;
    out.name = document->source().title;
    out.notebook = std::make_shared<const notes::Notebook>(window.annotations().notebook());
    out.options.notebook = out.notebook->empty() ? nullptr : out.notebook.get();
    out.options.finding = window.selection().current().finding;
    out.options.dark = window.themes().theme().dark;
    return out;
}

void Share::copy(const Exporter& exporter)
{
    const auto shown = shownReport(m_window);
    if (!shown)
        return;
    QtConcurrent::run([shown = *shown, &exporter] {
        StringSink sink;
        const auto written = writeReport(exporter, shown.analysis, shown.options, sink);
        return written ? QString::fromStdString(sink.text()) : QString();
    }).then(this, [this, count = static_cast<int>(shown->analysis->findings.size())](const QString& report) {
        QApplication::clipboard()->setText(report);
        m_window.say(tr("%n finding(s) copied.", nullptr, count));
    });
}

void Share::copyRich()
{
    const auto shown = shownReport(m_window);
    if (!shown)
        return;
    QApplication::clipboard()->setMimeData(
        new Handout(shown->analysis, shown->options, shown->name, Handout::Way::Copy, shown->notebook));
    m_window.say(tr("The finding is copied with its picture."));
}

void Share::saveReport(const Exporter& exporter, ReportOptions::Pictures pictures)
{
    auto shown = shownReport(m_window);
    if (!shown)
        return;
    shown->options.pictures = pictures;
    save({.title = tr("Save report"),
          .name = shown->name + u'.' + word(exporter.suffix),
          .write = [shown = *shown, &exporter](const QString& path) {
              std::expected<void, std::string> written;
              const QString failure = writeFile(path, [&](QIODevice& device) {
                  DeviceSink sink(device);
                  written = writeReport(exporter, shown.analysis, shown.options, sink);
                  return written && sink.flush();
              });
              return written ? failure : QString::fromStdString(written.error());
          }});
}

void Share::saveLog()
{
    const AnalysisPtr analysis = m_window.selection().analysis();
    if (!analysis || !m_window.shown())
        return;
    QString name = m_window.shown()->source().title;
    if (!name.contains(u'.'))
        name = name.replace(u':', u'.') + QStringLiteral(".log");
    save({.title = tr("Save a copy of the log"), .name = name, .write = [analysis](const QString& path) {
              return writeFile(path, [&](QIODevice& device) {
                  const std::string_view bytes = analysis->log->text.bytes();
                  return device.write(bytes.data(), static_cast<qint64>(bytes.size())) ==
                         static_cast<qint64>(bytes.size());
              });
          }});
}

void Share::save(File file)
{
    auto* const dialog = new QFileDialog(&m_window, file.title);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setFileMode(QFileDialog::AnyFile);
    if (!file.filters.isEmpty())
        dialog->setNameFilters(file.filters);
    QString folder = m_window.settings().value(QStringLiteral("save/directory")).toString();
    if (const Document* const shown = m_window.shown(); folder.isEmpty() && shown && shown->source().isFile())
        folder = QFileInfo(shown->source().path).absolutePath();
    if (!folder.isEmpty())
        dialog->setDirectory(folder);
    dialog->selectFile(QString(file.name).replace(u'/', u'-'));
    connect(dialog, &QFileDialog::fileSelected, this, [this, file = std::move(file)](const QString& path) {
        m_window.settings().setValue(QStringLiteral("save/directory"), QFileInfo(path).absolutePath());
        QtConcurrent::run(file.write, path)
            .then(this, [this, path, done = file.done](const QString& failure) {
                if (!failure.isEmpty())
                    return m_window.warn(failure);
                if (done)
                    return done(path);
                m_window.say(tr("Saved as %1.").arg(path));
            });
    });
    dialog->open();
}

// ----------------------------------------------------------------------------------- masked for others

void Share::saveRedacted(bool asItIs)
{
    Document* const document = m_window.shown();
    if (!document || !document->analysis())
        return;
    RedactionWanted wanted{.analysis = document->analysis(),
                           .name = document->source().title.toStdString(),
                           .notebook = document->annotated->notebook};
    if (const auto& file = document->caseFile()) {
        wanted.name = file->log.name;
        wanted.masked = file->masked;
    }
    auto* const dialog =
        new RedactDialog(std::move(wanted), asItIs, m_window.themes(), m_window.settings(), &m_window);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &RedactDialog::copyWanted, this,
            [this, dialog](const std::shared_ptr<const Redaction>& copy) { saveMasked(*dialog, copy); });
    connect(dialog, &RedactDialog::asItIsWanted, this, [this, dialog] {
        dialog->reject();
        saveUnmasked();
    });
    dialog->open();
}

void Share::saveMasked(RedactDialog& dialog, std::shared_ptr<const Redaction> copy)
{
    const QString log = QString::fromStdString(copy->copy.log.name);
    const QString original = m_window.shown() ? m_window.shown()->source().path : QString();
    save({.title = tr("Save masked copy"),
          .name = QFileInfo(log).completeBaseName() + QStringLiteral("-masked.skein"),
          .filters = {tr("Case: log and notes (*.skein)"), tr("The log alone (*.log *.txt)")},
          .write = [copy, original](const QString& path) -> QString {
              // What is masked cannot be had back.
              if (!original.isEmpty() && QFileInfo(path) == QFileInfo(original))
                  return QCoreApplication::translate(
                      "Share", "That is the file that is open; give the masked copy another name.");
              cases::CaseFile file = copy->copy;
              const auto saved = path.endsWith(u".skein")
                                     ? cases::saveCase(path.toStdString(), file)
                                     : cases::writeAtomically(path.toStdString(), file.log.bytes);
              return saved ? QString() : QString::fromStdString(saved.error());
          },
          .done =
              [this, copy, open = QPointer(&dialog)](const QString& path) {
                  if (open)
                      open->accept();
                  QStringList masked;
                  for (const std::string& line : copy->summary)
                      masked << QString::fromStdString(line);
                  m_window.tell(tr("The masked copy is saved as %1.").arg(path),
                                masked.isEmpty() ? tr("Nothing was masked in it.")
                                                 : tr("Masked in it:") + u'\n' + masked.join(u'\n'));
              }});
}

void Share::saveUnmasked()
{
    Document* const document = m_window.shown();
    if (!document)
        return;
    QString name = document->source().title;
    if (!name.endsWith(QStringLiteral(".skein")))
        name.replace(u':', u'.').append(QStringLiteral(".skein"));
    save({.title = tr("Save case"),
          .name = name,
          .filters = {tr("Case: log and notes (*.skein)")},
          .write = [wanted = document->keeper().now()](const QString& path) {
              auto file = makeCase(wanted);
              if (file)
                  file->log.byReference = false; // whoever gets it has no log beside it
              const auto saved =
                  file ? cases::saveCase(path.toStdString(), *file) : std::unexpected(file.error());
              return saved ? QString() : QString::fromStdString(saved.error());
          }});
}

} // namespace skein
