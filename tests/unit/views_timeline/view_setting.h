// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include "views/annotations.h"
#include "views/view.h"

#include <KSyntaxHighlighting/Repository>
#include <QTemporaryDir>

namespace skein::test
{

/// What a view stands in, without a window; views are members of what derives from it, made after it.
struct ViewSetting {
    QTemporaryDir folder;
    QSettings settings{folder.filePath(QStringLiteral("s.ini")), QSettings::IniFormat};
    ThemeSource themes;
    KSyntaxHighlighting::Repository syntax;
    Selection selection;
    Annotations annotations{settings};
    ViewContext context{selection, themes, syntax, settings, annotations};
};

} // namespace skein::test
