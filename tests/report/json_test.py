# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: The Skein authors
"""The JSON report keeps its contract, docs/report.schema.json, for every log that there is."""
import copy
import json
import random
import tempfile
import unittest
from pathlib import Path

from skein_program import SCHEMA, VALIDATOR, main, real_logs, reports, schema_errors, skein

SURENESS = ["proved", "likely", "possible"]
GOROUTINE = b"goroutine 1 [running]:\nmain.main()\n\t/src/main.go:3 +0x1d\n"


def report_of(text, path="-"):
    run = skein("report", "--format", "json", path, stdin=text)
    assert run.returncode == 0, run.stderr
    assert run.stdout.count(b"\n") == 1, "one object on one line"
    return reports(run.stdout)[0]


def claims_that_break(report):
    """What the schema cannot say: sums, indices and references."""
    broken = []

    def claim(holds, text):
        if not holds:
            broken.append(text)

    coverage, snapshots = report["coverage"], report["snapshots"]
    claim(coverage["recognised_lines"] + coverage["other_lines"] == report["input"]["lines"], "coverage adds up")
    for i, snapshot in enumerate(snapshots):
        claim(snapshot["index"] == i, "snapshots are numbered")
        claim(snapshot["first_line"] <= snapshot["last_line"] <= report["input"]["lines"], "snapshot lines")
        used = {t["stack"] for t in snapshot["threads"]} | {o["stack"] for o in snapshot["other_stacks"]}
        claim(used - {None} == set(range(len(snapshot["stacks"]))), "stacks are numbered from 0 and all used")
        claim(len({json.dumps(s) for s in snapshot["stacks"]}) == len(snapshot["stacks"]), "stacks are distinct")
        for thread in snapshot["threads"]:
            claim(thread["first_line"] <= thread["last_line"] <= report["input"]["lines"], f"lines of {thread['id']}")
        threads = [t for t in snapshot["threads"] if t["kind"] != "system"]
        groups = [g for g in report["groups"] if g["snapshot"] == i]
        if snapshot["format"] == "go-traceback":
            claim(sum(g["count"] for g in groups) == sum(t["count"] for t in threads), "groups partition the threads")
    for group in report["groups"]:
        claim(sum(group["states"].values()) == group["count"], "a group's states add up")
    for finding in report["findings"]:
        claims_of_finding(report, finding, claim)
    return broken


def claims_of_finding(report, finding, claim):
    claim(finding["snapshot"] is None or finding["snapshot"] < len(report["snapshots"]), "snapshot of a finding")
    known = {t["id"] for s in report["snapshots"] for t in s["threads"]}
    for party in finding["accesses"] + finding["cycle"]:
        claim(party["thread"] is None or party["thread"] in known, f"{party['thread']} is a thread of the log")
    claim(set(finding["threads"]) <= known, "threads of a finding")
    cycle = finding["cycle"]
    for i, step in enumerate(cycle):
        claim(step["held_by"] == cycle[(i + 1) % len(cycle)]["thread"], "the holder is the next step's thread")
    lines = [n for part in finding["evidence"] + finding["accesses"] for n in part["log_lines"]]
    claim(all(n <= report["input"]["lines"] for n in lines), "log lines exist")
    if len(finding["accesses"]) > 1 and finding["kind"] in ("concurrent-map-access", "data-race"):
        second = sorted(SURENESS.index(a["certainty"]) for a in finding["accesses"])[1]
        claim(SURENESS.index(finding["certainty"]) == second, "certainty of the second-surest access")


class Contract(unittest.TestCase):
    def check(self, report):
        self.assertEqual(schema_errors(report), [])
        self.assertEqual(claims_that_break(report), [])

    def test_the_schema_is_one(self):
        VALIDATOR.check_schema(SCHEMA)

    def test_every_real_log(self):
        for log in real_logs():
            with self.subTest(log=log.name):
                report = report_of(b"", log)
                self.check(report)
                self.assertEqual(report["input"]["path"], str(log))
                self.assertEqual(report["input"]["bytes"], log.stat().st_size)

    def test_every_real_log_cut_off_anywhere(self):
        # Some of them: under sanitizers all are cut at every 64th byte, tests/sanitized.
        choose = random.Random(2)
        for log in real_logs()[::4]:
            if log.suffix != ".log":
                continue   # of half an archive nothing may be left
            text = log.read_bytes()
            with self.subTest(log=log.name):
                self.check(report_of(text[: choose.randrange(len(text) + 1)]))

    def test_an_empty_file(self):
        report = report_of(b"")
        self.check(report)
        self.assertEqual((report["input"]["lines"], report["snapshots"], report["findings"]), (0, [], []))

    def test_a_binary_file(self):
        self.check(report_of(random.Random(1).randbytes(100_000)))
        self.check(report_of(b"\x7fELF" + bytes(4096)))

    def test_ordinary_lines(self):
        report = report_of(b"GET /index.html 200\n" * 50)
        self.check(report)
        self.assertEqual(report["coverage"], {"recognised_lines": 0, "other_lines": 50})

    def test_broken_bytes_and_control_characters(self):
        report = report_of(GOROUTINE.replace(b"main.main", b"main.\xe2\x82f\xc0\xaf\x07\xc2\x9bg"))
        self.check(report)
        self.assertTrue(report["snapshots"], "a dump with broken bytes is a dump")
        function = report["snapshots"][0]["stacks"][0][0]["function"]
        self.assertEqual(function, "main.\ufffdf\ufffd\ufffd\x07\x9bg")

    def test_no_raw_control_character(self):
        run = skein("report", "--format", "json", "-", stdin=GOROUTINE.replace(b"main.main", b"main.\x1b]0;x\x07\x7f\xc2\x9b"))
        self.assertFalse(any(c < 0x20 for c in run.stdout.rstrip(b"\n")), "C0")
        self.assertNotIn(b"\x7f", run.stdout)
        self.assertNotIn(b"\xc2\x9b", run.stdout)

    def test_path_that_is_not_utf_8(self):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "caf\udce9.log"
            path.write_bytes(GOROUTINE)
            self.assertTrue(report_of(b"", path)["input"]["path"].endswith("caf\ufffd.log"))


class TheCheckItself(unittest.TestCase):
    """A contract test that accepts everything would pass as well."""

    def setUp(self):
        self.good = report_of(GOROUTINE)
        self.assertEqual(schema_errors(self.good), [])

    def rejects(self, change):
        broken = copy.deepcopy(self.good)
        change(broken)
        self.assertNotEqual(schema_errors(broken) + claims_that_break(broken), [])

    def test_rejects_broken_reports(self):
        self.rejects(lambda r: r["coverage"].update(other_lines=7))
        self.rejects(lambda r: r["snapshots"][0]["threads"][0].update(stack=9))
        for change in (
            lambda r: r.update(schema="skein-report/2"),
            lambda r: r.pop("findings"),
            lambda r: r["input"].update(encoding="ebcdic"),
            lambda r: r["snapshots"][0]["threads"][0].update(id=1),
            lambda r: r["snapshots"][0]["threads"][0].update(state="asleep"),
            lambda r: r["snapshots"][0]["threads"][0].pop("crashed"),
            lambda r: r["snapshots"][0]["stacks"][0][0].update(line="3"),
            lambda r: r["findings"].append({"kind": "panic"}),
        ):
            broken = copy.deepcopy(self.good)
            change(broken)
            self.assertNotEqual(schema_errors(broken), [])


if __name__ == "__main__":
    main()
