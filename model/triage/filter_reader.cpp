// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
//
// Reads a filter. Recursive descent, at most kDeepest deep; the grammar stands in filter.h.
#include "model/formatted.h"
#include "model/triage/filter_parts.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <limits>

namespace skein::triage
{

namespace
{

using filter::Node;
using filter::Op;
using NodePtr = std::shared_ptr<const Node>;

constexpr int kDeepest = 100;

bool isBlank(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

struct Written {
    std::string_view text;
    Op op;
};
// Longer ones first.
constexpr std::array kOperators = std::to_array<Written>({
    {":~", Op::Anywhere},
    {"!=", Op::NotEqual},
    {"<=", Op::LessEqual},
    {">=", Op::GreaterEqual},
    {":", Op::Is},
    {"=", Op::Equal},
    {"<", Op::Less},
    {">", Op::Greater},
});

bool compares(Op op)
{
    return op == Op::Less || op == Op::LessEqual || op == Op::Greater || op == Op::GreaterEqual;
}

class Reader
{
public:
    explicit Reader(std::string_view text) : m_text(text) {}

    std::expected<NodePtr, FilterError> read()
    {
        skipBlanks();
        if (atEnd())
            return nullptr;
        NodePtr node = readOr(0);
        if (!m_failed && !atEnd())
            fail(m_at, 1, "This ')' closes nothing.");
        if (m_failed)
            return std::unexpected(m_error);
        return node;
    }

private:
    bool atEnd() const { return m_at >= m_text.size(); }
    char here() const { return m_text[m_at]; }
    void skipBlanks()
    {
        while (!atEnd() && isBlank(here()))
            ++m_at;
    }

    /// The first error counts.
    NodePtr fail(std::size_t at, std::size_t length, std::string message)
    {
        if (!m_failed)
            m_error = {
                .column = at + 1, .length = std::max<std::size_t>(length, 1), .message = std::move(message)};
        m_failed = true;
        return nullptr;
    }

    /// "and", "or", "not" as a word of their own.
    bool isWord(std::string_view word) const
    {
        const std::string_view rest = m_text.substr(m_at);
        if (rest.size() < word.size())
            return false;
        for (std::size_t i = 0; i < word.size(); ++i)
            if ((rest[i] | 0x20) != word[i])
                return false;
        return rest.size() == word.size() || isBlank(rest[word.size()]) || rest[word.size()] == '(' ||
               rest[word.size()] == ')';
    }
    bool takeWord(std::string_view word)
    {
        if (!isWord(word))
            return false;
        m_lastWord = m_at;
        m_at += word.size();
        skipBlanks();
        return true;
    }

    static NodePtr join(Node::Kind kind, std::vector<NodePtr> children)
    {
        if (children.size() == 1)
            return children.front();
        auto node = std::make_shared<Node>();
        node->kind = kind;
        node->children = std::move(children);
        return node;
    }

    NodePtr readOr(int depth)
    {
        std::vector<NodePtr> children{readAnd(depth)};
        while (!m_failed && takeWord("or"))
            children.push_back(operand("or", depth));
        return m_failed ? nullptr : join(Node::Kind::Or, std::move(children));
    }

    NodePtr readAnd(int depth)
    {
        std::vector<NodePtr> children{readNot(depth)};
        while (!m_failed && !atEnd() && here() != ')' && !isWord("or")) {
            const bool written = takeWord("and");
            if (written && (atEnd() || here() == ')' || isWord("or")))
                return fail(m_lastWord, 3, "Something is missing behind 'and'.");
            children.push_back(readNot(depth));
        }
        return m_failed ? nullptr : join(Node::Kind::And, std::move(children));
    }

    NodePtr operand(std::string_view word, int depth)
    {
        if (atEnd() || here() == ')' || isWord("or") || isWord("and"))
            return fail(m_lastWord, word.size(), formatted("Something is missing behind '{}'.", word));
        return readAnd(depth);
    }

    NodePtr readNot(int depth)
    {
        if (depth > kDeepest)
            return fail(m_at, 1, formatted("More than {} levels of parentheses and 'not'.", kDeepest));
        const std::size_t at = m_at;
        const bool sign = !atEnd() && (here() == '-' || here() == '!');
        if (sign) {
            ++m_at;
            skipBlanks();
        }
        if (sign || takeWord("not")) {
            if (atEnd() || here() == ')' || isWord("or") || isWord("and"))
                return fail(at, m_at - at, "Something is missing behind 'not'.");
            NodePtr inner = readNot(depth + 1);
            if (m_failed)
                return nullptr;
            auto node = std::make_shared<Node>();
            node->kind = Node::Kind::Not;
            node->children.push_back(std::move(inner));
            return node;
        }
        if (!atEnd() && here() == '(')
            return readParentheses(depth);
        if (isWord("and") || isWord("or"))
            return fail(m_at, isWord("or") ? 2 : 3,
                        formatted("Something is missing before '{}'; put it in quotes to look for the word.",
                                  isWord("or") ? "or" : "and"));
        return readTerm();
    }

    NodePtr readParentheses(int depth)
    {
        const std::size_t open = m_at++;
        skipBlanks();
        if (!atEnd() && here() == ')')
            return fail(open, m_at - open + 1, "There is nothing between these parentheses.");
        if (atEnd())
            return fail(open, 1, "This '(' is never closed.");
        NodePtr inner = readOr(depth + 1);
        if (m_failed)
            return nullptr;
        if (atEnd())
            return fail(open, 1, "This '(' is never closed.");
        ++m_at; // the ')'
        skipBlanks();
        return inner;
    }

    std::optional<Op> takeOperator()
    {
        for (const Written& o : kOperators) {
            if (!m_text.substr(m_at).starts_with(o.text))
                continue;
            m_at += o.text.size();
            return o.op;
        }
        return std::nullopt;
    }

    static bool isKeyChar(char c)
    {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
               c == '_' || c == '.' || c == '/';
    }

    NodePtr readTerm()
    {
        const std::size_t begin = m_at;
        if (here() == '"')
            return readWord();
        while (!atEnd() && isKeyChar(here()))
            ++m_at;
        const std::string_view name = m_text.substr(begin, m_at - begin);
        const std::size_t operatorAt = m_at;
        const auto op = name.empty() ? std::nullopt : takeOperator();
        if (!op) {
            m_at = begin;
            return readWord();
        }
        auto node = std::make_shared<Node>();
        node->kind = Node::Kind::Term;
        node->op = *op;
        std::string_view key = name;
        if (name.starts_with("label.")) {
            node->labelKey = name.substr(6);
            key = "label";
            if (node->labelKey.empty())
                return fail(begin, name.size(),
                            "Which label? Write label.role=reader, or label:role for any value.");
        }
        const filter::KeyInfo* info = filter::findKey(key);
        if (!info)
            return fail(begin, name.size(), unknownKey(name));
        node->key = info->key;
        return readValue(std::move(node), *info, operatorAt);
    }

    NodePtr readValue(std::shared_ptr<Node> node, const filter::KeyInfo& info, std::size_t operatorAt)
    {
        const std::size_t begin = m_at;
        const bool quoted = !atEnd() && here() == '"';
        if (!takeText(node->value, true))
            return nullptr;
        const std::size_t length = m_at - begin;
        const std::string_view key = info.shown.name;
        if (length == 0)
            return fail(operatorAt, begin - operatorAt,
                        formatted("The value of '{}' is missing, as in {}.", key, info.shown.example));
        node->hasStar = !quoted && node->value.find_first_of("*?") != std::string::npos;
        const bool numeric = info.values == filter::Values::Number || info.values == filter::Values::Duration;
        if (compares(node->op) && !numeric)
            return fail(operatorAt, begin - operatorAt,
                        formatted("'{}' is text and cannot be larger or smaller; write {}.", key,
                                  info.shown.example));
        if (numeric && node->op == Op::Anywhere)
            return fail(operatorAt, begin - operatorAt,
                        formatted("'{}' is a number; write {}.", key, info.shown.example));
        if (numeric && !readNumber(*node, info.values == filter::Values::Duration))
            return fail(begin, length,
                        formatted("'{}' is no {}; write {}.", node->value,
                                  info.values == filter::Values::Duration ? "time" : "number",
                                  info.shown.example));
        if (info.values == filter::Values::Flag && !readFlag(*node))
            return fail(begin, length, "Is what? Write is:user, is:library, is:runtime or is:leaked.");
        skipBlanks();
        return node;
    }

    static bool readFlag(Node& node)
    {
        const auto flag = std::ranges::find(filter::flags(), node.value, &filter::FlagInfo::name);
        if (flag == filter::flags().end())
            return false;
        node.flag = flag->flag;
        return true;
    }

    /// "5", "5m", "1.5h"; for a duration the number is minutes.
    static bool readNumber(Node& node, bool duration)
    {
        const char *from = node.value.data(), *to = from + node.value.size();
        const auto [end, error] = std::from_chars(from, to, node.number, std::chars_format::fixed);
        if (error != std::errc{} || !(node.number >= 0) || node.number > std::numeric_limits<double>::max())
            return false;
        const std::string_view unit(end, static_cast<std::size_t>(to - end));
        if (unit.empty())
            return true;
        if (!duration)
            return false;
        struct Unit {
            std::string_view name;
            double minutes;
        };
        constexpr std::array units =
            std::to_array<Unit>({{"s", 1.0 / 60}, {"m", 1}, {"min", 1}, {"h", 60}, {"d", 1440}});
        const auto hit = std::ranges::find(units, unit, &Unit::name);
        if (hit == units.end())
            return false;
        node.number *= hit->minutes;
        return true;
    }

    static std::string unknownKey(std::string_view name)
    {
        std::string all;
        for (const filter::KeyInfo& key : filter::keys())
            all += formatted("{}{}", all.empty() ? "" : ", ", key.shown.name);
        return formatted("There is no key '{}' (there are {}); put it in quotes to look for the text.", name,
                         all);
    }

    NodePtr readWord()
    {
        auto node = std::make_shared<Node>();
        const std::size_t begin = m_at;
        const bool quoted = here() == '"';
        if (!takeText(node->value, false))
            return nullptr;
        if (m_at == begin || (quoted && node->value.empty()))
            return fail(begin, m_at - begin, "There is no text here.");
        skipBlanks();
        const auto flag = std::ranges::find(filter::flags(), node->value, &filter::FlagInfo::name);
        if (!quoted && flag != filter::flags().end()) {
            node->kind = Node::Kind::Term;
            node->key = filter::Key::Is;
            node->flag = flag->flag;
            return node;
        }
        node->op = Op::Anywhere;
        node->hasStar = !quoted && node->value.find_first_of("*?") != std::string::npos;
        return node;
    }

    /// Text in quotes ("\"" and "\\" inside), or up to the next blank or the parenthesis that closes one
    /// outside: `func:(*Pool).submit` has its own.
    bool takeText(std::string& out, bool inTerm)
    {
        if (!atEnd() && here() == '"') {
            const std::size_t open = m_at++;
            while (!atEnd() && here() != '"') {
                if (here() == '\\' && m_at + 1 < m_text.size())
                    ++m_at;
                out += here();
                ++m_at;
            }
            if (atEnd()) {
                fail(open, 1, "This quote is never closed.");
                return false;
            }
            ++m_at;
            return true;
        }
        int depth = 0;
        while (!atEnd() && !isBlank(here()) && (here() != ')' || depth > 0)) {
            depth += here() == '(' ? 1 : here() == ')' ? -1 : 0;
            out += here();
            ++m_at;
        }
        (void)inTerm;
        return true;
    }

    std::string_view m_text;
    std::size_t m_at = 0;
    std::size_t m_lastWord = 0;
    bool m_failed = false;
    FilterError m_error;
};

} // namespace

std::expected<Filter, FilterError> Filter::parse(std::string_view text)
{
    auto node = Reader(text).read();
    if (!node)
        return std::unexpected(node.error());
    Filter result;
    result.m_root = std::move(*node);
    return result;
}

std::string explain(std::string_view filter, const FilterError& error)
{
    std::string shown;
    for (const char c : filter)
        shown += static_cast<unsigned char>(c) < 0x20 || c == 0x7f ? ' ' : c;
    // A character of several bytes takes one column.
    const auto characters = [&](std::size_t from, std::size_t to) {
        from = std::min(from, shown.size());
        to = std::min(to, shown.size());
        return static_cast<std::size_t>(std::ranges::count_if(std::string_view(shown).substr(from, to - from),
                                                              [](char c) { return (c & 0xc0) != 0x80; }));
    };
    const std::size_t at = error.column - 1;
    return formatted("{}\n  {}\n  {}{}\n", error.message, shown, std::string(characters(0, at), ' '),
                     std::string(std::max<std::size_t>(characters(at, at + error.length), 1), '^'));
}

} // namespace skein::triage
