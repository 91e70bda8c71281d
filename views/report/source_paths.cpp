// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "views/report/source_paths.h"

#include <algorithm>
#include <system_error>
#include <vector>

namespace skein
{

namespace fs = std::filesystem;

namespace
{

constexpr std::size_t kLongest = 4096;

/// The parts of a path, whatever its separators; empty where it goes upwards or holds a NUL.
std::vector<std::string_view> partsOf(std::string_view file)
{
    std::vector<std::string_view> parts;
    if (file.size() > kLongest || file.contains('\0'))
        return parts;
    while (!file.empty()) {
        const auto end = file.find_first_of("/\\");
        const std::string_view part = file.substr(0, end);
        file.remove_prefix(end == file.npos ? file.size() : end + 1);
        if (part == "..")
            return {};
        if (!part.empty() && part != ".")
            parts.push_back(part);
    }
    return parts;
}

} // namespace

SourcePaths::SourcePaths(fs::path root)
{
    std::error_code error;
    m_root = fs::weakly_canonical(root, error);
    if (error)
        m_root = std::move(root);
    m_prefix = m_root.generic_string();
    if (!m_prefix.empty() && !m_prefix.ends_with('/'))
        m_prefix += '/';
}

std::optional<std::string> SourcePaths::relative(std::string_view file)
{
    if (m_root.empty() || file.empty())
        return std::nullopt;
    const auto [at, added] = m_known.try_emplace(std::string(file));
    if (added)
        at->second = look(file);
    return at->second;
}

std::optional<std::string> SourcePaths::look(std::string_view file) const
{
    const auto parts = partsOf(file);
    const auto joined = [&](std::size_t from) {
        std::string out;
        for (std::size_t i = from; i < parts.size(); ++i)
            (out += out.empty() ? "" : "/") += parts[i];
        return out;
    };
    if (parts.empty())
        return std::nullopt;
    // A file of this very checkout need not be there any more.
    if (file.starts_with(m_prefix))
        return joined(partsOf(m_prefix).size());
    for (std::size_t from = 0; from < parts.size(); ++from) {
        std::string candidate = joined(from);
        std::error_code error;
        if (fs::is_regular_file(m_root / candidate, error))
            return candidate;
    }
    return std::nullopt;
}

fs::path repositoryRoot(const fs::path& from)
{
    std::error_code error;
    const fs::path start = fs::absolute(from, error);
    if (error)
        return from;
    for (fs::path folder = start;; folder = folder.parent_path()) {
        if (fs::exists(folder / ".git", error))
            return folder;
        if (!folder.has_relative_path())
            return start;
    }
}

} // namespace skein
