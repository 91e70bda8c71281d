// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "parser/format.h"
#include "parser/go/race_report.h"
#include "parser/go/traceback.h"

namespace skein
{

namespace
{

constexpr const Format* kFormats[] = {
    &go::raceReport,
    &go::traceback,
};

} // namespace

std::span<const Format* const> formats()
{
    return kFormats;
}

} // namespace skein
