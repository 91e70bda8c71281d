// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "parser/rewrite/rewrites.h"
#include "parser/scan.h"

#include <algorithm>
#include <string>
#include <string_view>

// Logs of which each line became a record: `journalctl -o verbose` and `-o export`, TeamCity's service
// messages.
namespace skein
{

namespace
{

using namespace scan;

constexpr std::string_view kTeamCity = "##teamcity[";

/// `_SYSTEMD_UNIT=shopd.service`
bool isField(std::string_view line)
{
    const std::size_t equals = line.find('=');
    return equals != line.npos && equals > 0 &&
           line.substr(0, equals).find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_") == line.npos;
}

/// Where the next field begins in a line that holds a record and more: ` _PID=2113  __REALTIME_TIMESTAMP=…`.
/// The names are longer than those of registers, `PC=0x46c22e`.
std::size_t nextField(std::string_view line)
{
    constexpr std::size_t kShortest = 3;
    for (std::size_t at = line.find(' '); at != line.npos; at = line.find(' ', at + 1)) {
        const std::string_view word = line.substr(at + 1, line.substr(at + 1).find(' '));
        if (word.find('=') != word.npos && word.find('=') >= kShortest && isField(word))
            return at;
    }
    return line.size();
}

/// `Mon 2026-05-04 09:31:07.000042 UTC [s=0f3c;i=1;b=9a7d;…]`
bool isHeading(std::string_view line)
{
    line = trimRight(line);
    line.remove_suffix(line.ends_with('$') ? 1 : 0); // cat -A
    return line.ends_with(']') && contains(line, " [s=") && contains(line, ";i=");
}

/// A value with TeamCity's escapes, up to the apostrophe that ends it; `s` is left behind that.
std::string teamCityValue(std::string_view& s)
{
    std::string text;
    while (!s.empty() && s.front() != '\'') {
        if (s.front() != '|' || s.size() == 1) {
            text += s.front();
            s.remove_prefix(1);
            continue;
        }
        const char c = s[1];
        s.remove_prefix(2);
        if (c == 'n')
            text += '\n';
        else if (c == '0' && literal(s, "x")) // |0x2026, a character that no dump holds
            s.remove_prefix(std::min<std::size_t>(4, s.size()));
        else if (c != 'r')
            text += c;
    }
    s.remove_prefix(std::min<std::size_t>(1, s.size()));
    return text;
}

} // namespace

bool suspectsJournal(std::string_view sample)
{
    const std::size_t at = sample.find(kMessage);
    return at != sample.npos && sample.find(kMessage, at + 1) != sample.npos;
}

void undoJournal(const RewrittenText& in, RewrittenText& out)
{
    in.forEach([&](std::string_view line, LineSpan origin) {
        const std::string_view text = trimLeft(line);
        const std::size_t first = text.find(kMessage);
        if (first != text.npos && text.find(kMessage, first + 1) != text.npos) { // all records in one line
            for (std::size_t at = first; at != text.npos; at = text.find(kMessage, at + 1)) {
                const std::string_view message = text.substr(at + kMessage.size());
                out.add(trimRight(message.substr(0, nextField(message))), origin);
            }
        } else if (text.starts_with(kMessage))
            out.add(text.substr(kMessage.size()), origin);
        else if (!text.empty() && !isField(text) && !isHeading(text))
            out.add(line, origin);
    });
}

bool suspectsTeamCity(std::string_view sample)
{
    return contains(sample, kTeamCity);
}

void undoTeamCity(const RewrittenText& in, RewrittenText& out)
{
    in.forEach([&](std::string_view line, LineSpan origin) {
        std::string_view s = line;
        const std::size_t begin = s.find(kTeamCity);
        bool any = false;
        if (begin != s.npos) {
            s.remove_prefix(begin);
            for (std::size_t at = s.find("='"); at != s.npos; at = s.find("='")) {
                s.remove_prefix(at + 2);
                // Names and times are one line; what the program wrote ends one.
                if (const std::string text = teamCityValue(s); text.contains('\n') || text.contains(' ')) {
                    out.add(text.ends_with('\n') ? std::string_view(text).substr(0, text.size() - 1) : text,
                            origin);
                    any = true;
                }
            }
        }
        if (!any)
            out.add(line, origin);
    });
}

} // namespace skein
