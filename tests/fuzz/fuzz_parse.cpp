// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
//
// One harness over the whole parse and what is concluded from it: a libFuzzer target, see `./dev fuzz`.

#include "model/analysis/analysis.h"
#include "tests/fuzz/checks.h"

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const auto log = skein::test::parseText(std::string(reinterpret_cast<const char*>(data), size));
    if (!log)
        return 0;
    const auto found = skein::test::violations(*log);
    for (const std::string& what : found)
        std::fprintf(stderr, "does not hold: %s\n", what.c_str());
    if (!found.empty())
        std::abort();
    if (!skein::analyse(log))
        std::abort();
    return 0;
}
