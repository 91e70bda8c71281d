// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include <KSyntaxHighlighting/AbstractHighlighter>
#include <QList>
#include <QString>
#include <QTextLayout>
#include <string_view>

#include "views/style/theme.h"

namespace KSyntaxHighlighting {
class Repository;
}

namespace skein {

/// One line of a log as it is shown: tabs expanded, control characters and broken bytes made visible, cut where
/// it is absurdly long.
struct ShownLine {
    static constexpr qsizetype kMaxColumns = 4000;
    QString text;
    bool cut = false;
};

ShownLine showLine(std::string_view raw);

/// Colours single lines with Skein's own definition (resources/syntax). No state crosses lines: any line of a
/// file of any size can be drawn without looking at those before it.
class LineHighlighter : private KSyntaxHighlighting::AbstractHighlighter {
public:
    explicit LineHighlighter(KSyntaxHighlighting::Repository& repository);

    /// Colour ranges of `text` in the colours of `theme`.
    QList<QTextLayout::FormatRange> highlight(const QString& text, const Theme& theme);

private:
    void applyFormat(int offset, int length, const KSyntaxHighlighting::Format& format) override;

    QList<QTextLayout::FormatRange> m_ranges;
    const Theme* m_theme = nullptr;
};

}  // namespace skein
