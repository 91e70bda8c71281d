// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include "model/said/resolve.h"
#include "views/selection.h"

#include <optional>
#include <string>
#include <vector>

namespace skein
{

/// What a case remembers of the window, CaseFile::view: what is chosen, and which views are in front. Things
/// are named by anchors, as in notes, because another Skein may count them otherwise.
struct ViewState {
    Selected selected;
    std::vector<std::string> front; ///< ids of the views that can be seen
};

/// JSON; the same state gives the same text.
std::string viewStateText(const ViewState& state, const notes::Resolver& resolver);
/// Nothing where the text is none. What is not there any more is left out.
std::optional<ViewState> viewStateFrom(std::string_view text, const notes::Resolver& resolver);

} // namespace skein
