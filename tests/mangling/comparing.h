// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include "tests/mangling/manglings.h"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

/// Captures, which of them are mangled in this run, and how what comes out is compared.
namespace skein::test
{

struct Fixture {
    std::string folder, name, text;
    std::string model, findings; ///< see tests/mangling/said.h
};
Fixture fixtureOf(std::string_view folder, const std::filesystem::path& path);

/// The captures in a folder whose names stand in `names`, with blanks between, all of which must exist.
std::vector<Fixture> fixturesOf(std::string_view folder, std::string_view names);

/// Without its tabs, the value of a panic of Go 1.23 reads as Go 1.22 printed it, which keeps the goroutines
/// in it; in one line nothing tells where it ends.
bool keeps(const Mangling& mangling, const Fixture& fixture);

/// SKEIN_MANGLING_PART=2/4: the second of four runs that share the work.
bool isMine(std::size_t n);

/// SKEIN_MANGLING=all: every pair and all that is compared, for which a release build takes some minutes.
/// SKEIN_MANGLING=chat: that mangling alone. "chat in docker": that pair alone, "chat in *": those pairs.
bool wantsAll();
bool wantsNothingSpecial();
bool wants(const Mangling& mangling);
/// SKEIN_MANGLING_OF=gdb/self: only fixtures of which folder and name hold that.
bool wants(std::string_view folder, const std::filesystem::path& path);
bool wantsPair(std::string_view inner, std::string_view outer);

/// SKEIN_MANGLING_TABLE=1: nothing is excused, and what is lost is listed.
bool wantsTable();

/// The same in every run: hashBytes() has another seed each time.
std::uint64_t fixedHash(std::string_view text);

/// not_undone.txt says that the fixture doesn't come out the same after that mangling.
bool isKnownAlone(std::string_view mangling, const Fixture& fixture);

enum class Expected {
    Same,
    Different, ///< excused, and to be taken off the list where it isn't
    Honest,    ///< excused: it may say something else, and less, but prove nothing that the log doesn't say
};

/// Tells of each chain of manglings how many fixtures came out the same.
class Tally
{
public:
    void check(const Fixture& fixture, const std::string& chain, const std::string& mangled,
               const Mangling& last, Expected expected);
    /// Fails for every chain that lost something, or claims too much.
    void report() const;

private:
    struct Count {
        int same = 0, all = 0;
        std::string difference;
    };
    std::map<std::string, Count> m_counts;
};

} // namespace skein::test
