// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "views/log/log_canvas.h"

#include "views/annotations.h"
#include "views/report/note_text.h"
#include "views/report/note_tip.h"
#include "views/style/note_glyphs.h"
#include "views/style/said.h"
#include "views/style/text.h"

#include <QApplication>
#include <QClipboard>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QPainter>
#include <QScrollBar>
#include <QToolTip>
#include <algorithm>
#include <cmath>
#include <limits>

namespace skein {

namespace {

constexpr int kGutterPadding = 12, kMarkWidth = 3, kTextPadding = 8;
constexpr int kNoteGutter = 24; // for the bubbles of notes, left of the numbers
constexpr int kContext = 3;  // lines kept visible above what is shown

/// One row of text. Column positions come from here: a CJK character is wider than one column.
struct Row {
    Row(const QString& text, const Theme& theme, const QList<QTextLayout::FormatRange>& formats = {}) : layout(text, theme.mono)
    {
        QTextOption option;
        option.setTextDirection(Qt::LeftToRight);
        option.setWrapMode(QTextOption::NoWrap);
        layout.setTextOption(option);
        layout.setFormats(formats);
        layout.beginLayout();
        line = layout.createLine();
        line.setLineWidth(std::numeric_limits<int>::max() / 256.0);
        layout.endLayout();
    }
    double x(qsizetype column) const { return line.isValid() ? line.cursorToX(static_cast<int>(column)) : 0; }

    QTextLayout layout;
    QTextLine line;
};

}  // namespace

LogCanvas::LogCanvas(ViewContext& context, QWidget* parent)
    : QAbstractScrollArea(parent), m_context(context), m_highlighter(context.syntax)
{
    setFrameShape(QFrame::NoFrame);
    setFocusPolicy(Qt::StrongFocus);
    viewport()->setCursor(Qt::IBeamCursor);
    setAccessibleName(tr("Log"));
    connect(&context.selection, &Selection::analysisChanged, this, &LogCanvas::reload);
    connect(&context.selection, &Selection::changed, this, &LogCanvas::follow);
    connect(&context.themes, &ThemeSource::changed, this, &LogCanvas::rethink);
    connect(&context.annotations, &Annotations::changed, this, [this] {
        m_notes = LogNotes(m_context.annotations.shown());
        updateBars();
        viewport()->update();
    });
    connect(&context.annotations, &Annotations::noteChosen, viewport(), qOverload<>(&QWidget::update));
    viewport()->setMouseTracking(true);
    rethink();
    reload();
}

const LogText* LogCanvas::text() const
{
    const AnalysisPtr& analysis = m_context.selection.analysis();
    return analysis ? &analysis->log->text : nullptr;
}

void LogCanvas::rethink()
{
    const QFontMetricsF metrics(m_context.themes.theme().mono);
    m_charWidth = metrics.horizontalAdvance(QLatin1Char('0'));
    m_lineHeight = static_cast<int>(std::ceil(metrics.height() * 1.2));
    updateBars();
    viewport()->update();
}

void LogCanvas::reload()
{
    m_anchor = m_caret = {};
    m_notes = LogNotes(m_context.annotations.shown());
    m_longest = 0;
    m_evidence.clear();
    verticalScrollBar()->setValue(0);
    horizontalScrollBar()->setValue(0);
    updateBars();
    follow();
}

void LogCanvas::updateBars()
{
    const int lines = text() ? static_cast<int>(std::min<std::uint32_t>(text()->lineCount(), INT_MAX - 1)) : 0;
    const int page = std::max(1, viewport()->height() / m_lineHeight);
    verticalScrollBar()->setPageStep(page);
    verticalScrollBar()->setRange(0, std::max(0, lines - page));
    const int width = static_cast<int>(m_longest * m_charWidth) + gutter() + 2 * kTextPadding;
    horizontalScrollBar()->setPageStep(viewport()->width());
    horizontalScrollBar()->setSingleStep(static_cast<int>(m_charWidth * 4));
    horizontalScrollBar()->setRange(0, std::max(0, width - viewport()->width()));
}

int LogCanvas::gutter() const
{
    const auto digits = text() ? std::max<std::size_t>(3, std::to_string(text()->lineCount()).size()) : 3;
    return static_cast<int>(static_cast<double>(digits) * m_charWidth) + 2 * kGutterPadding + (m_notes.empty() ? 0 : kNoteGutter);
}

int LogCanvas::firstVisible() const { return verticalScrollBar()->value() + 1; }

LineSpan LogCanvas::visibleLines() const
{
    if (!text() || text()->lineCount() == 0) return {};
    const auto first = static_cast<std::uint32_t>(firstVisible());
    const auto rows = static_cast<std::uint32_t>(std::max(1, viewport()->height() / m_lineHeight));
    return {first, std::min(first + rows - 1, text()->lineCount())};
}

ShownLine LogCanvas::shown(std::uint32_t line) const { return skein::showLine(text()->line(line)); }

bool LogCanvas::isRecognised(std::uint32_t line) const
{
    const auto& spans = m_context.selection.analysis()->log->recognised;
    const auto after = std::ranges::upper_bound(spans, line, {}, &LineSpan::first);
    return after != spans.begin() && std::prev(after)->contains(line);
}

void LogCanvas::collectEvidence()
{
    m_evidence.clear();
    const AnalysisPtr& analysis = m_context.selection.analysis();
    const auto& chosen = m_context.selection.current().finding;
    if (!analysis || !chosen || *chosen >= analysis->findings.size()) return;
    const Finding& finding = analysis->findings[*chosen];
    const auto add = [&](const std::vector<std::uint32_t>& lines) {
        m_evidence.insert(m_evidence.end(), lines.begin(), lines.end());
    };
    for (const Access& access : finding.accesses) add(access.logLines);
    for (const Evidence& evidence : finding.evidence) add(evidence.logLines);
    std::ranges::sort(m_evidence);
}

void LogCanvas::follow()
{
    collectEvidence();
    const LineSpan lines = m_context.selection.current().lines;
    if (!lines.empty() && text() && !(m_caret.line >= lines.first && m_caret.line <= lines.last && hasFocus())) {
        m_anchor = m_caret = {lines.first, 0};
        showLine(lines.first);
    }
    viewport()->update();
}

void LogCanvas::showLine(std::uint32_t line)
{
    const LineSpan now = visibleLines();
    if (line == 0 || (now.contains(line) && line + 1 <= now.last)) return;
    verticalScrollBar()->setValue(static_cast<int>(line) - 1 - kContext);
}

void LogCanvas::setNeedle(const QString& needle)
{
    m_needle = needle;
    viewport()->update();
}

void LogCanvas::paintEvent(QPaintEvent*)
{
    QPainter painter(viewport());
    const Theme& theme = m_context.themes.theme();
    painter.fillRect(viewport()->rect(), theme.code);
    painter.setFont(theme.mono);
    if (!text() || text()->lineCount() == 0) {
        painter.setFont(theme.ui);
        painter.setPen(theme.dim);
        painter.drawText(viewport()->rect(), Qt::AlignCenter, text() ? tr("This log is empty.") : tr("Open a log to read it here."));
        return;
    }
    const int longestBefore = m_longest;
    m_noteSpots.clear();
    int y = 0;
    for (auto line = static_cast<std::uint32_t>(firstVisible()); line <= text()->lineCount() && y < viewport()->height(); ++line) {
        paintLine(painter, line, y);
        y += m_lineHeight;
    }
    painter.setPen(theme.line);
    painter.drawLine(gutter(), 0, gutter(), viewport()->height());
    if (m_longest != longestBefore) QMetaObject::invokeMethod(this, &LogCanvas::updateBars, Qt::QueuedConnection);
}

void LogCanvas::paintLine(QPainter& painter, std::uint32_t line, int y)
{
    const Theme& theme = m_context.themes.theme();
    const ShownLine shownLine = shown(line);
    m_longest = std::max(m_longest, static_cast<int>(shownLine.text.size()));
    paintBackground(painter, line, y);

    const Row row(shownLine.text, theme, m_highlighter.highlight(shownLine.text, theme));
    const double left = gutter() + kTextPadding - horizontalScrollBar()->value();
    const auto mark = [&](qsizetype from, qsizetype to, QColor color) {
        color.setAlpha(95);
        painter.fillRect(QRectF(left + row.x(from), y, row.x(to) - row.x(from), m_lineHeight), color);
    };
    painter.save();
    painter.setClipRect(gutter() + 1, y, viewport()->width() - gutter(), m_lineHeight);
    for (qsizetype at = m_needle.isEmpty() ? -1 : shownLine.text.indexOf(m_needle, 0, Qt::CaseInsensitive); at >= 0;
         at = shownLine.text.indexOf(m_needle, at + m_needle.size(), Qt::CaseInsensitive)) {
        mark(at, at + m_needle.size(), theme.lock);
    }
    const auto [from, to] = std::minmax(m_anchor, m_caret);
    if (from != to && line >= from.line && line <= to.line) {
        mark(line == from.line ? from.column : 0, line == to.line ? to.column : shownLine.text.size(), theme.accent);
    }
    painter.setPen(isRecognised(line) ? theme.text : theme.dim);
    row.layout.draw(&painter, QPointF(left, y + (m_lineHeight - row.line.height()) / 2));
    const double end = left + (row.line.isValid() ? row.line.naturalTextWidth() : 0);
    painter.restore();
    paintGutter(painter, line, y);
    if (!m_notes.empty()) paintNotes(painter, line, y, end);
}

/// A bubble in the gutter where a thing begins that somebody wrote on, the first words behind the line, and a bar
/// beside lines that a note is on.
void LogCanvas::paintNotes(QPainter& painter, std::uint32_t line, int y, double end)
{
    const Theme& theme = m_context.themes.theme();
    const QFont small = style::scaled(theme.ui, 0.88), bold = style::bold(small);
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    if (const ShownNote* const on = m_notes.onLine(line))
        painter.fillRect(QRectF(gutter() - kMarkWidth - 3, y, 3, m_lineHeight), style::noteMark(theme, on->colour));
    const auto notes = m_notes.beginningAt(line);
    if (!notes.empty()) {
        const ShownNote& first = m_notes.note(notes.front());
        const QSizeF size = glyph::noteSize(first.number, bold);
        const QRectF box({kMarkWidth + 2.0, std::round(y + (m_lineHeight - size.height()) / 2)}, size);
        glyph::note(painter, box,
                    {.number = first.number, .colour = first.colour, .resolved = first.resolved,
                     .chosen = m_context.annotations.chosen() && first.id == m_context.annotations.chosen()},
                    bold, theme);
        m_noteSpots.push_back({notes.front(), box});
        const std::string more = notes.size() > 1 ? " (+" + std::to_string(notes.size() - 1) + ")" : "";
        painter.setClipRect(gutter() + 1, y, viewport()->width() - gutter(), m_lineHeight);
        const double x = std::max(end + 16, gutter() + 8.0);
        const QRectF strip = glyph::paperStrip(painter, x, y + m_lineHeight / 2.0, std::max(60.0, viewport()->width() - x - 8),
                                               style::text(authorOf(first) + ": " + note_text::brief(first.text, 160) + more, 1200),
                                               small, theme, first.colour);
        if (!strip.isNull()) m_noteSpots.push_back({notes.front(), strip});
    }
    painter.restore();
    painter.setFont(theme.mono);
}

const ShownNote* LogCanvas::noteAt(QPointF at) const
{
    const auto spot = std::ranges::find_if(m_noteSpots, [&](const NoteSpot& s) { return s.box.contains(at); });
    return spot == m_noteSpots.end() ? nullptr : &m_notes.note(spot->note);
}

LineSpan LogCanvas::linesAt(QPointF at) const
{
    if (!text() || text()->lineCount() == 0) return {};
    const auto [from, to] = std::minmax(m_anchor, m_caret);
    const std::uint32_t line = lineAt(at.y());
    if (from != to && line >= from.line && line <= to.line)
        return {from.line, to.column == 0 && to.line > from.line ? to.line - 1 : to.line};
    return {line, line};
}

bool LogCanvas::viewportEvent(QEvent* event)
{
    if (event->type() == QEvent::ToolTip) {
        const auto* const help = static_cast<QHelpEvent*>(event);
        const ShownNote* const note = noteAt(help->pos());
        if (note) QToolTip::showText(help->globalPos(), style::plainTooltip(QString::fromStdString(tipOf(*note))), viewport());
        else QToolTip::hideText();
        return true;
    }
    return QAbstractScrollArea::viewportEvent(event);
}

void LogCanvas::paintBackground(QPainter& painter, std::uint32_t line, int y)
{
    const Theme& theme = m_context.themes.theme();
    const QRect row(0, y, viewport()->width(), m_lineHeight);
    if (std::ranges::binary_search(m_evidence, line)) painter.fillRect(row, theme.highlight);
    const LineSpan chosen = m_context.selection.current().lines;
    if (chosen.contains(line)) painter.fillRect(row, theme.selection);
}

void LogCanvas::paintGutter(QPainter& painter, std::uint32_t line, int y)
{
    const Theme& theme = m_context.themes.theme();
    const bool chosen = m_context.selection.current().lines.contains(line);
    painter.setPen(chosen ? theme.text : theme.faint);
    painter.drawText(QRect(0, y, gutter() - kGutterPadding, m_lineHeight), Qt::AlignRight | Qt::AlignVCenter, QString::number(line));
    // A bar beside the lines that Skein understood: what has none is kept as it is.
    if (isRecognised(line)) painter.fillRect(QRect(gutter() - kMarkWidth, y, kMarkWidth, m_lineHeight), theme.line);
    if (chosen) painter.fillRect(QRect(0, y, kMarkWidth, m_lineHeight), theme.accent);
}

std::uint32_t LogCanvas::lineAt(double y) const
{
    const auto row = static_cast<std::int64_t>(std::floor(y / m_lineHeight)) + firstVisible();
    return static_cast<std::uint32_t>(std::clamp<std::int64_t>(row, 1, text()->lineCount()));
}

LogCanvas::Caret LogCanvas::caretAt(QPointF at) const
{
    if (!text() || text()->lineCount() == 0) return {};
    const std::uint32_t line = lineAt(at.y());
    const double x = at.x() - gutter() - kTextPadding + horizontalScrollBar()->value();
    const Row shownRow(shown(line).text, m_context.themes.theme());
    return {line, shownRow.line.isValid() ? shownRow.line.xToCursor(x) : 0};
}

void LogCanvas::moveCaret(Caret to, bool keepAnchor)
{
    m_caret = to;
    if (!keepAnchor) m_anchor = to;
    showLine(to.line);
    viewport()->update();
}

/// Tells the other views which line is meant.
void LogCanvas::choose()
{
    if (m_caret.line > 0) m_context.selection.selectLines({m_caret.line, m_caret.line});
}

void LogCanvas::mousePressEvent(QMouseEvent* event)
{
    if (event->button() != Qt::LeftButton) return;
    if (const ShownNote* const note = noteAt(event->position())) return m_context.annotations.choose(note->id);
    m_marking = true;
    moveCaret(caretAt(event->position()), event->modifiers() & Qt::ShiftModifier);
}

void LogCanvas::mouseMoveEvent(QMouseEvent* event)
{
    if (!m_marking) {
        viewport()->setCursor(noteAt(event->position()) ? Qt::PointingHandCursor : Qt::IBeamCursor);
        return;
    }
    if (event->position().y() < 0) verticalScrollBar()->triggerAction(QAbstractSlider::SliderSingleStepSub);
    if (event->position().y() > viewport()->height()) verticalScrollBar()->triggerAction(QAbstractSlider::SliderSingleStepAdd);
    m_caret = caretAt(event->position());
    viewport()->update();
}

void LogCanvas::mouseReleaseEvent(QMouseEvent* event)
{
    if (!std::exchange(m_marking, false) || event->button() != Qt::LeftButton) return;
    if (hasSelection()) {
        if (QClipboard* const clipboard = QApplication::clipboard(); clipboard->supportsSelection()) {
            clipboard->setText(selectedText(), QClipboard::Selection);
        }
    } else {
        choose();
    }
}

void LogCanvas::mouseDoubleClickEvent(QMouseEvent* event)
{
    const Caret at = caretAt(event->position());
    if (at.line == 0) return;
    // A word of a log is a name with its path, an address or a number.
    const QString line = shown(at.line).text;
    const auto isWord = [&](qsizetype i) {
        return line[i].isLetterOrNumber() || QStringView(u"_./*%-").contains(line[i]);
    };
    qsizetype begin = std::min(at.column, line.size()), end = begin;
    while (begin > 0 && isWord(begin - 1)) --begin;
    while (end < line.size() && isWord(end)) ++end;
    m_anchor = {at.line, begin};
    m_caret = {at.line, end};
    viewport()->update();
}

void LogCanvas::keyPressEvent(QKeyEvent* event)
{
    if (event->matches(QKeySequence::Copy)) return copy();
    if (event->matches(QKeySequence::SelectAll)) return selectAll();
    if (!text() || text()->lineCount() == 0) return QAbstractScrollArea::keyPressEvent(event);
    const std::int64_t last = text()->lineCount();
    const std::int64_t page = verticalScrollBar()->pageStep();
    const std::int64_t from = std::max<std::int64_t>(m_caret.line, 1);
    std::int64_t to = from;
    switch (event->key()) {
    case Qt::Key_Up: to = from - 1; break;
    case Qt::Key_Down: to = from + 1; break;
    case Qt::Key_PageUp: to = from - page; break;
    case Qt::Key_PageDown: to = from + page; break;
    case Qt::Key_Home: to = event->modifiers() & Qt::ControlModifier ? 1 : from; break;
    case Qt::Key_End: to = event->modifiers() & Qt::ControlModifier ? last : from; break;
    case Qt::Key_Return:
    case Qt::Key_Enter: return choose();
    default: return QAbstractScrollArea::keyPressEvent(event);
    }
    moveCaret({static_cast<std::uint32_t>(std::clamp<std::int64_t>(to, 1, last)), 0}, event->modifiers() & Qt::ShiftModifier);
    if (!(event->modifiers() & Qt::ShiftModifier)) choose();
}

void LogCanvas::selectAll()
{
    if (!text() || text()->lineCount() == 0) return;
    m_anchor = {1, 0};
    m_caret = {text()->lineCount(), shown(text()->lineCount()).text.size()};
    viewport()->update();
}

QString LogCanvas::selectedText() const
{
    const auto [from, to] = std::minmax(m_anchor, m_caret);
    if (from == to || !text()) return {};
    if (from.line == to.line) return shown(from.line).text.mid(from.column, to.column - from.column);
    QString out = shown(from.line).text.mid(from.column) + QLatin1Char('\n');
    // Whole lines are copied as they stand in the log, tabs and all.
    const std::uint64_t begin = text()->lineOffset(from.line + 1);
    const std::uint64_t end = std::min(text()->lineOffset(to.line), begin + kMaxCopy);
    const std::string_view middle = text()->bytes().substr(begin, end - begin);
    out += QString::fromUtf8(middle.data(), static_cast<qsizetype>(middle.size()));
    return out + shown(to.line).text.left(to.column);
}

void LogCanvas::copy()
{
    if (!text()) return;
    const LineSpan chosen = m_context.selection.current().lines;
    QString out = selectedText();
    if (out.isEmpty() && !chosen.empty()) {
        // Nothing is marked: copy the lines that are chosen.
        const std::uint64_t begin = text()->lineOffset(chosen.first);
        const std::uint64_t end = std::min(text()->lineOffset(chosen.last + 1), begin + kMaxCopy);
        const std::string_view lines = text()->bytes().substr(begin, end - begin);
        out = QString::fromUtf8(lines.data(), static_cast<qsizetype>(lines.size()));
    }
    if (!out.isEmpty()) QApplication::clipboard()->setText(out);
}

void LogCanvas::resizeEvent(QResizeEvent*)
{
    updateBars();
    Q_EMIT visibleChanged();
}

void LogCanvas::scrollContentsBy(int, int)
{
    viewport()->update();
    Q_EMIT visibleChanged();
}

void LogCanvas::focusInEvent(QFocusEvent*) { viewport()->update(); }
void LogCanvas::focusOutEvent(QFocusEvent*) { viewport()->update(); }

}  // namespace skein
