// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include "model/analysis/hashing.h"
#include "model/analysis/holders.h"
#include "model/analysis/places.h"
#include "model/analysis/wait_graph.h"
#include "model/analysis/waits.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace skein {

/// A call outside the runtime was given this value, printed without `?`.
bool wasCalledWith(const Log& log, std::span<const FrameText> frames, std::uint64_t value);

/// Makes the graph of one snapshot: waits → resources, holders of those, folded nodes, cycles, weights.
class WaitGraphBuilder {
public:
    WaitGraphBuilder(const Log& log, std::uint32_t snapshot, const Places& places, const Waits& waits,
                     ArgumentReader& reader);
    WaitGraph build();

private:
    static constexpr std::uint32_t kNone = ~std::uint32_t{0};

    /// Something that is waited for, before it becomes a node.
    struct Waited {
        ContendedLock lock;
        FrameId waitsAt;
        Wait wait = Wait::Other;
        Certainty certainty = Certainty::Proved;  ///< that all its waiters wait for the same thing
        std::uint64_t key = 0;  ///< of a thing without address: place or object, and kind of wait
    };
    /// `holder` keeps those waiting that wait for `waited`.
    struct Hold {
        std::uint32_t waited = 0, holder = 0;
        Certainty certainty = Certainty::Possible;
        bool queued = false;
        bool exact = false, together = false;  ///< see Holding
        bool lock = true;  ///< false: it ought to call Done, receive or send
        std::string why;
        std::uint32_t frameIndex = 0;
        std::uint32_t nextHeld = kNone;  ///< another one of the same holder
    };

    void collectWaits();
    void addWaiter(std::uint32_t waited, std::uint32_t thread);
    void addChannels(std::vector<std::uint32_t>& threads);
    std::uint32_t addressed(std::uint32_t thread, Wait wait, std::uint64_t address);
    std::uint64_t addressOf(std::uint32_t thread);
    std::uint32_t unaddressed(std::uint32_t thread, Wait wait);
    std::uint32_t atPlace(std::uint32_t thread, Wait wait, std::uint64_t owner);
    void foldLonely();
    std::uint32_t newWaited(ResourceKind kind, Wait wait, FrameId site, std::uint64_t key);
    void joinReadersAndWriters();

    void findHolders();
    void addOnceHolders();
    void addOnceHoldersOfTypes();
    void addOnceHolderOfType(std::uint32_t waited);
    void addLockHolders();
    void weighSelfHolds();
    bool calledBack(const Hold& hold) const;
    void addForkedWorkers();
    void addOtherEnds();
    void addOtherEnd(std::uint32_t hold);
    std::uint32_t startedFor(std::uint32_t holder, std::uint64_t address, bool& hasIt);
    int looksLikeEnd(std::uint32_t thread, std::uint32_t holder) const;
    void addHold(Hold hold);
    void addLastResorts();
    void addSameCalls();
    void standApart(std::uint32_t thread);
    void addPeers();
    void addOwnLoops();
    void addStuckLoops();
    void addResultsBehindReports();
    void addStuckLoop(std::uint32_t loop);
    bool isOpenChannelWait(std::uint32_t thread) const;
    void findCallers();
    bool cameBack(std::span<const FrameId> stack, std::size_t site, FrameId& outer) const;
    bool waitsInOwnLoop(std::uint32_t thread, FrameId& entry) const;
    bool hasOtherLoop(std::span<const std::uint32_t> stuck, FrameId entry) const;
    void addWaitsForOneself();
    void addLastPartners();
    void addSendersOfOneType();
    void addStuckChildren();
    void crossSelfHolds();
    void addSendersOfOnePackage();
    void addSendersOfTypes(std::span<const std::uint32_t> senders);
    void addAcquirers();
    void addWorkersOfEnding();
    bool isElsewhere(std::uint32_t thread, std::uint32_t parent) const;
    bool isGuest(std::uint32_t thread) const;
    bool bothUpgrade(std::uint32_t a, std::uint32_t b) const;
    bool waitApart(std::span<const std::uint32_t> threads) const;
    /// Of all other threads none has a frame whose function `matches`.
    template <class Predicate>
    bool onlyTheyHave(std::span<const std::uint32_t> threads, std::uint32_t parent, std::string_view package,
                      const Predicate& matches) const;
    bool onlyTheyAreInPackage(std::span<const std::uint32_t> threads, std::uint32_t parent) const;
    bool sends(std::uint32_t thread) const;
    bool isProducer(std::uint32_t thread) const;
    bool inOnePackage(std::span<const std::uint32_t> threads) const;
    bool onOneObject(std::span<const std::uint32_t> threads) const;
    bool onlyTheyAreIn(std::string_view type, std::span<const std::uint32_t> threads) const;
    void addCircle(std::span<const std::uint32_t> threads, std::string_view why);
    std::uint32_t counterpart(std::uint32_t own, std::uint32_t other) const;
    void addSelf(std::uint32_t waited);
    void addKnotOf(std::uint32_t waited);
    bool startedElsewhere(const Thread& thread, std::span<const std::string_view> packages) const;
    bool nobodyElseCould(const std::vector<std::uint32_t>& waited) const;
    bool nobodyElseInType(std::uint32_t waited) const;
    std::string_view lockingPackage(std::uint32_t waited) const;
    StringId functionOf(std::uint32_t thread) const;
    std::string_view typeOf(std::uint32_t thread) const;
    bool isRuntimes(const Thread& thread) const;

    int holdsAnother(std::uint32_t thread, std::uint32_t waited, std::span<const std::uint32_t> open) const;
    std::vector<std::uint32_t> likelyHolders(std::uint32_t waited, std::span<const std::uint32_t> open) const;
    bool sameCalls(std::uint32_t a, std::uint32_t b) const;

    void chooseNext();
    void closeCircles();
    std::vector<bool> inCircles() const;
    bool leadsTo(std::uint32_t from, std::uint32_t to) const;
    void preferHoldsInCircles();
    void addMissingEnds();
    void addAlikeRings();
    void addAlikeRing(std::span<const std::uint32_t> group);
    bool addNumberedRing(std::span<const std::uint32_t> group, Certainty certainty);
    void believe(std::uint32_t thread, std::uint32_t holder, std::string_view why, std::uint32_t frame,
                 Certainty certainty);
    void addSendersToEachOther();
    bool addInnerWaiter(std::uint32_t waited);
    void addObjectRing();
    bool isOneRing(std::span<const std::uint32_t> threads) const;
    void addEndersOfOneObject();
    bool addSharers(std::uint32_t waited);
    bool isNamedAsEnding(std::uint32_t thread) const;
    int holderScore(std::uint32_t thread, std::uint32_t waiter) const;
    int endScore(std::uint32_t thread, std::uint32_t waiter, bool& withChannel);
    bool inPackageOf(std::uint32_t thread, std::uint32_t waiter) const;
    bool nobodyElseInPackage(std::uint32_t thread, std::span<const std::uint32_t> behind) const;
    bool isInOwnLoop(std::uint32_t thread, std::uint32_t waiter) const;
    bool passedTheLine(std::uint32_t thread, std::uint32_t waiter) const;
    bool calledInPackage(std::uint32_t thread, std::uint32_t waiter) const;
    bool isOneOfMany(std::uint32_t thread) const;
    bool sharesType(std::uint32_t thread, std::uint32_t waiter) const;
    bool startedInType(std::uint32_t thread, std::uint32_t waiter) const;
    std::uint32_t nextOf(std::uint32_t thread) const;
    std::uint32_t bestHold(std::uint32_t waited, std::uint32_t forThread) const;

    void makeNodes(WaitGraph& graph);
    void makeEdges(WaitGraph& graph);
    void markCycles(WaitGraph& graph);
    void weigh(WaitGraph& graph) const;
    bool isLockKind(std::uint32_t waited) const;
    bool takesPart(std::uint32_t thread) const;

    const Log& m_log;
    const std::uint32_t m_index;
    const Snapshot& m_snapshot;
    const Places& m_places;
    const Waits& m_waits;
    ArgumentReader& m_reader;
    bool m_asleep = false;  ///< every goroutine of the snapshot is blocked: all waits matter
    bool m_crashed = false; ///< the program ran until something else ended it
    bool m_stuck = false;   ///< asleep, or a test that timed out

    std::vector<Waited> m_waited;
    std::vector<std::uint32_t> m_waitOf;                            ///< per thread → m_waited
    RowIndex m_byAddress, m_byPlace;                                ///< rows of m_waited
    std::unordered_map<std::uint32_t, std::uint32_t> m_ownersRead;  ///< per stack
    std::vector<Hold> m_holds;
    std::optional<WaitGraph::Knot> m_knot;
    std::uint32_t m_childScans = 0;
    std::unordered_set<std::uint32_t> m_called; ///< functions that others call and wait in, see findCallers
    std::vector<std::vector<std::uint32_t>> m_holdsOf;  ///< per waited → m_holds, best first
    std::vector<std::uint32_t> m_firstHeld;             ///< per thread → m_holds; more behind Hold::nextHeld
    std::vector<std::uint32_t> m_next;                  ///< per thread: the hold it waits behind

    std::vector<std::uint32_t> m_nodeOf;      ///< per thread → node
    std::vector<std::uint32_t> m_resourceOf;  ///< per waited → resource node
    std::vector<std::uint32_t> m_waitEdge;    ///< per thread node → its waits-for edge
    std::vector<std::uint32_t> m_holdEdge;    ///< per hold → its held-by edge
};

}  // namespace skein
