// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
//
// Redaction of any bytes: spans in order, lines as many as before. A libFuzzer target, see `./dev fuzz`.
#include "model/redact/redact.h"

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    skein::redact::Redactor redactor;
    std::size_t last = 0;
    for (const auto& span : redactor.find(text)) {
        if (span.begin < last || span.end <= span.begin || span.end > size)
            std::abort();
        last = span.end;
    }
    if (std::ranges::count(redactor.redacted(text), '\n') != std::ranges::count(text, '\n'))
        std::abort();
    return 0;
}
