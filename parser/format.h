// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include "model/log.h"
#include "parser/line_cursor.h"
#include "parser/log_builder.h"

#include <memory>
#include <span>
#include <string_view>
#include <vector>

namespace skein
{

/// Reads one format out of a log, from its beginning to its end. Made once per log; keeps what is open
/// between calls.
class FormatReader
{
public:
    virtual ~FormatReader() = default;
    /// The cursor stands at a line that holds one of the format's anchors, behind whatever prefix. Reads on
    /// as far as it is this format's; false where it is not, and then the cursor still stands there. True
    /// means that it has moved.
    virtual bool read(LineCursor& in, LogBuilder& out) = 0;
    /// The text has ended: whatever is open is to be closed.
    virtual void finish(LogBuilder& out) = 0;
};

/// What a thread's lines hold that interning leaves in the text.
struct ThreadLines {
    std::vector<FrameText> frames;
    LineSpan createdBy;
};

/// One kind of text that Skein can read. Adding one: a file that defines it, a line in formats.cpp, fixtures.
struct Format {
    std::string_view id;    ///< Snapshot::format
    std::string_view title; ///< for people
    /// Texts of which one stands in the line where something of this format begins. At least six bytes each,
    /// and rare in ordinary logs: whole gigabytes are searched for nothing else. A 9 behind the sixth byte
    /// stands for any digit.
    const std::vector<std::string_view>& (*anchors)();
    /// Lines that must be recognised; the tests and the documentation use them.
    std::span<const std::string_view> samples;
    std::unique_ptr<FormatReader> (*reader)();
    /// Reads one thread again, with its arguments. `in` stands at the thread's first line. Null where there
    /// is nothing.
    ThreadLines (*readThread)(LineCursor& in, const Log& log, const Thread& thread) = nullptr;
};

/// Every format, in the order in which they are asked.
std::span<const Format* const> formats();

} // namespace skein
