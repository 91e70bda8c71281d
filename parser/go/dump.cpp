// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "parser/go/dump.h"

#include <algorithm>
#include <array>
#include <utility>

namespace skein::go
{

namespace
{

/// A crash may be printed while others log; so many lines later it is another one.
constexpr std::uint32_t kManyOthers = 1000;
constexpr std::uint32_t kSomeOthers = 50;

/// Sixteen numbers that follow each other, as most goroutines' do, share a line of the processor's cache.
std::size_t slotOf(ThreadId id, std::size_t slots)
{
    constexpr std::uint64_t kTogether = 16;
    const std::uint64_t block = id.value / kTogether;
    const std::uint64_t hash = hashBytes(&block, sizeof block); // seeded: nobody can make all numbers collide
    return static_cast<std::size_t>(hash * kTogether + id.value % kTogether) & (slots - 1);
}

} // namespace

std::optional<std::uint32_t> ThreadIndex::find(const std::vector<Thread>& threads, ThreadId id) const
{
    if (m_slots.empty() || id > m_largest)
        return {};
    for (std::size_t i = slotOf(id, m_slots.size()); m_slots[i] != kEmpty; i = (i + 1) & (m_slots.size() - 1))
        if (threads[m_slots[i]].id == id)
            return m_slots[i];
    return {};
}

void ThreadIndex::place(const std::vector<Thread>& threads, std::uint32_t index)
{
    std::size_t i = slotOf(threads[index].id, m_slots.size());
    while (m_slots[i] != kEmpty)
        i = (i + 1) & (m_slots.size() - 1);
    m_slots[i] = index;
}

void ThreadIndex::add(const std::vector<Thread>& threads, std::uint32_t index)
{
    if ((m_used + 1) * 2 > m_slots.size()) {
        const std::vector<std::uint32_t> old = std::exchange(m_slots, {});
        m_slots.assign(std::max<std::size_t>(64, old.size() * 2), kEmpty);
        for (const std::uint32_t slot : old)
            if (slot != kEmpty)
                place(threads, slot);
    }
    place(threads, index);
    m_largest = std::max(m_largest, threads[index].id);
    ++m_used;
}

void Dump::open(std::uint32_t line)
{
    close();
    m_snapshot = {};
    m_snapshot.lines = {line, line};
    m_index.clear();
    m_open = true;
    m_nextCrashes = m_anyCrashed = m_runningSeen = m_suspect = m_relayed = m_gapSeen = false;
}

void Dump::endValue(const Header& header, bool hasStack, int blanksBefore)
{
    m_gapSeen = m_gapSeen || blanksBefore > 0;
    if (header.state != ThreadState::Running || !hasStack)
        return;
    if (m_suspect && (blanksBefore > 0 || !m_gapSeen) && !quotes(0)) {
        m_suspect = blanksBefore == 0;
        m_anyCrashed = m_runningSeen = false;
        m_snapshot.threads.clear();
        m_snapshot.otherStacks.clear();
        m_snapshot.labels.clear();
        m_index.clear();
        m_nextCrashes = true;
    } else if (!m_nextCrashes && quotes(blanksBefore)) {
        for (Thread& thread : m_snapshot.threads)
            thread.crashed = false;
        m_anyCrashed = false;
        m_nextCrashes = true;
    }
}

bool Dump::quotes(int blanksBehind) const
{
    const Log& log = m_out.log();
    const auto crashed = std::ranges::find_if(m_snapshot.threads, [](const Thread& t) { return t.crashed; });
    if (crashed == m_snapshot.threads.end() || m_relayed || m_snapshot.signal || !m_snapshot.reason ||
        !log.str(m_snapshot.reason).starts_with("panic: "))
        return false;
    const auto stack = log.stack(crashed->stack);
    return blanksBehind > 1 || (!stack.empty() && log.function(stack.front()) == "runtime/debug.Stack");
}

void Dump::close()
{
    if (!m_open)
        return;
    m_open = false;
    // People put the stack above the message; then nobody comes behind who could have crashed.
    auto& threads = m_snapshot.threads;
    if (m_nextCrashes && !m_anyCrashed && threads.size() == 1)
        threads[0].crashed = threads[0].state == ThreadState::Running;
    threads.shrink_to_fit();
    m_out.addSnapshot(std::move(m_snapshot));
}

void Dump::sortThreads()
{
    if (m_snapshot.labels.empty())
        std::ranges::stable_sort(m_snapshot.threads, {}, &Thread::textOffset);
}

void Dump::describe(std::string_view format, std::string_view reason, LineSpan reasonLines)
{
    m_snapshot.format = format;
    m_snapshot.reasonLines = reasonLines;
    if (!reason.empty())
        m_snapshot.reason = m_out.intern(reason);
}

void Dump::remark(Remark::Kind kind, LineSpan lines, std::string_view text)
{
    auto& remarks = m_snapshot.remarks;
    // A register dump is one remark.
    if (kind == Remark::Kind::Registers && !remarks.empty() && remarks.back().kind == kind &&
        remarks.back().lines.last + 1 >= lines.first) {
        remarks.back().lines.last = lines.last;
        return;
    }
    remarks.push_back({kind, lines, m_out.intern(text)});
}

void Dump::add(const GapItem& item)
{
    m_out.recognise(item.lines.first, item.lines.last);
    m_gapSeen = m_gapSeen || !m_snapshot.threads.empty();
    coverUpTo(item.lines.last);
    const std::string_view signal = signalOf(item.text);
    if (!signal.empty() && !m_snapshot.signal)
        m_snapshot.signal = m_out.intern(signal);
    if (meansCrash(item.kind, item.text))
        m_nextCrashes = true;
    switch (item.kind) {
    case LineKind::Reason:
    case LineKind::Signal: {
        const std::string_view text = reasonText(item.text);
        if (!m_snapshot.reason) {
            m_snapshot.reason = m_out.intern(text);
            m_snapshot.reasonLines = item.lines;
        } else {
            remark(item.kind == LineKind::Signal ? Remark::Kind::Signal : Remark::Kind::Reason, item.lines,
                   text);
        }
        break;
    }
    case LineKind::SignalDetail:
        remark(Remark::Kind::Signal, item.lines, item.text);
        break;
    case LineKind::Registers:
        remark(Remark::Kind::Registers, item.lines, item.text);
        break;
    case LineKind::Trailer:
        remark(Remark::Kind::Trailer, item.lines, item.text);
        break;
    case LineKind::Separator:
        m_relayed = true;
        break;
    case LineKind::Blank:
        break;
    default:
        remark(Remark::Kind::Diagnostic, item.lines, item.text);
    }
}

bool Dump::startsNew(const Header& header, bool hasStack, const std::vector<GapItem>& gap,
                     std::size_t preamble, std::uint32_t othersAtEnd) const
{
    if (!m_open || m_snapshot.threads.empty())
        return !m_open;
    std::uint32_t others = othersAtEnd;
    bool trailer = false, registers = false;
    for (std::size_t i = 0; i < gap.size(); ++i) {
        // The next thread's turn in a dump with GOTRACEBACK=crash.
        if (gap[i].kind == LineKind::Separator)
            return false;
        if (i <= preamble)
            others += gap[i].othersBefore;
        if (i < preamble) {
            trailer = trailer || gap[i].kind == LineKind::Trailer;
            registers = registers || gap[i].kind == LineKind::Registers;
        }
    }
    if (trailer)
        return true;
    if (preamble < gap.size()) {
        others -= othersAtEnd;
        // The registers are the last that a program prints: it was started again, or writes into the same
        // log. Two goroutines that hit the same check crash one after the other, in one dump.
        return registers || others > 0 || !m_snapshot.reason || repeats(header, hasStack) ||
               returns(header, hasStack);
    }
    if (others == 0)
        return repeats(header, hasStack);
    // Two pastes of one program in one text: what is printed again is of another moment.
    if (repeats(header, hasStack) || returns(header, hasStack) || others > kManyOthers)
        return true;
    if (!m_snapshot.reason && m_snapshot.threads.size() == 1 && !printsAll(m_snapshot.threads[0]))
        return true;
    if (header.state != ThreadState::Running || !hasStack)
        return false;
    // debug.Stack() prints one goroutine, runtime.Stack(all) begins with the one that runs.
    return m_snapshot.reason ? others > kSomeOthers : m_runningSeen;
}

/// It is the one that prints what follows: runtime/pprof with debug=2.
bool Dump::printsAll(const Thread& thread) const
{
    const auto stack = m_out.log().stack(thread.stack);
    return !stack.empty() && m_out.log().function(stack.front()) == "runtime/pprof.writeGoroutineStacks";
}

const Thread* Dump::printedBefore(const Header& header, bool hasStack) const
{
    if (m_relayed || header.id == 0 || !hasStack)
        return nullptr;
    const auto before = m_index.find(m_snapshot.threads, ThreadId(header.id));
    return before && m_snapshot.threads[*before].stack ? &m_snapshot.threads[*before] : nullptr;
}

bool Dump::repeats(const Header& header, bool hasStack) const
{
    if (header.state != ThreadState::Running)
        return false;
    const Thread* before = printedBefore(header, hasStack);
    return before && !before->stackUnavailable;
}

bool Dump::returns(const Header& header, bool hasStack) const
{
    return header.state != ThreadState::Running && printedBefore(header, hasStack);
}

bool Dump::looksCrashed(const Thread& thread) const
{
    static constexpr std::array<std::string_view, 5> kDying = {
        "panic", "runtime.throw", "runtime.fatal", "internal/runtime/maps.fatal", "runtime.gopanic"};
    if (thread.state != ThreadState::Running)
        return false;
    const Log& log = m_out.log();
    std::size_t looked = 0;
    for (const FrameId frame : log.stack(thread.stack)) {
        if (std::ranges::contains(kDying, log.function(frame)))
            return true;
        if (++looked == 8)
            break;
    }
    return false;
}

void Dump::addThread(Thread thread, std::string_view labels)
{
    auto& threads = m_snapshot.threads;
    coverUpTo(thread.lastLine);
    if (thread.cutOff)
        m_snapshot.cutOff = true;
    if (thread.kind == ThreadKind::Goroutine) {
        if (m_nextCrashes && thread.state != ThreadState::Waiting)
            thread.crashed = true;
        else if (!m_anyCrashed && !m_snapshot.reason)
            thread.crashed = looksCrashed(thread);
        m_nextCrashes = false;
        m_anyCrashed = m_anyCrashed || thread.crashed;
        m_runningSeen = m_runningSeen || (thread.state == ThreadState::Running && thread.stack);
        if (const auto before = thread.id.known() ? m_index.find(threads, thread.id) : std::nullopt) {
            // Printed twice: the better stack counts.
            Thread& old = threads[*before];
            thread.crashed = thread.crashed || old.crashed;
            if (!old.stack && thread.stack)
                old = thread;
            else
                old.crashed = thread.crashed;
            return;
        }
    }
    threads.push_back(thread);
    const auto index = static_cast<std::uint32_t>(threads.size() - 1);
    if (thread.kind == ThreadKind::Goroutine && thread.id.known())
        m_index.add(threads, index);
    if (!labels.empty())
        m_snapshot.labels[index] = parseLabels(labels);
}

} // namespace skein::go
