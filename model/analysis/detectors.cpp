// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "model/analysis/detectors.h"

#include "model/analysis/concurrent_map.h"
#include "model/analysis/detector_list.h"

namespace skein
{

std::span<const Detector* const> detectors()
{
    static constexpr const Detector* kDetectors[] = {
        &concurrentMapDetector, &nativeReportDetector, &lockReportDetector, &dataRaceDetector,        &asleepDetector,       &deadlockDetector, &lostWakeupDetector,
        &contentionDetector, &contentionProfileDetector,    &goroutineLeakDetector,   &reportedLeakDetector, &poolDetector, &lockMisuseDetector,
        &channelMisuseDetector, &waitGroupMisuseDetector, &testTimeoutDetector,  &panicDetector,
        &crashDetector,
    };
    return kDetectors;
}

} // namespace skein
