# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: The Skein authors
"""Measures `skein report` on one core on a large ThreadSanitizer log, made of a real capture's reports.

sanitizer_speed.py PROGRAM [--reports N] [--capture FILE] [--keep FILE]    exit status 1 where a bar is missed
"""
import argparse
import os
import re
import sys
import tempfile
from pathlib import Path

import report_speed

GB_PER_SECOND = 0.3
MEMORY_PER_BYTE = 1.5
CAPTURE = Path(__file__).resolve().parents[1] / "fixtures" / "tsan" / "races-many--gcc14.log"
PLACES = 300


def write_log(path, capture, reports):
    """The reports of the capture again and again: other addresses and threads each time, other lines in 300 ways."""
    text = Path(capture).read_text()
    blocks = re.findall(r"={18}\nWARNING: ThreadSanitizer.*?\n={18}\n", text, re.S)
    variants = []
    for i in range(PLACES):
        block = blocks[i % len(blocks)]
        block = re.sub(r"(races\.cpp):(\d+)", lambda m: f"{m.group(1)}:{int(m.group(2)) + i // len(blocks) * 7}", block)
        block = block.replace("%", "%%")
        block = re.sub(r"(?<= at )0x([0-9a-f]{4})[0-9a-f]{5}", r"0x\g<1>%(a)05x", block)
        variants.append(re.sub(r"(?<=tid=)\d+", "%(t)d", block))
    with open(path, "w") as out:
        for i in range(reports):
            out.write(variants[i * 7 % PLACES] % {"a": i & 0xFFFFF, "t": 4000 + i})
            if i % 5 == 0:
                out.write(f"[worker {i % 8}] request {i} served in {i % 90} ms\n")
    return os.path.getsize(path)


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("program")
    arguments.add_argument("--reports", type=int, default=20_000)
    arguments.add_argument("--capture", default=CAPTURE)
    arguments.add_argument("--keep", help="write the log here and keep it")
    options = arguments.parse_args()
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    with tempfile.TemporaryDirectory() as folder:
        log = options.keep or os.path.join(folder, "tsan.log")
        size = write_log(log, options.capture, options.reports)
        runs = [report_speed.run(options.program, log) for _ in range(3)]
        seconds, memory = min(r[0] for r in runs), max(r[1] for r in runs)
        fast, small = size / seconds / 1e9 >= GB_PER_SECOND, memory / size <= MEMORY_PER_BYTE
        print(f"{'ok    ' if fast else 'MISSED'} {size / 1e6:.0f} MB, {options.reports} reports: {size / seconds / 1e9:.2f} GB/s (bar {GB_PER_SECOND})")
        print(f"{'ok    ' if small else 'MISSED'} peak memory {memory / size:.2f} x the file (bar {MEMORY_PER_BYTE})")
    return 0 if fast and small else 1


if __name__ == "__main__":
    sys.exit(main())
