// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "parser/rewrite/signs.h"

#include "parser/go/frame_line.h"
#include "parser/scan.h"
#include "parser/words.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace skein
{

namespace
{

/// A line that was broken ends behind the word, whatever is left of the mark that it goes on.
bool isBroken(std::string_view rest)
{
    rest = rest.substr(0, rest.find('\n'));
    return rest.size() < 4 && rest.find_first_not_of(" =$\\<\r") == rest.npos;
}
/// `goroutine 7 [running]`, but not "waits in another goroutine of the pool", "goroutine 7 gives up",
/// "(goroutine 7)"
bool numberFollows(std::string_view /*before*/, std::string_view rest)
{
    const std::string_view number = scan::trimLeft(rest);
    const std::size_t digits = scan::digits(number);
    const std::string_view behind = number.substr(digits);
    if (behind.empty())
        return false; // the log ends, and how the line goes on isn't known
    if (digits == 0)
        return isBroken(rest);
    if (behind.size() > 1 && behind[0] == ' ' && scan::isAlpha(behind[1]))
        return behind.starts_with(" gp=") || behind.starts_with(" m=");
    return std::string_view("),;:").find(behind[0]) == behind.npos;
}
/// The place of a frame in a session of Delve: `   at ./store.go:36`
bool isPlaceOfDebugger(std::string_view before)
{
    constexpr std::size_t kLongest = 512;
    before = before.substr(before.size() - std::min(before.size(), kLongest));
    return scan::trimLeft(before.substr(before.rfind('\n') + 1)).starts_with("at ");
}
/// `.go:12 +0x1d`, `.go:12<br>`, `.go:12   <- here`; neither `caller=main.go:12 msg=…` nor `main.go:12] …`
bool placeEnds(std::string_view before, std::string_view rest)
{
    const std::size_t n = scan::digits(rest);
    if (n == 0 || n > 7)
        return false;
    constexpr std::size_t kLongest = 512; // a log may be one line, and hold many places
    rest = rest.substr(n, kLongest);
    return (rest.empty() || std::string_view("\n\r+$\\<&#|`*=").contains(rest.front()) ||
            rest.starts_with(" +") || go::isRemark(rest.substr(0, rest.find('\n')))) &&
           !isPlaceOfDebugger(before);
}
/// `created by main.main`, but not "created by user 7"
bool functionFollows(std::string_view /*before*/, std::string_view rest)
{
    const std::string_view word = rest.substr(0, std::min(rest.find_first_of(" \n"), rest.size()));
    return isBroken(rest) || word.contains('.') || word.contains('/');
}
/// `fatal error: all goroutines are asleep`, but not the source line `print("fatal error: ", s, "\n")`
bool messageFollows(std::string_view /*before*/, std::string_view rest)
{
    return !scan::trimLeft(rest).starts_with('"');
}
bool always(std::string_view, std::string_view)
{
    return true;
}
/// `#1 0x00007f8c62bddd2d in wait`, `#12 main (argc=1)`; not "fixes #12 and #13"
bool nativeFrameFollows(std::string_view /*before*/, std::string_view rest)
{
    const std::size_t n = scan::digits(rest);
    if (n == 0 || n > 4 || (!rest.substr(n).starts_with(' ') && !rest.substr(n).starts_with(": 0x")))
        return false;
    rest = rest.substr(0, rest.find('\n')).substr(n + (rest[n] == ':' ? 1 : 0));
    return scan::trimLeft(rest).starts_with("0x") ||
           (scan::contains(rest, " (") && scan::contains(rest, " at "));
}
/// `ThreadSanitizer: data race`, but not the last line of a program, `ThreadSanitizer: reported 1 warnings`
bool reportFollows(std::string_view /*before*/, std::string_view rest)
{
    return !rest.starts_with("reported ");
}
/// `==27531==    by 0x4011C6: main (counter.c:30)`
bool placeFollows(std::string_view /*before*/, std::string_view rest)
{
    const std::size_t colon = rest.substr(0, 18).find(": ");
    return colon != rest.npos && colon > 3 &&
           rest.substr(0, colon).find_first_not_of("0123456789ABCDEFabcdef") == rest.npos;
}

/// eu-stack's `PID 14125 - process`
bool processFollows(std::string_view /*before*/, std::string_view rest)
{
    const std::size_t digits = scan::digits(rest);
    return digits > 0 && rest.substr(digits).starts_with(" - process");
}

/// A line that is only the end of `created by main.run in goroutine 7`.
bool isLoneCreator(std::string_view before, std::string_view rest)
{
    const std::size_t line = before.find_last_not_of(" \t>");
    const std::size_t n = scan::digits(rest);
    return (line == before.npos || before[line] == '\n') && n > 0 && (n == rest.size() || rest[n] == '\n');
}

/// `threadcreate profile: total 4`
bool numberOnlyFollows(std::string_view /*before*/, std::string_view rest)
{
    return scan::digits(rest) > 0;
}

/// Delve's `3  0x0000000000472dc1 in runtime.goexit`
bool functionBehindAddress(std::string_view before, std::string_view rest)
{
    const std::size_t n = std::min(rest.find_first_not_of("0123456789abcdef"), rest.size());
    return !before.empty() && scan::isDigit(before.back()) && n >= 8 && rest.substr(n).starts_with(" in ");
}

/// Boost.Stacktrace's `   3# start_thread at ./nptl/pthread_create.c:448`
bool functionBehindNumber(std::string_view before, std::string_view rest)
{
    rest = rest.substr(0, rest.find('\n'));
    return !before.empty() && scan::isDigit(before.back()) &&
           (scan::contains(rest, " at ") || scan::contains(rest, " in "));
}

struct Sign {
    std::string_view word;
    bool (*follows)(std::string_view before, std::string_view rest);
};
/// What ordinary lines don't hold, so that they aren't read a second time for nothing.
constexpr std::array kSigns = {
    Sign{"goroutine", numberFollows},
    Sign{".go:", placeEnds},
    Sign{"oroutine [", always}, // a forge makes a link of the number: `Goroutine [169](https://…)`
    Sign{".s:", placeEnds},
    Sign{"created by ", functionFollows},
    Sign{"fatal error:", messageFollows},
    Sign{"panic:", messageFollows},
    Sign{"panic(", always},
    Sign{"+0x", always},
    Sign{"SIGQUIT:", always},
    Sign{"SIGSEGV: segm", always},
    Sign{"SIGABRT: abort", always},
    Sign{"SIGBUS: bus error", always},
    Sign{"SIGFPE: floating", always},
    Sign{"SIGILL: illegal", always},
    Sign{"SIGTRAP: trace", always},
    Sign{"[signal ", always},
    Sign{"#", nativeFrameFollows},
    Sign{" by 0x", placeFollows},
    Sign{" at 0x", placeFollows},
    Sign{"Sanitizer: ", reportFollows},
    Sign{"  0x", functionBehindAddress},
    Sign{"PID ", processFollows},
    Sign{"in goroutine ", isLoneCreator},
    Sign{"terminate called ", always}, // as abort.cpp reads them, damaged
    Sign{"what():  ", always},
    Sign{": Assertion `", always},
    Sign{"# ", functionBehindNumber},
    Sign{"double free or corruption", always},
    Sign{"smashing detected", always},
    Sign{"PC: @ ", always},
    Sign{"POTENTIAL DEADLOCK:", always},
    // Word processors: blanks that don't break, ends of lines within a paragraph.
    Sign{"\xc2\xa0"
         "0x",
         always},
    Sign{"\xe2\x80\xa8", always},
    Sign{"POTENTIAL\xc2\xa0"
         "DEADLOCK:",
         always},
    Sign{" profile: total ", numberOnlyFollows}, // pprof
    Sign{"--- contention:", always},
    Sign{"--- mutex:", always},
    Sign{"found unexpected goroutines:", always},
};
constexpr Words kWords([] {
    std::array<std::string_view, kSigns.size()> words;
    std::ranges::transform(kSigns, words.begin(), &Sign::word);
    return words;
}());

} // namespace

bool holdsSign(std::string_view text)
{
    for (std::size_t at = kWords.find(text); at != text.npos; at = kWords.find(text, at + 1))
        for (const Sign& sign : kSigns)
            if (text.substr(at).starts_with(sign.word) &&
                sign.follows(text.substr(0, at), text.substr(at + sign.word.size())))
                return true;
    return false;
}

} // namespace skein
