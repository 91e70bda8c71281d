// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include "model/log.h"
#include "parser/line_cursor.h"

#include <cstdint>
#include <optional>
#include <string_view>

namespace skein::go
{

/// `Previous write at 0x00c00009e050 by goroutine 7:`, `Read at 0x00c00009e050 by main goroutine:`
struct RaceAccess {
    AccessOp op = AccessOp::Read;
    bool previous = false;
    std::uint64_t address = 0;
    ThreadId who;
};
std::optional<RaceAccess> matchRaceAccess(std::string_view line);

/// `Goroutine 7 (running) created at:`, `Goroutine 7 (finished) created at:`
struct RaceCreation {
    ThreadId who;
    bool finished = false;
};
std::optional<RaceCreation> matchRaceCreation(std::string_view line);

/// `Heap block of size 48 at 0x00c00001c030 allocated by goroutine 7:`,
/// `Global var main.total of size 8 at 0x0000006103d8 declared at /src/main.go:9`
struct RaceMemory {
    std::uint64_t size = 0, address = 0;
    ThreadId who;
    std::string_view name = "", file = "";
    std::uint32_t line = 0;
};
std::optional<RaceMemory> matchRaceMemory(std::string_view line);

/// `  main.(*Gauge).Read()` and `      /src/gauge.go:28 +0x1fe`
struct RaceFrame {
    std::string_view function, file;
    std::uint32_t line = 0;
};
std::optional<RaceFrame> matchRaceFrame(const Line& first, const Line* second);

/// `  main.(*Gauge).Read()` of which the second line was left out: the function, or nothing
std::string_view bareRaceFrame(std::string_view line);

/// `  [failed to restore the stack]`
bool isFailedStack(std::string_view line);
/// `==================`, also with something before it
bool isRaceBanner(std::string_view line);
/// `WARNING: DATA RACE`
bool startsRace(std::string_view line);
/// `Read at 0x00c00009e050 by main goroutine:`, the first access of a report
bool startsRaceAccess(std::string_view line);
/// `Found 2 data race(s)`
bool isRaceTrailer(std::string_view line);

} // namespace skein::go
