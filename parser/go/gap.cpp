// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "parser/go/gap.h"

#include "parser/go/block.h"
#include "parser/scan.h"

#include <algorithm>
#include <optional>
#include <string>

namespace skein::go
{

namespace
{

constexpr std::uint32_t kTrailerLines = 64;   // ordinary lines after which a dump has no more trailers
constexpr std::uint32_t kPreambleLines = 400; // how far before a goroutine its crash may be announced
constexpr std::uint64_t kPreambleBytes = 64 * 1024;
constexpr std::uint32_t kPreambleOthers =
    100; // ordinary lines that may stand within and behind the announcement

bool isOfDump(LineKind kind)
{
    return kind != LineKind::Other && kind != LineKind::Header && kind != LineKind::CreatedBy &&
           kind != LineKind::Elided && kind != LineKind::Ancestor && kind != LineKind::Unavailable &&
           kind != LineKind::ForeignCode;
}

struct NullSink {
    bool known(const Line&, const Line&) { return false; }
    void frame(const Line&, const Line&, const Call&, const Location&) {}
    void foreignCode(const Line&) {}
    void createdBy(const Line&, const CreatedBy&, const Line*, const Location&) {}
    void elided(const Line&, std::uint32_t) {}
    void unavailable(const Line&) {}
    void ancestor(const Line&, std::uint64_t) {}
    void diagnostic(const Line&) {}
    void blank(const Line&) {}
    void cut(const Line&) {}
};

/// The runtime writes `fatal error: `, the message and the line end one after the other, and standard output
/// may come in between.
struct BrokenFatal {
    std::string text;
    std::uint32_t last = 0; ///< the line of the file that ends it
};

/// `atal error: concurrent map writes`: what was selected began too late. The message, or nothing.
std::string_view behindCutHead(std::string_view text)
{
    constexpr std::string_view kLeast = "or: ";
    if (!text.substr(0, kFatalError.size()).contains(kLeast))
        return {};
    for (std::size_t cut = 1; cut + kLeast.size() <= kFatalError.size(); ++cut) {
        const std::string_view rest = kFatalError.substr(cut);
        if (text.starts_with(rest) && !fatalMessage(text.substr(rest.size())).empty() &&
            fatalMessage(text.substr(rest.size())) == text.substr(rest.size()))
            return text.substr(rest.size());
    }
    return {};
}

///     served 17 requestsfatal error: concurrent map writes
///     fatal error: concurrent map writesserved 17 requests
///     fatal error: served 17 requests
///     concurrent map writes
std::optional<BrokenFatal> brokenFatal(const LineCursor& in)
{
    constexpr std::size_t kMostBefore = 200;
    constexpr int kMostLines = 3;
    const Line& line = in.line();
    const std::size_t at = line.text.substr(0, kMostBefore).find(kFatalError);
    const auto whole = [](std::string_view message) {
        return std::string(kFatalError) + std::string(message);
    };
    if (at == line.text.npos) {
        const std::string_view message = behindCutHead(line.text);
        return message.empty() ? std::nullopt : std::optional(BrokenFatal{whole(message), line.last});
    }
    const std::string_view said = line.text.substr(at + kFatalError.size());
    if (const std::string_view message = fatalMessage(said); !message.empty()) {
        const bool before = at > 0 && said == message && classify(line.text) == LineKind::Other &&
                            !scan::contains(line.text.substr(0, at), "panic: "); // which says so
        const bool behind = at == 0 && said != message &&
                            (scan::isAlnum(said[message.size()]) || said[message.size()] == '\r');
        return before || behind ? std::optional(BrokenFatal{whole(message), line.last}) : std::nullopt;
    }
    if (at > 0)
        return {};
    LineCursor ahead = in.ahead();
    for (int i = 0; i < kMostLines; ++i) {
        ahead.advance();
        if (ahead.atEnd())
            return {};
        const std::string_view message = fatalMessage(ahead.line().text);
        if (!ahead.line().foreign && !message.empty() && message == ahead.line().text)
            return BrokenFatal{whole(message), ahead.line().last};
    }
    return {};
}

/// What the program, or the test that ran it, printed last shares the line with the signal's name:
///     Total: 53.4 MH/s  SIGABRT: abort
///     PC=0x501dd42 m=3
std::string_view signalBehindOutput(LineCursor& in)
{
    constexpr std::size_t kMostBefore = 200;
    const std::string_view raw = in.line().raw;
    const std::size_t at = raw.substr(0, kMostBefore).find(" SIG");
    if (at == raw.npos || classify(raw.substr(at + 1)) != LineKind::Signal)
        return {};
    const Line* next = in.peek();
    return next && !next->foreign && next->text.starts_with("PC=0x") ? scan::trimRight(raw.substr(at + 1))
                                                                     : std::string_view{};
}

class GapReader
{
public:
    GapReader(std::string_view text, LinePlace to, const LinePrefix& prefix, Gap& gap)
        : m_text(text), m_to(to), m_prefix(prefix), m_gap(gap), m_items(gap.items)
    {
    }

    /// Returns the place where it has stopped: the end, or behind `maxOthers` ordinary lines in a row.
    LinePlace read(LinePlace from, std::uint32_t maxOthers)
    {
        LineCursor in(m_text, from, m_prefix);
        const auto isBefore = [this](const Line& line) {
            return line.offset < m_to.offset || (line.offset == m_to.offset && line.segment < m_to.segment);
        };
        while (!in.atEnd() && isBefore(in.line())) {
            const Line& line = in.line();
            const LineKind kind = line.foreign ? LineKind::Other : classify(line.text);
            if (const auto fatal = line.foreign ? std::nullopt : brokenFatal(in)) {
                item(LineKind::Reason, line);
                m_items.back().text = fatal->text;
                m_items.back().lines.last = fatal->last;
                while (!in.atEnd() && in.line().last < fatal->last)
                    in.advance();
            } else if (const auto bare = bareReason(line); !bare.empty()) {
                item(LineKind::Reason, line);
                m_items.back().text = bare;
            } else if (kind == LineKind::Other && !signalBehindOutput(in).empty()) {
                const std::string text(signalBehindOutput(in));
                item(LineKind::Signal, in.line());
                m_items.back().text = text;
            } else if (continues(line, in.peek())) {
                if (m_items.back().lines.last + 1 == line.number)
                    m_items.back().lines.last = line.last;
                else
                    m_items.push_back({LineKind::Blank, {line.number, line.last}, {}, {}, 0});
                m_valueEnd = line.last;
            } else if (kind == LineKind::Blank) {
                if (m_others == 0 && m_blankFrom == 0)
                    m_blankFrom = line.number;
            } else if (isOfDump(kind)) {
                item(kind, line);
                if (kind == LineKind::RuntimeStack) {
                    in.advance();
                    NullSink ignored;
                    BlockReader(in, ignored).read();
                    continue;
                }
            } else {
                m_blankFrom = 0;
                noteTime(line);
                // What another container says has nothing to do with this dump.
                const bool anothers = line.foreign && m_prefix.isAnothers(line.raw);
                if (m_valueEnd != 0 && line.foreign && m_valueEnd + 1 == line.number)
                    m_valueEnd = line.last;
                m_others += anothers ? 0 : 1;
                if (m_others >= maxOthers) {
                    in.advance();
                    return in.place();
                }
            }
            in.advance();
        }
        return m_to;
    }
    std::uint32_t others() const { return m_others; }
    void forget() { m_others = kPreambleOthers, m_blankFrom = 0; }

private:
    /// `panic: boom` directly above a header that has a prefix: what was selected began behind this line's.
    std::string_view bareReason(const Line& line) const
    {
        constexpr std::uint32_t kMostAbove = 2; // an empty line in between
        if (m_to.line <= line.number || m_to.line - line.number > kMostAbove ||
            !(line.foreign || line.text.starts_with('`')))
            return {};
        std::string_view text = scan::trimRight(line.raw);
        while (scan::literal(text, "`")) // of the forge's own
            ;
        return classify(text) == LineKind::Reason ? text : std::string_view{};
    }

    /// Lines of a panic's value behind its first one are indented by a tab since Go 1.23, which may be all
    /// that they hold; a nested panic always was. Another writer's lines may stand between.
    bool continues(const Line& line, const Line* next) const
    {
        if (m_valueEnd == 0 || m_valueEnd + 1 != line.number || line.foreign)
            return false;
        const bool blank = line.text.empty() && next && !next->foreign && next->text.starts_with('\t') &&
                           !next->text.starts_with("\tpanic: ");
        if (!line.text.starts_with('\t') && !line.raw.ends_with('\t') && !blank)
            return false;
        return m_inTests || (!line.text.starts_with("\tpanic: ") && !line.text.starts_with("\t[signal "));
    }

    void item(LineKind kind, const Line& line)
    {
        // Blank lines between two things of one dump belong to it.
        if (m_blankFrom != 0)
            m_items.push_back({LineKind::Blank, {m_blankFrom, line.number - 1}, {}, {}, 0});
        m_blankFrom = 0;
        m_items.push_back({kind,
                           {line.number, line.last},
                           std::string(line.text),
                           {line.offset, line.number, line.segment},
                           m_others});
        m_others = 0;
        m_inTests = kind == LineKind::TestList;
        m_valueEnd = m_inTests || kind == LineKind::Reason ? line.last : 0;
    }

    void noteTime(const Line& line)
    {
        const auto time = timeOfLine(line.raw);
        if (!time)
            return;
        m_gap.lastTime = ClockMark{line.number, *time};
        if (!m_gap.firstTime)
            m_gap.firstTime = m_gap.lastTime;
    }

    std::string_view m_text;
    LinePlace m_to;
    const LinePrefix& m_prefix;
    Gap& m_gap;
    std::vector<GapItem>& m_items;
    std::uint32_t m_others = 0, m_blankFrom = 0;
    std::uint32_t m_valueEnd = 0; ///< where a panic's value, or the list of tests, may go on behind; or 0
    bool m_inTests = false;
};

/// The line that starts kPreambleLines before `to`, but not before `from`.
LinePlace stepBack(std::string_view text, LinePlace from, LinePlace to)
{
    LinePlace at = to;
    while (at.line > from.line && to.line - at.line < kPreambleLines &&
           to.offset - at.offset < kPreambleBytes) {
        const std::size_t end = scan::findLast(text.substr(from.offset, at.offset - from.offset - 1), '\n');
        at.offset = end == text.npos ? from.offset : from.offset + end + 1;
        --at.line;
    }
    return at;
}

bool announces(LineKind kind)
{
    return kind == LineKind::Reason || kind == LineKind::Signal || kind == LineKind::RuntimeStack;
}

} // namespace

std::size_t Gap::trailersEnd() const
{
    const auto far =
        std::ranges::find_if(items, [](const GapItem& item) { return item.othersBefore >= kTrailerLines; });
    return static_cast<std::size_t>(far - items.begin());
}

Gap readGap(std::string_view text, LinePlace from, LinePlace to, const LinePrefix& prefix, bool afterDump)
{
    Gap gap;
    GapReader reader(text, to, prefix, gap);
    LinePlace at = from;
    // Within one line of the file nothing is read twice.
    if (from.segment > 0 && from.offset == to.offset)
        return gap;
    if (afterDump)
        at = reader.read(from, kTrailerLines);
    if (at.offset < to.offset || (at.segment == 0 && to.segment > 0)) {
        LinePlace late = stepBack(text, at, to);
        if (late.offset > at.offset)
            reader.forget();
        reader.read(late, UINT32_MAX);
    }
    gap.othersAtEnd = reader.others();

    // The announcement is a chain of items up to the end, without too much in between, that begins with a
    // reason.
    gap.preamble = gap.items.size();
    std::size_t chain = gap.items.size(); // with the empty lines before it
    std::uint32_t others = gap.othersAtEnd;
    for (std::size_t i = gap.items.size(); i-- > 0;) {
        const GapItem& item = gap.items[i];
        if (others > kPreambleOthers || item.kind == LineKind::Trailer || item.kind == LineKind::Registers)
            break;
        // `[signal SIGSEGV: …]` and `PC=0x…` where what stood above them is cut off.
        if (announces(item.kind) || (gap.preamble == i + 1 && item.kind == LineKind::Diagnostic) ||
            (chain == i + 1 && item.kind == LineKind::SignalDetail))
            gap.preamble = chain = i;
        else if (chain == i + 1 && item.kind == LineKind::Blank)
            chain = i;
        others = item.othersBefore;
    }
    return gap;
}

} // namespace skein::go
