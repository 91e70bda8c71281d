// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include "model/finding.h"

#include <cstdint>
#include <optional>
#include <string_view>

/// What the Go runtime says and shows about its maps (FORMATS.md 0 and 3).
namespace skein
{

/// A message of the runtime's map check: who reports is at `reporter`, and somebody else writes.
struct MapFatal {
    std::string_view message; ///< "concurrent map writes"
    AccessOp reporter = AccessOp::Write;
    std::uint8_t length =
        0; ///< of the message: runtime.throw({0x…, 0x15}) tells it where the line itself is missing
};

/// The message in `text`, which may hold other words around or between ("fatal error: 1. Inc
/// unlock.\nconcurrent map writes").
const MapFatal* mapFatalInText(std::string_view text);
/// The message whose length a frame of runtime.throw or runtime.fatal shows; null for other lengths.
const MapFatal* mapFatalOfLength(std::uint64_t length);
/// The message that a crash in a map operation of this kind gives.
const MapFatal* mapFatalOf(AccessOp reporter);

/// A function of the runtime or the standard library that works on a map.
struct MapFunction {
    AccessOp op = AccessOp::Read;
    std::int8_t mapArgument = -1;  ///< which argument is the map's address; -1 where it has none
    std::int8_t typeArgument = -1; ///< which argument is the map type's descriptor
    bool inInterface = false;      ///< that argument is an interface {type, data}; its data is the address
    bool sameForAllOps =
        false; ///< hashing, growing, comparing keys: inside some operation, `op` says nothing
};

/// `runtime.mapassign_faststr`, `internal/runtime/maps.(*table).grow`, `reflect.mapiternext`,
/// `type:.hash.main.key` …
std::optional<MapFunction> mapFunction(std::string_view function);

/// runtime.throw, runtime.fatal, internal/runtime/maps.fatal: the goroutine itself ran into the check.
bool isFatalFunction(std::string_view function);

/// The name of a map type of the standard library whose method `function` is ("http.Header"); "" for others.
std::string_view standardMapType(std::string_view function);

} // namespace skein
