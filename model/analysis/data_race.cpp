// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
//
// What the Go race detector reports: two accesses to the same memory, at least one of them a write, that
// nothing orders. It saw both, so both are proved; what each did is the word in its header, never guessed
// from frame names.
#include "model/analysis/detector_list.h"
#include "model/analysis/map_races.h"
#include "model/analysis/repeats.h"
#include "model/analysis/words.h"
#include "model/formatted.h"

#include <algorithm>

namespace skein
{
namespace
{

constexpr std::string_view kFormat = "go-race";
constexpr std::size_t kMostAccesses = 8;

std::string_view verb(AccessOp op)
{
    switch (op) {
    case AccessOp::Read:
        return "reads";
    case AccessOp::AtomicRead:
        return "atomically reads";
    case AccessOp::AtomicWrite:
        return "atomically writes";
    default:
        return "writes";
    }
}

std::string nameOf(ThreadId id)
{
    if (id == ThreadId::main())
        return "the main goroutine";
    return id.known() ? formatted("goroutine {}", toString(id)) : "a goroutine";
}

ThreadRef refOf(const Snapshot& snapshot, std::uint32_t index, ThreadId id)
{
    const auto at = std::ranges::find(snapshot.threads, id, &Thread::id);
    if (!id.known() || at == snapshot.threads.end())
        return {index, ThreadRef::kNone};
    return {index, static_cast<std::uint32_t>(at - snapshot.threads.begin())};
}

/// The header of a section and the call of its frame `index`. Both lines of each frame follow the header
/// directly, unless the program has written between them.
std::vector<std::uint32_t> linesOf(const Log& log, const OtherStack& section, std::size_t index)
{
    std::vector<std::uint32_t> lines{section.lines.first};
    const std::size_t frames = log.stack(section.stack).size();
    if (frames > 0 && section.lines.last - section.lines.first == 2 * frames)
        lines.push_back(section.lines.first + 1 + static_cast<std::uint32_t>(2 * index));
    return lines;
}

Access accessOf(const Log& log, std::uint32_t index, const OtherStack& section)
{
    Access access;
    access.op = section.op.value_or(AccessOp::Write);
    access.thread = refOf(log.snapshots[index], index, section.thread);
    access.certainty = Certainty::Proved;
    access.stack = section.stack;
    access.frame = log.site(section.stack);
    const std::size_t at = log.siteIndex(section.stack).value_or(0);
    access.frameIndex = static_cast<std::uint32_t>(at);
    access.logLines = linesOf(log, section, at);
    return access;
}

/// The runtime's map functions tell the detector the address of the map itself, on behalf of their callers.
bool inMap(const Log& log, StackId stack)
{
    const auto frames = log.stack(stack);
    if (frames.empty())
        return false;
    const std::string_view name = log.function(frames.front());
    return name.starts_with("runtime.map") || name.starts_with("reflect.map") ||
           name.starts_with("internal/runtime/maps.");
}

class RaceFinding
{
public:
    RaceFinding(const Log& log, std::uint32_t index)
        : m_log(log), m_index(index), m_snapshot(log.snapshots[index])
    {
    }

    bool collect()
    {
        for (const OtherStack& section : m_snapshot.otherStacks)
            if (section.about == About::Access && m_sections.size() < kMostAccesses)
                m_sections.push_back(&section);
        return !m_sections.empty();
    }

    /// Of the two sides.
    std::vector<StackId> stacks() const
    {
        std::vector<StackId> found;
        for (const OtherStack* section : m_sections)
            if (found.size() < 2)
                found.push_back(section->stack);
        return found;
    }

    Finding make()
    {
        m_finding = words::finding(FindingKind::DataRace, Certainty::Proved, m_index);
        const bool map = std::ranges::all_of(m_sections, [&](auto* s) { return inMap(m_log, s->stack); });
        m_finding.resource =
            Resource{map ? ResourceKind::Map : ResourceKind::Memory, m_sections[0]->address, {}};
        for (const OtherStack* section : m_sections)
            addAccess(*section);
        m_finding.title = title(map);
        addOrigins();
        if (m_sections.size() == 1)
            addMissingSide();
        else if (std::ranges::any_of(m_sections, [](auto* s) { return !s->stack; }))
            addFailedStack();
        m_finding.advice.push_back(advice(map));
        return std::move(m_finding);
    }

private:
    void addAccess(const OtherStack& section)
    {
        m_finding.accesses.push_back(accessOf(m_log, m_index, section));
        const Access& access = m_finding.accesses.back();
        if (access.thread && !std::ranges::contains(m_finding.threads, access.thread))
            m_finding.threads.push_back(access.thread);
        const std::string where = section.stack ? formatted(" in {}", words::place(m_log, access.frame))
                                                : std::string(", but its stack could not be restored");
        const std::string_view when = m_finding.accesses.size() == 1 ? "" : "Earlier, ";
        std::string text =
            formatted("{}{} {} {}{}.", when, nameOf(section.thread), verb(access.op),
                      section.address != 0 ? hexAddress(section.address) : "the memory", where);
        m_finding.evidence.push_back({words::sentence(std::move(text)), access.logLines});
    }

    std::string title(bool map) const
    {
        const OtherStack& first = *m_sections.front();
        const std::string_view what = map ? "a map" : "the same memory";
        if (m_sections.size() == 1)
            return formatted("{} {} {} in a data race", words::sentence(nameOf(first.thread)),
                             verb(*first.op), map ? "a map" : "memory");
        const OtherStack& second = *m_sections[1];
        const bool both = verb(*first.op) == verb(*second.op);
        if (both && verb(*first.op) == "writes")
            return formatted("{} and {} write {} without synchronisation",
                             words::sentence(nameOf(first.thread)), nameOf(second.thread), what);
        return formatted("{} {} {} that {} {}, without synchronisation",
                         words::sentence(nameOf(first.thread)), verb(*first.op), map ? "a map" : "memory",
                         nameOf(second.thread), verb(*second.op));
    }

    /// Who started the parties, and whose memory it is.
    void addOrigins()
    {
        for (const OtherStack& section : m_snapshot.otherStacks) {
            if (m_finding.evidence.size() > 2 * kMostAccesses)
                return;
            const FrameId site = m_log.site(section.stack);
            const std::size_t at = m_log.siteIndex(section.stack).value_or(0);
            if (section.about == About::Creation && site) {
                const ThreadRef ref = refOf(m_snapshot, m_index, section.thread);
                const bool gone = ref && m_snapshot.threads[ref.index].state == ThreadState::Dead;
                m_finding.evidence.push_back(
                    {formatted("{} was started in {}{}.", words::sentence(nameOf(section.thread)),
                               words::place(m_log, site), gone ? " and had ended when this was printed" : ""),
                     linesOf(m_log, section, at)});
            } else if (section.about == About::Allocation && section.name) {
                m_finding.resource->name = m_log.str(section.name);
                m_finding.evidence.push_back(
                    {formatted("The memory is the global variable {}.", m_log.str(section.name)),
                     {section.lines.first}});
            } else if (section.about == About::Allocation && site) {
                m_finding.evidence.push_back(
                    {formatted("The memory is part of {} bytes that {} allocated in {}.", section.size,
                               nameOf(section.thread), words::place(m_log, site)),
                     linesOf(m_log, section, at)});
            }
        }
    }

    void addMissingSide()
    {
        Access access;
        access.op = *m_sections[0]->op == AccessOp::Read ? AccessOp::Write : AccessOp::Read;
        access.why = "a race has two sides, and the log ends before it names the other";
        if (access.op == AccessOp::Write)
            m_finding.accesses.push_back(access);
        m_finding.certainty = m_finding.accesses.back().certainty;
        m_finding.missing = Missing{"the previous access", "the report is not complete in this log",
                                    "the whole output, for instance with GORACE=log_path=race"};
    }

    void addFailedStack()
    {
        m_finding.missing = Missing{"the stack of one access",
                                    "the detector keeps only the latest accesses of each goroutine",
                                    "GORACE=history_size=7, which keeps the most"};
    }

    static Advice advice(bool map)
    {
        if (map)
            return {
                "Guard the map",
                "Take one mutex around every access of this map, reads as well, or use sync.Map. A copy made "
                "under the lock is safe to hand out; the map itself is not."};
        return {
            "Order the two accesses",
            "Take one mutex around both, use sync/atomic for both, or let a channel or WaitGroup order them. "
            "One locked side is not enough."};
    }

    const Log& m_log;
    std::uint32_t m_index;
    const Snapshot& m_snapshot;
    std::vector<const OtherStack*> m_sections;
    Finding m_finding;
};

void findRaces(const DetectorInput& in, std::vector<Finding>& out)
{
    if (std::ranges::none_of(in.log.snapshots, [](const Snapshot& s) { return s.format == kFormat; }))
        return;
    const std::vector<bool> taken = racesTakenOver(in.log);
    Repeats repeats(in.log);
    for (std::uint32_t s = 0; s < in.log.snapshots.size(); ++s) {
        if (in.stop.stop_requested())
            return;
        if (in.log.snapshots[s].format != kFormat || taken[s])
            continue;
        RaceFinding race(in.log, s);
        if (race.collect() && !repeats.isRepeat(FindingKind::DataRace, race.stacks(), s, out))
            out.push_back(race.make());
    }
}

} // namespace

const Detector dataRaceDetector{"data-race", "Two goroutines use the same memory unordered", findRaces};

} // namespace skein
