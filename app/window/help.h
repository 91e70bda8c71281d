// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

namespace skein
{

class MainWindow;

/// Every shortcut of the menus.
void showKeys(MainWindow& window);
/// What is recognised, and the forms that a report can take.
void showFormats(MainWindow& window);
void showAbout(MainWindow& window);

} // namespace skein
