// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
//
// Reads and writes the part of TOML (https://toml.io/en/v1.0.0) that a baseline needs: `key = value` lines
// and
// [[leak]] headers. Everything else is passed over and kept: other tables, arrays over several lines, dates.
#include "model/triage/baseline.h"

#include "model/formatted.h"
#include "model/triage/toml_line.h"

#include <algorithm>
#include <array>
#include <unordered_set>

namespace skein::triage
{

namespace
{

constexpr std::size_t kLargest = std::size_t{64} << 20;
constexpr std::uint64_t kVersion = 1;

constexpr std::array<std::string_view, 5> kStatusNames{"new", "known", "fixed", "false positive",
                                                       "won't fix"};

} // namespace

std::string_view toString(Status status)
{
    return kStatusNames[static_cast<std::size_t>(status)];
}

std::optional<Status> statusNamed(std::string_view name)
{
    const auto hit = std::ranges::find(kStatusNames, name);
    if (hit != kStatusNames.end())
        return static_cast<Status>(hit - kStatusNames.begin());
    if (name == "false-positive")
        return Status::FalsePositive;
    if (name == "wont-fix" || name == "wontfix")
        return Status::WontFix;
    return std::nullopt;
}

std::span<const Status> statuses()
{
    static constexpr std::array all{Status::New, Status::Known, Status::Fixed, Status::FalsePositive,
                                    Status::WontFix};
    return all;
}

/// Reads one text into the blocks and entries of a baseline.
class BaselineReader
{
public:
    explicit BaselineReader(Baseline& out) : m_out(out) {}

    std::optional<BaselineError> read(std::string_view text)
    {
        m_out.m_blocks.assign(1, {});
        m_out.m_lastLineEnds = text.empty() || text.ends_with('\n');
        while (!text.empty() && !m_error) {
            const auto end = text.find('\n');
            m_lines.push_back(text.substr(0, end));
            text.remove_prefix(end == text.npos ? text.size() : end + 1);
        }
        for (m_line = 0; m_line < m_lines.size() && !m_error;)
            readLine();
        finishEntry();
        return m_error;
    }

private:
    void fail(std::size_t line, std::size_t column, std::string message)
    {
        if (!m_error)
            m_error = BaselineError{.line = static_cast<std::uint32_t>(line + 1),
                                    .column = static_cast<std::uint32_t>(column + 1),
                                    .message = std::move(message)};
    }

    /// Keeps `count` lines; the first carries the key.
    void keep(std::size_t count, std::string_view key)
    {
        for (std::size_t i = 0; i < count; ++i)
            m_out.m_blocks.back().lines.push_back(
                {std::string(m_lines[m_line + i]), i == 0 ? std::string(key) : std::string()});
        m_line += count;
    }

    void readLine()
    {
        const std::string_view line = m_lines[m_line];
        const toml::Line read = toml::readLine(line);
        switch (read.kind) {
        case toml::Kind::Nothing:
            keep(1, "");
            break;
        case toml::Kind::Header:
            finishEntry();
            startBlock(read.key == "leak" && read.array);
            keep(1, "");
            break;
        case toml::Kind::Member:
            readMember(read);
            break;
        case toml::Kind::Wrong:
            fail(m_line, read.column, read.error);
            break;
        }
    }

    void startBlock(bool leak)
    {
        m_out.m_blocks.push_back({.lines = {}, .leak = leak});
        if (!leak)
            return;
        m_entry = BaselineEntry{.line = static_cast<std::uint32_t>(m_line + 1)};
        m_hasFingerprint = false;
    }

    void readMember(const toml::Line& read)
    {
        const toml::Value value = toml::readValue(std::span(m_lines).subspan(m_line), read.column);
        if (!value.error.empty()) {
            fail(m_line + value.errorLine, value.errorColumn, value.error);
            return;
        }
        const bool top = m_out.m_blocks.size() == 1;
        if (top)
            readTop(read.key, value, read.column);
        else if (m_out.m_blocks.back().leak)
            readLeak(read.key, value, read.column);
        keep(value.lines, read.key);
    }

    void readTop(std::string_view key, const toml::Value& value, std::size_t column)
    {
        if (key == "version" && value.number != kVersion)
            fail(m_line, column,
                 "Skein knows version 1 of baselines; this one is of a newer Skein, or is none.");
        if (key != "ignore")
            return;
        if (value.kind == toml::Value::Kind::Text)
            m_out.m_ignore.push_back(value.text);
        else if (value.kind == toml::Value::Kind::Texts)
            m_out.m_ignore.insert(m_out.m_ignore.end(), value.texts.begin(), value.texts.end());
        else
            fail(m_line, column,
                 "'ignore' is a list of filters: ignore = [\"func:google.golang.org/grpc*\"].");
    }

    void readLeak(std::string_view key, const toml::Value& value, std::size_t column)
    {
        if (key == "count") {
            if (value.kind != toml::Value::Kind::Number)
                fail(m_line, column, "'count' is a number: count = 3.");
            m_entry.count = value.number;
            return;
        }
        const std::array<std::pair<std::string_view, std::string*>, 5> texts{
            {{"where", &m_entry.where},
             {"state", &m_entry.state},
             {"created-by", &m_entry.createdBy},
             {"owner", &m_entry.owner},
             {"note", &m_entry.note}}};
        const auto member = std::ranges::find(texts, key, [](const auto& t) { return t.first; });
        if (member == texts.end() && key != "fingerprint" && key != "status")
            return; // somebody else's
        if (value.kind != toml::Value::Kind::Text) {
            fail(m_line, column, formatted("'{}' is a text: {} = \"…\".", key, key));
            return;
        }
        if (member != texts.end()) {
            *member->second = value.text;
        } else if (key == "status") {
            const auto status = statusNamed(value.text);
            if (!status)
                fail(m_line, column,
                     "There is no such status; choose known, fixed, \"false positive\", \"won't fix\" or "
                     "new.");
            m_entry.status = status.value_or(Status::Known);
        } else {
            const auto fingerprint = parseFingerprint(value.text);
            if (!fingerprint)
                fail(m_line, column, "This is no fingerprint; one looks like 4be1c09a7f32-1f0c-77aa-send.");
            m_entry.fingerprint = fingerprint.value_or(Fingerprint{});
            m_hasFingerprint = true;
        }
    }

    void finishEntry()
    {
        if (m_error || !m_out.m_blocks.back().leak)
            return;
        if (!m_hasFingerprint) {
            fail(m_entry.line - 1, 0, "This [[leak]] has no fingerprint.");
            return;
        }
        const std::string name = toString(m_entry.fingerprint);
        const auto [at, added] = m_out.m_byFingerprint.try_emplace(name, m_out.m_entries.size());
        if (!added)
            fail(m_entry.line - 1, 0,
                 formatted("The leak {} stands here a second time; the first is in line {}.", name,
                           m_out.m_entries[at->second].line));
        m_out.m_entries.push_back(m_entry);
    }

    Baseline& m_out;
    std::vector<std::string_view> m_lines;
    std::size_t m_line = 0;
    BaselineEntry m_entry;
    bool m_hasFingerprint = false;
    std::optional<BaselineError> m_error;
};

Baseline::Baseline()
{
    m_blocks.resize(1);
    const auto add = [&](std::string text, std::string key = "") {
        m_blocks.front().lines.push_back({std::move(text), std::move(key)});
    };
    add("# Goroutine leaks that this repository knows: skein triage --baseline FILE");
    add("# status: known, fixed, \"false positive\" or \"won't fix\"; owner, note and comments are yours");
    add("version = 1", "version");
}

std::expected<Baseline, BaselineError> Baseline::parse(std::string_view text)
{
    if (text.size() > kLargest)
        return std::unexpected(BaselineError{1, 1, "This file is larger than 64 MB, and no baseline."});
    Baseline result;
    if (text.starts_with("\xef\xbb\xbf"))
        text.remove_prefix(3);
    if (auto error = BaselineReader(result).read(text))
        return std::unexpected(*error);
    result.index();
    return result;
}

const BaselineEntry* Baseline::find(const Fingerprint& fingerprint) const
{
    const auto hit = m_byFingerprint.find(toString(fingerprint));
    return hit == m_byFingerprint.end() ? nullptr : &m_entries[hit->second];
}

void Baseline::index()
{
    m_byFingerprint.clear();
    for (std::size_t i = 0; i < m_entries.size(); ++i)
        m_byFingerprint.emplace(toString(m_entries[i].fingerprint), i);
    m_blockOf.clear();
    for (std::size_t b = 0; b < m_blocks.size(); ++b)
        if (m_blocks[b].leak)
            m_blockOf.push_back(b);
}

namespace
{

struct Member {
    std::string_view key;
    std::string value; ///< as TOML; empty where it isn't worth a line
};

std::vector<Member> membersOf(const BaselineEntry& e)
{
    const auto text = [](const std::string& s) { return s.empty() ? std::string() : toml::quoted(s); };
    return {{"fingerprint", toml::quoted(toString(e.fingerprint))},
            {"status", toml::quoted(toString(e.status))},
            {"where", text(e.where)},
            {"state", text(e.state)},
            {"created-by", text(e.createdBy)},
            {"count", std::to_string(e.count)},
            {"owner", text(e.owner)},
            {"note", text(e.note)}};
}

} // namespace

void Baseline::set(const BaselineEntry& entry)
{
    set(std::vector{entry});
}

void Baseline::set(std::vector<BaselineEntry> entries)
{
    std::vector<BaselineEntry> fresh;
    std::unordered_set<std::string> seen;
    for (BaselineEntry& entry : entries) {
        std::string name = toString(entry.fingerprint);
        const auto hit = m_byFingerprint.find(name);
        if (hit != m_byFingerprint.end())
            change(hit->second, entry);
        else if (seen.insert(std::move(name)).second)
            fresh.push_back(std::move(entry));
    }
    if (!fresh.empty())
        add(std::move(fresh));
}

/// Each in front of the first entry that comes later, those that come last behind the last entry; in one
/// pass.
void Baseline::add(std::vector<BaselineEntry> fresh)
{
    std::ranges::stable_sort(fresh, {}, &BaselineEntry::where);
    std::vector<Block> blocks;
    std::vector<BaselineEntry> entries;
    auto next = fresh.begin();
    const auto insert = [&](bool more) {
        append(blocks, *next, more);
        next->line = 0;
        entries.push_back(std::move(*next++));
    };
    const std::size_t behindLast = m_blockOf.empty() ? m_blocks.size() : m_blockOf.back() + 1;
    std::size_t entry = 0;
    for (std::size_t b = 0; b <= m_blocks.size(); ++b) {
        const bool leak = b < m_blocks.size() && m_blocks[b].leak;
        while (next != fresh.end() && ((leak && m_entries[entry].where > next->where) || b == behindLast))
            insert(b < m_blocks.size());
        if (b == m_blocks.size())
            break;
        blocks.push_back(std::move(m_blocks[b]));
        if (leak)
            entries.push_back(std::move(m_entries[entry++]));
    }
    if (behindLast == m_blocks.size())
        m_lastLineEnds = true;
    m_blocks = std::move(blocks);
    m_entries = std::move(entries);
    index();
}

/// A comment above an entry stands at the end of the block before it: what is put between them goes in front
/// of that comment. `more`: another block follows.
void Baseline::append(std::vector<Block>& blocks, const BaselineEntry& entry, bool more)
{
    Block block{.lines = {{"[[leak]]", ""}}, .leak = true};
    for (const Member& member : membersOf(entry))
        if (!member.value.empty())
            block.lines.push_back({formatted("{} = {}", member.key, member.value), std::string(member.key)});
    std::vector<Line>& before = blocks.back().lines;
    std::size_t keep = before.size();
    while (more && keep > 0 && before[keep - 1].text.starts_with('#') && before[keep - 1].key.empty())
        --keep;
    // A comment without a blank line above it belongs to what stands before it.
    if (keep > 0 && keep < before.size() && !toml::isBlank(before[keep - 1].text))
        keep = before.size();
    std::vector<Line> comment(std::make_move_iterator(before.begin() + static_cast<std::ptrdiff_t>(keep)),
                              std::make_move_iterator(before.end()));
    before.resize(keep);
    const bool first = blocks.size() == 1 && before.empty();
    if (!first && (before.empty() || !toml::isBlank(before.back().text)))
        before.push_back({"", ""});
    if (more)
        block.lines.push_back({"", ""});
    block.lines.insert(block.lines.end(), std::make_move_iterator(comment.begin()),
                       std::make_move_iterator(comment.end()));
    blocks.push_back(std::move(block));
}

void Baseline::change(std::size_t at, const BaselineEntry& entry)
{
    const auto before = membersOf(m_entries[at]), after = membersOf(entry);
    Block& block = m_blocks[m_blockOf[at]];
    std::size_t behind = 1; // a new member stands behind the one that comes before it
    for (std::size_t m = 0; m < after.size(); ++m) {
        const auto line = std::ranges::find(block.lines, after[m].key, &Line::key);
        if (line != block.lines.end() && before[m].value == after[m].value) {
            behind = static_cast<std::size_t>(line - block.lines.begin()) + 1;
            continue;
        }
        if (line == block.lines.end()) {
            if (after[m].value.empty() || before[m].value == after[m].value)
                continue;
            block.lines.insert(
                block.lines.begin() + static_cast<std::ptrdiff_t>(behind),
                {formatted("{} = {}", after[m].key, after[m].value), std::string(after[m].key)});
            ++behind;
            continue;
        }
        behind = replace(block, static_cast<std::size_t>(line - block.lines.begin()), after[m].value);
    }
    const std::uint32_t line = m_entries[at].line;
    m_byFingerprint.erase(toString(m_entries[at].fingerprint));
    m_byFingerprint.emplace(toString(entry.fingerprint), at);
    m_entries[at] = entry;
    m_entries[at].line = line;
}

/// Gives the member that begins in line `at` another value, or takes it away; its comment stays. Returns the
/// line behind it.
std::size_t Baseline::replace(Block& block, std::size_t at, const std::string& value)
{
    std::vector<std::string_view> lines;
    for (std::size_t i = at; i < block.lines.size(); ++i)
        lines.push_back(block.lines[i].text);
    const toml::Line read = toml::readLine(lines.front());
    const toml::Value old = toml::readValue(lines, read.column);
    const auto first = block.lines.begin() + static_cast<std::ptrdiff_t>(at);
    if (value.empty()) {
        block.lines.erase(first, first + static_cast<std::ptrdiff_t>(old.lines));
        return at;
    }
    const std::string comment(lines[old.lines - 1].substr(old.end));
    first->text = first->text.substr(0, read.column) + value + comment;
    block.lines.erase(first + 1, first + static_cast<std::ptrdiff_t>(old.lines));
    return at + 1;
}

bool Baseline::rename(const Fingerprint& from, const Fingerprint& to)
{
    const auto hit = m_byFingerprint.find(toString(from));
    if (hit == m_byFingerprint.end() || m_byFingerprint.contains(toString(to)))
        return false;
    BaselineEntry entry = m_entries[hit->second];
    entry.fingerprint = to;
    change(hit->second, entry);
    return true;
}

bool Baseline::remove(const Fingerprint& fingerprint)
{
    const auto hit = m_byFingerprint.find(toString(fingerprint));
    if (hit == m_byFingerprint.end())
        return false;
    m_blocks.erase(m_blocks.begin() + static_cast<std::ptrdiff_t>(m_blockOf[hit->second]));
    m_entries.erase(m_entries.begin() + static_cast<std::ptrdiff_t>(hit->second));
    index();
    return true;
}

std::string Baseline::text() const
{
    std::string out;
    for (const Block& block : m_blocks)
        for (const Line& line : block.lines)
            (out += line.text) += '\n';
    if (!m_lastLineEnds && !out.empty())
        out.pop_back();
    return out;
}

} // namespace skein::triage
