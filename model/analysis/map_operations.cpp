// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "model/analysis/map_operations.h"

#include <algorithm>
#include <array>

namespace skein
{

namespace
{

constexpr std::array kFatals = std::to_array<MapFatal>({
    {"concurrent map writes", AccessOp::Write, 0x15},
    {"concurrent map read and map write", AccessOp::Read, 0x21},
    {"concurrent map iteration and map write", AccessOp::Iterate, 0x26},
    {"concurrent map clone and map write", AccessOp::Iterate, 0x22}, // maps.Clone walks the whole map
});

enum class Match : std::uint8_t { Exact, Prefix };

struct Row {
    std::string_view function;
    Match match;
    MapFunction what;
};

constexpr auto W = AccessOp::Write, R = AccessOp::Read, D = AccessOp::Delete, I = AccessOp::Iterate;
constexpr auto X = Match::Exact, P = Match::Prefix;

/// Signatures from runtime/map*.go (up to 1.23), internal/runtime/maps (from 1.24), reflect and maps.
/// The first row that matches counts.
constexpr std::array kFunctions = std::to_array<Row>({
    {"runtime.mapassign", P, {W, 1, 0}},
    {"runtime.mapaccess", P, {R, 1, 0}},
    {"runtime.mapdelete", P, {D, 1, 0}},
    {"runtime.mapclear", P, {D, 1, 0}},
    {"runtime.mapiterinit", P, {I, 1, 0}},
    {"runtime.mapIterStart", P, {I, 1, 0}},
    {"runtime.mapiternext", P, {I}}, // only the iterator's address
    {"runtime.mapIterNext", P, {I}},
    {"runtime.mapclone", P, {I, 1, 0}}, // mapclone2(t, src)
    {"runtime.growWork", P, {W, 1, 0}},
    {"runtime.evacuate", P, {W, 1, 0}},
    {"runtime.advanceEvacuationMark", X, {W, 0}},
    {"runtime.hashGrow", X, {W, 1, 0}},
    {"runtime.makeBucketArray", X, {W, -1, 0}},
    {"runtime.(*hmap).", P, {W, 0}}, // newoverflow, createOverflow, incrnoverflow
    {"internal/runtime/maps.runtime_mapassign", P, {W, 1, 0}},
    {"internal/runtime/maps.runtime_mapaccess", P, {R, 1, 0}},
    {"internal/runtime/maps.runtime_mapdelete", P, {D, 1, 0}},
    {"internal/runtime/maps.(*Map).Put", P, {W, 0, 1}},
    {"internal/runtime/maps.(*Map).put", P, {W, 0, 1}},
    {"internal/runtime/maps.(*Map).grow", P, {W, 0, 1}},
    {"internal/runtime/maps.(*Map).Delete", P, {D, 0, 1}},
    {"internal/runtime/maps.(*Map).delete", P, {D, 0, 1}},
    {"internal/runtime/maps.(*Map).Clear", P, {D, 0, 1}},
    {"internal/runtime/maps.(*Map).clear", P, {D, 0, 1}},
    {"internal/runtime/maps.(*Map).Clone", P, {I, 0, 1}},
    {"internal/runtime/maps.(*Map).installTableSplit", P, {W, 0}},
    {"internal/runtime/maps.(*Map).replaceTable", P, {W, 0}},
    {"internal/runtime/maps.(*Map).", P, {R, 0}},
    {"internal/runtime/maps.(*table).PutSlot", P, {W, 2, 1}},
    {"internal/runtime/maps.(*table).Delete", P, {D, 2, 1}},
    {"internal/runtime/maps.(*table).rehash", P, {W, 2, 1}},
    {"internal/runtime/maps.(*table).grow", P, {W, 2, 1}},
    {"internal/runtime/maps.(*table).split", P, {W, 2, 1}},
    {"internal/runtime/maps.(*table).pruneTombstones", P, {W, 2, 1}},
    {"internal/runtime/maps.(*table).unchecked", P, {W, -1, 1}},
    {"internal/runtime/maps.(*table).reset", P, {W, -1, 1}},
    {"internal/runtime/maps.(*table).Clear", P, {D, -1, 1}},
    {"internal/runtime/maps.(*table).", P, {R, -1, 1}},
    {"internal/runtime/maps.(*Iter).Init", P, {I, 2, 1}},
    {"internal/runtime/maps.(*Iter).", P, {I}},
    {"internal/runtime/maps.newTable", P, {W, -1, 0}},
    {"internal/runtime/maps.newGroups", P, {W}},
    {"internal/runtime/maps.newarray", P, {W}},
    {"internal/runtime/maps.newobject", P, {W}},
    {"internal/runtime/maps.typed", P, {W}},
    {"internal/runtime/maps.rand", P, {I}},
    {"reflect.mapassign", P, {W, 1, 0}},
    {"reflect.mapdelete", P, {D, 1, 0}},
    {"reflect.mapclear", P, {D, 1, 0}},
    {"reflect.mapaccess", P, {R, 1, 0}},
    {"reflect.mapiterinit", P, {I, 1, 0}},
    {"reflect.mapIterStart", P, {I, 1, 0}},
    {"reflect.mapiternext", P, {I}},
    {"reflect.mapIterNext", P, {I}},
    {"reflect.Value.SetMapIndex", P, {W}},
    {"reflect.Value.MapIndex", P, {R}},
    {"reflect.Value.MapKeys", P, {I}},
    {"reflect.(*MapIter).Next", P, {I}},
    {"maps.clone", P, {I, 0, -1, true}},
    {"maps.Clone", P, {I}},
    {"maps.DeleteFunc", P, {D}},
    {"maps.Copy", P, {W}},
    {"maps.Insert", P, {W}},
    {"type:.hash.", P, {W, -1, -1, false, true}},
    {"type:.eq.", P, {W, -1, -1, false, true}},
    {"type..hash.", P, {W, -1, -1, false, true}}, // spelled so up to 1.19
    {"type..eq.", P, {W, -1, -1, false, true}},
});

constexpr std::string_view kStandardMaps[] = {"net/http.Header.", "net/url.Values.",
                                              "net/textproto.MIMEHeader."};

} // namespace

const MapFatal* mapFatalInText(std::string_view text)
{
    // By their last words: what other goroutines print may stand inside the line.
    if (text.find("map clone and map write") != text.npos)
        return &kFatals[3];
    if (text.find("map iteration and map write") != text.npos)
        return &kFatals[2];
    if (text.find("map read and map write") != text.npos)
        return &kFatals[1];
    if (text.find("concurrent map writes") != text.npos)
        return &kFatals[0];
    return nullptr;
}

const MapFatal* mapFatalOfLength(std::uint64_t length)
{
    const auto it = std::ranges::find_if(kFatals, [&](const MapFatal& f) { return f.length == length; });
    return it == kFatals.end() ? nullptr : &*it;
}

const MapFatal* mapFatalOf(AccessOp op)
{
    if (op == AccessOp::Delete)
        op = AccessOp::Write;
    const auto it = std::ranges::find_if(kFatals, [&](const MapFatal& f) { return f.reporter == op; });
    return it == kFatals.end() ? nullptr : &*it;
}

std::optional<MapFunction> mapFunction(std::string_view f)
{
    for (const Row& row : kFunctions) {
        if (row.match == Match::Exact ? f == row.function : f.starts_with(row.function))
            return row.what;
    }
    return {};
}

bool isFatalFunction(std::string_view f)
{
    return f == "runtime.throw" || f == "runtime.fatal" || f == "internal/runtime/maps.fatal";
}

std::string_view standardMapType(std::string_view function)
{
    for (const auto prefix : kStandardMaps) {
        if (!function.starts_with(prefix))
            continue;
        auto name = prefix.substr(0, prefix.size() - 1);
        return name.substr(name.rfind('/') + 1);
    }
    return {};
}

} // namespace skein
