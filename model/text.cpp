// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "model/text.h"

#include <algorithm>
#include <cstring>

namespace skein {

namespace {

/// Offset just behind the line that starts at `from`.
std::uint64_t afterLine(std::string_view bytes, std::uint64_t from)
{
    const void* end = std::memchr(bytes.data() + from, '\n', bytes.size() - from);
    return end ? static_cast<std::uint64_t>(static_cast<const char*>(end) - bytes.data()) + 1 : bytes.size();
}

}  // namespace

std::uint64_t LogText::lineOffset(std::uint32_t number) const
{
    if (number == 0 || number > m_lineCount) return number == 0 ? 0 : m_bytes.size();
    std::uint64_t at = m_starts[(number - 1) / kStride];
    for (std::uint32_t skip = (number - 1) % kStride; skip > 0; --skip) at = afterLine(m_bytes, at);
    return at;
}

std::string_view LogText::line(std::uint32_t number) const
{
    if (number == 0 || number > m_lineCount) return {};
    const std::uint64_t begin = lineOffset(number);
    std::string_view text = m_bytes.substr(begin, afterLine(m_bytes, begin) - begin);
    if (text.ends_with('\n')) text.remove_suffix(1);
    if (text.ends_with('\r')) text.remove_suffix(1);
    return text;
}

std::uint32_t LogText::lineAt(std::uint64_t offset) const
{
    if (m_lineCount == 0) return 0;
    const auto block = std::upper_bound(m_starts.begin(), m_starts.end(), offset) - m_starts.begin() - 1;
    std::uint32_t number = static_cast<std::uint32_t>(block) * kStride + 1;
    for (std::uint64_t at = m_starts[static_cast<std::size_t>(block)]; number < m_lineCount; ++number) {
        at = afterLine(m_bytes, at);
        if (at > offset) break;
    }
    return number;
}

void LogText::indexLines()
{
    std::vector<std::uint64_t> starts;
    std::uint32_t count = 0;
    for (std::uint64_t at = 0; at < m_bytes.size(); at = afterLine(m_bytes, at), ++count) {
        if (count % kStride == 0) starts.push_back(at);
    }
    setIndex(count, std::move(starts));
}

void LogText::setIndex(std::uint32_t lineCount, std::vector<std::uint64_t> starts)
{
    m_lineCount = lineCount;
    m_starts = std::move(starts);
}

}  // namespace skein
