# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: The Skein authors
"""Every fixture and example has a golden text report beside this file; a change of any of them has to be looked at.

SKEIN_UPDATE_GOLDEN=1 ctest -R golden    rewrites them; read the diff before you commit it
"""
import difflib
import os
import subprocess
import sys
from pathlib import Path

SOURCE = Path(__file__).resolve().parents[2]
GOLDEN = SOURCE / "tests" / "golden"


def golden_of(log):
    """tests/fixtures/go-traceback/x.log → tests/golden/fixtures/go-traceback/x.txt; examples/y.log → examples/y.txt"""
    inside = log.relative_to(SOURCE / "tests" if SOURCE / "tests" in log.parents else SOURCE)
    return (GOLDEN / inside).with_suffix(".txt")


def report(program, log):
    run = subprocess.run([program, "report", str(log.relative_to(SOURCE))], cwd=SOURCE, capture_output=True, timeout=60)
    if run.returncode != 0:
        sys.exit(f"{log}: status {run.returncode}: {run.stderr.decode(errors='replace')}")
    return (run.stdout + run.stderr).decode("utf-8")


def main():
    program, update = sys.argv[1], os.environ.get("SKEIN_UPDATE_GOLDEN", "") not in ("", "0")
    logs = sorted((SOURCE / "tests" / "fixtures").rglob("*.log")) + sorted((SOURCE / "examples").glob("*.log"))
    wanted, different = set(), 0
    for log in logs:
        golden, now = golden_of(log), report(program, log)
        wanted.add(golden)
        before = golden.read_text() if golden.exists() else ""
        if now == before:
            continue
        different += 1
        if update:
            golden.parent.mkdir(parents=True, exist_ok=True)
            golden.write_text(now)
            print(f"rewritten: {golden.relative_to(SOURCE)}")
        else:
            name = str(golden.relative_to(SOURCE))
            sys.stdout.writelines(difflib.unified_diff(before.splitlines(True), now.splitlines(True), name, "now"))
    for stale in sorted(set(GOLDEN.rglob("*.txt")) - wanted):
        different += 1
        print(f"{stale.relative_to(SOURCE)}: there is no such log any more")
        if update:
            stale.unlink()
    print(f"{len(logs)} logs, {different} different")
    return 1 if different and not update else 0


if __name__ == "__main__":
    sys.exit(main())
