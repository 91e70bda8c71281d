# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: The Skein authors
"""What Skein says about every fixture and example stands beside this file; whatever changes has to be looked at.

An example has its whole text report, examples/NAME.txt. The fixtures of one program share a file, FOLDER/PROGRAM.txt,
with one section for each toolchain or wrapping, and in it one fact per line.

    SKEIN_UPDATE_GOLDEN=1 ./dev test -R golden    rewrites them; read the diff before you commit it
"""
import difflib
import json
import os
import subprocess
import sys
from pathlib import Path

SOURCE = Path(__file__).resolve().parents[2]
FIXTURES, EXAMPLES, GOLDEN = SOURCE / "tests" / "fixtures", SOURCE / "examples", SOURCE / "tests" / "golden"
BADGE = {"proved": "●", "likely": "◐", "possible": "○"}


def skein(program, *arguments):
    run = subprocess.run([program, "report", *arguments], cwd=SOURCE, capture_output=True, timeout=300)
    if run.returncode != 0:
        sys.exit(f"{arguments}: status {run.returncode}: {run.stderr.decode(errors='replace')}")
    return (run.stdout + run.stderr).decode("utf-8")


def place(frame):
    base = (frame.get("file") or "?").replace("\\", "/").rsplit("/", 1)[-1]
    return f"{frame.get('function')} {base}:{frame.get('line')}"


def facts_of_finding(finding):
    yield f"{BADGE[finding['certainty']]} {finding['kind']}: {finding['title']}"
    resource = finding["resource"]
    if resource:
        yield "    " + " ".join(filter(None, (resource["kind"], resource["name"], resource["address"])))
    for a in finding["accesses"][:3]:
        yield f"  {BADGE[a['certainty']]} {a['op']} G{a['thread']} {place(a)}"
    for s in finding["cycle"][:6]:
        yield f"  {BADGE[s['certainty']]} G{s['thread']} at {place(s['waits_at'] or {})} for {s['waits_on']} of G{s['held_by']}"
    if not finding["accesses"] and not finding["cycle"]:
        yield f"    {len(finding['threads'])} threads: {' '.join(finding['threads'][:10])}"
    if finding["missing"]:
        yield f"    missing: {finding['missing']['what']}; {finding['missing']['capture']}"
    if finding["advice"]:
        yield f"    advice: {' / '.join(a['title'] for a in finding['advice'])}"


def facts(report):
    """One fact per line, without what the other facts imply."""
    source, coverage = report["input"], report["coverage"]
    yield f"{coverage['recognised_lines']} + {coverage['other_lines']} lines, {source['encoding']}, prefix {source['line_prefix']}"
    for snapshot in report["snapshots"]:
        threads = [t for t in snapshot["threads"] if t["kind"] != "system"]
        frames = sum(len(snapshot["stacks"][t["stack"]]) for t in threads if t["stack"] is not None)
        crashed = "".join(f" ✱{t['id']}" for t in threads if t["crashed"])
        groups = sum(g["snapshot"] == snapshot["index"] for g in report["groups"])
        yield (f"{snapshot['format']} {snapshot['first_line']}–{snapshot['last_line']}: {snapshot['reason'] or snapshot['signal']};"
               f" {len(threads)} threads, {frames} frames, {groups} groups{crashed}")
    for finding in report["findings"][:5]:
        yield from facts_of_finding(finding)
    if len(report["findings"]) > 5:
        yield f"and {len(report['findings']) - 5} further findings"


def expected(program):
    """Golden file → its text, as the program would have it now."""
    texts, programs = {}, {}
    for log in sorted(EXAMPLES.glob("*.log")):
        texts[GOLDEN / "examples" / f"{log.stem}.txt"] = skein(program, str(log.relative_to(SOURCE)))
    for log in sorted(p for p in (*FIXTURES.rglob("*.log*"), *FIXTURES.rglob("*.pb.gz")) if p.suffix != ".json"):
        golden = GOLDEN / log.parent.relative_to(FIXTURES) / (log.name.split(".log")[0].split(".pb")[0].split("--")[0].split("+")[0] + ".txt")
        programs.setdefault(golden, []).append(log)
    for golden, logs in programs.items():
        output = skein(program, "--format", "json", *(str(log.relative_to(SOURCE)) for log in logs))
        reports = [json.loads(line) for line in output.splitlines() if line.startswith("{")]
        sections = ["\n".join((f"== {log.name}", *facts(report))) for log, report in zip(logs, reports, strict=True)]
        texts[golden] = "\n\n".join(sections) + "\n"
    return texts


def main():
    program, update = sys.argv[1], os.environ.get("SKEIN_UPDATE_GOLDEN", "") not in ("", "0")
    texts, different = expected(program), 0
    for golden, now in texts.items():
        before = golden.read_text() if golden.exists() else ""
        if now == before:
            continue
        different += 1
        name = str(golden.relative_to(SOURCE))
        if update:
            golden.parent.mkdir(parents=True, exist_ok=True)
            golden.write_text(now)
            print(f"rewritten: {name}")
        else:
            sys.stdout.writelines(difflib.unified_diff(before.splitlines(True), now.splitlines(True), name, "now", n=2))
    for stale in sorted(set(GOLDEN.glob("*/**/*.txt")) - set(texts)):
        different += 1
        print(f"{stale.relative_to(SOURCE)}: there is no such log any more")
        if update:
            stale.unlink()
    print(f"{len(texts)} golden files, {different} different")
    return 1 if different and not update else 0


if __name__ == "__main__":
    sys.exit(main())
