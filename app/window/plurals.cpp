// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "app/window/plurals.h"

namespace skein
{

QString EnglishPlurals::translate(const char*, const char* source, const char*, int n) const
{
    if (n < 0 || !source)
        return {};
    QString text = QString::fromUtf8(source);
    if (!text.contains(QLatin1String("(s)")))
        return {};
    return text.replace(QLatin1String("(s)"), n == 1 ? QLatin1String() : QLatin1String("s"));
}

} // namespace skein
