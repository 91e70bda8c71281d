// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "views/triage/triage_delegate.h"

#include "views/items/matrix_items.h"
#include "views/items/triage_items.h"
#include "views/style/glyphs.h"

#include <QApplication>
#include <QComboBox>
#include <QCompleter>
#include <QKeyEvent>
#include <QLineEdit>
#include <QPainter>
#include <QPlainTextEdit>

#include <algorithm>

namespace skein
{
namespace
{

constexpr qreal kSign = 9;   // side of the signs before a text
constexpr qreal kSpark = 58; // width of a sparkline

/// Background and text of a cell whose text begins `room` further to the right; returns the room.
QRectF paintCell(QPainter& p, QStyleOptionViewItem option, qreal room)
{
    option.state &= ~QStyle::State_HasFocus;
    const QWidget* const widget = option.widget;
    QStyle* const style = widget ? widget->style() : QApplication::style();
    const QString text = std::exchange(option.text, QString());
    style->drawControl(QStyle::CE_ItemViewItem, &option, &p, widget);
    const QRectF box = QRectF(option.rect).adjusted(6, 0, -6, 0);
    const QRectF textBox = box.adjusted(room, 0, 0, 0);
    p.setFont(option.font);
    p.setPen(option.palette.color(QPalette::Text));
    const QFontMetricsF metrics(option.font);
    if (textBox.width() > 0)
        p.drawText(textBox, static_cast<int>(option.displayAlignment | Qt::TextSingleLine),
                   metrics.elidedText(text, option.textElideMode, textBox.width()));
    return {box.left(), box.top(), room, box.height()};
}

/// A thin frame around the cell that keys would edit.
void paintFocus(QPainter& p, const QStyleOptionViewItem& option, const Theme& theme)
{
    if (!option.state.testFlag(QStyle::State_HasFocus))
        return;
    p.setBrush(Qt::NoBrush);
    p.setPen(QPen(theme.accent, 1));
    p.drawRect(QRectF(option.rect).adjusted(0.5, 0.5, -1.5, -1.5));
}

} // namespace

TriageDelegate::TriageDelegate(ThemeSource& themes, QObject* parent)
    : QStyledItemDelegate(parent), m_themes(themes)
{
}

void TriageDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                           const QModelIndex& index) const
{
    const Theme& theme = m_themes.theme();
    QStyleOptionViewItem cell = option;
    initStyleOption(&cell, index);
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    const bool lapsed = index.data(TriageItems::LapsedRole).toBool();
    const bool absent = lapsed || index.data(TriageItems::AbsentRole).toBool();
    cell.font.setStrikeOut(lapsed);
    cell.palette.setColor(QPalette::Text, absent ? theme.faint : theme.text);
    const int column = index.column();
    if (column == TriageItems::Status) {
        const bool isNew =
            index.data(TriageItems::StatusRole).toInt() == static_cast<int>(triage::Status::New);
        cell.palette.setColor(QPalette::Text, isNew ? theme.accent : absent ? theme.faint : theme.dim);
        cell.font = theme.ui;
        cell.font.setStrikeOut(lapsed);
        if (isNew)
            cell.font.setWeight(QFont::DemiBold);
        paintStatus(*painter, paintCell(*painter, cell, kSign + 6), index);
    } else if (column == TriageItems::Growth) {
        const auto counts = index.data(TriageItems::CountsRole).value<QList<double>>();
        cell.palette.setColor(QPalette::Text, theme.dim);
        cell.font = theme.ui;
        const bool any = counts.size() > 1 && !cell.text.isEmpty();
        const QRectF box = paintCell(*painter, cell, any ? kSpark + 8 : 0);
        if (any)
            paintGrowth(*painter, box.adjusted(0, 4, -8, -4), counts);
    } else if (column == TriageItems::Place) {
        const QVariant certainty = index.data(TriageItems::CertaintyRole);
        const QRectF box = paintCell(*painter, cell, kSign + 6);
        if (certainty.isValid())
            glyph::certainty(*painter, {box.left(), box.center().y() - kSign / 2, kSign, kSign},
                             static_cast<Certainty>(certainty.toInt()), theme.dim);
    } else {
        if (column == TriageItems::Owner || column == TriageItems::Note)
            cell.font = theme.ui;
        if (column == TriageItems::Name || column == TriageItems::CreatedBy)
            cell.palette.setColor(QPalette::Text, absent ? theme.faint : theme.dim);
        paintCell(*painter, cell, 0);
    }
    paintFocus(*painter, option, theme);
    painter->restore();
}

/// new: a filled diamond; grown: a triangle upwards; known: an empty diamond; fixed: a tick; false positive:
/// a cross; won't fix: a bar. Circles are left to certainty.
void TriageDelegate::paintStatus(QPainter& p, const QRectF& box, const QModelIndex& index) const
{
    using triage::Status;
    const Theme& theme = m_themes.theme();
    const auto status = static_cast<Status>(index.data(TriageItems::StatusRole).toInt());
    const QPointF c(box.left() + kSign / 2, box.center().y());
    constexpr qreal r = kSign / 2;
    const QColor color = status == Status::New     ? theme.accent
                         : status == Status::Fixed ? theme.run
                                                   : theme.dim;
    p.setPen(QPen(color, 1.6, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    p.setBrush(Qt::NoBrush);
    const bool grown = index.data(TriageItems::GrownRole).toBool();
    const QPolygonF diamond({c + QPointF(0, -r), c + QPointF(r, 0), c + QPointF(0, r), c + QPointF(-r, 0)});
    if (grown) {
        p.setPen(QPen(theme.accent, 1.6));
        p.setBrush(theme.accent);
        p.drawPolygon(QPolygonF({c + QPointF(0, -r), c + QPointF(r, r - 1), c + QPointF(-r, r - 1)}));
    } else if (status == Status::New) {
        p.setBrush(color);
        p.drawPolygon(diamond);
    } else if (status == Status::Known) {
        p.drawPolygon(diamond);
    } else if (status == Status::Fixed) {
        p.drawPolyline(QPolygonF({c + QPointF(-r, 0), c + QPointF(-1, r - 1), c + QPointF(r, -r + 1)}));
    } else if (status == Status::FalsePositive) {
        p.drawLine(c + QPointF(-r + 1, -r + 1), c + QPointF(r - 1, r - 1));
        p.drawLine(c + QPointF(-r + 1, r - 1), c + QPointF(r - 1, -r + 1));
    } else {
        p.drawLine(c + QPointF(-r, 0), c + QPointF(r, 0));
    }
}

void TriageDelegate::paintGrowth(QPainter& p, const QRectF& box, const QList<double>& counts) const
{
    const Theme& theme = m_themes.theme();
    const double most = std::max(1.0, *std::ranges::max_element(counts));
    QPolygonF points;
    for (qsizetype i = 0; i < counts.size(); ++i)
        points << QPointF(box.left() + 2 +
                              (box.width() - 4) * static_cast<double>(i) /
                                  static_cast<double>(counts.size() - 1),
                          box.bottom() - 2 - (box.height() - 4) * counts[i] / most);
    p.setPen(QPen(theme.line, 1));
    p.drawLine(QPointF(box.left(), box.bottom() - 0.5), QPointF(box.right(), box.bottom() - 0.5));
    const bool grew = counts.back() > counts.front();
    const QColor color = grew ? theme.accent : theme.dim;
    p.setBrush(Qt::NoBrush);
    p.setPen(QPen(color, 1.6, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    p.drawPolyline(points);
    p.setBrush(color);
    p.setPen(Qt::NoPen);
    p.drawEllipse(points.back(), 2.4, 2.4);
}

QWidget* TriageDelegate::createEditor(QWidget* parent, const QStyleOptionViewItem& option,
                                      const QModelIndex& index) const
{
    if (index.column() == TriageItems::Status) {
        auto* const box = new QComboBox(parent);
        for (const triage::Status status : triage::statuses())
            box->addItem(statusWord(status));
        box->setFont(m_themes.theme().ui);
        auto* const self = const_cast<TriageDelegate*>(this);
        connect(box, &QComboBox::activated, self, [self, box] {
            Q_EMIT self->commitData(box);
            Q_EMIT self->closeEditor(box);
        });
        QMetaObject::invokeMethod(box, &QComboBox::showPopup, Qt::QueuedConnection);
        return box;
    }
    if (index.column() == TriageItems::Note) {
        auto* const note = new QPlainTextEdit(parent);
        note->setTabChangesFocus(true);
        note->setToolTip(tr("Enter keeps the note, Shift+Enter begins a new line, Escape gives up"));
        return note;
    }
    QWidget* const editor = QStyledItemDelegate::createEditor(parent, option, index);
    if (auto* const line = qobject_cast<QLineEdit*>(editor)) {
        auto* const completer = new QCompleter(m_owners, line);
        completer->setCaseSensitivity(Qt::CaseInsensitive);
        line->setCompleter(completer);
    }
    return editor;
}

/// Once: what somebody is writing stays when the rest of the row changes.
void TriageDelegate::setEditorData(QWidget* editor, const QModelIndex& index) const
{
    static constexpr const char* kFilled = "skeinFilled";
    if (editor->property(kFilled).toBool())
        return;
    editor->setProperty(kFilled, true);
    if (auto* const box = qobject_cast<QComboBox*>(editor))
        box->setCurrentIndex(index.data(Qt::EditRole).toInt());
    else if (auto* const note = qobject_cast<QPlainTextEdit*>(editor)) {
        note->setPlainText(index.data(Qt::EditRole).toString());
        note->selectAll();
    } else
        QStyledItemDelegate::setEditorData(editor, index);
}

void TriageDelegate::setModelData(QWidget* editor, QAbstractItemModel* model, const QModelIndex& index) const
{
    if (const auto* const box = qobject_cast<QComboBox*>(editor))
        model->setData(index, box->currentIndex());
    else if (const auto* const note = qobject_cast<QPlainTextEdit*>(editor))
        model->setData(index, note->toPlainText());
    else
        QStyledItemDelegate::setModelData(editor, model, index);
}

void TriageDelegate::updateEditorGeometry(QWidget* editor, const QStyleOptionViewItem& option,
                                          const QModelIndex& index) const
{
    QStyledItemDelegate::updateEditorGeometry(editor, option, index);
    if (qobject_cast<QPlainTextEdit*>(editor)) {
        constexpr int kLines = 4, kColumns = 36;
        const QWidget* const room = editor->parentWidget();
        QRect rect = editor->geometry();
        rect.setWidth(std::max(rect.width(), editor->fontMetrics().averageCharWidth() * kColumns));
        if (room && rect.right() > room->width())
            rect.moveRight(std::max(rect.width(), room->width()) - 1);
        rect.setHeight(editor->fontMetrics().lineSpacing() * kLines + 14);
        if (room && rect.bottom() > room->height())
            rect.moveBottom(std::max(rect.height(), room->height()) - 1);
        editor->setGeometry(rect);
    } else if (qobject_cast<QComboBox*>(editor)) {
        QRect rect = editor->geometry();
        rect.setWidth(std::max(rect.width(), editor->sizeHint().width()));
        editor->setGeometry(rect);
    }
}

bool TriageDelegate::eventFilter(QObject* object, QEvent* event)
{
    auto* const note = qobject_cast<QPlainTextEdit*>(object);
    if (note && event->type() == QEvent::KeyPress) {
        const auto* const key = static_cast<QKeyEvent*>(event);
        const bool enter = key->key() == Qt::Key_Return || key->key() == Qt::Key_Enter;
        if (enter && !key->modifiers().testFlag(Qt::ShiftModifier)) {
            Q_EMIT commitData(note);
            Q_EMIT closeEditor(note);
            return true;
        }
    }
    return QStyledItemDelegate::eventFilter(object, event);
}

void MatrixDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                           const QModelIndex& index) const
{
    const Theme& theme = m_themes.theme();
    QStyleOptionViewItem cell = option;
    initStyleOption(&cell, index);
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    const QVariant state = index.data(MatrixItems::StateRole);
    const QVariant stuck = index.data(MatrixItems::StuckRole);
    if (index.column() == MatrixItems::Verdict) {
        cell.font = theme.ui;
        cell.palette.setColor(QPalette::Text, stuck.isValid() ? theme.text : theme.dim);
        const QRectF box = paintCell(*painter, cell, kSign + 6);
        if (stuck.isValid())
            glyph::certainty(*painter, {box.left(), box.center().y() - kSign / 2, kSign, kSign},
                             static_cast<Certainty>(stuck.toInt()), theme.text);
    } else {
        const QRectF box = paintCell(*painter, cell, state.isValid() ? kSign + 8 : 0);
        if (state.isValid())
            glyph::stateSwatch(*painter, {box.left(), box.center().y() - 5, 10, 10},
                               static_cast<ThreadState>(state.toInt()), theme);
    }
    paintFocus(*painter, option, theme);
    painter->restore();
}

} // namespace skein
