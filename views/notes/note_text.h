// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include "views/style/theme.h"

#include <QTextDocument>
#include <QUrl>

#include <memory>
#include <string_view>

namespace skein
{

/// Markdown that a stranger may have written, ready to be drawn: HTML in it is text, nothing is loaded from
/// anywhere, a picture is the words for it, a link has only an address that may be opened (see mayOpen).
/// `width` in pixels; `dim`: as something that is settled.
std::unique_ptr<QTextDocument> noteDocument(std::string_view markdown, const Theme& theme, qreal width,
                                            bool dim = false);

/// http, https and mailto with nothing hidden in them.
bool mayOpen(const QUrl& url);

/// Shows where a link leads, and opens it only when somebody says so.
void askToOpen(QWidget* parent, const QString& link);

} // namespace skein
