// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "model/notes/note.h"

#include "model/formatted.h"

#include <algorithm>
#include <charconv>
#include <chrono>

namespace skein::notes
{

namespace
{

constexpr std::array<std::string_view, 8> kVerdictKinds{"finding", "other-party", "name",  "important",
                                                        "hidden",  "status",      "owner", "reason"};

std::optional<std::uint64_t> hexOf(std::string_view text)
{
    std::uint64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value, 16);
    const bool all = error == std::errc{} && end == text.data() + text.size();
    return all ? std::optional(value) : std::nullopt;
}

/// Digits at the start of `text`, which are taken off; -1 where there are not as many.
int digits(std::string_view& text, std::size_t count)
{
    int value = 0;
    if (text.size() < count)
        return -1;
    for (const char c : text.substr(0, count)) {
        if (c < '0' || c > '9')
            return -1;
        value = value * 10 + (c - '0');
    }
    text.remove_prefix(count);
    return value;
}

bool take(std::string_view& text, char c)
{
    if (!text.starts_with(c))
        return false;
    text.remove_prefix(1);
    return true;
}

/// "Z", "+01:00": minutes east of Greenwich.
std::optional<int> offsetOf(std::string_view text)
{
    if (text == "Z" || text == "z")
        return 0;
    const int sign = text.starts_with('-') ? -1 : 1;
    if (!take(text, '+') && !take(text, '-'))
        return std::nullopt;
    const int hours = digits(text, 2);
    const bool colon = take(text, ':');
    const int minutes = digits(text, 2);
    if (hours < 0 || hours > 23 || !colon || minutes < 0 || minutes > 59 || !text.empty())
        return std::nullopt;
    return sign * (hours * 60 + minutes);
}

template <class T>
Millis newest(const Versioned<T>& field)
{
    return field.current() ? field.current()->stamp.time : 0;
}

template <class T, class Text>
void addConflict(std::vector<Note::Conflict>& out, Note::Conflict::What what, const Versioned<T>& field,
                 Text&& text)
{
    if (!field.disputed())
        return;
    Note::Conflict conflict{.what = what};
    for (const auto& version : field.versions()) {
        conflict.by.push_back(version.stamp);
        conflict.texts.push_back(text(version.value));
    }
    out.push_back(std::move(conflict));
}

} // namespace

std::string toString(NoteId id)
{
    return formatted("{:016x}{:016x}", id.high, id.low);
}

std::optional<NoteId> noteIdOf(std::string_view text)
{
    if (text.size() != 32)
        return std::nullopt;
    const auto high = hexOf(text.substr(0, 16)), low = hexOf(text.substr(16));
    if (!high || !low || (*high == 0 && *low == 0))
        return std::nullopt;
    return NoteId{*high, *low};
}

std::string isoTime(Millis time)
{
    using namespace std::chrono;
    return formatted("{:%FT%T}Z", sys_time<milliseconds>(milliseconds(time)));
}

std::optional<Millis> timeOf(std::string_view iso)
{
    using namespace std::chrono;
    const int y = digits(iso, 4);
    const bool dash1 = take(iso, '-');
    const int m = digits(iso, 2);
    const bool dash2 = take(iso, '-');
    const int d = digits(iso, 2);
    const bool t = take(iso, 'T') || take(iso, ' ');
    const int hour = digits(iso, 2);
    const bool colon1 = take(iso, ':');
    const int minute = digits(iso, 2);
    const bool colon2 = take(iso, ':');
    const int second = digits(iso, 2);
    if (y < 1970 || m < 1 || d < 1 || hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 ||
        second > 60)
        return std::nullopt;
    if (!dash1 || !dash2 || !t || !colon1 || !colon2)
        return std::nullopt;
    const year_month_day date{year(y), month(static_cast<unsigned>(m)), day(static_cast<unsigned>(d))};
    if (!date.ok())
        return std::nullopt;
    int millis = 0;
    if (take(iso, '.')) {
        int weight = 100;
        bool any = false;
        while (!iso.empty() && iso.front() >= '0' && iso.front() <= '9') {
            millis += (iso.front() - '0') * weight;
            weight /= 10;
            iso.remove_prefix(1);
            any = true;
        }
        if (!any)
            return std::nullopt;
    }
    const auto offset = offsetOf(iso);
    if (!offset)
        return std::nullopt;
    const auto time = sys_days(date) + hours(hour) + minutes(minute) + seconds(second) - minutes(*offset);
    return duration_cast<milliseconds>(time.time_since_epoch()).count() + millis;
}

bool Note::deleted() const
{
    // Two may have deleted it, each with the text that they saw.
    const auto gone = [&](VersionId version) {
        return std::ranges::any_of(deletedTexts.versions(), [&](const auto& deletion) {
            return std::ranges::contains(deletion.value, version);
        });
    };
    return !deletedTexts.value().empty() &&
           std::ranges::all_of(text.versions(), [&](const auto& version) { return gone(version.id); });
}

Millis Note::edited() const
{
    return std::max({created.time, newest(anchor), newest(arrowTo), newest(text), newest(colour),
                     newest(resolved), newest(deletedTexts)});
}

NoteFields Note::fields() const
{
    return {.anchor = anchor.value(),
            .arrowTo = arrowTo.value(),
            .text = text.value(),
            .colour = colour.value(),
            .resolved = resolved.value(),
            .deleted = deleted()};
}

std::vector<Note::Conflict> Note::conflicts() const
{
    std::vector<Conflict> out;
    if (deleted())
        return out;
    using What = Conflict::What;
    addConflict(out, What::Text, text, [](const std::string& s) { return s; });
    addConflict(out, What::Anchor, anchor, [](const Anchor& a) { return describe(a); });
    addConflict(out, What::Arrow, arrowTo,
                [](const auto& a) { return a ? describe(*a) : std::string("no arrow"); });
    addConflict(out, What::Colour, colour, [](const std::string& s) { return s.empty() ? "none" : s; });
    addConflict(out, What::Resolved, resolved, [](bool b) { return std::string(b ? "resolved" : "open"); });
    if (!deletedTexts.value().empty())
        out.push_back({.what = What::DeletedButChanged,
                       .by = {deletedTexts.current()->stamp, text.current()->stamp},
                       .texts = {"deleted", text.value()}});
    return out;
}

std::string_view toString(Note::Conflict::What what)
{
    constexpr std::array<std::string_view, 6> words{"text",   "place",    "arrow",
                                                    "colour", "resolved", "deleted, but changed"};
    return words[static_cast<std::size_t>(what)];
}

std::string_view toString(VerdictKind kind)
{
    return kVerdictKinds[static_cast<std::size_t>(kind)];
}

std::optional<VerdictKind> verdictKindOf(std::string_view word)
{
    const auto hit = std::ranges::find(kVerdictKinds, word);
    return hit == kVerdictKinds.end() ? std::nullopt
                                      : std::optional(static_cast<VerdictKind>(hit - kVerdictKinds.begin()));
}

} // namespace skein::notes
