// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "views/filter_edit.h"

#include "views/style/text.h"

#include <QAbstractItemView>
#include <QCompleter>
#include <QCoreApplication>
#include <QHeaderView>
#include <QInputMethodEvent>
#include <QKeyEvent>
#include <QLabel>
#include <QScreen>
#include <QStandardItemModel>
#include <QTextCharFormat>
#include <QTreeView>
#include <QVBoxLayout>

#include <chrono>
#include <cstring>

namespace skein
{

using namespace std::chrono_literals;

namespace
{

enum Role { BeginRole = Qt::UserRole, EndRole };

/// Columns of the language are in bytes, those of the line in UTF-16 units.
qsizetype unitsOf(const std::string& bytes, std::size_t column)
{
    return QString::fromUtf8(bytes.data(), static_cast<qsizetype>(std::min(column, bytes.size()))).size();
}

} // namespace

FilterEdit::FilterEdit(ThemeSource& themes, QWidget* parent)
    : QWidget(parent),
      m_themes(themes),
      m_line(new QLineEdit(this)),
      m_error(new QLabel(this)),
      m_offers(new QStandardItemModel(this)),
      m_completer(new QCompleter(m_offers, this))
{
    auto* const layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(2);
    layout->addWidget(m_line);
    layout->addWidget(m_error);
    setFocusProxy(m_line);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Maximum);
    m_line->setClearButtonEnabled(true);
    m_line->setPlaceholderText(tr("Filter: state:chan* wait>5m func:~Exec not user"));
    m_line->setToolTip(tr("A word is looked for everywhere; Ctrl+Space shows what can be asked for"));
    m_line->setAccessibleName(tr("Filter"));
    m_line->installEventFilter(this);
    m_error->setTextFormat(Qt::PlainText);
    m_error->setWordWrap(true);
    m_error->hide();

    auto* const popup = new QTreeView;
    popup->setRootIsDecorated(false);
    popup->setUniformRowHeights(true);
    popup->header()->hide();
    m_completer->setPopup(popup);
    m_completer->setWidget(m_line);
    m_completer->setCompletionMode(QCompleter::UnfilteredPopupCompletion);
    m_completer->setMaxVisibleItems(10);
    connect(m_completer, qOverload<const QModelIndex&>(&QCompleter::activated), this, &FilterEdit::take);

    m_wait.setSingleShot(true);
    m_wait.setInterval(150ms);
    connect(&m_wait, &QTimer::timeout, this, &FilterEdit::read);
    connect(m_line, &QLineEdit::textEdited, this, [this] {
        m_recalled = 0;
        offer();
    });
    connect(m_line, &QLineEdit::textChanged, this, [this] {
        if (!m_marking)
            m_wait.start();
    });
    connect(m_line, &QLineEdit::returnPressed, this, [this] {
        // The line hears of the key first, but it is for what is chosen in the list.
        if (m_completer->popup()->isVisible() && m_completer->popup()->currentIndex().isValid())
            return;
        read();
        if (!error().isEmpty())
            return;
        remember();
        Q_EMIT applied();
        Q_EMIT leave();
    });
    connect(&themes, &ThemeSource::changed, this, &FilterEdit::rethink);
    rethink();
}

/// A list that is still open is closed while what it is about is still there.
FilterEdit::~FilterEdit()
{
    m_completer->popup()->hide();
}

void FilterEdit::setValues(Values values)
{
    m_values = std::move(values);
}

void FilterEdit::setText(const QString& text)
{
    m_line->setText(text);
    read();
}

QString FilterEdit::error() const
{
    return m_error->isHidden() ? QString() : m_error->text();
}

void FilterEdit::read()
{
    m_wait.stop();
    const std::string text = m_line->text().toStdString();
    auto filter = triage::Filter::parse(text);
    mark(filter ? nullptr : &filter.error());
    if (!filter || m_understood == m_line->text())
        return;
    m_understood = m_line->text();
    m_filter = std::move(*filter);
    Q_EMIT filterChanged();
}

/// QLineEdit has no formats of its own, but shows those of an input method.
void FilterEdit::mark(const triage::FilterError* error)
{
    QList<QInputMethodEvent::Attribute> formats;
    if (error) {
        const std::string text = m_line->text().toStdString();
        const std::size_t begin = error->column > 0 ? error->column - 1 : 0;
        const auto from = unitsOf(text, begin);
        const auto to = std::max(from + 1, unitsOf(text, begin + error->length));
        QTextCharFormat wrong;
        wrong.setUnderlineStyle(QTextCharFormat::WaveUnderline);
        wrong.setUnderlineColor(m_themes.theme().crash);
        wrong.setForeground(m_themes.theme().crash);
        formats.append({QInputMethodEvent::TextFormat, static_cast<int>(from) - m_line->cursorPosition(),
                        static_cast<int>(to - from), wrong});
        m_error->setText(tr("Column %1: %2").arg(from + 1).arg(style::text(error->message)));
    }
    m_error->setVisible(error != nullptr);
    m_marking = true;
    QInputMethodEvent event(QString(), formats);
    QCoreApplication::sendEvent(m_line, &event);
    m_marking = false;
}

void FilterEdit::offer()
{
    static const triage::FilterValues kNothing;
    const std::string text = m_line->text().toStdString();
    const std::string before = m_line->text().left(m_line->cursorPosition()).toStdString();
    const auto offers = triage::complete(text, before.size(), m_values ? *m_values : kNothing);
    m_offers->clear();
    for (const triage::Completion& completion : offers) {
        auto* const item = new QStandardItem(QString::fromStdString(completion.text));
        item->setData(static_cast<int>(unitsOf(text, completion.begin)), BeginRole);
        item->setData(static_cast<int>(unitsOf(text, completion.end)), EndRole);
        item->setFont(m_themes.theme().mono);
        auto* const help = new QStandardItem(QString::fromStdString(completion.help));
        help->setForeground(m_themes.theme().dim);
        m_offers->appendRow({item, help});
    }
    if (offers.empty() || !m_line->hasFocus())
        return m_completer->popup()->hide();
    auto* const popup = static_cast<QTreeView*>(m_completer->popup());
    popup->resizeColumnToContents(0);
    popup->resizeColumnToContents(1);
    const int wanted = popup->columnWidth(0) + popup->columnWidth(1) + 40;
    const int room = m_line->screen() ? m_line->screen()->availableGeometry().width() / 2 : 800;
    QRect at = m_line->rect();
    at.setWidth(std::clamp(wanted, std::min(m_line->width(), room), room));
    m_completer->complete(at);
}

void FilterEdit::take(const QModelIndex& index)
{
    const QModelIndex first = index.siblingAtColumn(0);
    QString text = m_line->text();
    const int begin = first.data(BeginRole).toInt();
    const QString with = first.data().toString();
    text.replace(begin, first.data(EndRole).toInt() - begin, with);
    m_line->setText(text);
    m_line->setCursorPosition(begin + static_cast<int>(with.size()));
    // A key wants its value next.
    if (with.endsWith(u':') || with.endsWith(u'.'))
        QTimer::singleShot(0, this, &FilterEdit::offer);
}

void FilterEdit::remember()
{
    constexpr qsizetype kMost = 50;
    m_recalled = 0;
    if (m_line->text().isEmpty())
        return;
    m_history.removeAll(m_line->text());
    m_history.append(m_line->text());
    if (m_history.size() > kMost)
        m_history.removeFirst();
}

/// One step back in what was asked for before, or forward again. False where there is nothing.
bool FilterEdit::recall(int back)
{
    const qsizetype at = m_recalled + back;
    if (at < 0 || at > m_history.size() || (at == 0 && m_recalled == 0))
        return false;
    m_recalled = at;
    m_line->setText(at == 0 ? QString() : m_history[m_history.size() - at]);
    return true;
}

bool FilterEdit::eventFilter(QObject* watched, QEvent* event)
{
    if (watched != m_line || event->type() != QEvent::KeyPress)
        return QWidget::eventFilter(watched, event);
    const auto* const key = static_cast<QKeyEvent*>(event);
    if ((key->key() == Qt::Key_Up && recall(1)) ||
        (key->key() == Qt::Key_Down && m_recalled > 0 && recall(-1)))
        return true;
    const bool asks = key->key() == Qt::Key_Space && key->modifiers() == Qt::ControlModifier;
    if (asks || (key->key() == Qt::Key_Down && m_line->text().isEmpty())) {
        offer();
        return true;
    }
    if (key->key() == Qt::Key_Down) {
        Q_EMIT leave();
        return true;
    }
    if (key->key() == Qt::Key_Escape) {
        if (m_line->text().isEmpty())
            Q_EMIT leave();
        else
            setText({});
        return true;
    }
    return QWidget::eventFilter(watched, event);
}

void FilterEdit::rethink()
{
    const Theme& theme = m_themes.theme();
    m_line->setFont(theme.mono);
    QPalette palette = m_line->palette();
    palette.setColor(QPalette::Base, theme.panel);
    m_line->setPalette(palette);
    QPalette wrong = m_error->palette();
    wrong.setColor(QPalette::WindowText, theme.crash);
    m_error->setPalette(wrong);
    m_error->setFont(theme.ui);
}

} // namespace skein
