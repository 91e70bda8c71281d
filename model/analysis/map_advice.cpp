// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "model/analysis/map_advice.h"

#include "model/formatted.h"

#include <string>

namespace skein
{

namespace
{

using F = MapFeature;

/// What the stacks show of the way in which the program uses the map.
struct Usage {
    std::string reporter;        ///< "registry.(*Registry).Incr"; empty where unknown
    std::string other;           ///< function of the best candidate; empty where unknown
    std::string encoder;         ///< "encoding/json" where the reporter is inside it
    std::string_view headerType; ///< "http.Header"
    bool writes = false;         ///< the reporter writes
    bool iterates = false;
    bool http = false;         ///< below a handler of net/http
    bool sameFunction = false; ///< both parties in one function
    bool workers = false;      ///< several goroutines of one kind
    bool reload = false;       ///< the other party refreshes what the reporter reads
    bool method = false;       ///< the reporter is a method: the map is most likely a field
    bool packageLevel = false; ///< neither is a method or a closure
    bool sweeps = false;       ///< deletes while it ranges
};

std::string_view encoderOf(std::string_view function)
{
    for (const std::string_view package :
         {"encoding/json", "encoding/xml", "encoding/gob", "log/slog", "text/template", "html/template"}) {
        if (function.starts_with(package))
            return package;
    }
    return function.starts_with("fmt.") ? "fmt" : std::string_view{};
}

bool servesHttp(const Log& log, StackId stack)
{
    for (const FrameId id : log.stack(stack)) {
        const auto name = log.function(id);
        if (name == "net/http.(*conn).serve" || name == "net/http.HandlerFunc.ServeHTTP")
            return true;
    }
    return false;
}

bool refreshes(std::string_view name)
{
    for (const std::string_view word : {"reload", "Reload", "refresh", "Refresh", "apply", "Apply", "load",
                                        "Load", "rebuild", "Rebuild", "config", "Config"}) {
        if (name.find(word) != name.npos)
            return true;
    }
    return false;
}

Usage usageOf(const Log& log, const MapCrash& crash, const MapRanking& ranking)
{
    Usage u;
    u.writes = crash.op == AccessOp::Write || crash.op == AccessOp::Delete;
    u.iterates = crash.op == AccessOp::Iterate;
    const auto& threads = log.snapshots[crash.snapshot].threads;
    if (crash.site < crash.frames.size()) {
        u.reporter = shortFunction(crash.siteName.enclosing);
        u.method = !crash.siteName.type.empty();
        for (std::uint32_t i = 0; i < crash.site; ++i) {
            const auto name = log.function(crash.frames[i].frame);
            if (const auto e = encoderOf(name); !e.empty())
                u.encoder = e;
            if (u.headerType.empty())
                u.headerType = standardMapType(name);
        }
        u.http = servesHttp(log, threads[crash.reporter].stack);
        u.sweeps = u.iterates && verbOf(crash.siteName.name) == Verb::Writes;
    }
    if (ranking.candidates.empty())
        return u;
    const MapCandidate& best = ranking.candidates.front();
    const Thread& t = threads[best.thread];
    u.workers = ranking.sameFrame > 1 || best.has(F::SameCreator);
    u.sameFunction = best.has(F::SameFunction);
    if (!t.stack || best.certainty == Certainty::Possible)
        return u;
    const GoName name = parseGoName(log.function(log.stack(t.stack)[best.site]));
    u.other = shortFunction(name.enclosing);
    u.http |= servesHttp(log, t.stack);
    u.reload = !u.writes && (refreshes(name.name) || refreshes(name.type));
    u.packageLevel = best.has(F::BothPlain) || (u.sameFunction && name.type.empty() && !name.closure);
    return u;
}

std::string writers(const Usage& u)
{
    if (u.other.empty())
        return u.writes && !u.reporter.empty() ? u.reporter + " and in every other function that writes it"
                                               : "every function that writes it";
    return u.writes && u.other != u.reporter ? u.reporter + " and " + u.other : u.other;
}

Advice copyForEncoder(const Usage& u)
{
    return {"Copy the map before it is encoded",
            formatted("{} hands a value to {}, which walks the map inside it, while {} still changes that "
                      "map. Copy the map under its lock, or hand "
                      "over a value that nobody changes any more. It costs one copy per message. A lock "
                      "inside the encoder's caller works too, but "
                      "then writers wait for the whole encoding.",
                      u.reporter, u.encoder, u.other.empty() ? "another goroutine" : u.other)};
}

Advice lockIt(const Usage& u)
{
    const std::string where = u.packageLevel ? "Put one sync.RWMutex beside the package-level map"
                              : u.method     ? "Put one sync.RWMutex beside the map, in the same struct"
                                             : "Put one sync.RWMutex beside the map";
    std::string text = where + ": Lock in " + writers(u);
    if (!u.writes && !u.reporter.empty())
        text += ", RLock in " + u.reporter;
    text += u.writes ? ", RLock wherever it is read." : ".";
    if (u.http)
        text += " net/http runs every request in a goroutine of its own, so each handler that touches the "
                "map needs it.";
    text += " It costs some tens of nanoseconds per access without contention. Every access has to take it: "
            "one that doesn't brings the crash back.";
    return {"Guard the map with one lock", text};
}

Advice readLockIsNotEnough(const Usage& u)
{
    return {"Check which lock " + u.reporter + " takes",
            u.reporter + " takes a lock, as other stacks show, and still two goroutines wrote. Either it "
                         "takes RLock around a write, which lets "
                         "others in, or the map has another lock elsewhere. A write needs Lock, on the one "
                         "lock that guards this map."};
}

Advice shortIteration(const Usage& u)
{
    if (u.sweeps) {
        return {"Collect under the lock, then delete",
                u.reporter + " ranges over the map and seems to change it. Hold Lock for the whole range, or "
                             "collect the keys under RLock and delete "
                             "them in small steps under Lock. The first is simpler; the second keeps others "
                             "from waiting for a long sweep."};
    }
    return {"Keep the lock for the whole loop, or loop over a copy",
            "A range loop reads the map at every step, so " +
                (u.reporter.empty() ? std::string("the reader") : u.reporter) +
                " needs RLock until its end. Where the body is slow, copy the keys under the lock "
                "(maps.Clone, or a slice) and loop over "
                "the copy; it costs memory and sees a state that may be a moment old."};
}

Advice swapCopies(const Usage& u)
{
    return {"Swap an immutable copy",
            formatted("{} replaces what {} reads. Build a new map and publish it with atomic.Pointer; "
                      "readers then need no lock at all. Each change "
                      "copies the whole map, so it fits data that is read often and changed seldom.",
                      u.other, u.reporter)};
}

Advice ownGoroutine(const Usage& u)
{
    return {"Or let one goroutine own the map",
            formatted("Several goroutines do the same work{}. Let them send their results over a channel "
                      "to one goroutine that alone writes the map; "
                      "the order of changes is then clear too. It costs a channel operation per result.",
                      u.reporter.empty() ? std::string() : " in " + u.reporter)};
}

Advice syncMap()
{
    return {"Or sync.Map, where it fits",
            "sync.Map is faster where keys are written once and read often, or where each goroutine keeps to "
            "keys of its own. Elsewhere it is slower "
            "than a map with a lock, and its values have no static type."};
}

Advice headerCopy(const Usage& u)
{
    return {formatted("Clone the {}", u.headerType),
            formatted("{} is a plain map. Give each goroutine a copy of its own (its Clone method, or a "
                      "loop) before they start. It costs one copy per "
                      "goroutine.",
                      u.headerType)};
}

Advice confirm()
{
    return {std::string(kConfirmByRaceDetector),
            "Run the test or a canary with -race: it records both stacks at the moment of the access. It "
            "costs 5 to 10 times the memory and 2 to 20 "
            "times the run time."};
}

} // namespace

std::vector<Advice> mapAdvice(const Log& log, const MapCrash& crash, const MapRanking& ranking)
{
    const Usage u = usageOf(log, crash, ranking);
    std::vector<Advice> out;
    if (!u.encoder.empty() && !u.writes)
        out.push_back(copyForEncoder(u));
    if (!u.headerType.empty())
        out.push_back(headerCopy(u));
    if (u.writes && ranking.reporterLocks && !u.reporter.empty())
        out.push_back(readLockIsNotEnough(u));
    if (u.reload && !u.other.empty() && !u.iterates)
        out.push_back(swapCopies(u));
    out.push_back(lockIt(u));
    if (u.iterates && u.encoder.empty())
        out.push_back(shortIteration(u));
    if (u.writes && u.workers) {
        out.push_back(ownGoroutine(u));
        out.push_back(syncMap());
    } else if (!u.writes && !u.iterates && !u.reload) {
        out.push_back(syncMap());
    }
    const bool unsure =
        ranking.candidates.empty() || ranking.candidates.front().certainty != Certainty::Proved;
    if (unsure)
        out.push_back(confirm());
    if (out.size() > 4)
        out.resize(4);
    return out;
}

} // namespace skein
