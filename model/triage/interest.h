// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include "model/log.h"
#include "model/triage/fingerprint.h"

#include <cstdint>
#include <string_view>

namespace skein::triage
{

/// Who says of the goroutines of a snapshot that they leak. Checker: goleak, leaktest. LeakProfile: the
/// runtime. Profile and Dump show them and say nothing. None: it doesn't show where goroutines stand (race
/// reports, contention profiles).
enum class Source : std::uint8_t { None, Checker, LeakProfile, Profile, Dump };
Source sourceOf(const Log& log, const Snapshot& snapshot);

/// Whether a goroutine can be a leak. Reported: somebody has found that it is. Waiting: it waits, and nobody
/// knows for how long it will. Idle: in a place where goroutines wait for as long as a program lives. Busy:
/// it runs, is the main goroutine, has crashed, or shows no place.
enum class Interest : std::uint8_t { Reported, Waiting, Idle, Busy };

class Interests
{
public:
    /// Keeps references to both.
    Interests(const Log& log, const Fingerprints& fingerprints) : m_log(log), m_fingerprints(fingerprints) {}
    Interest of(const Thread& thread, Source source) const;

private:
    const Log& m_log;
    const Fingerprints& m_fingerprints;
};

} // namespace skein::triage
