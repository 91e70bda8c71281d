// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "model/analysis/idle_places.h"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <utility>

namespace skein
{
namespace
{

constexpr std::string_view kKnown[] = {
    "os/signal.",
    "testing.(*T).Run",
    "testing.tRunner.func1",
    "testing.(*T).Parallel",
    "testing.(*B).",
    "testing.runTests",
    "testing.(*testState).waitParallel",
    "testing.(*testContext).waitParallel",
    "net/http.(*Server).Serve",
    "net/http.(*conn).serve",
    "net/http.(*persistConn).readLoop",
    "net/http.(*persistConn).writeLoop",
    "net/http.(*connReader).backgroundRead",
    "net/http.(*http2",
    "golang.org/x/net/http2.",
    "net/rpc.",
    "database/sql.(*DB).connectionOpener",
    "database/sql.(*DB).connectionCleaner",
    "database/sql.(*DB).connectionResetter",
    "google.golang.org/grpc/internal/",
    "google.golang.org/grpc.(*Server).",
    "google.golang.org/grpc.(*ccBalancer",
    "google.golang.org/grpc.(*addrConn).",
    "google.golang.org/grpc.(*ccResolverWrapper",
    "go.opencensus.io/stats/view.",
    "go.opentelemetry.io/otel/sdk/",
    "github.com/golang/glog.",
    "k8s.io/klog",
    "gopkg.in/natefinch/lumberjack",
    "github.com/patrickmn/go-cache.(*janitor)",
    "runtime/pprof.profileWriter",
    "runtime/trace.",
    "runtime.ensureSigM",
    "time.Tick",
    "unique.runtime_registerUniqueMapCleanup",
};

constexpr std::size_t kMostPlaces = 10'000, kLongest = 500, kMostBytes = std::size_t{1} << 20;

std::vector<std::string>& added()
{
    static std::vector<std::string> places;
    return places;
}

void addFrom(const std::filesystem::path& path, std::vector<std::string>& places)
{
    std::ifstream file(path, std::ios::binary);
    std::string text(kMostBytes, '\0');
    file.read(text.data(), static_cast<std::streamsize>(text.size()));
    text.resize(static_cast<std::size_t>(std::max<std::streamsize>(file.gcount(), 0)));
    std::ranges::move(readIdlePlaces(text), std::back_inserter(places));
}

} // namespace

bool isIdlePlace(std::string_view function)
{
    const auto begins = [&](std::string_view place) { return function.starts_with(place); };
    return std::ranges::any_of(kKnown, begins) || std::ranges::any_of(added(), begins);
}

std::vector<std::string> readIdlePlaces(std::string_view text)
{
    std::vector<std::string> places;
    while (!text.empty() && places.size() < kMostPlaces) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        std::string_view line = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        const std::size_t first = line.find_first_not_of(" \t\r");
        if (first == line.npos || line[first] == '#')
            continue;
        line = line.substr(first, line.find_last_not_of(" \t\r") + 1 - first);
        if (line.size() <= kLongest)
            places.emplace_back(line);
    }
    return places;
}

void setIdlePlaces(std::vector<std::string> beginnings)
{
    added() = std::move(beginnings);
}

void loadIdlePlaces()
{
    std::vector<std::string> places;
    const char* config = std::getenv("XDG_CONFIG_HOME");
    const char* home = std::getenv("HOME");
    if (config && *config == '/')
        addFrom(std::filesystem::path(config) / "skein" / "idle-places", places);
    else if (home && *home == '/')
        addFrom(std::filesystem::path(home) / ".config" / "skein" / "idle-places", places);
    addFrom(std::filesystem::path(".skein") / "idle-places", places);
    setIdlePlaces(std::move(places));
}

} // namespace skein
