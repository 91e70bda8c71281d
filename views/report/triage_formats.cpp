// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "views/report/triage_report.h"

#include <algorithm>
#include <array>

namespace skein
{

extern const TriageFormat textTriage;     // triage_text.cpp
extern const TriageFormat jsonTriage;     // triage_json.cpp
extern const TriageFormat markdownTriage; // triage_markdown.cpp
extern const TriageFormat junitTriage;    // triage_problems.cpp
extern const TriageFormat sarifTriage;
extern const TriageFormat githubTriage;

std::span<const TriageFormat* const> triageFormats()
{
    static constexpr std::array list{&textTriage,  &jsonTriage,  &markdownTriage,
                                     &junitTriage, &sarifTriage, &githubTriage};
    return list;
}

const TriageFormat* findTriageFormat(std::string_view id)
{
    const auto found = std::ranges::find(triageFormats(), id, &TriageFormat::id);
    return found == triageFormats().end() ? nullptr : *found;
}

} // namespace skein
