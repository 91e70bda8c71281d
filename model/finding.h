// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/log.h"

/// What follows from a log: findings with evidence. Plain data; REPORT.md is the contract of its JSON form.
namespace skein {

/// How sure a claim is. Order matters: a smaller value is surer.
/// Proved: it follows from the log's text and the rules of the program that wrote it.
enum class Certainty : std::uint8_t { Proved, Likely, Possible };

enum class FindingKind : std::uint8_t {
    ConcurrentMapAccess, DataRace, UseAfterFree, Deadlock, LockOrderInversion, LostWakeup, Contention,
    GoroutineLeak, ThreadLeak, LockMisuse, ChannelMisuse, WaitGroupMisuse, Panic, Crash, TestTimeout,
};

/// Names one thread of one snapshot: its index in Snapshot::threads.
struct ThreadRef {
    static constexpr std::uint32_t kNone = ~std::uint32_t{0};
    std::uint32_t snapshot = 0;
    std::uint32_t index = kNone;

    constexpr explicit operator bool() const { return index != kNone; }
    constexpr auto operator<=>(const ThreadRef&) const = default;
};

struct Evidence {
    std::string text;                      ///< one sentence in plain words
    std::vector<std::uint32_t> logLines;   ///< the lines that support it, ascending
};

/// One side of a conflict. `thread` is empty when that party must exist but is not in the log.
struct Access {
    AccessOp op = AccessOp::Write;
    ThreadRef thread;
    Certainty certainty = Certainty::Possible;
    StackId stack;                         ///< the printed stack of a report that speaks of the past; else none
    FrameId frame;                         ///< where it was: the site of the thread; none where unknown
    std::uint32_t frameIndex = 0;          ///< index of `frame` in the thread's stack
    std::vector<std::uint32_t> logLines;
    std::string why;                       ///< one clause: why this thread; "" for the reporter
};

/// One step of a cycle; the holder of a step is the waiting thread of the next.
struct WaitStep {
    ThreadRef thread;
    std::uint64_t waitsOn = 0;
    FrameId waitsAt;
    ThreadRef heldBy;
    Certainty certainty = Certainty::Possible;
};

struct LockOrder {
    std::uint64_t held = 0, acquired = 0;
    ThreadId thread;
    StackId stack;
};

struct Resource {
    ResourceKind kind = ResourceKind::None;
    std::uint64_t address = 0;   ///< 0 where the log does not show it
    std::string name;            ///< "streams"; empty where not known
};

/// What the log cannot say, why, and what to set so that the next one can.
struct Missing {
    std::string what, why, capture;
};

struct Advice {
    std::string title, text;
};

struct Finding {
    FindingKind kind = FindingKind::Crash;
    Certainty certainty = Certainty::Possible;   ///< of a conflict: that of its second-surest access
    std::optional<std::uint32_t> snapshot;       ///< none where it compares several
    std::uint32_t count = 1;                     ///< how often the log reports it
    std::vector<std::uint32_t> repeats;          ///< the snapshots of the other reports, ascending; count - 1
    std::string title;                           ///< one sentence
    std::optional<Resource> resource;
    std::vector<Access> accesses;                ///< reporter, best candidate, further candidates
    std::vector<WaitStep> cycle;
    std::vector<LockOrder> lockOrder;
    std::vector<ThreadRef> threads;              ///< everyone involved; of a contention the holder first
    std::vector<Evidence> evidence;
    std::optional<Missing> missing;
    std::vector<Advice> advice;
};

std::string_view toString(Certainty);
std::string_view toString(AccessOp);
std::string_view toString(FindingKind);

}  // namespace skein
