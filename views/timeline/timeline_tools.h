// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include "views/style/theme.h"
#include "views/timeline/timeline_axis.h"

#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QToolButton>
#include <QWidget>

namespace skein
{

/// What stands in the timeline's title bar: which dump, filter, how many lanes, order or clock, zoom.
class TimelineTools : public QWidget
{
    Q_OBJECT

public:
    explicit TimelineTools(const ThemeSource& themes, QWidget* parent = nullptr);

    void setCount(const QString& text);
    void setAxis(TimeAxis::Kind kind);
    /// `why` says why there is no clock, where there is none.
    void setClockKnown(bool known, const QString& why);
    /// The dumps of the file; one needs no choosing.
    void setSnapshots(const QStringList& names, int current);
    void focusFilter();
    void clearFilter() { m_filter->clear(); }

    void setSteps(bool on) { m_steps->setChecked(on); }

Q_SIGNALS:
    void filterChanged(const QString& words);
    void filterLeft();
    void axisChosen(skein::TimeAxis::Kind kind);
    void snapshotChosen(int index);
    void zoomWanted(double factor);
    void fitWanted();
    void stepsToggled(bool on);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    QToolButton* button(const QString& text, const QString& tip, bool checkable = false);
    void restyle();

    const ThemeSource& m_themes;
    QComboBox* m_snapshots;
    QLineEdit* m_filter;
    QLabel* m_count;
    QToolButton *m_order, *m_clock, *m_steps;
};

} // namespace skein
