// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
//
// What people said about threads and their calls, in the stacks.
#include "views/report/note_text.h"
#include "views/sides/sides_canvas.h"
#include "views/style/note_glyphs.h"
#include "views/style/text.h"

#include <algorithm>
#include <cmath>

namespace skein
{
namespace
{

constexpr std::uint32_t kThread = ~std::uint32_t{0}; // a note on the thread itself
constexpr std::size_t kSheets = 3;                   // in a header
constexpr double kGap = 3;

} // namespace

void SidesCanvas::setSaid(std::shared_ptr<const ShownNotes> said)
{
    m_said = std::move(said);
    m_notes.clear();
    for (std::size_t i = 0; m_said && i < m_said->list.size(); ++i) {
        const ShownNote& note = m_said->list[i];
        if (note.kind == ShownNote::Kind::Note && note.thread)
            m_notes.push_back(
                {note.thread, note.at.access ? kThread - 1 : note.at.frame.value_or(kThread), i});
    }
    std::ranges::sort(m_notes);
    viewport()->update();
}

void SidesCanvas::setChosenNote(notes::NoteId note)
{
    m_chosenNote = note;
    viewport()->update();
}

std::vector<std::size_t> SidesCanvas::notesOn(std::size_t column, std::optional<std::uint32_t> frame) const
{
    std::vector<std::size_t> result;
    const sides::Party& party = m_shown[column];
    if (m_notes.empty() || !party.thread)
        return result;
    const auto add = [&](std::uint32_t on) {
        const NoteOn least{party.thread, on, 0};
        for (auto at = std::ranges::lower_bound(m_notes, least);
             at != m_notes.end() && at->thread == party.thread && at->frame == on; ++at)
            result.push_back(at->note);
    };
    if (!frame) {
        add(kThread);
        if (!party.frame)
            add(kThread - 1);
        return result;
    }
    if (party.printed.empty())
        add(*frame);
    if (party.frame == frame)
        add(kThread - 1); // on the access
    return result;
}

std::vector<SidesCanvas::Sheet> SidesCanvas::sheetsOf(const std::vector<std::size_t>& notes, double x,
                                                      double middle, std::size_t most) const
{
    std::vector<Sheet> result;
    for (std::size_t i = 0; i < notes.size() && i < most; ++i) {
        const QSizeF size = glyph::noteSize(m_said->list[notes[i]].number, m_smallBold);
        result.push_back({notes[i], QRectF({x, std::round(middle - size.height() / 2)}, size)});
        x += size.width() + kGap;
    }
    return result;
}

double SidesCanvas::drawSheets(QPainter& p, const std::vector<Sheet>& sheets)
{
    double right = 0;
    for (const Sheet& sheet : sheets) {
        const ShownNote& note = m_said->list[sheet.note];
        glyph::note(p, sheet.box,
                    {.number = note.number,
                     .colour = note.colour,
                     .resolved = note.resolved,
                     .chosen = m_chosenNote && note.id == m_chosenNote},
                    m_smallBold, m_themes.theme());
        right = sheet.box.right();
    }
    return right;
}

/// Bubbles of a row stand before its number, where a stack of less than a hundred calls has room.
std::vector<SidesCanvas::Sheet> SidesCanvas::rowSheets(std::size_t row, std::size_t column) const
{
    const sides::Cell& cell = m_grid.at(row, column);
    if (!m_said || cell.kind != sides::Cell::Kind::Frame)
        return {};
    return sheetsOf(notesOn(column, cell.frame), columnRect(column).left() + 4, rowTop(row) + m_rowHeight / 2,
                    1);
}

/// The first words of the note on a call, where the line has room for them.
void SidesCanvas::drawNoteWords(QPainter& p, std::size_t column, std::uint32_t frame, double x, double middle,
                                double room)
{
    const auto notes = m_said ? notesOn(column, frame) : std::vector<std::size_t>();
    if (notes.empty())
        return;
    const ShownNote& first = m_said->list[notes.front()];
    const std::string more = notes.size() > 1 ? " (+" + std::to_string(notes.size() - 1) + ")" : "";
    glyph::paperStrip(p, x, middle, room,
                      style::text(authorOf(first) + ": " + note_text::brief(first.text, 120) + more, 1000),
                      m_small, m_themes.theme(), first.colour);
}

/// Behind the name of a thread: what people call it, and the notes on it. Returns where they end.
double SidesCanvas::drawHeaderNotes(QPainter& p, std::size_t column, double x, double middle, double right)
{
    m_headerSheets.erase(column);
    if (!m_said || !m_shown[column].thread)
        return x;
    if (const auto* name = m_said->nameOf(m_shown[column].thread)) {
        const QString text = QStringLiteral("“%1”").arg(style::text(name->text, 200));
        const QRectF box =
            glyph::paperStrip(p, x, middle, (right - x) * 0.4, text, m_small, m_themes.theme());
        if (!box.isNull())
            x = box.right() + 8;
    }
    const auto sheets = sheetsOf(notesOn(column, {}), x, middle, kSheets);
    if (sheets.empty())
        return x;
    m_headerSheets[column] = sheets;
    return drawSheets(p, sheets) + 8;
}

std::optional<std::size_t> SidesCanvas::noteAt(QPointF pos) const
{
    const auto spot = m_said ? spotAt(pos) : std::nullopt;
    if (!spot)
        return {};
    std::vector<Sheet> sheets;
    if (spot->row)
        sheets = rowSheets(*spot->row, spot->column);
    else if (const auto found = m_headerSheets.find(spot->column); found != m_headerSheets.end())
        sheets = found->second;
    for (const Sheet& sheet : sheets)
        if (sheet.box.adjusted(-2, -2, 2, 2).contains(pos))
            return sheet.note;
    return {};
}

} // namespace skein
