// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "views/notes/note_list.h"

#include "views/notes/note_text.h"
#include "views/style/said.h"
#include "views/style/text.h"

#include <QAbstractTextDocumentLayout>
#include <QDateTime>
#include <QHeaderView>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QTextBlock>
#include <QToolTip>

namespace skein
{
namespace
{

constexpr int kStripe = 3, kLeft = 12, kRight = 10, kTop = 8, kGap = 4, kBubble = 12;
constexpr int kIndent = 18;
constexpr int kMostKept = 400; ///< documents
/// Scrolling by pixels needs the height of every card at once.
constexpr int kMostSmooth = 500;

QFont small(const Theme& theme)
{
    return style::scaled(theme.ui, 0.92);
}

qreal lineOf(const QFont& font)
{
    return QFontMetricsF(font).height();
}

} // namespace

NoteDelegate::NoteDelegate(ThemeSource& themes, NoteFilter& notes, QObject* parent)
    : QStyledItemDelegate(parent), m_themes(themes), m_notes(notes), m_documents(kMostKept)
{
}

QTextDocument& NoteDelegate::document(const NoteItem& item, qreal width) const
{
    const QByteArray key = QByteArray::fromStdString(item.key);
    QTextDocument* kept = m_documents.object(key);
    if (!kept) {
        auto made = noteDocument(item.text, m_themes.theme(), width, item.resolved);
        kept = made.release();
        m_documents.insert(key, kept);
    }
    if (kept->textWidth() != width)
        kept->setTextWidth(width);
    return *kept;
}

/// "on goroutine 34", and how well it still holds on to it.
QString NoteDelegate::aboutOf(const NoteItem& item) const
{
    if (item.answer)
        return {};
    const QString label = style::text(item.target.label);
    switch (item.target.hold) {
    case notes::Hold::Exact:
        return tr("on %1").arg(label);
    case notes::Hold::Near:
        return tr("near %1 (what it sat on is not found any more)").arg(label);
    case notes::Hold::Gone:
        break;
    }
    return tr("on %1, which is not in this log any more")
        .arg(label.isEmpty() ? style::text(notes::describe(item.on)) : label);
}

QString NoteDelegate::footOf(const NoteItem& item) const
{
    QStringList parts;
    if (!item.arrow.isEmpty())
        parts << tr("→ points to %1").arg(item.arrow);
    if (!item.conflicts.empty())
        parts << tr("⚠ Copies of this case disagree here: choose below");
    return parts.join(u'\n');
}

NoteDelegate::Place NoteDelegate::place(const NoteItem& item, const QRectF& box) const
{
    const Theme& theme = m_themes.theme();
    Place place;
    const qreal left = box.left() + kLeft, width = std::max(40.0, box.width() - kLeft - kRight);
    qreal y = box.top() + kTop;
    place.head = {left, y, width, lineOf(theme.ui)};
    y += place.head.height() + 1;
    if (!item.answer) {
        place.about = {left, y, width, lineOf(small(theme))};
        y += place.about.height() + 2;
    }
    y += kGap / 2.0;
    if (item.kind != NoteItem::Kind::Deleted) {
        const qreal height = document(item, width).size().height();
        place.text = {left, y, width, height};
        y += height;
    }
    if (const QString foot = footOf(item); !foot.isEmpty()) {
        const qreal height = lineOf(small(theme)) * static_cast<double>(foot.count(u'\n') + 1);
        place.foot = {left, y + kGap, width, height};
        y += height + kGap;
    }
    place.height = y + kTop - box.top();
    return place;
}

void NoteDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                         const QModelIndex& index) const
{
    const Theme& theme = m_themes.theme();
    const NoteItem& item = m_notes.item(index);
    const QRectF box = option.rect;
    const Place at = place(item, box);
    const bool chosen = option.state & QStyle::State_Selected;
    const bool focused = chosen && (option.state & QStyle::State_Active);
    QPainter& p = *painter;
    p.save();
    p.setRenderHint(QPainter::Antialiasing);
    p.fillRect(box, chosen ? theme.selection : theme.panel);
    p.fillRect(QRectF(box.left(), box.bottom() - 1, box.width(), 1), theme.line);
    const QColor mark = style::noteMark(theme, item.colour);
    p.fillRect(QRectF(box.left(), box.top(), chosen ? kStripe + 2 : kStripe, box.height() - 1),
               focused ? theme.accent : mark);

    // Head: the bubble of everything that a person said, who, when, and whether it is settled.
    const QFont tiny = small(theme);
    const qreal base = at.head.top() + QFontMetricsF(theme.ui).ascent();
    qreal left = at.head.left(), right = at.head.right();
    style::saidBubble(p, QRectF(left, at.head.center().y() - kBubble / 2.0, kBubble, kBubble), mark,
                      item.resolved);
    left += kBubble + 6;
    if (item.resolved) {
        p.setPen(theme.dim);
        right -= style::drawElided(p, right, base, right - left, tr("✓ resolved"), tiny, Qt::ElideRight,
                                   Qt::AlignRight)
                     .width +
                 8;
    }
    const QString who =
        item.kind == NoteItem::Kind::Verdict ? tr("said by %1").arg(item.author) : item.author;
    const QString when = style::shownTime(item.created, QDateTime::currentMSecsSinceEpoch());
    p.setPen(item.resolved ? theme.dim : theme.text);
    const qreal most = std::max(60.0, right - left - QFontMetricsF(tiny).horizontalAdvance(when) - 8);
    left += style::drawElided(p, left, base, most, who, style::bold(theme.ui)).width + 8;
    p.setPen(theme.dim);
    const QString edited =
        item.edited != item.created && item.kind == NoteItem::Kind::Note ? tr(" · edited") : QString();
    style::drawElided(p, left, base, right - left,
                      item.kind == NoteItem::Kind::Deleted ? tr("deleted this note") : when + edited, tiny);
    if (!at.about.isEmpty()) {
        p.setPen(item.target.hold == notes::Hold::Exact ? theme.dim : theme.crash);
        style::drawElided(p, at.about.left(), at.about.top() + QFontMetricsF(tiny).ascent(), at.about.width(),
                          aboutOf(item), tiny);
    }
    if (item.kind != NoteItem::Kind::Deleted) {
        p.save();
        p.translate(at.text.topLeft());
        p.setClipRect(QRectF(0, 0, at.text.width(), at.text.height()));
        QAbstractTextDocumentLayout::PaintContext context;
        context.palette.setColor(QPalette::Text, item.resolved ? theme.dim : theme.text);
        document(item, at.text.width()).documentLayout()->draw(&p, context);
        p.restore();
    }
    if (!at.foot.isEmpty()) {
        qreal y = at.foot.top() + QFontMetricsF(tiny).ascent();
        for (const QString& line : footOf(item).split(u'\n')) {
            p.setPen(line.startsWith(u'⚠') ? theme.crash : theme.dim);
            style::drawElided(p, at.foot.left(), y, at.foot.width(), line, tiny);
            y += lineOf(tiny);
        }
    }
    p.restore();
}

QSize NoteDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    const auto* const list = qobject_cast<const NoteList*>(option.widget);
    const int width = list ? list->cardWidth(index) : 300;
    return {width, static_cast<int>(std::ceil(place(m_notes.item(index), QRectF(0, 0, width, 0)).height))};
}

bool NoteDelegate::helpEvent(QHelpEvent* event, QAbstractItemView* view, const QStyleOptionViewItem& option,
                             const QModelIndex& index)
{
    if (event->type() != QEvent::ToolTip || !index.isValid())
        return QStyledItemDelegate::helpEvent(event, view, option, index);
    const NoteItem& item = m_notes.item(index);
    const QString link = linkAt(event->pos(), option.rect, index);
    QStringList lines{tr("Written %1").arg(style::exactTime(item.created))};
    if (item.edited != item.created)
        lines << tr("Changed %1").arg(style::exactTime(item.edited));
    if (const QString about = aboutOf(item); !about.isEmpty())
        lines << about;
    if (!link.isEmpty())
        lines = {tr("Leads to %1").arg(style::text(link.toStdString(), 300)),
                 tr("A click asks before it is opened.")};
    QToolTip::showText(event->globalPos(), style::plainTooltip(lines.join(u'\n')), view);
    return true;
}

QString NoteDelegate::linkAt(QPointF at, const QRectF& box, const QModelIndex& index) const
{
    if (!index.isValid())
        return {};
    const NoteItem& item = m_notes.item(index);
    const Place where = place(item, box);
    if (!where.text.contains(at) || item.kind == NoteItem::Kind::Deleted)
        return {};
    return document(item, where.text.width()).documentLayout()->anchorAt(at - where.text.topLeft());
}

QStringList NoteDelegate::links(const QModelIndex& index) const
{
    QStringList links;
    if (!index.isValid())
        return links;
    const auto document = noteDocument(m_notes.item(index).text, m_themes.theme(), 300);
    for (QTextBlock block = document->begin(); block.isValid(); block = block.next())
        for (auto it = block.begin(); !it.atEnd(); ++it)
            if (const QString link = it.fragment().charFormat().anchorHref();
                !link.isEmpty() && !links.contains(link))
                links << link;
    return links;
}

// ------------------------------------------------------------------------------------------------ the list

NoteList::NoteList(ThemeSource& themes, NoteFilter& notes, QWidget* parent)
    : QTreeView(parent), m_themes(themes), m_delegate(new NoteDelegate(themes, notes, this))
{
    setObjectName(QStringLiteral("noteList"));
    setAccessibleName(tr("Notes and verdicts"));
    setModel(&notes);
    setItemDelegate(m_delegate);
    setHeaderHidden(true);
    setRootIsDecorated(false);
    setItemsExpandable(false);
    setIndentation(kIndent);
    setFrameShape(NoFrame);
    setMouseTracking(true);
    setSelectionMode(SingleSelection);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setVerticalScrollMode(ScrollPerPixel);
    setEditTriggers(NoEditTriggers);
    header()->setSectionResizeMode(QHeaderView::Stretch);
    header()->setMinimumSectionSize(10);
    const auto unfold = [this] {
        chooseScrolling();
        m_delegate->forget();
        expandAll();
    };
    connect(&notes, &QAbstractItemModel::modelReset, this, unfold);
    connect(&notes, &QAbstractItemModel::layoutChanged, this, unfold);
    connect(&notes, &QAbstractItemModel::rowsInserted, this,
            [this, unfold](const QModelIndex& above, int first, int last) {
                chooseScrolling();
                if (above.isValid())
                    expand(above);
                if (last - first > kMostSmooth)
                    return unfold();
                for (int row = first; row <= last; ++row) {
                    const QModelIndex added = model()->index(row, 0, above);
                    m_delegate->forget(static_cast<NoteFilter*>(model())->item(added).key);
                    expand(added);
                }
            });
    connect(&notes, &QAbstractItemModel::dataChanged, this, [this, &notes](const QModelIndex& first) {
        m_delegate->forget(notes.item(first).key);
        scheduleDelayedItemsLayout();
    });
    connect(&themes, &ThemeSource::changed, this, &NoteList::rethink);
    rethink();
    expandAll();
}

void NoteList::chooseScrolling()
{
    const bool smooth = static_cast<NoteFilter*>(model())->items().total() <= kMostSmooth;
    setVerticalScrollMode(smooth ? ScrollPerPixel : ScrollPerItem);
}

void NoteList::rethink()
{
    const Theme& theme = m_themes.theme();
    setFont(theme.ui);
    QPalette palette = this->palette();
    palette.setColor(QPalette::Base, theme.panel);
    palette.setColor(QPalette::Window, theme.panel);
    setPalette(palette);
    m_delegate->forget();
    scheduleDelayedItemsLayout();
}

int NoteList::cardWidth(const QModelIndex& index) const
{
    return viewport()->width() - (index.parent().isValid() ? kIndent : 0);
}

void NoteList::resizeEvent(QResizeEvent* event)
{
    QTreeView::resizeEvent(event);
    if (event->oldSize().width() != event->size().width())
        scheduleDelayedItemsLayout();
}

QString NoteList::linkAt(QPoint at) const
{
    const QModelIndex index = indexAt(at);
    return index.isValid() ? m_delegate->linkAt(at, visualRect(index), index) : QString();
}

void NoteList::mouseMoveEvent(QMouseEvent* event)
{
    viewport()->setCursor(linkAt(event->pos()).isEmpty() ? Qt::ArrowCursor : Qt::PointingHandCursor);
    QTreeView::mouseMoveEvent(event);
}

void NoteList::mousePressEvent(QMouseEvent* event)
{
    m_pressed = event->button() == Qt::LeftButton ? linkAt(event->pos()) : QString();
    QTreeView::mousePressEvent(event);
}

void NoteList::mouseReleaseEvent(QMouseEvent* event)
{
    QTreeView::mouseReleaseEvent(event);
    const QString link = std::exchange(m_pressed, {});
    if (!link.isEmpty() && link == linkAt(event->pos()))
        Q_EMIT linkWanted(link);
}

void NoteList::mouseDoubleClickEvent(QMouseEvent* event)
{
    QTreeView::mouseDoubleClickEvent(event);
    if (event->button() == Qt::LeftButton && linkAt(event->pos()).isEmpty() &&
        indexAt(event->pos()).isValid())
        Q_EMIT goTo();
}

void NoteList::keyPressEvent(QKeyEvent* event)
{
    const bool enter = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    if (enter && event->modifiers() == Qt::NoModifier && currentIndex().isValid()) {
        Q_EMIT goTo();
        return;
    }
    if (event->key() == Qt::Key_Up && !indexAbove(currentIndex()).isValid()) {
        Q_EMIT leave();
        return;
    }
    QTreeView::keyPressEvent(event);
}

} // namespace skein
