// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include "model/analysis/steps.h"
#include "views/style/theme.h"

#include <QLabel>
#include <QTimer>
#include <QToolButton>
#include <QWidget>

#include <optional>

namespace skein
{

/// Plays the events of a timeline one after another: buttons, and a sentence about the step with its
/// certainty and what is known of its place among the others. Says which step is told; shows nothing else.
class TimelinePlayer : public QWidget
{
    Q_OBJECT

public:
    explicit TimelinePlayer(const ThemeSource& themes, QWidget* parent = nullptr);

    /// Another story: begins before its first step.
    void setSteps(Steps steps);
    const Steps& steps() const { return m_steps; }
    /// Index of the step that is told; none before the first.
    std::optional<std::size_t> at() const { return m_at; }
    bool playing() const { return m_timer.isActive(); }
    /// What stands beside the buttons.
    QString words() const { return m_words->text(); }

public Q_SLOTS:
    void first() { go(0); }
    void previous();
    void next();
    void last();
    void playOrPause();
    void stop();

Q_SIGNALS:
    /// The user went to another step; none: before the first.
    void told(std::optional<std::size_t> step);
    void closed();

protected:
    void keyPressEvent(QKeyEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    QToolButton* button(const QString& sign, const QString& name, const char* id);
    void go(std::size_t step);
    void tell();
    void refresh();
    void restyle();

    const ThemeSource& m_themes;
    Steps m_steps;
    std::optional<std::size_t> m_at;
    QTimer m_timer;
    QToolButton *m_first, *m_previous, *m_play, *m_next, *m_last;
    QLabel* m_words;
};

} // namespace skein
