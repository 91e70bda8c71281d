// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "parser/format.h"
#include "parser/go/deadlock_report.h"
#include "parser/go/delve.h"
#include "parser/go/gctrace.h"
#include "parser/go/goleak.h"
#include "parser/go/leaktest.h"
#include "parser/go/pprof_text.h"
#include "parser/go/race_report.h"
#include "parser/go/traceback.h"
#include "parser/native/formats.h"

namespace skein
{

namespace
{

constexpr const Format* kFormats[] = {
    &go::raceReport,
    &go::deadlockReport,
    &go::goleak,
    &go::pprofText,
    &go::traceback,
    &go::leaktest,
    &go::delve,
    &go::gctrace,
    &native::tsan,
    &native::asan,
    &native::helgrind,
    &native::drd,
    &native::lldb,
    &native::coredumpctl,
    &native::euStack,
    &native::glog,
    &native::absl,
    &native::abslMutex,
    &native::androidAnr,
    &native::tombstone,
    &native::appleCrash,
    &native::appleIps,
    &native::appleSample,
    &native::minidump,
    &native::minidumpJson,
    &native::windbg,
    &native::visualStudio,
    &native::backward,
    &native::gdb,
    &native::stacktrace,
    &native::cppAbort, // behind all whose snapshots it may give a reason to
};

} // namespace

std::span<const Format* const> formats()
{
    return kFormats;
}

} // namespace skein
