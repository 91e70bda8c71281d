// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "views/notes/note_text.h"

#include "views/style/text.h"

#include <QApplication>
#include <QClipboard>
#include <QCoreApplication>
#include <QDesktopServices>
#include <QMessageBox>
#include <QPushButton>
#include <QTextBlock>
#include <QTextCursor>
#include <QTextList>

#include <vector>

namespace skein
{
namespace
{

/// More is read in the editor; nobody waits for a megabyte of tables.
constexpr std::size_t kMostShown = 16'000;
constexpr int kDeepest = 6; ///< quotes and lists within each other

struct Words {
    Q_DECLARE_TR_FUNCTIONS(NoteText)
};

class ClosedDocument final : public QTextDocument
{
public:
    using QTextDocument::QTextDocument;

protected:
    /// Neither files nor the network.
    QVariant loadResource(int, const QUrl&) override { return {}; }
};

/// Control characters become visible, and what opens a quote or a list again and again becomes text: laying
/// out a thousand levels takes minutes.
QString tamed(std::string_view markdown)
{
    const bool cut = markdown.size() > kMostShown;
    QString all =
        QString::fromUtf8(markdown.data(), static_cast<qsizetype>(std::min(markdown.size(), kMostShown)));
    all.replace(QStringLiteral("\r\n"), QStringLiteral("\n"));
    all.replace(u'\t', QStringLiteral("    "));
    QStringList lines;
    for (const QString& line : all.split(u'\n')) {
        QString shown = style::text(line.toStdString(), kMostShown);
        int depth = 0;
        for (qsizetype i = 0; i < shown.size(); ++i) {
            const QChar c = shown[i];
            if (c == u'>' ||
                ((c == u'-' || c == u'*' || c == u'+') && i + 1 < shown.size() && shown[i + 1] == u' ')) {
                if (++depth <= kDeepest)
                    continue;
                shown.insert(i, u'\\');
                break;
            }
            if (!c.isSpace() && !c.isDigit() && c != u'.' && c != u')')
                break;
        }
        lines << shown;
    }
    if (cut)
        lines << QString() << Words::tr("… (the rest is in the editor)");
    return lines.join(u'\n');
}

void settle(QTextDocument& document, const Theme& theme, const QColor& colour)
{
    struct Piece {
        int from = 0, length = 0;
        QTextCharFormat format;
    };
    std::vector<Piece> pieces;
    for (QTextBlock block = document.begin(); block.isValid(); block = block.next())
        for (auto it = block.begin(); !it.atEnd(); ++it)
            pieces.push_back({it.fragment().position(), it.fragment().length(), it.fragment().charFormat()});
    QTextCursor cursor(&document);
    for (auto piece = pieces.rbegin(); piece != pieces.rend(); ++piece) {
        cursor.setPosition(piece->from);
        cursor.setPosition(piece->from + piece->length, QTextCursor::KeepAnchor);
        QTextCharFormat plain;
        plain.setForeground(colour);
        plain.setFontWeight(piece->format.fontWeight());
        plain.setFontItalic(piece->format.fontItalic());
        plain.setFontStrikeOut(piece->format.fontStrikeOut());
        if (piece->format.fontFixedPitch()) {
            plain.setFont(theme.mono);
            plain.setFontFixedPitch(true);
        }
        if (piece->format.hasProperty(QTextFormat::FontSizeAdjustment))
            plain.setFontWeight(QFont::Bold); // headings are not louder than the notes around them
        if (piece->format.isImageFormat()) {
            const QTextImageFormat image = piece->format.toImageFormat();
            const QString words = image.property(QTextFormat::ImageAltText).toString();
            cursor.insertText(Words::tr("[picture: %1 %2]").arg(words, image.name()).simplified(), plain);
            continue;
        }
        if (piece->format.isAnchor()) {
            const QUrl url(piece->format.anchorHref(), QUrl::StrictMode);
            if (mayOpen(url)) {
                plain.setAnchor(true);
                plain.setAnchorHref(piece->format.anchorHref());
                plain.setForeground(theme.accent);
                plain.setFontUnderline(true);
            } else {
                const QString target = style::text(piece->format.anchorHref().toStdString(), 200);
                const int end = piece->from + piece->length;
                cursor.setCharFormat(plain);
                cursor.setPosition(end);
                cursor.insertText(QStringLiteral(" <%1>").arg(target), plain);
                continue;
            }
        }
        cursor.setCharFormat(plain);
    }
}

} // namespace

std::unique_ptr<QTextDocument> noteDocument(std::string_view markdown, const Theme& theme, qreal width,
                                            bool dim)
{
    auto document = std::make_unique<ClosedDocument>();
    document->setUndoRedoEnabled(false);
    document->setDocumentMargin(0);
    document->setDefaultFont(theme.ui);
    document->setIndentWidth(16);
    document->setMarkdown(tamed(markdown),
                          QTextDocument::MarkdownFeatures(QTextDocument::MarkdownDialectGitHub |
                                                          QTextDocument::MarkdownNoHTML));
    settle(*document, theme, dim ? theme.dim : theme.text);
    document->setTextWidth(width);
    return document;
}

bool mayOpen(const QUrl& url)
{
    if (!url.isValid() || !url.password().isEmpty())
        return false;
    const QString scheme = url.scheme().toLower();
    return ((scheme == QLatin1String("https") || scheme == QLatin1String("http")) && !url.host().isEmpty()) ||
           scheme == QLatin1String("mailto");
}

void askToOpen(QWidget* parent, const QString& link)
{
    const QUrl url(link, QUrl::StrictMode);
    if (!mayOpen(url))
        return;
    auto* const box = new QMessageBox(QMessageBox::Question, Words::tr("Open a link"),
                                      Words::tr("This link leads to"), QMessageBox::Cancel, parent);
    box->setObjectName(QStringLiteral("linkQuestion"));
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setTextFormat(Qt::PlainText);
    // As it is sent, so that letters which look like others are seen.
    const QString target = QString::fromLatin1(url.toEncoded());
    box->setInformativeText(style::breakable(target.size() > 1000 ? target.left(1000) + u'…' : target));
    QPushButton* const open = box->addButton(Words::tr("&Open in the browser"), QMessageBox::AcceptRole);
    QPushButton* const copy = box->addButton(Words::tr("&Copy the address"), QMessageBox::ActionRole);
    box->setDefaultButton(QMessageBox::Cancel);
    QObject::connect(open, &QPushButton::clicked, box, [url] { QDesktopServices::openUrl(url); });
    QObject::connect(copy, &QPushButton::clicked, box,
                     [target] { QApplication::clipboard()->setText(target); });
    box->open();
}

} // namespace skein
