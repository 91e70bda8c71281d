// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "views/source/code_edit.h"

#include <KSyntaxHighlighting/Definition>
#include <KSyntaxHighlighting/Repository>
#include <KSyntaxHighlighting/SyntaxHighlighter>
#include <KSyntaxHighlighting/Theme>
#include <QHelpEvent>
#include <QPainter>
#include <QTextBlock>
#include <QToolTip>

#include "views/style/text.h"

namespace skein {

CodeEdit::CodeEdit(KSyntaxHighlighting::Repository& repository, QWidget* parent)
    : QPlainTextEdit(parent), m_repository(repository),
      m_highlighter(new KSyntaxHighlighting::SyntaxHighlighter(document())), m_gutter(new QWidget(this))
{
    setReadOnly(true);
    setFrameShape(QFrame::NoFrame);
    setLineWrapMode(QPlainTextEdit::NoWrap);
    setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    setAccessibleName(tr("Source"));
    m_gutter->installEventFilter(this);
    connect(this, &QPlainTextEdit::updateRequest, this, [this] { m_gutter->update(); });
    connect(this, &QPlainTextEdit::blockCountChanged, this, &CodeEdit::layoutGutter);
}

void CodeEdit::applyTheme(const Theme& theme)
{
    m_theme = theme;
    setFont(theme.mono);
    setTabStopDistance(4 * QFontMetricsF(theme.mono).horizontalAdvance(QLatin1Char(' ')));
    QPalette colours = palette();
    colours.setColor(QPalette::Base, theme.code);
    colours.setColor(QPalette::Text, theme.text);
    setPalette(colours);
    m_highlighter->setTheme(m_repository.defaultTheme(theme.dark ? KSyntaxHighlighting::Repository::DarkTheme
                                                                 : KSyntaxHighlighting::Repository::LightTheme));
    m_highlighter->rehighlight();
    layoutGutter();
}

void CodeEdit::showSource(const QString& text, const QString& fileName, int line,
                          const QMultiMap<int, QString>& checked, const Theme& theme)
{
    m_checked = checked;
    m_line = line;
    m_highlighter->setDefinition(m_repository.definitionForFileName(fileName));
    setPlainText(text);
    applyTheme(theme);

    QTextEdit::ExtraSelection marked;
    marked.cursor = QTextCursor(document()->findBlockByNumber(line - 1));
    marked.format.setBackground(theme.highlight);
    marked.format.setProperty(QTextFormat::FullWidthSelection, true);
    QList<QTextEdit::ExtraSelection> all;
    if (!marked.cursor.isNull()) all << marked;
    for (const int at : checked.uniqueKeys()) {
        const QTextBlock block = document()->findBlockByNumber(at - 1);
        if (!block.isValid()) continue;
        QTextEdit::ExtraSelection wrong;
        wrong.cursor = QTextCursor(block);
        // Under the code, not under what indents it.
        while (!wrong.cursor.atBlockEnd() && document()->characterAt(wrong.cursor.position()).isSpace())
            wrong.cursor.movePosition(QTextCursor::NextCharacter);
        wrong.cursor.movePosition(QTextCursor::EndOfBlock, QTextCursor::KeepAnchor);
        wrong.format.setUnderlineStyle(QTextCharFormat::WaveUnderline);
        wrong.format.setUnderlineColor(theme.accent);
        all << wrong;
    }
    setExtraSelections(all);
    setTextCursor(marked.cursor);
    centerCursor();
}

bool CodeEdit::viewportEvent(QEvent* event)
{
    if (event->type() != QEvent::ToolTip) return QPlainTextEdit::viewportEvent(event);
    const auto* const help = static_cast<QHelpEvent*>(event);
    const QStringList said = m_checked.values(cursorForPosition(help->pos()).blockNumber() + 1);
    QToolTip::showText(help->globalPos(), style::plainTooltip(said.join(u'\n')), viewport());
    return true;
}

int CodeEdit::gutterWidth() const
{
    const auto digits = QString::number(std::max(100, blockCount())).size();
    return static_cast<int>(QFontMetricsF(m_theme.mono).horizontalAdvance(QLatin1Char('0')) * static_cast<double>(digits)) + 20;
}

void CodeEdit::layoutGutter()
{
    setViewportMargins(gutterWidth(), 0, 0, 0);
    const QRect inside = contentsRect();
    m_gutter->setGeometry(inside.left(), inside.top(), gutterWidth(), inside.height());
}

void CodeEdit::resizeEvent(QResizeEvent* event)
{
    QPlainTextEdit::resizeEvent(event);
    layoutGutter();
}

bool CodeEdit::eventFilter(QObject* watched, QEvent* event)
{
    if (watched != m_gutter || event->type() != QEvent::Paint) return QPlainTextEdit::eventFilter(watched, event);
    paintGutter();
    return true;
}

void CodeEdit::paintGutter()
{
    QPainter painter(m_gutter);
    painter.fillRect(m_gutter->rect(), m_theme.code);
    painter.setFont(m_theme.mono);
    for (QTextBlock block = firstVisibleBlock(); block.isValid(); block = block.next()) {
        const QRectF where = blockBoundingGeometry(block).translated(contentOffset());
        if (where.top() > m_gutter->height()) break;
        painter.setPen(block.blockNumber() + 1 == m_line ? m_theme.text : m_theme.faint);
        painter.drawText(QRectF(0, where.top(), m_gutter->width() - 10, where.height()), Qt::AlignRight | Qt::AlignVCenter,
                         QString::number(block.blockNumber() + 1));
    }
}

}  // namespace skein
