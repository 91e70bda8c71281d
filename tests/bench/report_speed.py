# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: The Skein authors
"""Measures `skein report` on one core: a large goroutine dump (speed, peak memory) and a 50 KB log (whole process).

report_speed.py PROGRAM [--goroutines N] [--keep FILE]    exit status 1 where a bar is missed
"""
import argparse
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time

GB_PER_SECOND = 0.4      # of the large dump, through --format text
MEMORY_PER_BYTE = 1.5    # peak resident memory of that run
SMALL_MS = 15            # a 50 KB log, start of the process included

WAITS = ["chan receive", "select", "IO wait", "sync.Mutex.Lock", "semacquire", "chan send", "sleep", "sync.Cond.Wait"]
TYPES = ["Server", "Worker", "Pool", "Consumer", "Session", "Stream", "Broker", "Manager"]
METHODS = ["run", "loop", "Serve", "handle", "readLoop", "dispatch", "flush", "acquire", "Publish", "apply"]


def stack(rng, number):
    """The lines of one goroutine below its header; {} stands for a pointer that differs from goroutine to goroutine."""
    lines = []
    for depth in range(rng.randint(4, 16)):
        package = f"example.com/fleet/{rng.choice(['orders', 'ledger', 'gateway', 'ingest'])}/internal/part{number % 37}"
        lines.append(f"{package}.(*{rng.choice(TYPES)}).{rng.choice(METHODS)}({{}}, 0x{rng.randrange(4096):x}, {{}})")
        lines.append(f"\t/build/src/{package}/{rng.choice(METHODS).lower()}.go:{rng.randint(10, 900)} +0x{rng.randrange(20, 1200):x}")
    lines.append("created by main.(*Fleet).Start in goroutine 1")
    lines.append(f"\t/build/src/example.com/fleet/main.go:{40 + number % 50} +0x1b3")
    return "\n".join(lines).replace("{}", "%s"), "\n".join(lines).count("{}")


def write_dump(path, goroutines, seed=1):
    """A SIGQUIT dump whose goroutines stand in 300 places, most of them in a few."""
    rng = random.Random(seed)
    stacks = [stack(rng, i) + (rng.choice(WAITS),) for i in range(300)]
    weights = [1 / (i + 1) for i in range(len(stacks))]
    with open(path, "w") as out:
        out.write("SIGQUIT: quit\nPC=0x46c661 m=0 sigcode=0\n\ngoroutine 1 [running]:\nmain.main()\n\t/build/src/main.go:31 +0x1d\n")
        for number, (text, holes, wait) in enumerate(rng.choices(stacks, weights, k=goroutines - 1), 2):
            pointer = 0xC000000000 + number * 1024
            state = wait if number % 3 else f"{wait}, {number % 90 + 1} minutes"
            out.write(f"\ngoroutine {number} [{state}]:\n{text % tuple(hex(pointer + 8 * i) for i in range(holes))}\n")
        out.write("\nexit status 2\n")
    return os.path.getsize(path)


def run(program, log):
    """Seconds and peak resident bytes of one report on one core."""
    start = time.perf_counter()
    process = subprocess.Popen([program, "report", "--format", "text", log], stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        sys.exit(f"skein failed with status {process.returncode}")
    return seconds, usage.ru_maxrss * 1024


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("program")
    arguments.add_argument("--goroutines", type=int, default=80_000)
    arguments.add_argument("--keep", help="write the large dump here and keep it")
    options = arguments.parse_args()
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    missed = []

    def bar(text, holds):
        print(f"{'ok    ' if holds else 'MISSED'} {text}")
        if not holds:
            missed.append(text)

    with tempfile.TemporaryDirectory() as folder:
        big = options.keep or os.path.join(folder, "big.log")
        size = write_dump(big, options.goroutines)
        runs = [run(options.program, big) for _ in range(6)][1:]   # the first one warms the page cache
        seconds, memory = min(r[0] for r in runs), max(r[1] for r in runs)
        bar(f"{size / 1e6:.0f} MB, {options.goroutines} goroutines: {size / seconds / 1e9:.2f} GB/s (bar {GB_PER_SECOND})",
            size / seconds / 1e9 >= GB_PER_SECOND)
        bar(f"peak memory {memory / size:.2f} x the file (bar {MEMORY_PER_BYTE})", memory / size <= MEMORY_PER_BYTE)
        small = os.path.join(folder, "small.log")
        size = write_dump(small, 30)
        times = [run(options.program, small)[0] * 1000 for _ in range(40)]
        bar(f"{size / 1000:.0f} KB: {statistics.median(times):.1f} ms, best {min(times):.1f} ms (bar {SMALL_MS})",
            statistics.median(times) <= SMALL_MS)
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
