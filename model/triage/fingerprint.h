// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include "model/analysis/waits.h"
#include "model/log.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace skein::triage
{

/// The name of a leak: the same for the same leak in the next build, and with another Go version; different
/// for another leak. What goes in:
///
/// - place: the functions that the goroutine stands in, without lines, files, addresses, type arguments,
///   closure numbers, vendor folders and major versions; the runtime's own frames are left out, library code
///   counts only by the function through which it was entered (docs/triage.md says it in full)
/// - closures: the numbers of the closures among them ("func2.1")
/// - creator: the function behind `created by`; 0 where the log does not say it (profiles)
/// - wait: what it waits for, with one word for what Go versions call by different names; Other where the log
///   does not say it (profiles at debug=1)
///
/// Written as "4be1c09a7f32-1f0c-77aa-send". Never seeded: the text stands in files of other people.
struct Fingerprint {
    std::uint64_t place = 0; ///< 48 bits; 0 only for a goroutine without any frame
    std::uint16_t closures = 0;
    std::uint16_t creator = 0;
    Wait wait = Wait::Other;

    bool operator==(const Fingerprint&) const = default;
    explicit operator bool() const { return place != 0; }
};

std::string toString(const Fingerprint&);
/// Nothing where `text` is not one.
std::optional<Fingerprint> parseFingerprint(std::string_view text);

/// "send", "mutex" …; "any" for Wait::Other.
std::string_view waitWord(Wait);
std::optional<Wait> waitNamed(std::string_view word);

/// How much two of them agree. Same: one leak. Unclear: nothing speaks against it, and one of the logs did
/// not say the creator or the wait. Renumbered: only the numbers of closures differ: another closure was
/// written above it, or it is another leak of the same function. Other: different leaks.
enum class Likeness : std::uint8_t { Same, Unclear, Renumbered, Other };
Likeness likeness(const Fingerprint&, const Fingerprint&);

/// A Go function name as it counts: "github.com/acme/x/v2/store.(*Cache[...]).Get.func1.2" gives
/// "github.com/acme/x/store.(*Cache).Get.func", with closures "1.2".
struct NormalName {
    std::string name;
    std::string closures; ///< "" where it is none
    bool wrapper = false; ///< the compiler's own: gowrap1, deferwrap1
};
NormalName normalName(std::string_view function);

/// Computes fingerprints; everything is worked out once per distinct stack. Linear in the log's tables.
class Fingerprints
{
public:
    explicit Fingerprints(const Log& log);

    Fingerprint of(const Thread& thread) const;
    /// What it waits for: the header's reason, or, where there is none, what its runtime frames show.
    Wait wait(const Thread& thread) const { return m_waits.shown(thread); }
    const Waits& waits() const { return m_waits; }

private:
    struct Name {
        std::uint64_t hash = 0;     ///< of the normal name
        std::uint64_t closures = 0; ///< of the closures' numbers; 0 for no closure
        bool wrapper = false;
        bool hidden = false; ///< of the runtime itself: never part of a place
    };
    struct Place {
        std::uint64_t place = 0, closures = 0;
        std::uint64_t entry = 0; ///< the function of the standard library that was called at the site
        FrameId createdAt{}; ///< that it was worked out with
        bool known = false;
    };
    Place placeOf(StackId stack, FrameId createdAt) const;
    const Name& nameOf(FrameId frame) const;
    bool startsGoroutine(FrameId outermost, FrameId createdAt) const;

    const Log& m_log;
    Waits m_waits;
    std::vector<Name> m_names;   ///< by StringId
    std::vector<Place> m_places; ///< by StackId
};

} // namespace skein::triage
