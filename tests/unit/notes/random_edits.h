// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include "model/notes/notebook.h"

#include <random>
#include <string>

/// People who write notes at random, for property tests.
namespace skein::test
{

class Writer
{
public:
    Writer(std::string name, std::uint64_t seed) : m_name(std::move(name)), m_random(seed) {}

    /// Clocks of people differ: times go back and forth a little.
    notes::Stamp now() { return {m_name, 1'700'000'000'000 + static_cast<notes::Millis>(m_random() % 50)}; }
    std::size_t below(std::size_t n) { return static_cast<std::size_t>(m_random() % n); }
    std::string word()
    {
        static constexpr std::array<const char*, 6> words{"",     "lock", "it is *this* one", "zwei\nZeilen",
                                                          "日本", "<b>"};
        return words[below(words.size())];
    }
    notes::Anchor anchor()
    {
        const auto line = static_cast<std::uint32_t>(below(30) + 1);
        switch (below(5)) {
        case 0:
            return {.at = notes::OnThread{ThreadId(below(5))}, .lines = {line, line + 4}};
        case 1:
            return {.at = notes::OnFinding{.kind = "deadlock", .address = below(3)},
                    .lines = {line, line + 9}};
        case 2:
            return {.at = notes::OnGroup{"4be1c09a7f32-1f0c-77aa-send"}, .lines = {line, line}};
        case 3:
            return {};
        default:
            return {.at = notes::OnLines{}, .lines = {line, line}};
        }
    }

    notes::Change edit(notes::Notebook& in)
    {
        using namespace notes;
        in.setRandom([this] { return m_random(); });
        const auto all = in.notes();
        if (all.empty() || below(4) == 0)
            return in.add({.anchor = anchor(), .text = word(), .colour = below(2) ? "red" : ""}, now());
        const NoteId id = all[below(all.size())]->id;
        std::optional<Change> change;
        switch (below(9)) {
        case 0:
            change = in.reply(id, word(), now());
            break;
        case 1:
        case 2:
            change = in.setText(id, word() + std::to_string(below(9)), now());
            break;
        case 3:
            change = in.setAnchor(id, anchor(), now());
            break;
        case 4:
            change = in.setArrow(id, below(2) ? std::optional(anchor()) : std::nullopt, now());
            break;
        case 5:
            change = in.setResolved(id, below(2) == 0, now());
            break;
        case 6:
            change = in.remove(id, now());
            break;
        case 7:
            change = in.restore(id, now());
            break;
        default:
            change = in.setVerdict(static_cast<VerdictKind>(below(8)), anchor(), {.text = word()}, now());
        }
        return change ? *change : in.add({.anchor = anchor(), .text = word()}, now());
    }

private:
    std::string m_name;
    std::mt19937_64 m_random;
};

} // namespace skein::test
