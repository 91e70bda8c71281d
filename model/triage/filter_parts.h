// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include "model/triage/filter.h"

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// What a filter is made of: shared by the reader, the matcher and the completion.
namespace skein::triage::filter
{

enum class Key : std::uint8_t {
    State,
    Wait,
    Function,
    Site,
    File,
    CreatedBy,
    Creator,
    Id,
    Label,
    Count,
    Lock,
    Is,
    Status,
    Owner,
    Note,
    Fingerprint,
    Change,
    Input,
    Author,
    Colour,
    Kind,
    About,
};
enum class Values : std::uint8_t { Text, Number, Duration, Flag };
enum class Op : std::uint8_t { Is, Anywhere, Equal, NotEqual, Less, LessEqual, Greater, GreaterEqual };
enum class Flag : std::uint8_t { User, Library, Runtime, Leaked };

struct KeyInfo {
    FilterKey shown;
    Key key;
    Values values;
    enum class Of : std::uint8_t { Goroutines, Notes, Both } of = Of::Goroutines;
};
std::span<const KeyInfo> keys();
/// Null for what is no key.
const KeyInfo* findKey(std::string_view name);

struct FlagInfo {
    std::string_view name;
    Flag flag;
};
std::span<const FlagInfo> flags();

struct Node {
    enum class Kind : std::uint8_t { And, Or, Not, Word, Term };
    Kind kind = Kind::Word;
    Key key = Key::State;
    Op op = Op::Is;
    Flag flag = Flag::User;
    bool hasStar = false;
    double number = 0; ///< minutes for a duration
    std::string value;
    std::string labelKey; ///< of label.KEY
    std::vector<std::shared_ptr<const Node>> children;
};

} // namespace skein::triage::filter
