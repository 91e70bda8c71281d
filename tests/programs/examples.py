#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: The Skein authors
"""Copy (or wrap) the captures that show Skein at its best to /examples and write examples/README.md."""
import json, os, shutil, sys

import wrap

HERE = os.path.dirname(os.path.abspath(__file__))
SOURCE = os.path.join(os.path.dirname(HERE), "fixtures", "go-traceback")
TARGET = os.path.join(os.path.dirname(os.path.dirname(HERE)), "examples")

# Too large to be a fixture too: the example is the capture itself, of the whole program instead of the fixture's share of it.
AS_CAPTURED = "as captured"

EXAMPLES = [
    ("map-writes-http-registry.log", "map-ww-http-handlers--go1.26.11-all", None,
     "Two HTTP handlers of a camera hub put sources into one package-level registry at once.",
     "the second handler in `sources.Put`, among 34 goroutines; the handlers of /api/tags have the same shape and are locked"),
    ("map-writes-handler-and-preload.log", "map-ww-http-registry--go1.26.11-all", None,
     "A streaming server's API handler and its preloader write the registry of streams from two different functions.",
     "`streams.New` below two middleware closures, `streams.register` in the preloader"),
    ("map-iteration-json-encoder.log", "map-iter-json-encoder--go1.26.11-all", None,
     "An audit daemon encodes an event as JSON while the enricher still adds fields to it.",
     "the reporter is deep inside encoding/json; the writer stands in `event.(*Event).Set`, like the innocent matchers, which write events of their own"),
    ("map-read-write-config-reload.log", "map-rw-config-reload--go1.25.12-all", None,
     "A proxy's worker looks a backend up while the configuration is being reloaded into the same map.",
     "reader and writer are methods of one `config.Store`, two other goroutines use its locked map"),
    ("map-iteration-metrics-scrape.log", "map-iter-metrics-scrape--go1.25.12-all", None,
     "A /metrics handler ranges over counters that the job workers increment.",
     "the handler's iteration, a worker's write, and the idle workers as one group"),
    ("go1.26-map-crash-one-goroutine.log", "map-ww-http-handlers--go1.26.11", None,
     "The same crash as in map-writes-http-registry.log, but with Go 1.26's default settings.",
     "only the crashing goroutine is printed: Skein says what is missing and how to capture it (`GOTRACEBACK=all`)"),
    ("docker-map-crash-in-service-log.log", "map-iter-metrics-scrape--go1.24.4", "docker-service-long",
     "A crash in the middle of 2,000 lines of a service's log, collected by Docker Compose.",
     "the dump is found between log lines of four kinds, and the prefix is taken off"),
    ("deadlock-abba-mutex.log", "deadlock-abba-sigquit--go1.24.4", None,
     "Checkout locks the carts and then the stock, restocking locks the stock and then the carts; a SIGQUIT made the dump.",
     "the cycle of two goroutines, and four viewers who wait behind it without being part of it"),
    ("deadlock-three-nodes-asleep.log", "deadlock-three-cycle--go1.26.11-system", None,
     "Three nodes of a ring each hold their own lock and want the next one; the runtime says that all goroutines are asleep.",
     "a cycle of three, with the addresses that GOTRACEBACK=system prints"),
    ("sigquit-lock-chain-no-deadlock.log", "contention-chain-no-cycle--go1.24.4", None,
     "Seventeen goroutines wait for two locks of a ledger, and it is no deadlock: a slow flush holds the last one.",
     "a chain that ends in `journal.(*Journal).write`, asleep, and no cycle"),
    ("leak-unread-results-channel.log", "leak-unread-results--go1.26.11", None,
     "A search service asks four backends and takes the first answer; the others send to a channel that nobody reads any more.",
     "one group of goroutines in `chan send`, created at one place, beside workers that wait as they should"),
    ("sigquit-service-2300-goroutines.log", "contention-service-large--go1.26.11-fortieth", AS_CAPTURED,
     "A gateway with 2,300 goroutines hangs: 400 wait for one lock whose holder waits for a network answer, and 400 others are leaked.",
     "thirty groups instead of 3 MB of text; the holder stands in `quota.(*Limiter).refill`"),
    ("test-timeout-publish.log", "test-timeout-publish--go1.26.11", None,
     "A test hangs until its time is over: the publisher sends with the bus locked, the subscriber needs the lock.",
     "the goroutine of the alarm crashed, but the two others are the ones to look at"),
]

# Of programs in C++: name, capture, tool, program, what, where to look.
NATIVE = [
    ("gdb-three-mutexes.log", "gdb/ring3--gdb16-full", "gdb 16, `thread apply all bt full`", "hang/ring3.cpp",
     "Three threads of a yard each hold one mutex and want the next; two others wait behind them.",
     "a proved cycle of three: the lock guards alive in the frames name their mutexes"),
    ("gdb-pool-300-threads.log", AS_CAPTURED, "gdb 16, `thread apply all bt`", "hang/pool.cpp",
     "A renderer hangs: each of its pool's 300 threads waits for a task that only a thread of the same pool could run.",
     "two groups instead of 13,000 lines; *possible*, because a dump does not show what is queued"),
    ("tsan-race-heap.log", "tsan/races-heap--clang19", "clang 19, ThreadSanitizer", "sanitizers/races.cpp",
     "One thread counts what another one loads onto the same pallet.",
     "both stacks beside each other, the block's allocation, and the lock that only one side holds"),
    ("tsan-lock-order.log", "tsan/locks-order2--clang19", "clang 19, ThreadSanitizer", "sanitizers/locks.cpp",
     "Two locks of a library are taken in opposite orders, which did not deadlock this time.",
     "who took which lock while holding the other"),
    ("helgrind-race-global.log", "helgrind/races-global--helgrind3.24", "Helgrind 3.24", "sanitizers/races.cpp",
     "Two threads change a global variable.",
     "the two accesses and the variable's name"),
]


def main():
    os.makedirs(TARGET, exist_ok=True)
    rows, bad = [], 0
    for name, stem, how, what, look in EXAMPLES:
        src = os.path.join(SOURCE, stem + ".log")
        if not os.path.exists(src):
            print("no capture", stem)
            bad += 1
            continue
        label = json.load(open(os.path.join(SOURCE, stem + ".json")))
        if label["conflict"] and not label["conflict"]["other_side_present"] and "one-goroutine" not in name:
            print("the other side isn't in", stem)
            bad += 1
        if how == AS_CAPTURED:
            label["threads"] = sum(line.startswith("goroutine ") and not line.startswith("goroutine 0 ") for line in open(os.path.join(TARGET, name), encoding="utf-8"))
            label["env"], how = {}, None
        elif how:
            open(os.path.join(TARGET, name), "wb").write(wrap.wrapped(stem, how))
        else:
            shutil.copyfile(src, os.path.join(TARGET, name))
        version, _, variant = stem.split("--go")[1].partition("-")
        env = "".join(f", {k}={v}" for k, v in label["env"].items())
        rows.append(f"* **{name}**: {what} Look at: {look}. (`{label['source']}`, Go {version}{env}{', wrapped: ' + how if how else ''}; {label['threads']} goroutines)")
    for name, capture, tool, program, what, look in NATIVE:
        if capture != AS_CAPTURED:
            shutil.copyfile(os.path.join(os.path.dirname(SOURCE), capture + ".log"), os.path.join(TARGET, name))
        rows.append(f"* **{name}**: {what} Look at: {look}. (`tests/programs/cpp/{program}`, {tool})")
    with open(os.path.join(TARGET, "README.md"), "w") as f:
        f.write("""<!-- SPDX-License-Identifier: Apache-2.0 -->
<!-- SPDX-FileCopyrightText: The Skein authors -->
# Examples

Real crash logs to open with Skein. Each was printed by the named program of `tests/programs`, built and run with the
named tools; nothing in them was written by hand.

""" + "\n".join(rows) + """

What really happened in each is in the label of the capture, `tests/fixtures/*/*.json`. To make them again:
`toolchains.sh` and the capture scripts in `tests/programs/go` and `tests/programs/cpp`, then `examples.py`.
""")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
