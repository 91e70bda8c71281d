// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
//
// The reader of case files: whatever it takes, it gives again. A libFuzzer target, see `./dev fuzz`. A
// container is rarely hit by chance, so the bytes are also put into one as its notes and its manifest.
#include "parser/case/case_file.h"
#include "parser/case/case_json.h"
#include "parser/case/zip.h"

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>

namespace
{

using namespace skein;

void fail(const char* what)
{
    std::fprintf(stderr, "does not hold: %s\n", what);
    std::abort();
}

void tryCase(std::string_view bytes)
{
    auto read = cases::readCase(bytes, {});
    if (!read) {
        if (read.error().empty())
            fail("a refusal says why");
        return;
    }
    const std::string once = cases::bytesOf(*read);
    auto again = cases::readCase(once, {});
    if (!again)
        fail("what was written can be read");
    else if (cases::bytesOf(*again) != once)
        fail("it has the same bytes again");
}

std::string container(std::string_view manifest, std::string_view notes, std::string_view log)
{
    cases::ZipWriter out;
    out.add("mimetype", cases::packed("application/x-skein-case", false));
    out.add("manifest.json", cases::packed(manifest, false));
    out.add("notes.json", cases::packed(notes, false));
    out.add("log", cases::packed(log, true));
    return out.finish();
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    tryCase(bytes);
    const auto file = cases::caseOfBytes("log\n", "a.log");
    tryCase(container(cases::manifestJson(file), bytes, "log\n"));
    tryCase(container(bytes, "{}", "log\n"));
    if (const auto notebook = cases::notesFrom(bytes, {});
        notebook && !(notes::merged(*notebook, *notebook) == *notebook))
        fail("merging with itself changes nothing");
    return 0;
}
