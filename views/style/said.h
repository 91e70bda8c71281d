// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include "views/style/theme.h"

#include <QPainter>
#include <QString>

#include <cstdint>
#include <string_view>

/// How everything looks that a person said, so that nobody takes it for what Skein found out: a speech
/// bubble, the words "said by", and colours that certainty does not have.
namespace skein::style
{

/// Of a note, by the name in notes::kColours; other names are none. For stripes, pins and arrows: at least 3
/// : 1 on `background` and `panel`.
QColor noteMark(const Theme& theme, std::string_view colour);
/// The same as an area with text on it.
QColor noteWash(const Theme& theme, std::string_view colour);
/// "yellow" as people say it; "no colour" for none.
QString noteColourWord(std::string_view colour);

/// A speech bubble, filled; hollow for what is resolved. Its tip points down to the left.
void saidBubble(QPainter& p, const QRectF& box, const QColor& colour, bool hollow = false);

/// "said by Ann"; "said by somebody" where there is no name.
QString saidBy(std::string_view author);
/// "Ann"; "somebody" where there is no name.
QString authorName(std::string_view author);

/// "just now", "5 minutes ago", "yesterday, 12:30", "21 Nov 2026", from milliseconds since 1970, in local
/// time.
QString shownTime(std::int64_t at, std::int64_t now);
/// To the second, with the zone.
QString exactTime(std::int64_t at);

} // namespace skein::style
