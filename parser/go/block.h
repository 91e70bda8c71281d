// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include "parser/go/frame_line.h"
#include "parser/go/gccgo.h"
#include "parser/go/header.h"
#include "parser/go/runtime_lines.h"
#include "parser/line_cursor.h"
#include "parser/scan.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace skein::go
{

/// Ordinary lines that may stand within one goroutine's block, where other output has run into it.
inline constexpr unsigned kMaxOthersInBlock = 200;
/// How far behind the first line of a frame its second one is looked for, past such lines.
inline constexpr unsigned kMaxOthersInFrame = 8;

/// Is this what Go prints between the parentheses? `0xc000012345, {0x1?, _}, ...`
bool looksLikeArguments(std::string_view args);
/// Is this the first line of a frame, by its own looks?
bool looksLikeCall(std::string_view text);
/// A header of another stream, or with another prefix, somewhere in the line.
bool holdsHeader(std::string_view raw);
/// A report of another kind begins with this line: what follows is not this goroutine's any more.
bool startsOtherReport(std::string_view text);
/// The first line of a frame as gccgo prints it, without arguments (libgo/go/runtime/traceback_gccgo.go), or
/// that of a C function: `main.work..func1`, `pthread_cond_wait`. `location` is that of the next line.
bool isBareFrame(std::string_view text, const Location& location);
/// The line's text starts a frame, and `next` (which may be null) is its second line.
bool isFramePair(const Line& first, const Line* next);

/// The text ends within this line, and it could be the beginning of a frame.
bool isCutFrame(const LineCursor& in);
/// The text ends in this line, and not with a line end.
bool isCut(const LineCursor& in);
/// `2026-05-04T09:31:07.0018Z stderr P main.(*Sto`: the text ends before the other parts of this line.
bool isCutPiece(LineCursor& in);
/// `github.com/acme/bank.(*Led`: what was copied ends within a name, though the file then has a line end.
bool isCutWord(LineCursor& in);
/// `fatal error: …` or a `runtime stack:` with its frames stands above: a header, whatever comes below.
bool isAnnounced(const LineCursor& in);
/// `next`, behind a blank line at which `in` stands, belongs to the same block.
bool goesOn(const LineCursor& in, const Line& next);
/// A frame whose second line comes only after some ordinary lines. Leaves `in` at the second line when it is
/// found.
bool seekLocation(LineCursor& in, Location& location);

/// Reads the lines below a goroutine's header (`in` stands at the first of them) up to what does not belong
/// to it, and tells `sink` what they are. The one grammar of a block: building the model and reading
/// arguments again both use it, so that they always agree on the frames.
///
/// Sink: known(first, second): takes a frame that it has just seen elsewhere, without it being parsed again,
/// or refuses; frame(first, second, call, location), foreignCode(line), createdBy(line, CreatedBy, second or
/// null, location), elided(line, n), unavailable(line), ancestor(line, id), diagnostic(line), blank(line),
/// cut(line)
template <class Sink>
class BlockReader
{
public:
    /// `endsBlock` says of an ordinary line that it belongs to what comes behind this goroutine.
    BlockReader(LineCursor& in, Sink& sink, bool (*endsBlock)(std::string_view) = startsOtherReport)
        : m_in(in), m_sink(sink), m_endsBlock(endsBlock)
    {
    }

    void read()
    {
        while (!m_in.atEnd()) {
            if (frame())
                continue;
            if (!other())
                return;
        }
    }

private:
    bool frame()
    {
        const Line& first = m_in.line();
        if (first.foreign || first.text.size() < 3 || first.text.back() != ')')
            return false;
        const char c = first.text.front();
        if (c == '\t' || c == ' ' || m_created)
            return false;
        const Line* second = m_in.peek();
        if (!second || second->foreign)
            return false;
        if (m_sink.known(first, *second)) {
            m_in.advance();
            m_in.advance();
            m_others = 0;
            return true;
        }
        Location location;
        if (!matchLocation(second->text, location))
            return false;
        const auto call = matchCall(first.text);
        if (!call || call->function.starts_with("created by "))
            return false;
        m_sink.frame(first, *second, *call, location);
        m_in.advance();
        m_in.advance();
        m_others = 0;
        return true;
    }

    /// Everything but a plain frame; false at the end of the block, which is left unread.
    bool other()
    {
        const Line& line = m_in.line();
        if (line.foreign)
            return skip();
        switch (classify(line.text)) {
        case LineKind::Blank:
            return blank();
        case LineKind::CreatedBy:
            return createdBy();
        case LineKind::Elided:
            m_sink.elided(line, *matchElided(scan::trimLeft(line.text)));
            break;
        case LineKind::Unavailable:
            m_sink.unavailable(line);
            break;
        case LineKind::ForeignCode:
            m_sink.foreignCode(line);
            break;
        case LineKind::Diagnostic:
            m_sink.diagnostic(line);
            break;
        case LineKind::Ancestor:
            m_sink.ancestor(line, *matchAncestor(scan::trimLeft(line.text)));
            m_created = false;
            break;
        case LineKind::Other:
        case LineKind::TestList:
            return oddFrame() || skip();
        default:
            return false;
        }
        m_in.advance();
        m_others = 0;
        return true;
    }

    /// One blank line ends a block, unless it goes on behind it: a log with every second line blank.
    bool blank()
    {
        const Line* next = m_in.peek();
        if (!next || m_created || next->foreign || !goesOn(m_in, *next))
            return false;
        m_sink.blank(m_in.line());
        m_in.advance();
        return true;
    }

    bool createdBy()
    {
        const Line line = m_in.line();
        const auto created = matchCreatedBy(scan::trimLeft(line.text));
        if (!created || m_created)
            return false;
        Location location;
        const Line* second = m_in.peek();
        if (second && !second->foreign && matchLocation(second->text, location)) {
            m_sink.createdBy(line, *created, second, location);
            m_in.advance();
        } else { // behind blank lines, or those of another writer
            const std::string function(
                created->function); // the line is gone once the cursor has moved on by two
            const bool found = second && seekLocation(m_in, location);
            m_sink.createdBy(line, {function, created->creator}, found ? &m_in.line() : nullptr,
                             found ? location : Location{});
        }
        m_in.advance();
        m_created = true;
        m_others = 0;
        return true;
    }

    /// Frames of C code (`pthread_cond_wait\n\t/build/glibc/….c:12 pc=0x7f…`), and those that ordinary lines
    /// run into.
    bool oddFrame()
    {
        if (m_created)
            return false;
        const Line first = m_in.line();
        Location location;
        const Line* second = m_in.peek();
        if (second && !second->foreign && matchLocation(second->text, location) &&
            ((location.indented && location.pc != 0) || isBareFrame(first.text, location))) {
            const bool gccgo = location.pc == 0 && first.text.find('.') != first.text.npos;
            const std::string name = gccgo ? gccgoName(first.text) : std::string(first.text);
            m_sink.frame(first, *second, Call{name, {}}, location);
            m_in.advance();
            m_in.advance();
            return true;
        }
        // gccgo's frame, within which another container writes
        if (second && second->foreign && first.text.find('.') != first.text.npos &&
            first.text.find(' ') == first.text.npos) {
            LineCursor ahead = m_in.ahead();
            if (seekLocation(ahead, location) && isBareFrame(first.text, location)) {
                const std::string name = gccgoName(first.text);
                seekLocation(m_in, location);
                m_sink.frame(first, m_in.line(), Call{name, {}}, location);
                m_in.advance();
                return true;
            }
        }
        // main.serve(0xc000012345)      <-- here it hangs
        const std::string_view bare = withoutRemark(first.text);
        if (!looksLikeCall(bare))
            return false;
        const auto call = matchCall(bare);
        const std::string function(call->function), args(call->args);
        if (!seekLocation(m_in, location))
            return false;
        m_sink.frame(first, m_in.line(), Call{function, args}, location);
        m_in.advance();
        return true;
    }

    bool skip()
    {
        if (++m_others > kMaxOthersInBlock || holdsHeader(m_in.line().raw) ||
            (!m_in.line().foreign && m_endsBlock(m_in.line().text)))
            return false;
        if (m_others == 1 && isCutFrame(m_in))
            m_sink.cut(m_in.line());
        m_in.advance();
        return true;
    }

    LineCursor& m_in;
    Sink& m_sink;
    bool (*m_endsBlock)(std::string_view);
    bool m_created = false;
    unsigned m_others = 0;
};

} // namespace skein::go
