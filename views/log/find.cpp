// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "views/log/find.h"

#include <algorithm>
#include <functional>

namespace skein {

namespace {

constexpr std::size_t kBlock = 16 * 1024 * 1024;  // how much is searched between two looks at `stop`

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; }

struct LowerHash {
    std::size_t operator()(char c) const { return static_cast<unsigned char>(lower(c)); }
};
struct LowerEqual {
    bool operator()(char a, char b) const { return lower(a) == lower(b); }
};

using Found = std::optional<std::uint64_t>;

template <class Iterator>
auto makeSearcher(Iterator first, Iterator last)
{
    return std::boyer_moore_horspool_searcher(first, last, LowerHash{}, LowerEqual{});
}

/// First occurrence that starts in [begin, end).
Found firstIn(std::string_view text, std::string_view needle, std::uint64_t begin, std::uint64_t end, std::stop_token stop)
{
    const auto searcher = makeSearcher(needle.begin(), needle.end());
    for (std::uint64_t at = begin; at < end && !stop.stop_requested(); at += kBlock) {
        const std::string_view block = text.substr(at, std::min<std::uint64_t>(kBlock, end - at) + needle.size() - 1);
        const auto hit = std::search(block.begin(), block.end(), searcher);
        if (hit != block.end()) return at + static_cast<std::uint64_t>(hit - block.begin());
    }
    return {};
}

/// Last occurrence that starts in [begin, end).
Found lastIn(std::string_view text, std::string_view needle, std::uint64_t begin, std::uint64_t end, std::stop_token stop)
{
    const auto searcher = makeSearcher(needle.rbegin(), needle.rend());
    for (std::uint64_t at = end; at > begin && !stop.stop_requested();) {
        const std::uint64_t from = at - begin > kBlock ? at - kBlock : begin;
        const std::string_view block = text.substr(from, at - from + needle.size() - 1);
        const auto hit = std::search(block.rbegin(), block.rend(), searcher);
        if (hit != block.rend()) return from + static_cast<std::uint64_t>(block.rend() - hit) - needle.size();
        at = from;
    }
    return {};
}

}  // namespace

Found findText(std::string_view text, std::string_view needle, std::uint64_t from, FindDirection direction,
               std::stop_token stop)
{
    if (needle.empty() || needle.size() > text.size()) return {};
    from = std::min<std::uint64_t>(from, text.size());
    if (direction == FindDirection::Forward) {
        const Found hit = firstIn(text, needle, from, text.size(), stop);
        return hit ? hit : firstIn(text, needle, 0, from, stop);
    }
    const Found hit = lastIn(text, needle, 0, from, stop);
    return hit ? hit : lastIn(text, needle, from, text.size(), stop);
}

}  // namespace skein
