// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "views/timeline/timeline_lanes.h"

#include <algorithm>
#include <charconv>

namespace skein
{
namespace
{

constexpr char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

std::string lowered(std::string_view text)
{
    std::string result(text);
    std::ranges::transform(result, result.begin(), lower);
    return result;
}

/// `word` is in lower case already.
bool contains(std::string_view text, std::string_view word)
{
    return !std::ranges::search(text, word, {}, lower).empty() || word.empty();
}

/// "wait>5m", "wait>2h", "wait>90": minutes; -1 for anything else.
double waitLimit(std::string_view word)
{
    constexpr std::string_view kHead = "wait>";
    if (!word.starts_with(kHead))
        return -1;
    word.remove_prefix(kHead.size());
    unsigned number = 0;
    const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), number);
    if (error != std::errc{})
        return -1;
    const std::string_view unit(end, static_cast<std::size_t>(word.data() + word.size() - end));
    if (unit == "h")
        return number * 60.0;
    if (unit == "d")
        return number * 1440.0;
    return unit.empty() || unit == "m" || unit == "min" ? number : -1.0;
}

} // namespace

LaneFilter::LaneFilter(const Log& log, std::string_view words) : m_log(log)
{
    constexpr std::size_t kMostTerms = 8;
    while (!words.empty() && m_terms.size() < kMostTerms) {
        const std::size_t end = std::min(words.find(' '), words.size());
        if (end > 0) {
            Term term{.word = lowered(words.substr(0, end)), .stacks = {}, .frames = {}};
            term.minutesAbove = waitLimit(term.word);
            term.stacks.assign(log.stackCount(), Known::NotYet);
            term.frames.assign(log.frames.size(), Known::NotYet);
            m_terms.push_back(std::move(term));
        }
        words.remove_prefix(std::min(end + 1, words.size()));
    }
}

bool LaneFilter::matches(const Thread& thread)
{
    return std::ranges::all_of(m_terms, [&](Term& term) { return matches(term, thread); });
}

bool LaneFilter::matches(Term& term, const Thread& thread) const
{
    if (term.minutesAbove >= 0)
        return thread.waitedMinutes > term.minutesAbove;
    if (matchesStack(term, thread.stack) || contains(stateText(m_log, thread), term.word))
        return true;
    if (thread.createdAt && matchesFrame(term, thread.createdAt))
        return true;
    if (thread.name && contains(m_log.str(thread.name), term.word))
        return true;
    std::string_view id = term.word;
    if (id.size() > 1 && id.front() == 'g')
        id.remove_prefix(1);
    std::uint64_t number = 0;
    const auto [end, error] = std::from_chars(id.data(), id.data() + id.size(), number);
    return error == std::errc{} && end == id.data() + id.size() && thread.id == ThreadId(number);
}

bool LaneFilter::matchesStack(Term& term, StackId stack) const
{
    if (!stack)
        return false;
    Known& known = term.stacks[stack.value];
    if (known == Known::NotYet) {
        const auto frames = m_log.stack(stack);
        const bool any = std::ranges::any_of(frames, [&](FrameId f) { return matchesFrame(term, f); });
        known = any ? Known::Yes : Known::No;
    }
    return known == Known::Yes;
}

bool LaneFilter::matchesFrame(Term& term, FrameId frame) const
{
    Known& known = term.frames[frame.value];
    if (known == Known::NotYet)
        known = contains(m_log.function(frame), term.word) ? Known::Yes : Known::No;
    return known == Known::Yes;
}

} // namespace skein
