# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: The Skein authors
"""A dump behind more than 4 GiB says what it says alone, in the lines where it stands then.

large_file.py PROGRAM CAPTURE    exit status 1 where it does not

What stands before it are zeros, as in a log that was truncated while a program had it open: the file needs no room.
"""
import json
import os
import subprocess
import sys
import tempfile

HOLE = (4 << 30) + 12_345
LINES = {"first_line", "last_line", "log_lines"}


def report(program, log):
    return json.loads(subprocess.run([program, "report", "--format", "json", log], check=True, stdout=subprocess.PIPE).stdout)


def moved(value, by, isLine=False):
    """The same report with every line number `by` lines further down."""
    if isinstance(value, dict):
        return {key: moved(v, by, key in LINES) for key, v in value.items()}
    if isinstance(value, list):
        return [moved(v, by, isLine) for v in value]
    return value + by if isLine and isinstance(value, int) else value


def main():
    program, capture = sys.argv[1:]
    with open(capture, "rb") as file:
        dump = file.read()
    with tempfile.TemporaryDirectory() as folder:
        log = os.path.join(folder, "large.log")
        with open(log, "wb") as out:
            out.seek(HOLE)
            out.write(b"\n" + dump)
        large, alone = report(program, log), report(program, capture)
    assert large["input"]["bytes"] == HOLE + 1 + len(dump)
    missed = [part for part in ("snapshots", "groups", "findings") if large[part] != moved(alone[part], 1)]
    for part in missed:
        print(f"MISSED {part} differ behind {HOLE} bytes")
    assert alone["findings"] and alone["snapshots"][0]["threads"]
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
