// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include <QMultiMap>
#include <QPlainTextEdit>

#include "views/style/theme.h"

namespace KSyntaxHighlighting {
class Repository;
class SyntaxHighlighter;
}

namespace skein {

/// Read-only source with line numbers and one marked line.
class CodeEdit : public QPlainTextEdit {
    Q_OBJECT

public:
    CodeEdit(KSyntaxHighlighting::Repository& repository, QWidget* parent);

    /// Shows `text` highlighted for `fileName`, scrolled to `line` (1-based), which is marked. `checked` are what
    /// static checkers say, by line: these are underlined, and the words are their tooltips.
    void showSource(const QString& text, const QString& fileName, int line, const QMultiMap<int, QString>& checked,
                    const Theme& theme);
    void applyTheme(const Theme& theme);

protected:
    void resizeEvent(QResizeEvent*) override;
    bool eventFilter(QObject* watched, QEvent* event) override;
    bool viewportEvent(QEvent* event) override;

private:
    int gutterWidth() const;
    void layoutGutter();
    void paintGutter();

    KSyntaxHighlighting::Repository& m_repository;
    KSyntaxHighlighting::SyntaxHighlighter* m_highlighter;
    QWidget* m_gutter;
    Theme m_theme;
    QMultiMap<int, QString> m_checked;
    int m_line = 0;
};

}  // namespace skein
