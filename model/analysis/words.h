// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include "model/finding.h"
#include "model/log.h"

#include <cstdint>
#include <initializer_list>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// The phrases from which titles and evidence are made, so that every finding speaks alike.
namespace skein::words {

/// "goroutine 35", "thread 4", "a goroutine" where the log gives no number.
std::string threadName(const Thread& thread);
/// "goroutine 35", "goroutines 18, 19 and 20", "goroutines 1, 2, 3, 4 and 37 more"; `max` are named.
std::string threadNames(const Snapshot& snapshot, std::span<const std::uint32_t> threads,
                        std::size_t max = 4);
/// "1 goroutine", "41 goroutines"
std::string count(std::size_t n, std::string_view one, std::string_view many = {});
/// "bank.Transfer (account.go:34)"; "an unknown place" for no frame.
std::string place(const Log& log, FrameId frame);
/// At most `max` bytes of the first line, with "…" where something is left out; never ends inside a
/// character.
std::string shorten(std::string_view text, std::size_t max = 160);
/// First letter in upper case.
std::string sentence(std::string text);
/// "2 minutes", "3 hours"
std::string minutes(std::int64_t n);
/// "the mutex 0xc000124008", "a channel" without address
std::string resource(ResourceKind kind, std::uint64_t address);

/// The header line of a thread and the line of its site's call, ascending.
std::vector<std::uint32_t> siteLines(const Log& log, const Thread& thread);
/// Lines of the frame `index` of a thread's stack; the header alone where it cannot be told.
std::vector<std::uint32_t> frameLines(const Log& log, const Thread& thread, std::size_t index);
/// Sorted, without duplicates, at most `max`.
void addLines(std::vector<std::uint32_t>& lines, std::span<const std::uint32_t> more, std::size_t max = 40);

/// The lines of a snapshot's reason, both ends of its span and everything between.
std::vector<std::uint32_t> spanLines(LineSpan span, std::size_t max = 8);

/// A finding with nothing but these.
Finding finding(FindingKind kind, Certainty certainty, std::uint32_t snapshot);

std::vector<ThreadRef> refs(std::uint32_t snapshot, std::span<const std::uint32_t> threads);

}  // namespace skein::words
