// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "views/sides/sides_text.h"

#include "model/analysis/lint_evidence.h"
#include "views/style/text.h"

#include <QCoreApplication>
#include <QStringList>

namespace skein::sides
{
namespace
{

struct Text {
    Q_DECLARE_TR_FUNCTIONS(skein::Sides)
};

const Thread* find(const Log& log, ThreadRef ref)
{
    if (!ref || ref.snapshot >= log.snapshots.size() ||
        ref.index >= log.snapshots[ref.snapshot].threads.size())
        return nullptr;
    return &log.snapshots[ref.snapshot].threads[ref.index];
}

QString waitRole(const Log& log, const Party& party)
{
    const Thread* holder = find(log, party.heldBy);
    const QString sure = style::certaintyWord(party.certainty);
    const QString what = party.waitsOn ? QString::fromStdString(hexAddress(party.waitsOn)) : QString();
    if (holder && !what.isEmpty())
        return Text::tr("waits for %1, %2 (%3)").arg(threadName(*holder), sure, what);
    if (holder)
        return Text::tr("waits for %1, %2").arg(threadName(*holder), sure);
    return what.isEmpty() ? Text::tr("waits") : Text::tr("waits for %1, %2").arg(what, sure);
}

} // namespace

QString threadName(const Thread& thread)
{
    if (thread.id.known())
        return style::threadName(thread.id, thread.kind);
    if (thread.kind == ThreadKind::System)
        return QStringLiteral("sys");
    return thread.kind == ThreadKind::Thread ? QStringLiteral("T?") : QStringLiteral("G?");
}

QString role(const Log& log, const Party& party)
{
    const QString sure = style::certaintyWord(party.certainty);
    switch (party.part) {
    case Party::Part::Alone:
        return {};
    case Party::Part::Reporter:
        return Text::tr("reporter, %1").arg(sure);
    case Party::Part::Other:
        return party.thread ? Text::tr("other party, %1").arg(sure)
                            : Text::tr("other party, not in this log");
    case Party::Part::Candidate:
        return Text::tr("candidate, %1").arg(sure);
    case Party::Part::Waits:
        return waitRole(log, party);
    case Party::Part::Holder:
        return Text::tr("holds it, %1").arg(sure);
    case Party::Part::TakesLock:
        return Text::tr("takes %1 while it holds %2, %3")
            .arg(QString::fromStdString(hexAddress(party.waitsOn)),
                 QString::fromStdString(hexAddress(party.holds)), sure);
    case Party::Part::BehindHolder:
        return Text::tr("holds up the holder, %1").arg(sure);
    }
    return {};
}

QString stateWords(const Log& log, const Thread& thread)
{
    const QString state = style::text(skein::stateText(log, thread), 100);
    if (thread.waitedMinutes < 0)
        return state;
    return QStringLiteral("%1 ≥ %2").arg(state, style::duration(thread.waitedMinutes));
}

QString function(const Log& log, FrameId frame)
{
    const QString name = style::text(shortFunction(log.function(frame)), 500);
    return name.isEmpty() ? Text::tr("(no name)") : name;
}

QString place(const Log& log, FrameId frame)
{
    const Frame& f = log.frame(frame);
    const QString file = style::text(baseName(log.str(f.file)), 200);
    if (file.isEmpty())
        return style::text(baseName(log.str(f.module)), 200);
    return f.line ? QStringLiteral("%1:%2").arg(file).arg(f.line) : file;
}

QString createdBy(const Log& log, const Thread& thread)
{
    const QString by = function(log, thread.createdAt);
    if (!thread.creator.known())
        return Text::tr("created by %1").arg(by);
    return Text::tr("created by %1 in %2").arg(by, style::threadName(thread.creator, thread.kind));
}

QString elided(std::uint32_t frames)
{
    return frames > 1 ? Text::tr("… %L1 frames not printed").arg(frames) : Text::tr("… frames not printed");
}

QString noStack(const Thread& thread)
{
    if (thread.stackUnavailable)
        return Text::tr("The log says: running on another thread; stack unavailable.");
    return thread.cutOff ? Text::tr("The log ends before this stack.")
                         : Text::tr("The log prints no stack here.");
}

QStringList checkerLines(const Analysis& analysis, FrameId frame)
{
    QStringList lines;
    for (const LintNote* const note : lintAt(analysis, frame))
        lines << style::checkerText(*note);
    return lines;
}

QString frameTooltip(const Analysis& analysis, const Party& party, std::uint32_t frame)
{
    const Log& log = *analysis.log;
    const auto stack = log.stack(party.stack);
    if (frame >= stack.size())
        return {};
    const Frame& f = log.frame(stack[frame]);
    QStringList lines{style::text(log.str(f.function), 2000)};
    if (f.file)
        lines.append(f.line ? QStringLiteral("%1:%2").arg(style::text(log.str(f.file), 2000)).arg(f.line)
                            : style::text(log.str(f.file), 2000));
    if (f.module)
        lines.append(style::text(log.str(f.module), 500));
    if (f.inlined)
        lines.append(Text::tr("inlined: the log has no arguments of it"));
    std::uint32_t line = 0;
    if (!party.printed.empty())
        line = printedLine(log, party, frame);
    else if (const Thread* thread = find(log, party.thread); thread && log.threadText) {
        const auto printed = log.threadText->frames(*thread);
        line = frame < printed.size() ? printed[frame].lines.first : 0;
    }
    if (line > 0) {
        lines.append(
            Text::tr("line %L1: %2").arg(line).arg(style::text(log.text.line(line), 1000).trimmed()));
    }
    lines += checkerLines(analysis, stack[frame]);
    return lines.join(u'\n');
}

QString partyTooltip(const Log& log, const Party& party)
{
    QStringList lines;
    if (const Thread* thread = find(log, party.thread)) {
        lines.append(QStringLiteral("%1 %2").arg(threadName(*thread), stateWords(log, *thread)));
        if (thread->name)
            lines.append(style::text(log.str(thread->name), 300));
    }
    if (const QString part = role(log, party); !part.isEmpty())
        lines.append(part);
    if (party.access && !party.access->why.empty())
        lines.append(style::text(party.access->why));
    return lines.join(u'\n');
}

QString stackText(const Analysis& analysis, const Party& party)
{
    const Log& log = *analysis.log;
    constexpr std::size_t kMost = 20'000; // frames; a clipboard is no file
    const Thread unnamed{.kind = ThreadKind::Thread};
    const Thread* thread = find(log, party.thread);
    if (!thread && party.stack)
        thread = &unnamed;
    if (!thread)
        return role(log, party);
    QStringList lines;
    const QString part = role(log, party);
    lines.append(QStringLiteral("%1 [%2]%3")
                     .arg(threadName(*thread), stateWords(log, *thread),
                          part.isEmpty() ? QString() : QStringLiteral(" – ") + part));
    const auto stack = log.stack(party.stack);
    if (stack.empty())
        lines.append(noStack(*thread));
    const bool own = party.printed.empty();
    const auto gap = own ? elidedAfter(log, *thread) : std::nullopt;
    const auto add = [&](FrameId id) {
        const Frame& f = log.frame(id);
        lines.append(style::text(log.str(f.function), 2000));
        if (f.file)
            lines.append(QStringLiteral("\t%1:%2").arg(style::text(log.str(f.file), 2000)).arg(f.line));
        for (const QString& checker : checkerLines(analysis, id))
            lines.append(u'\t' + checker);
    };
    for (std::size_t i = 0; i < std::min(stack.size(), kMost); ++i) {
        add(stack[i]);
        if (gap == i)
            lines.append(elided(thread->framesElided));
    }
    if (own && thread->framesElided > 0 && !gap)
        lines.append(elided(thread->framesElided));
    if (thread->createdAt) {
        lines.append(createdBy(log, *thread));
        const Frame& f = log.frame(thread->createdAt);
        lines.append(QStringLiteral("\t%1:%2").arg(style::text(log.str(f.file), 2000)).arg(f.line));
    }
    return lines.join(u'\n') + u'\n';
}

} // namespace skein::sides
