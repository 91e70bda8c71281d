// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include "model/analysis/detectors.h"

/// The detectors, each in the file of its name; detectors.cpp says in which order they run.
namespace skein {

extern const Detector asleepDetector;
extern const Detector channelMisuseDetector;
extern const Detector contentionDetector;
extern const Detector contentionProfileDetector;
extern const Detector crashDetector;
extern const Detector dataRaceDetector;
extern const Detector deadlockDetector;
extern const Detector goroutineLeakDetector;
extern const Detector lockMisuseDetector;
extern const Detector lockReportDetector;
extern const Detector lostWakeupDetector;
extern const Detector nativeReportDetector;
extern const Detector panicDetector;
extern const Detector poolDetector;
extern const Detector reportedLeakDetector;
extern const Detector testTimeoutDetector;
extern const Detector waitGroupMisuseDetector;

}  // namespace skein
