// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "app/command_line/case_command.h"
#include "app/command_line/exit_status.h"
#include "app/command_line/read_log.h"
#include "model/formatted.h"
#include "model/said/resolve.h"
#include "parser/case/author.h"
#include "parser/case/case_file.h"
#include "parser/parse.h"

#include <charconv>
#include <cstdio>
#include <expected>
#include <memory>
#include <optional>

namespace skein::command_line
{

namespace
{

std::optional<std::uint32_t> number(std::string_view text)
{
    std::uint32_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    const bool all = error == std::errc{} && end == text.data() + text.size() && value > 0;
    return all ? std::optional(value) : std::nullopt;
}

std::expected<notes::Anchor, std::string> threadNamed(std::string_view id, const notes::Resolver& resolver)
{
    const Log& log = *resolver.analysis()->log;
    for (std::uint32_t s = 0; s < log.snapshots.size(); ++s)
        for (std::uint32_t t = 0; t < log.snapshots[s].threads.size(); ++t)
            if (toString(log.snapshots[s].threads[t].id) == id)
                return resolver.onThread({s, t});
    return std::unexpected(formatted("There is no thread {} in the log.", id));
}

/// What `--on` says.
std::expected<notes::Anchor, std::string> anchorNamed(std::string_view on, const notes::Resolver& resolver)
{
    if (on.empty() || on == "case")
        return notes::Resolver::onCase();
    const auto colon = on.find(':');
    const std::string_view kind = on.substr(0, colon);
    const std::string_view value = colon == on.npos ? std::string_view() : on.substr(colon + 1);
    if (kind == "thread" && !value.empty())
        return threadNamed(value, resolver);
    if (kind == "finding") {
        const auto index = number(value);
        const auto& findings = resolver.analysis()->findings;
        if (index && *index <= findings.size())
            return resolver.onFinding(*index - 1);
        return std::unexpected(formatted("There is no finding {}; the log has {}.", value, findings.size()));
    }
    if (kind == "line" || kind == "lines") {
        const auto dash = value.find('-');
        const auto first = number(value.substr(0, dash));
        const auto last = dash == value.npos ? first : number(value.substr(dash + 1));
        const std::uint32_t count = resolver.analysis()->log->text.lineCount();
        if (first && last && *first <= *last && *last <= count)
            return notes::Resolver::onLines({*first, *last});
        return std::unexpected(formatted("There are no lines {}; the log has {}.", value, count));
    }
    return std::unexpected(std::string("A note sits on case, thread:34, finding:1, line:12 or lines:12-18."));
}

/// Every live note, answers behind what they answer.
void list(const notes::Notebook& notebook, const notes::Resolver& resolver)
{
    for (const notes::Note* note : notebook.liveNotes()) {
        const notes::Target on = resolver.resolve(note->anchor.value());
        std::string line = formatted("{}  {}  {}, on {}{}{}\n", toString(note->id),
                                     notes::isoTime(note->created.time).substr(0, 16),
                                     note->created.author.empty() ? "somebody" : shown(note->created.author),
                                     shown(on.label), note->resolved.value() ? " (resolved)" : "",
                                     note->conflicts().empty() ? "" : " (copies disagree)");
        line += shownLines(note->text.value(), "    ");
        std::fputs(line.c_str(), stdout);
    }
}

} // namespace

int runNote(const NoteArguments& arguments)
{
    auto file = cases::openCase(arguments.file);
    if (!file) {
        complain(shown(file.error()));
        return kUnreadable;
    }
    auto input = cases::inputOf(std::make_shared<const cases::CaseFile>(*file), arguments.file);
    auto log = input ? parse(std::move(*input)) : std::unexpected(input.error());
    if (!log) {
        complain(shown(log.error()));
        return kUnreadable;
    }
    const notes::Resolver resolver(analyse(*log));
    if (arguments.text.empty()) {
        list(file->notebook, resolver);
        return kOk;
    }
    auto anchor = anchorNamed(arguments.on, resolver);
    if (!anchor) {
        complain(shown(anchor.error()));
        return kBadUsage;
    }
    const std::string author = arguments.author.empty() ? cases::systemAuthor() : arguments.author;
    const notes::Change change =
        file->notebook.add({.anchor = std::move(*anchor), .text = arguments.text, .colour = arguments.colour},
                           cases::stampOf(author));
    if (const auto saved = cases::saveCase(arguments.file, *file); !saved) {
        complain(shown(saved.error()));
        return kBadUsage;
    }
    std::fputs((toString(change.note) + '\n').c_str(), stdout);
    return kOk;
}

} // namespace skein::command_line
