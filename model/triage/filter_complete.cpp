// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "model/formatted.h"
#include "model/triage/filter_parts.h"

#include <algorithm>
#include <array>

namespace skein::triage
{

namespace
{

bool startsWith(std::string_view text, std::string_view beginning)
{
    return text.size() >= beginning.size() &&
           std::ranges::equal(text.substr(0, beginning.size()), beginning, [](char a, char b) {
               const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
               return lower(a) == lower(b);
           });
}

/// A value as it has to be written: in quotes where it has blanks. A star in a name matches itself.
std::string written(std::string_view value)
{
    const bool plain = !value.empty() && value.find_first_of(" \t\"\\") == value.npos && value.front() != '(';
    if (plain)
        return std::string(value);
    std::string out = "\"";
    for (const char c : value) {
        if (c == '"' || c == '\\')
            out += '\\';
        out += c;
    }
    return out + '"';
}

/// Where the word that the cursor stands in begins: behind the last blank outside of quotes, and behind the
/// parentheses and signs that precede it.
std::size_t wordBegin(std::string_view text)
{
    bool quoted = false;
    std::size_t begin = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '\\' && quoted)
            ++i;
        else if (text[i] == '"')
            quoted = !quoted;
        else if (!quoted && (text[i] == ' ' || text[i] == '\t' || text[i] == '\n'))
            begin = i + 1;
    }
    while (begin < text.size() && (text[begin] == '(' || text[begin] == '-' || text[begin] == '!'))
        ++begin;
    return begin;
}

class Completer
{
public:
    Completer(std::vector<Completion>& out, std::size_t most) : m_out(out), m_most(most) {}

    void add(std::string text, std::string_view help, std::size_t begin, std::size_t end)
    {
        if (m_out.size() < m_most)
            m_out.push_back({std::move(text), std::string(help), begin, end});
    }
    void values(const std::vector<std::string>& all, std::string_view typed, std::size_t begin,
                std::size_t end)
    {
        for (const std::string& value : all)
            if (startsWith(value, typed) || startsWith(shortFunction(value), typed))
                add(written(value), "", begin, end);
    }

private:
    std::vector<Completion>& m_out;
    std::size_t m_most;
};

std::vector<std::string> labelValues(const FilterValues& values, std::string_view key)
{
    std::vector<std::string> out;
    for (const auto& [name, value] : values.labels)
        if (name == key && !std::ranges::contains(out, value))
            out.push_back(value);
    return out;
}

void completeValue(Completer& completer, const FilterValues& values, const filter::KeyInfo& info,
                   std::string_view label, std::string_view typed, std::size_t begin, std::size_t end)
{
    using filter::Key;
    switch (info.key) {
    case Key::State:
        completer.values(values.states, typed, begin, end);
        break;
    case Key::Function:
    case Key::Site:
        completer.values(values.functions, typed, begin, end);
        break;
    case Key::CreatedBy:
        completer.values(values.creators, typed, begin, end);
        break;
    case Key::File:
        completer.values(values.files, typed, begin, end);
        break;
    case Key::Owner:
        completer.values(values.owners, typed, begin, end);
        break;
    case Key::Label:
        completer.values(label.empty() ? values.labelKeys : labelValues(values, label), typed, begin, end);
        break;
    case Key::Is: {
        std::vector<std::string> names;
        for (const filter::FlagInfo& flag : filter::flags())
            names.emplace_back(flag.name);
        completer.values(names, typed, begin, end);
        break;
    }
    case Key::Author:
        completer.values(values.authors, typed, begin, end);
        break;
    case Key::Colour:
        completer.values({"yellow", "red", "green", "blue", "purple", "grey"}, typed, begin, end);
        break;
    case Key::Kind:
        completer.values({"thread", "frame", "group", "finding", "access", "resource", "edge", "time",
                          "lines", "case", "verdict"},
                         typed, begin, end);
        break;
    case Key::Status: {
        std::vector<std::string> names;
        if (values.ofNotes)
            names = {"open", "resolved"};
        else
            for (const Status status : statuses())
                names.emplace_back(toString(status));
        completer.values(names, typed, begin, end);
        break;
    }
    case Key::Change:
        completer.values({"new", "grew", "stayed", "shrank", "gone"}, typed, begin, end);
        break;
    case Key::Wait:
        completer.values({"1m", "5m", "30m", "1h", "1d"}, typed, begin, end);
        break;
    default:
        break;
    }
}

} // namespace

std::vector<Completion> complete(std::string_view text, std::size_t cursor, const FilterValues& values,
                                 std::size_t most)
{
    std::vector<Completion> out;
    Completer completer(out, most);
    const std::size_t end = std::min(cursor, text.size());
    const std::size_t begin = wordBegin(text.substr(0, end));
    const std::string_view typed = text.substr(begin, end - begin);
    const auto operatorAt = typed.find_first_of(":=<>!");
    if (operatorAt == typed.npos) {
        for (const filter::KeyInfo& key : filter::keys()) {
            using Of = filter::KeyInfo::Of;
            if (key.of == (values.ofNotes ? Of::Goroutines : Of::Notes))
                continue;
            if (!startsWith(key.shown.name, typed) || key.key == filter::Key::Label)
                continue;
            // The example shows which operator belongs to it.
            const std::string_view sign = key.shown.example.substr(key.shown.name.size(), 1);
            completer.add(formatted("{}{}", key.shown.name, sign),
                          formatted("{}, as in {}", key.shown.help, key.shown.example), begin, end);
        }
        for (const std::string& label : values.labelKeys)
            if (startsWith("label." + label, typed))
                completer.add("label." + label + "=", "a goroutine label", begin, end);
        for (const std::string_view word : {"not", "or", "and"})
            if (!typed.empty() && startsWith(word, typed))
                completer.add(std::string(word) + ' ', "", begin, end);
        return out;
    }
    std::string_view key = typed.substr(0, operatorAt), label;
    if (key.starts_with("label.")) {
        label = key.substr(6);
        key = "label";
    }
    const filter::KeyInfo* info = filter::findKey(key);
    if (!info)
        return out;
    std::size_t value = operatorAt;
    while (value < typed.size() && std::string_view(":=<>!~").contains(typed[value]))
        ++value;
    std::string_view wanted = typed.substr(value);
    if (wanted.starts_with('"'))
        wanted.remove_prefix(1);
    completeValue(completer, values, *info, label, wanted, begin + value, end);
    return out;
}

} // namespace skein::triage
