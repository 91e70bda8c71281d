// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

namespace skein
{

/// Finds the files that a log names in somebody's repository: "/build/src/store/cache.go" of a log that was
/// written elsewhere is "store/cache.go" here. Only asks whether files exist below the root; opens none.
class SourcePaths
{
public:
    /// No repository: nothing is found.
    SourcePaths() = default;
    explicit SourcePaths(std::filesystem::path root);

    /// The path from the root, with slashes; nothing where no file below the root can be the one. The longest
    /// end of `file` that exists is the one; a name without any folder only where it stands in the root.
    std::optional<std::string> relative(std::string_view file);

private:
    std::optional<std::string> look(std::string_view file) const;

    std::filesystem::path m_root;
    std::string m_prefix; ///< the root as text, with a slash at its end
    std::unordered_map<std::string, std::optional<std::string>> m_known;
};

/// Where a repository begins: the nearest folder at or above `from` that holds .git, else `from`.
std::filesystem::path repositoryRoot(const std::filesystem::path& from);

} // namespace skein
