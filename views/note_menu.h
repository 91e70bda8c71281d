// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include "views/annotations.h"
#include "views/view.h"

#include <QAbstractScrollArea>
#include <QMenu>

namespace skein
{

/// Puts into a view's context menu what people can say about the thing under the mouse: a note, an arrow, and
/// by the kind of the thing a verdict on a finding, the other party, the name of a thread, important, hidden.
/// Puts its own separators. Does nothing where no log is open.
void addNoteActions(QMenu& menu, ViewContext& context, const notes::Anchor& on);

/// A context menu of a view: its own actions, then what can be said about the thing under the mouse.
void showContextMenu(QWidget& of, const QList<QAction*>& actions, ViewContext& context,
                     const std::optional<notes::Anchor>& on, QPoint global);

/// Gives a list of a view that menu: its own actions, and what can be said about View::noteAnchor().
void offerNotes(QAbstractScrollArea& list, const View& view);

/// How many threads and groups somebody has hidden.
int hiddenLanes(const Annotations& annotations);
/// Takes all of that back, each as a step of undo.
void showHiddenLanes(Annotations& annotations);

/// Asks how people call a thread (of an anchor on a thread or a frame).
void askThreadName(QWidget* parent, ViewContext& context, const notes::Anchor& on);

/// Asks for the name that stands on what the user writes.
void askAuthor(QWidget* parent, Annotations& annotations);

/// The thread of an anchor on a thread or on a call of it; nothing for other anchors, and where it is gone.
std::optional<notes::Anchor> threadOf(const Annotations& annotations, const notes::Anchor& on);

/// The first words of a note in one line, for menus and lists. Not escaped.
QString firstWords(const notes::Note& note, int most = 60);

} // namespace skein
