// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "model/analysis/map_features.h"

#include <array>

namespace skein
{

namespace
{

using F = MapFeature;

/// The model. Positive speaks for a goroutine, negative against it; the unit is about one doubling of the
/// odds.
constexpr std::array kWeights = std::to_array<MapFeatureWeight>({
    {F::OwnFatal, 12, "it ran into the check itself: its own stack is printed although it was running"},
    {F::AlsoCaught, -6, "it ran into the check itself, while it only read"},
    {F::RunningUnseen, 4, "map code is not preempted, so the other party often still runs on its thread"},
    {F::Runnable, 2, "the other party is preempted as soon as it leaves the map code"},
    {F::InRuntimeWork, 2,
     "it waits inside the runtime, as for the garbage collector: that can begin in a map operation"},
    {F::InSyscall, -1.5, "no map operation makes a system call"},
    {F::WaitsBriefly, -1.5, "it waits for something else; it was there before at best"},
    {F::WaitsForLock, -5, "it waits for a lock, so it is not past it"},
    {F::WaitedMinutes, -6, "it has waited for minutes"},
    {F::WokenUp, -1, "it has just been woken from a wait and has not run since"},
    {F::LineWaits, -2.5, "others wait at this line for something else, so it is not the map's"},
    {F::BriefSleep, 2.5,
     "it sleeps for less than a tenth of a millisecond, so it has only just stopped running"},
    {F::ShortSleep, 1, "it sleeps for a moment only, so it ran just before"},
    {F::LongSleep, -2, "it sleeps for a second or more"},

    {F::SameMap, 40, "its map operation holds the same address"},
    {F::SameMapStale, 20, "its map operation shows the same address, from a register that may be old"},
    {F::OtherMap, -8, "its map operation holds another address"},
    {F::OtherMapType, -6, "its map is of another type"},
    {F::InMapWrite, 3, "it is inside the runtime's code for a map write"},
    {F::InMapRead, -3, "it only reads its map at this moment"},
    {F::ReadsSameMap, 3, "it is at the same map, though it only reads it at this moment"},
    {F::NotInMapCode, -1, "the runtime's frames are shown, and none is of a map"},
    {F::SameLine, 1.5, "same line as the reporter, which is a write"},
    {F::SameFunction, 2, "same function as the reporter, which is a write"},
    {F::RepeatsReporter, -3, "same function as the reporter, not past the line that only reads"},
    {F::OnReadersPath, -1, "it stands in a function that led the reporter to a read"},
    {F::SameType, 3, "a method of the same type as the reporter's"},
    {F::TypeOnStack, 1.5, "called from a method of the reporter's type"},
    {F::SamePackage, 1, "same package as the reporter's function"},
    {F::BothPlain, 1, "a plain function of the package like the reporter's: a package-level map"},
    {F::SameFile, 0.7, "same source file"},
    {F::SameClosureParent, 2, "a closure of the same function: it can share the same variable"},
    {F::SharedCaller, 0.5, "the same function calls both"},
    {F::SameModule, 0.7, "same module as the reporter's function"},
    {F::OtherModule, -1, "code of another module"},
    {F::MovedOn, -1.5, "it is in other code now"},
    {F::Unrelated, -2, "nothing ties it to the reporter"},

    {F::SameReceiver, 4, "it holds the reporter's receiver"},
    {F::SharedPointer, 3, "it holds an address that the reporter holds too"},
    {F::SharedStale, 0.7, "it shows an address of the reporter's, from a register that may be old"},
    {F::PassesMap, 6, "the map's address is one of its arguments"},
    {F::SharesNothing, -0.7, "none of its arguments is one of the reporter's"},
    {F::OtherReceiver, -7, "its receiver is another object of that type"},
    {F::OtherArgument, -3, "same function, but with other objects as arguments"},

    {F::WriteName, 1.5, "its name sounds like a write"},
    {F::WriteNameElsewhere, 0.7, "its name sounds like a write, though not of this type or package"},
    {F::ReadName, -1.5, "its name sounds like a read"},
    {F::CallerWrites, 0.6, "its caller's name sounds like a write"},
    {F::CallerReads, -0.6, "its caller's name sounds like a read"},
    {F::LockedName, -2, "its name says that its caller holds the lock"},
    {F::SharedNoun, 1.5, "its name speaks of the same thing as the reporter's"},

    {F::TakesLock, -3.5, "its function takes a lock, as other stacks show, and the reporter's does not"},
    {F::WritesLocked, 3, "it writes under a lock that the reporter, which only reads, does not take"},
    {F::InLockCode, -1, "it is just taking or releasing a lock"},

    {F::RaceSite, 6, "the race detector saw this line conflict with the reporter's, before the crash"},
    {F::RaceFunction, 3,
     "the race detector saw this function conflict with the reporter's line, before the crash"},
    {F::RaceCreator, 2, "it was started where the race detector says that the other party was"},

    {F::SameCreator, 0.5, "started at the same place as the reporter, which writes"},
    {F::SameRole, -1, "started at the same place as the reporter, which only reads"},
    {F::SameCreatorFunction, 0.8, "started by the same function as the reporter"},
    {F::SiblingsFit, 1.5, "goroutines started at the same place stand where the map is used"},
    {F::SiblingsDiffer, -1.5, "goroutines started at the same place do something else"},
    {F::OnlyActive, 2, "no other goroutine in the log could run"},
});

constexpr bool tableInOrder()
{
    for (std::size_t i = 0; i < kWeights.size(); ++i) {
        if (static_cast<std::size_t>(kWeights[i].feature) != i)
            return false;
    }
    return kWeights.size() == static_cast<std::size_t>(F::kCount);
}
static_assert(tableInOrder());

} // namespace

std::span<const MapFeatureWeight> mapFeatureWeights()
{
    return kWeights;
}

double weightOf(MapFeature feature)
{
    return kWeights[static_cast<std::size_t>(feature)].weight;
}

void note(MapCandidate& candidate, MapFeature feature)
{
    candidate.features.set(static_cast<std::size_t>(feature));
}

void award(MapCandidate& candidate, MapFeature feature, bool on)
{
    if (!on || candidate.has(feature))
        return;
    note(candidate, feature);
    candidate.score += weightOf(feature);
}

} // namespace skein
