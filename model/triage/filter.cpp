// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "model/triage/filter.h"

#include "model/triage/filter_parts.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace skein::triage
{

namespace filter
{

namespace
{

constexpr std::array kKeys = std::to_array<KeyInfo>({
    {{"state", "state:chan*", "what it waits for, in the log's words, or its state"},
     Key::State,
     Values::Text},
    {{"wait", "wait>5m", "how long it has waited at least: 90s, 5m, 2h, 1d; a number alone is minutes"},
     Key::Wait,
     Values::Duration},
    {{"func", "func:~ExecCmd", "a function anywhere in its stack, with or without the import path"},
     Key::Function,
     Values::Text},
    {{"site", "site:store.*", "the function in which it stands"}, Key::Site, Values::Text},
    {{"file", "file:pool.go*", "a file of its stack: pool.go, store/pool.go, pool.go:41"},
     Key::File,
     Values::Text},
    {{"created-by", "created-by:main.*", "the function that started it"}, Key::CreatedBy, Values::Text},
    {{"creator", "creator=17", "the number of the goroutine that started it"}, Key::Creator, Values::Number},
    {{"id", "id=34", "its own number"}, Key::Id, Values::Number},
    {{"label", "label.role=reader", "a goroutine label; label:role for any value"}, Key::Label, Values::Text},
    {{"count", "count>10", "how many goroutines are in its group"}, Key::Count, Values::Number},
    {{"lock", "lock:0xc000124008", "the address of what it waits for: a lock, a channel"},
     Key::Lock,
     Values::Text},
    {{"is", "is:leaked", "user, library or runtime code where it stands; leaked, where the log says so"},
     Key::Is,
     Values::Flag},
    {{"status", "status:new",
      "of the triage: new, known, fixed, \"false positive\", \"won't fix\"; of a note: open, resolved"},
     Key::Status,
     Values::Text,
     KeyInfo::Of::Both},
    {{"owner", "owner:maria", "of the triage"}, Key::Owner, Values::Text},
    {{"note", "note:~release", "of the triage; the text of a note"},
     Key::Note,
     Values::Text,
     KeyInfo::Of::Both},
    {{"fingerprint", "fingerprint:4be1c09a*", "the name of the leak"}, Key::Fingerprint, Values::Text},
    {{"change", "change:grew", "of a comparison: new, grew, stayed, shrank, gone"},
     Key::Change,
     Values::Text},
    {{"input", "input:*.log", "the log that it stands in"}, Key::Input, Values::Text},
    {{"author", "author:maria", "of a note or verdict: who said it"},
     Key::Author,
     Values::Text,
     KeyInfo::Of::Notes},
    {{"colour", "colour:red", "of a note"}, Key::Colour, Values::Text, KeyInfo::Of::Notes},
    {{"kind", "kind:thread", "what a note sits on: thread, frame, finding, group, lines …; or verdict"},
     Key::Kind,
     Values::Text,
     KeyInfo::Of::Notes},
    {{"about", "about:~put", "the name of what a note sits on"},
     Key::About,
     Values::Text,
     KeyInfo::Of::Notes},
});

char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool sameChar(char a, char b)
{
    return lower(a) == lower(b);
}

/// `*` for any text, `?` for any character. Goes back to the last star only, so it takes at most
/// pattern × text steps.
bool globMatches(std::string_view pattern, std::string_view text)
{
    std::size_t p = 0, t = 0, star = pattern.npos, mark = 0;
    while (t < text.size()) {
        if (p < pattern.size() && pattern[p] == '*') {
            star = p++;
            mark = t;
        } else if (p < pattern.size() && (pattern[p] == '?' || sameChar(pattern[p], text[t]))) {
            ++p;
            ++t;
        } else if (star != pattern.npos) {
            p = star + 1;
            t = ++mark;
        } else {
            return false;
        }
    }
    return std::ranges::all_of(pattern.substr(p), [](char c) { return c == '*'; });
}

bool containsText(std::string_view text, std::string_view wanted)
{
    return !std::ranges::search(text, wanted, sameChar).empty() || wanted.empty();
}

bool textMatches(const Node& node, std::string_view text)
{
    switch (node.op) {
    case Op::Anywhere:
        return node.hasStar ? globMatches("*" + node.value + "*", text) : containsText(text, node.value);
    case Op::Equal:
    case Op::NotEqual:
        return text == node.value;
    default:
        return globMatches(node.value, text);
    }
}

/// A function's name also matches without its import path.
bool functionMatches(const Node& node, std::string_view function)
{
    return textMatches(node, function) || textMatches(node, shortFunction(function));
}

/// "store/pool.go:41" also matches as "pool.go:41", "store/pool.go" and "pool.go".
bool fileMatches(const Node& node, std::string_view file)
{
    const std::string_view plain = file.substr(0, file.rfind(':'));
    for (const std::string_view text : {file, plain}) {
        if (textMatches(node, text))
            return true;
        for (auto slash = text.rfind('/'); slash != text.npos;
             slash = slash == 0 ? text.npos : text.rfind('/', slash - 1))
            if (textMatches(node, text.substr(slash + 1)))
                return true;
    }
    return false;
}

bool numberMatches(Op op, double left, double right)
{
    switch (op) {
    case Op::Less:
        return left < right;
    case Op::LessEqual:
        return left <= right;
    case Op::Greater:
        return left > right;
    case Op::GreaterEqual:
        return left >= right;
    default:
        return left == right; // NotEqual is turned round by the caller
    }
}

bool flagMatches(Flag flag, const FilterSubject& s)
{
    switch (flag) {
    case Flag::User:
        return s.role == Role::User;
    case Flag::Library:
        return s.role == Role::Library;
    case Flag::Runtime:
        return s.role == Role::Runtime;
    case Flag::Leaked:
        return s.leaked;
    }
    return false;
}

bool labelMatches(const Node& node, const FilterSubject& s)
{
    return std::ranges::any_of(s.labels, [&](const auto& label) {
        if (node.labelKey.empty())
            return textMatches(node, label.first);
        return label.first == node.labelKey && textMatches(node, label.second);
    });
}

bool lockMatches(const Node& node, const FilterSubject& s)
{
    return std::ranges::any_of(s.resources,
                               [&](std::uint64_t address) { return textMatches(node, hexAddress(address)); });
}

bool idMatches(const Node& node, std::span<const ThreadId> ids)
{
    return std::ranges::any_of(ids, [&](ThreadId id) {
        return id.known() && numberMatches(node.op, static_cast<double>(id.value), node.number);
    });
}

bool termMatches(const Node& node, const FilterSubject& s)
{
    const auto text = [&](std::string_view t) { return textMatches(node, t); };
    const auto function = [&](std::string_view f) { return functionMatches(node, f); };
    switch (node.key) {
    case Key::State:
        return std::ranges::any_of(s.states, text);
    case Key::Wait: // less than a minute is not printed
        return numberMatches(node.op, std::max(s.waitedMinutes, 0), node.number);
    case Key::Function:
        return std::ranges::any_of(s.functions, function);
    case Key::Site:
        return function(s.site);
    case Key::File:
        return std::ranges::any_of(s.files, [&](std::string_view f) { return fileMatches(node, f); });
    case Key::CreatedBy:
        return std::ranges::any_of(s.creators, function);
    case Key::Creator:
        return idMatches(node, s.creatorIds);
    case Key::Id:
        return idMatches(node, s.ids);
    case Key::Label:
        return labelMatches(node, s);
    case Key::Count:
        return numberMatches(node.op, static_cast<double>(s.count), node.number);
    case Key::Lock:
        return lockMatches(node, s);
    case Key::Is:
        return flagMatches(node.flag, s);
    case Key::Status:
        return text(s.status);
    case Key::Owner:
        return text(s.owner);
    case Key::Note:
        return text(s.note);
    case Key::Fingerprint:
        return text(s.fingerprint);
    case Key::Change:
        return text(s.change);
    case Key::Input:
        return fileMatches(node, s.input);
    case Key::Author:
        return text(s.author);
    case Key::Colour:
        return text(s.colour);
    case Key::Kind:
        return text(s.kind);
    case Key::About:
        return text(s.about);
    }
    return false;
}

bool wordMatches(const Node& node, const FilterSubject& s)
{
    const auto text = [&](std::string_view t) { return textMatches(node, t); };
    return std::ranges::any_of(s.functions, text) || std::ranges::any_of(s.files, text) ||
           std::ranges::any_of(s.states, text) || std::ranges::any_of(s.creators, text) || text(s.site) ||
           std::ranges::any_of(s.labels, [&](const auto& l) { return text(l.first) || text(l.second); }) ||
           text(s.fingerprint) || text(s.status) || text(s.owner) || text(s.note) || text(s.author) ||
           text(s.about) || text(s.kind);
}

bool nodeMatches(const Node& node, const FilterSubject& s)
{
    switch (node.kind) {
    case Node::Kind::And:
        return std::ranges::all_of(node.children, [&](const auto& c) { return nodeMatches(*c, s); });
    case Node::Kind::Or:
        return std::ranges::any_of(node.children, [&](const auto& c) { return nodeMatches(*c, s); });
    case Node::Kind::Not:
        return !nodeMatches(*node.children.front(), s);
    case Node::Kind::Word:
        return wordMatches(node, s);
    case Node::Kind::Term:
        return termMatches(node, s) != (node.op == Op::NotEqual);
    }
    return false;
}

} // namespace

std::span<const KeyInfo> keys()
{
    return kKeys;
}

const KeyInfo* findKey(std::string_view name)
{
    if (name == "function")
        name = "func";
    if (name == "created_by")
        name = "created-by";
    const auto hit = std::ranges::find(kKeys, name, [](const KeyInfo& k) { return k.shown.name; });
    return hit == kKeys.end() ? nullptr : &*hit;
}

std::span<const FlagInfo> flags()
{
    static constexpr std::array list = std::to_array<FlagInfo>({{"user", Flag::User},
                                                                {"library", Flag::Library},
                                                                {"runtime", Flag::Runtime},
                                                                {"leaked", Flag::Leaked}});
    return list;
}

} // namespace filter

bool Filter::matches(const FilterSubject& subject) const
{
    return !m_root || filter::nodeMatches(*m_root, subject);
}

Filter both(const Filter& a, const Filter& b)
{
    if (a.matchesAll() || b.matchesAll())
        return a.matchesAll() ? b : a;
    auto node = std::make_shared<filter::Node>();
    node->kind = filter::Node::Kind::And;
    node->children = {a.m_root, b.m_root};
    Filter result;
    result.m_root = std::move(node);
    return result;
}

std::span<const FilterKey> filterKeys()
{
    static const std::vector<FilterKey> list = [] {
        std::vector<FilterKey> all;
        for (const filter::KeyInfo& key : filter::keys())
            all.push_back(key.shown);
        return all;
    }();
    return list;
}

} // namespace skein::triage
