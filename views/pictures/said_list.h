// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include "views/report/shown_note.h"
#include "views/style/theme.h"

#include <QPainter>
#include <QSizeF>
#include <QString>
#include <QStringList>

#include <vector>

namespace skein
{

/// How much of what people said a list shows; what it leaves out it counts.
struct SaidExtent {
    std::size_t notes = 60;
    std::size_t bytes = 1500; ///< of one text
    std::size_t lines = 40;   ///< of one text
};

/// What people said, in words below a picture: the number that stands in the picture, who, of what, the text.
class SaidList
{
public:
    SaidList() = default;
    SaidList(const ShownNotes& said, double width, const Theme& theme, SaidExtent extent);

    bool empty() const { return m_entries.empty(); }
    double height() const;
    void draw(QPainter& painter) const { draw(painter, 0, m_entries.size()); }

    /// For paper: how many entries from `first` on fit into `height`, at least one.
    std::size_t fitting(std::size_t first, double height) const;
    std::size_t size() const { return m_entries.size(); }
    void draw(QPainter& painter, std::size_t first, std::size_t last) const;

private:
    struct Entry {
        ShownNote::Kind kind = ShownNote::Kind::Note;
        std::uint32_t number = 0;
        std::string colour;
        bool resolved = false;
        QString head;
        QStringList lines;
        double height = 0;
    };
    double headHeight() const;

    Theme m_theme;
    double m_width = 0;
    std::vector<Entry> m_entries;
};

} // namespace skein
