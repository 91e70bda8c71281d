// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "app/window/status_text.h"

#include <QCoreApplication>
#include <QStringList>

#include <algorithm>
#include <limits>

namespace skein
{
namespace
{

// %Ln takes an int; more of anything than that is shown as that many.
QString counted(const char* text, std::uint64_t n)
{
    const auto shown = static_cast<int>(std::min<std::uint64_t>(n, std::numeric_limits<int>::max()));
    return QCoreApplication::translate("StatusText", text, nullptr, shown);
}

QString word(std::string_view s)
{
    return QString::fromUtf8(s.data(), static_cast<qsizetype>(s.size()));
}

QString prefixText(std::string_view prefix)
{
    const auto tr = [](const char* text) { return QCoreApplication::translate("StatusText", text); };
    if (prefix == "none" || prefix.empty())
        return {};
    if (prefix == "kubernetes")
        return tr("Kubernetes prefix set aside");
    if (prefix == "json")
        return tr("JSON wrapping set aside");
    if (prefix == "quote")
        return tr("quotation marks set aside");
    if (prefix == "github-actions")
        return tr("GitHub Actions prefix set aside");
    if (prefix == "go-test")
        return tr("go test's indentation set aside");
    if (prefix == "other")
        return tr("line prefix set aside");
    return tr("%1 prefix set aside").arg(word(prefix));
}

} // namespace

QString threadCountText(const Analysis& analysis)
{
    std::uint64_t count = 0;
    for (const Group& group : analysis.groups)
        count += group.count;
    const bool go = std::ranges::all_of(analysis.log->snapshots, [](const Snapshot& s) {
        return s.format.starts_with("go") || s.format == "leaktest";
    });
    return go ? counted(QT_TRANSLATE_NOOP("StatusText", "%Ln goroutine(s)"), count)
              : counted(QT_TRANSLATE_NOOP("StatusText", "%Ln thread(s)"), count);
}

QString statusText(const Analysis& analysis)
{
    const Log& log = *analysis.log;
    const std::uint32_t lines = log.text.lineCount();
    QStringList parts;
    if (!log.snapshots.empty()) {
        const QString groups =
            counted(QT_TRANSLATE_NOOP("StatusText", "%Ln group(s)"), analysis.groups.size());
        parts << QCoreApplication::translate("StatusText", "%1 in %2", "418 goroutines in 6 groups")
                     .arg(threadCountText(analysis), groups);
        parts << counted(QT_TRANSLATE_NOOP("StatusText", "%Ln dump(s)"), log.snapshots.size());
    }
    parts << QCoreApplication::translate("StatusText", "%1: %2, %3",
                                         "4,218 lines: 2,906 recognised, 1,312 kept …")
                 .arg(counted(QT_TRANSLATE_NOOP("StatusText", "%Ln line(s)"), lines),
                      counted(QT_TRANSLATE_NOOP("StatusText", "%Ln recognised"), log.recognisedLines),
                      counted(QT_TRANSLATE_NOOP("StatusText", "%Ln kept as they are"),
                              lines - log.recognisedLines));
    return parts.join(QStringLiteral("  ·  "));
}

QString inputText(const InputInfo& input)
{
    QStringList parts;
    if (const QString prefix = prefixText(input.linePrefix); !prefix.isEmpty())
        parts << prefix;
    if (input.encoding != "utf-8")
        parts << word(input.encoding).toUpper();
    if (input.compression != "none")
        parts << word(input.compression);
    return parts.join(QStringLiteral("  ·  "));
}

} // namespace skein
