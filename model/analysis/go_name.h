// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include <span>
#include <string_view>

namespace skein
{

/// The parts of a Go function name as a traceback prints it. All views point into the name.
///
///   github.com/acme/agent/registry.(*Registry).Incr        package …/registry, type Registry, name Incr
///   main.sweeper.run                                        package main, type sweeper, name run
///   main.(*Cache[...]).Get.func1                            type Cache, name Get, closure
///   main.main.func2.1                                       name main, closure
struct GoName {
    std::string_view package; ///< import path
    std::string_view type;    ///< receiver type without its type arguments; empty for a plain function
    std::string_view name;    ///< function or method, without type arguments and closure suffixes
    std::string_view
        enclosing;           ///< the whole name without closure suffixes: what a reader calls "the function"
    std::string_view suffix; ///< what follows `enclosing`: ".func1.2", ".gowrap1", "-fm"; empty for most
    bool pointerReceiver = false; ///< the first argument is the receiver's address
    bool closure =
        false; ///< func1, gowrap1, deferwrap1, F-range1, M-fm: the arguments are not the function's own

    bool sameType(const GoName& o) const { return !type.empty() && type == o.type && package == o.package; }
};

GoName parseGoName(std::string_view function);

/// What the name of a function suggests that it does to a map that it is about.
enum class Verb : signed char { Reads = -1, Unknown = 0, Writes = 1 };

/// By the first known word of a camel-cased name: Writes for "Put", "registerAll", "loginStorm"; Reads for
/// "Lookup", "Len". A guess from a name: it may order candidates, it never proves anything.
Verb verbOf(std::string_view name);

/// The two names speak of one thing: "Misses" and "Miss", "lookupUser" and "RemoveUsers". The verbs of `verb` in the
/// first name are none; words of fewer than three letters say nothing. Like verbOf, a guess.
bool shareNoun(std::string_view name, std::string_view other, Verb verb);

/// The name of a function begins with one of these words, which are given in small letters: "drainAll" and "Drain"
/// with "drain". Like verbOf, a guess.
bool beginsWithWord(std::string_view function, std::span<const std::string_view> words);

/// The name says that its caller holds the lock: "putLocked".
bool namedAsLocked(std::string_view name);
/// A function that works for as long as its object lives: `run`, `serve`, `readLoop`.
bool namedAsLoop(std::string_view function);

} // namespace skein
