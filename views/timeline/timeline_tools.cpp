// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "views/timeline/timeline_tools.h"

#include "views/style/text.h"

#include <QButtonGroup>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QSignalBlocker>

namespace skein
{

TimelineTools::TimelineTools(const ThemeSource& themes, QWidget* parent)
    : QWidget(parent),
      m_themes(themes),
      m_snapshots(new QComboBox(this)),
      m_filter(new QLineEdit(this)),
      m_count(new QLabel(this)),
      m_order(button(tr("order"), tr("What is known of the order of events"), true)),
      m_clock(button(tr("clock"), tr("Minutes before the dump"), true)),
      m_steps(button(tr("steps"), tr("Play the events one after another (F8)"), true))
{
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    layout->addWidget(m_snapshots);
    layout->addWidget(m_filter);
    layout->addWidget(m_count);

    auto* axis = new QHBoxLayout;
    axis->setSpacing(0);
    axis->addWidget(m_order);
    axis->addWidget(m_clock);
    layout->addLayout(axis);
    layout->addWidget(m_steps);
    m_steps->setObjectName(QStringLiteral("steps"));
    m_steps->setAccessibleName(tr("Step by step"));
    connect(m_steps, &QToolButton::clicked, this, &TimelineTools::stepsToggled);
    auto* out = button(QStringLiteral("−"), tr("Zoom out (−)"));
    auto* in = button(QStringLiteral("+"), tr("Zoom in (+)"));
    auto* fit = button(tr("fit"), tr("Show the whole axis (0)"));
    auto* zoom = new QHBoxLayout;
    zoom->setSpacing(2);
    zoom->addWidget(out);
    zoom->addWidget(in);
    zoom->addWidget(fit);
    layout->addLayout(zoom);

    auto* group = new QButtonGroup(this);
    group->addButton(m_order);
    group->addButton(m_clock);
    m_order->setChecked(true);
    m_order->setObjectName(QStringLiteral("order"));
    m_clock->setObjectName(QStringLiteral("clock"));
    in->setAccessibleName(tr("Zoom in"));
    out->setAccessibleName(tr("Zoom out"));

    m_count->setTextFormat(Qt::PlainText);
    m_filter->setPlaceholderText(tr("filter lanes"));
    m_filter->setClearButtonEnabled(true);
    m_filter->setToolTip(style::plainTooltip(tr("Words that must all match: function, state, G35, wait>5m. "
                                                "Ctrl+F or / in the timeline leads here.")));
    m_filter->setAccessibleName(tr("Filter lanes"));
    m_filter->setMinimumWidth(90);
    m_filter->setMaximumWidth(190);
    m_filter->installEventFilter(this);
    m_snapshots->setAccessibleName(tr("Dump"));
    m_snapshots->setVisible(false);
    m_snapshots->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_snapshots->setMinimumContentsLength(12);

    connect(m_filter, &QLineEdit::textChanged, this, &TimelineTools::filterChanged);
    connect(m_order, &QToolButton::clicked, this, [this] { Q_EMIT axisChosen(TimeAxis::Kind::Order); });
    connect(m_clock, &QToolButton::clicked, this, [this] { Q_EMIT axisChosen(TimeAxis::Kind::Clock); });
    connect(in, &QToolButton::clicked, this, [this] { Q_EMIT zoomWanted(1.4); });
    connect(out, &QToolButton::clicked, this, [this] { Q_EMIT zoomWanted(1 / 1.4); });
    connect(fit, &QToolButton::clicked, this, &TimelineTools::fitWanted);
    connect(m_snapshots, &QComboBox::activated, this, &TimelineTools::snapshotChosen);
    connect(&themes, &ThemeSource::changed, this, &TimelineTools::restyle);
    restyle();
}

QToolButton* TimelineTools::button(const QString& text, const QString& tip, bool checkable)
{
    auto* result = new QToolButton(this);
    result->setText(text);
    result->setToolTip(style::plainTooltip(tip));
    result->setCheckable(checkable);
    result->setAutoRaise(true);
    result->setFocusPolicy(Qt::TabFocus);
    return result;
}

void TimelineTools::restyle()
{
    const Theme& t = m_themes.theme();
    const QFont small = style::scaled(t.ui, 0.92);
    setFont(small);
    for (QWidget* child : findChildren<QWidget*>())
        child->setFont(small);
    QPalette dim = m_count->palette();
    dim.setColor(QPalette::WindowText, t.dim);
    m_count->setPalette(dim);
    const QString text = t.text.name(), faded = t.dim.name(), line = t.line.name(), on = t.selection.name();
    setStyleSheet(
        QStringLiteral(
            "QToolButton{color:%1;background:transparent;border:1px solid transparent;border-radius:4px;"
            "padding:1px 7px}"
            "QToolButton:hover,QToolButton:focus{border-color:%3;color:%2}"
            "QToolButton#order,QToolButton#clock,QToolButton#steps{border-color:%3}"
            "QToolButton#order{border-top-right-radius:0;border-bottom-right-radius:0;border-right-width:0}"
            "QToolButton#clock{border-top-left-radius:0;border-bottom-left-radius:0}"
            "QToolButton:checked{background:%4;color:%2}"
            "QToolButton:focus{border-color:%5}"
            "QToolButton:disabled{color:%6}"
            "QLineEdit{color:%2;background:%7;border:1px solid %3;border-radius:4px;padding:1px 5px}"
            "QLineEdit:focus{border-color:%5}")
            .arg(faded, text, line, on, t.accent.name(), t.faint.name(), t.panel.name()));
}

bool TimelineTools::eventFilter(QObject* watched, QEvent* event)
{
    if (watched == m_filter && event->type() == QEvent::KeyPress) {
        const int key = static_cast<QKeyEvent*>(event)->key();
        if (key == Qt::Key_Escape)
            m_filter->clear();
        if (key == Qt::Key_Escape || key == Qt::Key_Down || key == Qt::Key_Return) {
            Q_EMIT filterLeft();
            return true;
        }
    }
    return QWidget::eventFilter(watched, event);
}

void TimelineTools::setCount(const QString& text)
{
    m_count->setText(text);
    m_count->setToolTip(style::plainTooltip(text));
}

void TimelineTools::setAxis(TimeAxis::Kind kind)
{
    (kind == TimeAxis::Kind::Clock ? m_clock : m_order)->setChecked(true);
}

void TimelineTools::setClockKnown(bool known, const QString& why)
{
    m_clock->setEnabled(known);
    m_clock->setToolTip(style::plainTooltip(known ? tr("Minutes before the dump") : why));
}

void TimelineTools::setSnapshots(const QStringList& names, int current)
{
    const QSignalBlocker quiet(m_snapshots);
    m_snapshots->clear();
    m_snapshots->addItems(names);
    m_snapshots->setCurrentIndex(current);
    m_snapshots->setVisible(names.size() > 1);
}

void TimelineTools::focusFilter()
{
    m_filter->setFocus(Qt::ShortcutFocusReason);
    m_filter->selectAll();
}

} // namespace skein
