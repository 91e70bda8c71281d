// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "parser/rewrite/rewrites.h"

#include <array>

namespace skein
{

namespace
{

constexpr std::array kRewrites = {
    Rewrite{"padding", "main.main()      ", suspectsPadding, removePadding},
    Rewrite{"prefix", "web-1  | main.main()", suspectsPrefix, removePrefix},
    Rewrite{"partial-lines", "2026-11-20T09:31:00.000000118Z stderr P main.ma", suspectsPartialLines,
            joinPartialLines, false, false, true},
    Rewrite{"json", R"x({"log":"main.main()\n"})x", suspectsJson, undoJson},
    Rewrite{"values", R"x(level=error msg="main.f(\"a\")")x", suspectsValues, undoValues},
    Rewrite{"csv", R"x("2026-11-20","main.f({0x1, 0x2})")x", suspectsCsv, undoCsv},
    Rewrite{"quoted-printable", "created by main.main=20in goroutine=", suspectsQuotedPrintable,
            undoQuotedPrintable, false, false, true, true},
    Rewrite{"flowed", "created by main.main ", suspectsFlowed, undoFlowed, false, false, true, true,
            isFlowed},
    Rewrite{"columns", "#1  0x00007f59e82a1cb2 in wait (mutex=0x5\n5f78e45b168)", suspectsColumns,
            undoColumns, false, false, true, true},
    Rewrite{"journal", "    MESSAGE=main.main()", suspectsJournal, undoJournal},
    Rewrite{"teamcity", "##teamcity[message text='goroutine 1 |[running|]:|nmain.main()']", suspectsTeamCity,
            undoTeamCity},
    Rewrite{"html", "main.f({0x1, 0x2})<br>&nbsp;&nbsp;/src/a.go:1", suspectsHtml, undoHtml},
    Rewrite{"literals", R"("main.main()\n" +)", suspectsLiterals, undoLiterals},
    Rewrite{"escapes", R"(msg="goroutine 1 [running]:\nmain.main()\n\t/src/a.go:1")", suspectsEscapes,
            undoEscapes},
    Rewrite{"colours", "[33mgoroutine 1 [running]:[0m", suspectsColours, removeColours},
    Rewrite{"typography", "main.f(…)", suspectsTypography, undoTypography},
    Rewrite{"markdown", "main.f([0xc000012345](tel:0xc000012345))", suspectsMarkdown, undoMarkdown},
    Rewrite{"leaders", "> * main.main()", suspectsLeaders, removeLeaders},
    Rewrite{"introduction", "Ann: panic: boom", suspectsIntroduction, separateIntroduction, false, true},
    Rewrite{"stamps", "09:31:00.118\t\nmain.main()\n09:31:00.118\t\n\t/src/a.go:1", suspectsStamps,
            removeStamps, false, true},
    Rewrite{"reversed", "\t/src/a.go:1\nmain.main()\ngoroutine 1 [running]:", suspectsReversal, undoReversal,
            true},
    Rewrite{"writers", "web-1  | main.main()\ndb-1   | main.run()", suspectsSeveralWriters, separateWriters,
            true},
    Rewrite{"others", "main.main()\nGET /v1/items 200 12ms\n\t/src/a.go:1", suspectsOthers, removeOthers},
    Rewrite{"double-spaced", "main.main()\n\n\t/src/a.go:1\n\n", suspectsDoubleSpacing, undoDoubleSpacing,
            false, true},
    Rewrite{"wrapped", "\t/src/a.g\no:1 +0x1d", suspectsWrapping, undoWrapping, false, false, true},
    Rewrite{"fragments", "goroutine \n1\n [\nrunning\n]:", suspectsFragments, joinFragments, false, false,
            true},
    Rewrite{"one-line", "goroutine 1 [running]: main.main() /src/a.go:1 +0x1d", suspectsOneLine,
            splitOneLine},
};

} // namespace

std::span<const Rewrite> rewrites()
{
    return kRewrites;
}

} // namespace skein
