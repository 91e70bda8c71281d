// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
//
// What C and C++ libraries print before they end the program. No stack of their own, as a rule; where a crash
// handler or a debugger prints one soon after, the message is that snapshot's reason.
//
//     terminate called after throwing an instance of 'std::system_error'
//       what():  Resource deadlock avoided
//     libc++abi: terminating due to uncaught exception of type std::runtime_error: no cart
//     double free or corruption (fasttop)
//     *** stack smashing detected ***: terminated
//     shop: cart.cc:40: void Cart::add(int): Assertion `n > 0' failed.
#include "parser/native/common/stack_lines.h"
#include "parser/native/formats.h"

#include <algorithm>
#include <array>
#include <memory>

namespace skein::native
{

namespace
{

/// libstdc++ (vterminate.cc, pure.cc), libc++abi (abort_message), glibc (malloc.c, assert.c, fortify_fail.c).
const std::vector<std::string_view>& anchors()
{
    static const std::vector<std::string_view> all = {
        "terminate called ",
        "libc++abi: terminating",
        "libc++abi.dylib: terminating",
        "pure virtual method called",
        "double free or corruption (",
        "free(): invalid ",
        "free(): double free",
        "malloc(): ",
        "malloc_consolidate(): ",
        "munmap_chunk(): invalid",
        "realloc(): invalid",
        "corrupted size vs. prev_size",
        "corrupted double-linked list",
        "smashing detected ***",
        "overflow detected ***: ",
        "' failed.",
        "Fatal glibc error: ",
        "The futex facility returned an unexpected error",
    };
    return all;
}

constexpr std::array<std::string_view, 2> kSamples = {
    "terminate called after throwing an instance of 'std::system_error'",
    "double free or corruption (fasttop)",
};

struct Message {
    std::string text;
    LineSpan lines;
};

constexpr std::string_view kAssertion = ": Assertion `";

/// `harbour: /src/ends.cpp:38: virtual int Crate::lift(): Assertion `weight > 100' failed.` (assert.c)
bool startsAssertion(std::string_view text)
{
    const auto isOfName = [](char c) { return scan::isAlnum(c) || c == '_' || c == '-' || c == '.'; };
    std::string_view s = text;
    while (!s.empty() && isOfName(s.front()))
        s.remove_prefix(1);
    if (s.size() == text.size() || !scan::literal(s, ": "))
        return false;
    const std::size_t colon = s.find(": ");
    if (colon == s.npos || s.substr(0, colon).find_first_of(" \t") != s.npos)
        return false;
    const std::size_t number = s.substr(0, colon).rfind(':');
    return number != s.npos && number > 0 && scan::digits(s.substr(number + 1)) == colon - number - 1 &&
           scan::contains(s.substr(colon), kAssertion);
}

/// The message in a line, from its first word on; empty where there is none.
std::string_view messageIn(std::string_view raw)
{
    if (raw.size() > 2000)
        return {};
    for (const std::string_view anchor : anchors()) {
        const std::size_t at = raw.find(anchor);
        if (at == raw.npos)
            continue;
        if (anchor == "' failed.") // PROGRAM: FILE:LINE: FUNCTION: Assertion `EXPRESSION' failed.
            return raw.find(kAssertion) < at ? scan::trimLeft(raw) : std::string_view{};
        const std::size_t stars =
            anchor.ends_with("*** ") || anchor.contains(" ***") ? raw.rfind("*** ", at) : raw.npos;
        return raw.substr(stars != raw.npos ? stars : at);
    }
    return {};
}

bool startsMessage(std::string_view text)
{
    const std::string_view message = messageIn(text);
    return scan::contains(message, kAssertion) ? startsAssertion(text)
                                               : !message.empty() && message.data() == text.data();
}

/// What stands before the message, and around it; empty where nothing does, or nothing that is known.
LinePrefix prefixOf(std::string_view raw)
{
    return startsMessage(raw) ? LinePrefix() : LinePrefix::candidates(raw, startsMessage).front();
}

/// `raw` without it. A JSON string may hold several lines: the one that holds `word`.
std::string_view lineOf(std::string_view raw, const LinePrefix& prefix, std::string_view word,
                        std::string& scratch)
{
    const std::string_view text = scan::trimRight(prefix.strip(raw, scratch).value_or(raw));
    const std::size_t at = std::min(text.find(word), text.size());
    const std::size_t begin = at == 0 ? 0 : scan::findLast(text.substr(0, at), '\n') + 1;
    return prefix.stripInner(text.substr(begin, text.find('\n', begin) - begin));
}

class AbortReader final : public FormatReader
{
public:
    bool read(LineCursor& in, LogBuilder& out) override;
    void finish(LogBuilder& out) override;

private:
    std::vector<Message> m_messages;
};

bool AbortReader::read(LineCursor& in, LogBuilder& out)
{
    constexpr std::size_t kMost = 1000;
    if (in.line().segment > 0 || m_messages.size() >= kMost)
        return false;
    const std::string_view found = messageIn(in.line().raw);
    if (found.empty())
        return false;
    const LinePrefix prefix = prefixOf(in.line().raw);
    std::string scratch;
    const std::string_view word = scan::contains(found, kAssertion)
                                      ? kAssertion
                                      : found.substr(0, std::min(found.find_first_of("\"\\"), found.size()));
    const std::string_view line = lineOf(in.line().raw, prefix, word, scratch);
    const std::string_view text = scan::trimRight(messageIn(line));
    if (text.empty())
        return false;
    Message message{std::string(text), {in.line().number, in.line().last}};
    out.recognise(in.line());
    const bool throwing = text.starts_with("terminate called after");
    in.advance();
    // Other threads' lines may stand between the exception's type and its text.
    constexpr int kMostOthers = 3;
    LineCursor ahead = in.ahead();
    constexpr std::string_view kWhat = "what():  ";
    for (int i = 0; throwing && i < kMostOthers && !ahead.atEnd(); ++i, ahead.advance()) {
        const std::string_view raw = ahead.line().raw;
        if (raw.size() > 4000 || !scan::contains(raw, kWhat))
            continue;
        const std::string_view said = lineOf(raw, prefix, kWhat, scratch);
        const std::size_t at = said.find(kWhat);
        if (at == said.npos)
            continue;
        message.text += ": ";
        message.text += scan::trimRight(said.substr(at + kWhat.size()));
        if (i == 0) {
            message.lines.last = in.line().last;
            in.advance();
        }
        out.recognise(ahead.line());
        break;
    }
    m_messages.push_back(std::move(message));
    return true;
}

/// The snapshot that shows the end which `message` announces.
Snapshot* shownBy(std::vector<Snapshot>& snapshots, const Message& message)
{
    constexpr std::uint32_t kSoon = 60; // lines
    const std::uint32_t line = message.lines.first;
    for (Snapshot& s : snapshots)
        if (!s.threads.empty() &&
            (s.lines.contains(line) || (s.lines.first > line && s.lines.first < line + kSoon)))
            return &s;
    return nullptr;
}

void AbortReader::finish(LogBuilder& out)
{
    std::vector<Snapshot>& snapshots = out.log().snapshots;
    std::vector<Snapshot> alone;
    for (const Message& message : m_messages) {
        if (Snapshot* shown = shownBy(snapshots, message)) {
            if (shown->native && !shown->reason) {
                shown->reason = out.intern(message.text);
                shown->reasonLines = message.lines;
                shown->lines.first = std::min(shown->lines.first, message.lines.first);
                const bool handler = shown->native->kind == ReportKind::Crash && !shown->signal;
                if (handler && shown->threads.size() == 1) {
                    shown->threads[0].crashed = true;
                    shown->signal = out.intern("SIGABRT");
                }
            }
            continue;
        }
        // "terminate called recursively" belongs to the one before.
        if (!alone.empty() && message.lines.first <= alone.back().lines.last + 3) {
            alone.back().lines.last = message.lines.last;
            continue;
        }
        Snapshot one;
        one.format = cppAbort.id;
        one.lines = one.reasonLines = message.lines;
        one.reason = out.intern(message.text);
        one.signal = out.intern("SIGABRT");
        one.native = std::make_shared<const NativeFacts>();
        alone.push_back(std::move(one));
    }
    for (Snapshot& one : alone)
        out.addSnapshot(std::move(one));
}

} // namespace

const Format cppAbort = {
    .id = "abort-message",
    .title = "abort of a C or C++ program",
    .anchors = anchors,
    .samples = kSamples,
    .reader = [] -> std::unique_ptr<FormatReader> { return std::make_unique<AbortReader>(); },
};

} // namespace skein::native
