// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include "app/window/view_docks.h"
#include "views/selection.h"

#include <QObject>

#include <array>

namespace skein
{

/// Brings the picture that suits the chosen finding before its neighbours: the wait-for graph where threads
/// wait for each other, the timeline otherwise. Only when a finding of another kind is chosen, only where the
/// two share a place, and whoever prefers the other picture for a kind of finding has to say so once.
class ViewRaiser final : public QObject
{
    Q_OBJECT

public:
    ViewRaiser(Selection& selection, ViewDocks& docks, QObject* parent = nullptr);

private:
    enum class Topic : std::size_t { None, Waiting, Conflict };

    Topic topicOf(const Selected& selected) const;
    void follow(const Selected& now, const Selected& before);

    Selection& m_selection;
    ViewDocks& m_docks;
    Topic m_topic = Topic::None;
    std::array<std::string_view, 3> m_wanted{"", "graph", "timeline"}; ///< by Topic
};

} // namespace skein
