// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include <QAbstractButton>
#include <QPushButton>
#include <QWidget>
#include <vector>

#include "model/finding.h"
#include "views/style/theme.h"

namespace skein {

/// The certainty badge with its word: "◐ likely (the reporter's side is proved)".
class BadgeRow : public QWidget {
    Q_OBJECT

public:
    BadgeRow(Certainty certainty, const QString& note, const Theme& theme, QWidget* parent);
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent*) override;

private:
    Certainty m_certainty;
    QString m_text;
    const Theme& m_theme;
};

/// A row that can be clicked or reached with Tab: a glyph, the thread, the function, and the place at the right
/// end. Cut texts have a tooltip.
class PartyRow : public QAbstractButton {
    Q_OBJECT

public:
    struct Content {
        std::optional<AccessOp> op;      ///< drawn as a glyph; none leaves its place empty
        Certainty certainty = Certainty::Proved;
        QString thread, function, place, word;   ///< "G34", "streams.New", "streams.go:65", "possible"
        bool crashed = false;
        QString tip;
    };
    PartyRow(Content content, const Theme& theme, QWidget* parent);
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent*) override;
    void enterEvent(QEnterEvent*) override;
    void leaveEvent(QEvent*) override;

private:
    Content m_content;
    const Theme& m_theme;
};

/// One sentence, wrapped, with links to the lines of the log behind it: "… — lines 3, 88".
class EvidenceRow : public QWidget {
    Q_OBJECT

public:
    EvidenceRow(const QString& text, const std::vector<std::uint32_t>& lines, const Theme& theme, QWidget* parent);

Q_SIGNALS:
    void lineChosen(std::uint32_t line);
};

/// A button whose text ends in an ellipsis where there is no room for it.
class NoteRow final : public QPushButton {
    Q_OBJECT

public:
    using QPushButton::QPushButton;

protected:
    void paintEvent(QPaintEvent* event) override;
};

}  // namespace skein
