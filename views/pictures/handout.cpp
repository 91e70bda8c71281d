// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "views/pictures/handout.h"

#include "views/pictures/drawn.h"
#include "views/pictures/html_writer.h"
#include "views/report/finding_words.h"
#include "views/report/shown_note.h"

#include <QFile>
#include <QImage>
#include <QTemporaryDir>
#include <QUrl>

#include <algorithm>

namespace skein
{
namespace
{

constexpr std::size_t kParties = 12, kNotes = 12, kNoteBytes = 2000;

/// Files that were dragged out live until the program ends: nobody says when they have been read.
const QTemporaryDir& folder()
{
    static const QTemporaryDir directory;
    return directory;
}

} // namespace

Handout::Handout(AnalysisPtr analysis, ReportOptions options, QString name, Way way,
                 std::shared_ptr<const notes::Notebook> notebook)
    : m_analysis(std::move(analysis)),
      m_options(std::move(options)),
      m_notebook(std::move(notebook)),
      m_name(std::move(name)),
      m_way(way)
{
    if (m_options.finding && *m_options.finding >= m_analysis->findings.size())
        m_options.finding.reset();
    if (!m_options.finding && !m_analysis->findings.empty())
        m_options.finding = 0;
}

QStringList Handout::formats() const
{
    QStringList list{QStringLiteral("text/plain"), QStringLiteral("text/html"),
                     QStringLiteral("image/svg+xml"), QStringLiteral("application/x-qt-image")};
    if (m_way == Way::Drag)
        list.prepend(QStringLiteral("text/uri-list"));
    return list;
}

QVariant Handout::retrieveData(const QString& format, QMetaType) const
{
    if (format == u"text/plain")
        return plain();
    if (format == u"text/html")
        return rich();
    if (format == u"image/svg+xml")
        return picture("svg");
    if (format == u"application/x-qt-image")
        return QImage::fromData(picture("png"), "PNG");
    if (format == u"text/uri-list" && m_way == Way::Drag) {
        const QString path = file();
        return path.isEmpty() ? QVariant() : QVariant(QVariantList{QUrl::fromLocalFile(path)});
    }
    return {};
}

QByteArray Handout::picture(const char* id) const
{
    StringSink sink;
    if (!writeReport(*findExporter(id), m_analysis, m_options, sink))
        return {};
    return QByteArray::fromStdString(sink.text());
}

QString Handout::file() const
{
    if (!m_file.isEmpty() || !folder().isValid())
        return m_file;
    QString name = m_name;
    QFile out(folder().filePath(name.replace(u'/', u'-') + QStringLiteral(".png")));
    if (out.open(QIODevice::WriteOnly) && out.write(picture("png")) > 0)
        m_file = out.fileName();
    return m_file;
}

QString Handout::plain() const
{
    StringSink sink;
    if (!m_options.finding)
        return m_name;
    findExporter("chat")->write(*m_analysis, m_options, sink);
    return QString::fromStdString(sink.text());
}

QString Handout::rich() const
{
    StringSink sink;
    HtmlWriter out(sink);
    if (!m_options.finding)
        return m_name.toHtmlEscaped();
    const Finding& finding = m_analysis->findings[*m_options.finding];
    const Log& log = *m_analysis->log;
    {
        const auto line = out.in("p");
        out.leaf("b", std::string(toString(finding.certainty)) + ": " + finding.title);
    }
    out.leaf("p", words_of::facts(log, finding));
    const auto list = [&](auto&& items) {
        const auto element = out.in("ul");
        for (const std::string& item : items)
            out.leaf("li", item);
    };
    list(words_of::parties(log, finding, kParties));
    if (!finding.evidence.empty()) {
        out.leaf("p", "Evidence");
        std::vector<std::string> items;
        for (const Evidence& item : finding.evidence)
            items.push_back(item.text + words_of::lines(item.logLines));
        list(items);
    }
    if (finding.missing)
        out.leaf("p", "Not in the log: " + finding.missing->what + '.');
    for (const Advice& item : finding.advice)
        out.leaf("p", "→ " + item.title);
    const ShownNotes notes = shownNotes(*m_analysis, m_options);
    std::size_t said = 0;
    for (const ShownNote& note : notes.list) {
        if (note.finding && note.finding != m_options.finding)
            continue;
        if (said++ == kNotes)
            break;
        const auto quote = out.in("blockquote");
        out.leaf("p", "✎ said by " + saidBy(note));
        writeNoteText(out, note.text, kNoteBytes);
    }
    return QString::fromStdString(sink.text());
}

} // namespace skein
