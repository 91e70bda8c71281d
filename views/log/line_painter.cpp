// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "views/log/line_painter.h"

#include <KSyntaxHighlighting/Definition>
#include <KSyntaxHighlighting/Format>
#include <KSyntaxHighlighting/Repository>
#include <KSyntaxHighlighting/State>
#include <KSyntaxHighlighting/Theme>

namespace skein {

namespace {

constexpr qsizetype kTab = 8;

/// Styles of KSyntaxHighlighting in Skein's colours, so that a function has one colour in every view.
QTextCharFormat charFormat(const KSyntaxHighlighting::Format& format, const Theme& theme)
{
    using Style = KSyntaxHighlighting::Theme;
    QTextCharFormat out;
    switch (format.textStyle()) {
    case Style::Keyword: out.setForeground(theme.del); break;
    case Style::Function: out.setForeground(theme.read); break;
    case Style::DataType: out.setForeground(theme.iterate); break;
    case Style::DecVal: out.setForeground(theme.lock); break;
    case Style::Error:
        out.setForeground(theme.crash);
        out.setFontWeight(QFont::DemiBold);
        break;
    case Style::Import: out.setFontWeight(QFont::DemiBold); break;
    case Style::Comment: out.setForeground(theme.faint); break;
    case Style::Others: out.setForeground(theme.dim); break;
    default: break;
    }
    return out;
}

/// U+2400 … U+241F are pictures of the control characters.
QChar visible(QChar c)
{
    if (c.unicode() < 0x20) return QChar(0x2400 + c.unicode());
    if (c.unicode() == 0x7f) return QChar(0x2421);
    return c;
}

/// Characters that reorder or hide what follows: a log must not be able to look like another log.
bool isDeceptive(QChar c)
{
    const char16_t u = c.unicode();
    return (u >= 0x200b && u <= 0x200f) || (u >= 0x202a && u <= 0x202e) || (u >= 0x2060 && u <= 0x2069) || u == 0xfeff;
}

}  // namespace

ShownLine showLine(std::string_view raw)
{
    ShownLine out;
    constexpr std::size_t kMaxBytes = ShownLine::kMaxColumns * 4;
    out.cut = raw.size() > kMaxBytes;
    const QString decoded = QString::fromUtf8(raw.data(), static_cast<qsizetype>(std::min(raw.size(), kMaxBytes)));
    out.text.reserve(decoded.size() + 16);
    for (const QChar c : decoded) {
        if (c == QLatin1Char('\t')) out.text.append(QString(kTab - out.text.size() % kTab, QLatin1Char(' ')));
        else if (isDeceptive(c)) out.text.append(QChar(QChar::ReplacementCharacter));
        else out.text.append(visible(c));
        if (out.text.size() >= ShownLine::kMaxColumns) {
            out.cut = true;
            break;
        }
    }
    if (out.cut) out.text.append(QStringLiteral(" …"));
    return out;
}

LineHighlighter::LineHighlighter(KSyntaxHighlighting::Repository& repository)
{
    setDefinition(repository.definitionForName(QStringLiteral("Skein Crash Log")));
}

QList<QTextLayout::FormatRange> LineHighlighter::highlight(const QString& text, const Theme& theme)
{
    m_ranges.clear();
    m_theme = &theme;
    if (definition().isValid()) highlightLine(text, KSyntaxHighlighting::State());
    return std::exchange(m_ranges, {});
}

void LineHighlighter::applyFormat(int offset, int length, const KSyntaxHighlighting::Format& format)
{
    if (length > 0) m_ranges.append({offset, length, charFormat(format, *m_theme)});
}

}  // namespace skein
