// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "app/window/redaction.h"

#include "parser/case/redact_case.h"

#include <algorithm>
#include <limits>
#include <string_view>
#include <utility>

namespace skein
{
namespace
{

constexpr std::size_t kMostLines = 1000;    ///< of the preview
constexpr std::size_t kMostAtAll = 5000;    ///< with those that are shown for one mask's sake
constexpr std::uint8_t kLinesOfMask = 3;    ///< so many are shown of each mask, wherever they stand
constexpr std::size_t kLongestShown = 1500; ///< bytes of one line
constexpr std::size_t kBefore = 100;        ///< bytes in front of the first mask of a longer line

std::string_view nextLine(std::string_view& rest)
{
    const std::size_t end = std::min(rest.find('\n'), rest.size());
    const std::string_view line = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    return line;
}

/// Collects what the preview shows.
class Collector
{
public:
    Collector(redact::Redactor& redactor, Redaction& out) : m_redactor(redactor), m_out(out)
    {
        const auto& masks = redactor.masks();
        m_index.assign(masks.size(), kNone);
        for (std::size_t i = 0; i < masks.size(); ++i) {
            if (masks[i].places == 0)
                continue;
            m_index[i] = static_cast<std::uint32_t>(out.masks.size());
            out.masks.push_back(masks[i]);
        }
        m_shown.assign(out.masks.size(), 0);
    }

    void log(std::string_view before, std::string_view after, const std::stop_token& stop)
    {
        for (std::uint64_t number = 1; !before.empty() && !stop.stop_requested(); ++number) {
            const std::string_view line = nextLine(before);
            if (line != nextLine(after))
                add(line, number, {});
        }
    }
    void text(std::string_view text, const std::string& author)
    {
        while (!text.empty())
            add(nextLine(text), 0, author);
    }

private:
    static constexpr std::uint32_t kNone = std::numeric_limits<std::uint32_t>::max();

    void add(std::string_view line, std::uint64_t number, const std::string& author)
    {
        if (m_out.lines.size() >= kMostAtAll) {
            m_out.changed += number > 0 ? 1 : 0; // whether a note's line is one is not worth a search
            return;
        }
        Redaction::Line shown{number, author, {}, m_redactor.find(line)};
        std::erase_if(shown.spans, [&](redact::Span& span) {
            span.mask = span.mask < m_index.size() ? m_index[span.mask] : kNone;
            return span.mask == kNone;
        });
        if (shown.spans.empty())
            return;
        ++m_out.changed;
        const bool rare = std::ranges::any_of(
            shown.spans, [&](const redact::Span& span) { return m_shown[span.mask] < kLinesOfMask; });
        if (m_out.lines.size() >= kMostLines && !rare)
            return;
        cut(shown, line);
        for (const redact::Span& span : shown.spans)
            if (m_shown[span.mask] < kLinesOfMask)
                ++m_shown[span.mask];
        m_out.lines.push_back(std::move(shown));
    }

    static void cut(Redaction::Line& shown, std::string_view line)
    {
        std::size_t begin = 0;
        if (line.size() > kLongestShown && shown.spans.front().begin > kBefore)
            begin = shown.spans.front().begin - kBefore;
        while (begin > 0 && (static_cast<unsigned char>(line[begin]) & 0xc0U) == 0x80)
            --begin;
        line = line.substr(begin, kLongestShown);
        shown.before = line;
        std::erase_if(shown.spans, [&](const redact::Span& span) { return span.end - begin > line.size(); });
        for (redact::Span& span : shown.spans) {
            span.begin -= begin;
            span.end -= begin;
        }
    }

    redact::Redactor& m_redactor;
    Redaction& m_out;
    std::vector<std::uint32_t> m_index; ///< the redactor's masks among those of the preview
    std::vector<std::uint8_t> m_shown;  ///< lines of each mask
};

} // namespace

std::expected<std::shared_ptr<const Redaction>, std::string> redactionOf(const RedactionWanted& wanted,
                                                                         std::stop_token stop)
{
    cases::CaseFile whole;
    whole.log.name = wanted.name;
    whole.log.bytes = wanted.analysis->log->text.bytes();
    whole.log.owner = wanted.analysis;
    whole.notebook = wanted.notebook;
    whole.masked = wanted.masked;
    redact::Redactor redactor(wanted.options);
    auto copy = cases::redactedCase(whole, redactor, stop);
    if (!copy)
        return std::unexpected(copy.error());
    auto out = std::make_shared<Redaction>();
    out->copy = std::move(*copy);
    out->summary = redactor.summary();
    Collector collector(redactor, *out);
    for (const notes::Note* const note : whole.notebook.liveNotes()) {
        collector.text(note->created.author, note->created.author);
        collector.text(note->text.value(), note->created.author);
    }
    for (const notes::Verdict* const verdict : whole.notebook.verdicts())
        if (const auto* const now = verdict->value.current())
            collector.text(now->value.text, now->stamp.author);
    collector.log(whole.log.bytes, out->copy.log.bytes, stop);
    if (stop.stop_requested())
        return std::unexpected(std::string());
    return out;
}

} // namespace skein
