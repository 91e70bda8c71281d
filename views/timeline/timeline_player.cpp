// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "views/timeline/timeline_player.h"

#include "views/style/text.h"

#include <QAccessible>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QPainter>

namespace skein
{
namespace
{

constexpr int kPace = 1600; // milliseconds for a step, as the exported page has it

} // namespace

TimelinePlayer::TimelinePlayer(const ThemeSource& themes, QWidget* parent)
    : QWidget(parent), m_themes(themes), m_words(new QLabel(this))
{
    setFocusPolicy(Qt::StrongFocus);
    setAccessibleName(tr("Step by step"));
    auto* const row = new QHBoxLayout(this);
    row->setContentsMargins(8, 4, 8, 4);
    row->setSpacing(2);
    m_first = button(QStringLiteral("|◀"), tr("First step (Home)"), "stepFirst");
    m_previous = button(QStringLiteral("◀"), tr("Step back (Left)"), "stepPrevious");
    m_play = button(QStringLiteral("▶ ") + tr("play"), tr("Play or pause (Space)"), "stepPlay");
    m_next = button(QStringLiteral("▶"), tr("Next step (Right)"), "stepNext");
    m_last = button(QStringLiteral("▶|"), tr("Last step (End)"), "stepLast");
    m_words->setTextFormat(Qt::PlainText);
    m_words->setWordWrap(true);
    m_words->setObjectName(QStringLiteral("stepWords"));
    m_words->setMinimumWidth(120);
    row->addSpacing(8);
    row->addWidget(m_words, 1);
    auto* const close = button(QStringLiteral("✕"), tr("Close the steps (Escape)"), "stepClose");
    connect(m_first, &QToolButton::clicked, this, [this] {
        stop();
        first();
    });
    connect(m_previous, &QToolButton::clicked, this, &TimelinePlayer::previous);
    connect(m_play, &QToolButton::clicked, this, &TimelinePlayer::playOrPause);
    connect(m_next, &QToolButton::clicked, this, &TimelinePlayer::next);
    connect(m_last, &QToolButton::clicked, this, &TimelinePlayer::last);
    connect(close, &QToolButton::clicked, this, &TimelinePlayer::closed);
    m_timer.setInterval(kPace);
    connect(&m_timer, &QTimer::timeout, this, [this] {
        const std::size_t step = m_at ? *m_at + 1 : 0;
        if (step + 1 >= m_steps.list.size())
            stop();
        go(step);
    });
    connect(&themes, &ThemeSource::changed, this, &TimelinePlayer::restyle);
    restyle();
    refresh();
}

QToolButton* TimelinePlayer::button(const QString& sign, const QString& name, const char* id)
{
    auto* const made = new QToolButton(this);
    made->setText(sign);
    made->setToolTip(style::plainTooltip(name));
    made->setAccessibleName(name);
    made->setObjectName(QLatin1String(id));
    made->setFocusPolicy(Qt::TabFocus);
    made->setAutoRaise(true);
    layout()->addWidget(made);
    return made;
}

void TimelinePlayer::restyle()
{
    const Theme& t = m_themes.theme();
    setPalette(t.palette());
    const QFont font = style::scaled(t.ui, 0.95);
    for (QWidget* const child : findChildren<QWidget*>())
        child->setFont(font);
    setStyleSheet(QStringLiteral("QToolButton{color:%1;border:1px solid %2;border-radius:4px;padding:1px 7px}"
                                 "QToolButton:hover,QToolButton:focus{border-color:%3}"
                                 "QToolButton:disabled{color:%4}QLabel{color:%1}")
                      .arg(t.text.name(), t.line.name(), t.accent.name(), t.faint.name()));
    update();
}

void TimelinePlayer::setSteps(Steps steps)
{
    stop();
    m_steps = std::move(steps);
    m_at.reset();
    refresh();
}

void TimelinePlayer::go(std::size_t step)
{
    if (m_steps.list.empty())
        return;
    m_at = std::min(step, m_steps.list.size() - 1);
    tell();
}

void TimelinePlayer::previous()
{
    stop();
    if (m_at && *m_at > 0)
        go(*m_at - 1);
}

void TimelinePlayer::next()
{
    stop();
    go(m_at ? *m_at + 1 : 0);
}

void TimelinePlayer::last()
{
    stop();
    go(m_steps.list.size());
}

void TimelinePlayer::playOrPause()
{
    if (playing())
        return stop();
    if (m_steps.list.empty())
        return;
    if (m_at && *m_at + 1 >= m_steps.list.size())
        m_at.reset(); // from the beginning
    m_timer.start();
    go(m_at ? *m_at + 1 : 0);
    if (*m_at + 1 >= m_steps.list.size())
        stop();
    refresh();
}

void TimelinePlayer::stop()
{
    m_timer.stop();
    refresh();
}

void TimelinePlayer::tell()
{
    refresh();
    Q_EMIT told(m_at);
    if (!QAccessible::isActive())
        return;
    QAccessibleAnnouncementEvent event(this, m_words->text());
    QAccessible::updateAccessibility(&event);
}

void TimelinePlayer::refresh()
{
    const std::size_t count = m_steps.list.size();
    m_play->setText(playing() ? QStringLiteral("❚❚ ") + tr("pause") : QStringLiteral("▶ ") + tr("play"));
    m_first->setEnabled(m_at && *m_at > 0);
    m_previous->setEnabled(m_at && *m_at > 0);
    const bool more = count > 0 && (!m_at || *m_at + 1 < count);
    m_next->setEnabled(more);
    m_last->setEnabled(more);
    m_play->setEnabled(count > 0);
    if (count == 0) {
        m_words->setText(tr("Nothing to play: no event of these threads is known."));
    } else if (!m_at) {
        QString words = tr("%n step(s), in one order that contradicts nothing that is known.", nullptr,
                           static_cast<int>(count));
        if (m_steps.leftOut > 0)
            words += u' ' + tr("%n further event(s) are not told.", nullptr,
                               static_cast<int>(std::min<std::size_t>(m_steps.leftOut, 1'000'000)));
        m_words->setText(words);
    } else {
        const Step& step = m_steps.list[*m_at];
        m_words->setText(tr("Step %1 of %2, %3: %4 %5")
                             .arg(*m_at + 1)
                             .arg(count)
                             .arg(style::certaintyWord(step.certainty), style::text(step.text, 1000),
                                  style::text(step.order, 1000)));
    }
}

void TimelinePlayer::keyPressEvent(QKeyEvent* event)
{
    switch (event->key()) {
    case Qt::Key_Left:
        return previous();
    case Qt::Key_Right:
        return next();
    case Qt::Key_Home:
        stop();
        return first();
    case Qt::Key_End:
        return last();
    case Qt::Key_Space:
        return playOrPause();
    case Qt::Key_Escape:
        Q_EMIT closed();
        return;
    default:
        QWidget::keyPressEvent(event);
    }
}

void TimelinePlayer::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    const Theme& t = m_themes.theme();
    painter.fillRect(rect(), t.background);
    painter.setPen(QPen(hasFocus() ? t.accent : t.line, 1));
    painter.drawRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5));
}

} // namespace skein
