// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "model/redact/words.h"

#include <algorithm>

namespace skein::redact
{

namespace
{

constexpr std::size_t kLongestRun = 200, kLongestGlob = 200;

bool inRun(char c)
{
    return isAlnum(c) || c == '.' || c == '_' || c == '-' || static_cast<unsigned char>(c) >= 0x80;
}

bool same(char pattern, char c)
{
    const auto low = [](char x) { return isUpper(x) ? static_cast<char>(x - 'A' + 'a') : x; };
    return pattern == '?' ? inRun(c) : low(pattern) == low(c);
}

} // namespace

bool isUsableGlob(std::string_view glob)
{
    return !glob.empty() && glob.size() <= kLongestGlob &&
           std::ranges::any_of(glob, [](char c) { return c != '*' && c != '?' && c != ' '; });
}

std::size_t globLength(std::string_view glob, std::string_view text)
{
    text = text.substr(0, kLongestGlob + kLongestRun);
    // The usual way of matching with one place to come back to; a star at the end takes all that it can.
    std::size_t g = 0, t = 0, star = glob.npos, resume = 0;
    for (;;) {
        if (g < glob.size() && glob[g] == '*') {
            star = g++;
            resume = t;
            if (g == glob.size()) {
                while (t < text.size() && inRun(text[t]))
                    ++t;
                return t;
            }
        } else if (g == glob.size()) {
            return t;
        } else if (t < text.size() && same(glob[g], text[t])) {
            ++g;
            ++t;
        } else if (star != glob.npos && resume < text.size() && inRun(text[resume])) {
            g = star + 1;
            t = ++resume;
        } else {
            return 0;
        }
    }
}

} // namespace skein::redact
