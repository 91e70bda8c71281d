// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include "model/finding.h"
#include "model/log.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace skein {

/// Who waits for what, and who holds it, in one snapshot. Identical waiters are folded: a node of threads
/// stands for all threads with the same stack that wait for the same resource (and take no other part).
///
/// Of a report on the order of locks it is the order instead (addLockOrders): the nodes are locks, and an edge says
/// that one was taken while the other was held.
struct WaitGraph {
    struct ThreadNode {
        std::vector<std::uint32_t> threads{};  ///< indices into Snapshot::threads; one, or many folded to ×N
        FrameId site{};
        bool inCycle = false;
        bool rootBlocker = false;   ///< others wait for it, and it waits behind nobody that the log knows
        std::uint32_t holdsUp = 0;  ///< how many threads wait for it, directly or through others
    };
    struct ResourceNode {
        ResourceKind kind = ResourceKind::Other;
        std::uint64_t address =
            0;              ///< 0 where only inferred: then each such wait has a node of its own place
        FrameId waitsAt{};  ///< for a resource without address: where it is waited for
        std::uint32_t waiters = 0;
        bool inCycle = false;
        std::string name{};        ///< what a report calls it, "M1"; A and B where it prints nothing; else empty
        FrameId madeAt{};          ///< of a report on lock orders: where the lock was made, or seen first
        std::uint32_t madeLine = 0;  ///< the line of the log that says so; 0 where none does
    };
    /// How a report says that two locks were taken one after the other.
    struct Order {
        static constexpr std::uint32_t kNobody = ~std::uint32_t{0};
        std::uint32_t thread = kNobody;  ///< index into Snapshot::threads; nobody where the report does not say who
        StackId stack{};                 ///< where the second lock was taken; none where it is not printed
        LineSpan lines{};
        StackId heldStack{};             ///< where the first lock was taken
        LineSpan heldLines{};
    };
    /// A waits-for edge goes from a thread node to a resource node, a held-by edge the other way; an order edge
    /// from the resource that was held to the one that was taken meanwhile.
    struct Edge {
        enum class Kind : std::uint8_t { WaitsFor, HeldBy, Order };
        Kind kind = Kind::WaitsFor;
        std::uint32_t from = 0, to = 0;  ///< index into threads or resources, by kind
        Certainty certainty = Certainty::Proved;
        std::string why{};  ///< one clause with the reason; "" for what the log prints
        std::vector<std::uint32_t> logLines{};
        bool inCycle = false;
        std::uint32_t order = 0;  ///< of an order edge: index into orders
    };

    /// Threads that wait for each other in a circle.
    struct Cycle {
        std::vector<std::uint32_t> edges{};  ///< waits-for and held-by in turn, as they follow each other
        Certainty certainty = Certainty::Likely;  ///< of its weakest edge
    };

    /// Threads that wait for several locks, while nobody else in the log stands in code that could hold one
    /// of them: together they are stuck, but who holds which lock is not known.
    struct Knot {
        std::vector<std::uint32_t> threads{};  ///< indices into Snapshot::threads
        std::uint32_t locks = 0;               ///< 0 where the log does not show how many (native threads)
        ResourceKind kind = ResourceKind::Mutex;  ///< Other: futures
        Certainty certainty = Certainty::Possible;  ///< proved: printed owners, see decision 5
    };

    std::uint32_t snapshot = 0;
    std::vector<ThreadNode> threads{};
    std::vector<ResourceNode> resources{};
    std::vector<Edge> edges{};
    std::vector<Order> orders{};
    std::vector<Cycle> cycles{};  ///< no two share a thread
    std::optional<Knot> knot{};

    bool empty() const { return edges.empty(); }
    /// Index into `threads` of the node that holds thread `index`; -1 where it takes no part.
    std::int64_t nodeOf(std::uint32_t threadIndex) const;
};

/// One graph per snapshot (empty where nothing waits for a nameable resource). Linear in threads + their
/// frames.
std::vector<WaitGraph> buildWaitGraphs(const Log& log);

/// Fills the graphs of reports on the order of locks (ThreadSanitizer, Helgrind, go-deadlock), which are empty until
/// then: nobody waits in them. Linear.
void addLockOrders(const Log& log, std::span<WaitGraph> graphs);

}  // namespace skein
