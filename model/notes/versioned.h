// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include "model/notes/anchor.h"

#include <algorithm>
#include <compare>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace skein::notes
{

/// Milliseconds since 1970-01-01 UTC.
using Millis = std::int64_t;

/// Who does something, and when.
struct Stamp {
    std::string author;
    Millis time = 0;
    auto operator<=>(const Stamp&) const = default;
};

/// Random; names one writing of one field, in all copies of a case.
using VersionId = std::uint64_t;

template <class T>
struct Version {
    VersionId id = 0;
    Stamp stamp;
    T value{};
    Extra extra;
    auto operator<=>(const Version&) const = default;
};

/// A field that several people may write in their copies of a case. Writing replaces all versions that the
/// writer saw; two that were written without seeing each other both stay, until somebody writes again.
/// `current()` is the last written among them.
///
/// Which versions are gone stands beside all fields of a note or verdict, sorted: see `merge()`.
template <class T>
class Versioned
{
public:
    /// Never empty in a note; the default value where nobody has written it.
    const T& value() const
    {
        static const T none{};
        return m_versions.empty() ? none : m_versions.back().value;
    }
    /// Null where nobody has written it.
    const Version<T>* current() const { return m_versions.empty() ? nullptr : &m_versions.back(); }
    /// Oldest first; more than one where copies were merged that disagree, or agree by chance.
    const std::vector<Version<T>>& versions() const { return m_versions; }
    /// Two people wrote different things without seeing the other's: show all of versions().
    bool disputed() const
    {
        return std::ranges::any_of(m_versions, [&](const auto& v) { return v.value != value(); });
    }

    /// Puts `version` in the place of all, whose ids go to `replaced`.
    void write(Version<T> version, std::vector<VersionId>& replaced)
    {
        for (const auto& old : m_versions)
            replaced.push_back(old.id);
        m_versions.assign(1, std::move(version));
    }
    /// As read from a file: any order, ids may repeat.
    void set(std::vector<Version<T>> versions)
    {
        m_versions = std::move(versions);
        tidy();
    }
    template <class Change>
    void forEach(Change&& change)
    {
        for (auto& version : m_versions)
            change(version);
    }

    /// The versions that neither side has replaced. `goneHere`, `goneThere`: sorted ids.
    void merge(const Versioned& there, const std::vector<VersionId>& goneHere,
               const std::vector<VersionId>& goneThere)
    {
        std::vector<Version<T>> all = m_versions;
        all.insert(all.end(), there.m_versions.begin(), there.m_versions.end());
        std::erase_if(all, [&](const auto& v) {
            return std::ranges::binary_search(goneHere, v.id) || std::ranges::binary_search(goneThere, v.id);
        });
        set(std::move(all));
    }

    bool operator==(const Versioned&) const = default;

private:
    /// By time, then id; of two with one id (a file changed by hand) the larger.
    void tidy()
    {
        std::ranges::sort(m_versions, std::greater<>());
        const auto again = std::ranges::unique(m_versions, {}, &Version<T>::id);
        m_versions.erase(again.begin(), again.end());
        std::ranges::sort(m_versions, [](const auto& a, const auto& b) {
            return std::pair(a.stamp.time, a.id) < std::pair(b.stamp.time, b.id);
        });
    }

    std::vector<Version<T>> m_versions;
};

} // namespace skein::notes
