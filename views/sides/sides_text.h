// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include "views/sides/sides_model.h"

#include <QString>
#include <QStringList>

/// Every word of the both-sides view. Text from the log is made printable here.
namespace skein::sides
{

/// "G35"
QString threadName(const Thread& thread);
/// "reporter, proved", "waits for 0xc000124008, held by G34, likely"
QString role(const Log& log, const Party& party);
/// "sync.Mutex.Lock ≥ 5 min"
QString stateWords(const Log& log, const Thread& thread);
QString function(const Log& log, FrameId frame);
/// "streams.go:65"
QString place(const Log& log, FrameId frame);
/// "created by http.(*Server).Serve in G19"
QString createdBy(const Log& log, const Thread& thread);
QString elided(std::uint32_t frames);
/// Why there is no stack, in the log's words where it has any.
QString noStack(const Thread& thread);

/// Full function, path, the arguments as this thread's lines print them, and what static checkers say of it.
QString frameTooltip(const Analysis& analysis, const Party& party, std::uint32_t frame);
/// What static checkers say of the line of a frame, one sentence each.
QStringList checkerLines(const Analysis& analysis, FrameId frame);
QString partyTooltip(const Log& log, const Party& party);
/// One whole stack for the clipboard.
QString stackText(const Analysis& analysis, const Party& party);

} // namespace skein::sides
