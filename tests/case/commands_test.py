# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: The Skein authors
"""skein case, note, merge and redact, and cases where logs are read."""
import json
import shutil
import sys
import tempfile
import unittest
import zipfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "report"))
import skein_program
from skein_program import SOURCE, main

LOG = SOURCE / "examples" / "deadlock-abba-mutex.log"


def skein(*arguments):
    done = skein_program.skein(*arguments)
    done.stdout, done.stderr = done.stdout.decode(), done.stderr.decode()
    return done


class Commands(unittest.TestCase):
    def setUp(self):
        self.folder = Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, self.folder)
        self.log = self.folder / "crash.log"
        shutil.copy(LOG, self.log)
        self.case = self.folder / "crash.log.skein"
        self.assertEqual(skein("case", str(self.log)).returncode, 0)

    def note(self, file, text, *arguments):
        done = skein("note", str(file), text, "--author", "Ann", *arguments)
        self.assertEqual(done.returncode, 0, done.stderr)
        return done.stdout.strip()

    def annotations(self, file):
        return json.loads(skein("report", "--format", "json", str(file)).stdout)["annotations"]

    def test_a_case_is_a_zip_that_others_read(self):
        with zipfile.ZipFile(self.case) as parts:
            self.assertIsNone(parts.testzip())
            self.assertEqual(parts.namelist(), ["mimetype", "manifest.json", "notes.json", "log"])
            self.assertEqual(parts.read("log"), LOG.read_bytes())
            self.assertEqual(json.loads(parts.read("manifest.json"))["log"]["name"], "crash.log")

    def test_a_case_packed_again_by_others_is_read(self):
        again = self.folder / "again.skein"
        with zipfile.ZipFile(self.case) as old, zipfile.ZipFile(again, "w", zipfile.ZIP_DEFLATED) as new:
            for name in ["notes.json", "log", "manifest.json", "mimetype"]:
                new.writestr(name, old.read(name))
        self.assertEqual(skein("report", str(again)).returncode, 0)

    def test_a_case_is_not_written_over(self):
        self.note(self.case, "keep me")
        self.assertEqual(skein("case", str(self.log)).returncode, 2)
        self.assertEqual(len(self.annotations(self.case)), 1)

    def test_it_reports_as_its_log_does(self):
        for command in (["report"], ["triage"], ["report", "--format", "json"]):
            log, case = (skein(*command, str(file)) for file in (self.log, self.case))
            self.assertEqual(log.returncode, case.returncode)
            self.assertEqual(log.stdout, case.stdout.replace("crash.log.skein", "crash.log"))

    def test_notes_are_in_the_report(self):
        self.note(self.case, "on a finding", "--on", "finding:1")
        self.note(self.case, "on a thread", "--on", "thread:37")
        self.note(self.case, "on lines", "--on", "lines:12-18")
        self.note(self.case, "on all <b>")
        targets = [note["target"] for note in self.annotations(self.case)]
        self.assertEqual(targets[0]["finding"], 0)
        self.assertEqual(targets[1]["thread"], "37")
        self.assertEqual(targets[2]["log_lines"], [12, 18])
        self.assertTrue(targets[3])
        listed = skein("note", str(self.case)).stdout
        self.assertEqual(listed.count("Ann, on "), 4)
        text = skein("report", str(self.case)).stdout
        self.assertIn("What people say", text)
        self.assertIn("on goroutine 37:", text)
        self.assertIn("    on all <b>\n", text)
        for wrong in ("thread:99999", "finding:0", "lines:9-2", "line:999999", "moon"):
            self.assertEqual(skein("note", str(self.case), "x", "--on", wrong).returncode, 2)

    def test_merge_shows_conflicts_and_says_so(self):
        name = self.note(self.case, "start")
        other = self.folder / "other.skein"
        shutil.copy(self.case, other)
        self.note(self.case, "mine")
        self.note(other, "theirs")
        one, two = self.folder / "one.skein", self.folder / "two.skein"
        self.assertEqual(skein("merge", str(self.case), str(other), "-o", str(one)).returncode, 0)
        self.assertEqual(skein("merge", str(other), str(self.case), "-o", str(two)).returncode, 0)
        self.assertEqual(one.read_bytes(), two.read_bytes())
        self.assertEqual({note["text"] for note in self.annotations(one)}, {"start", "mine", "theirs"})
        # Two texts of one note, as two windows would write them.
        for file, text in ((one, "it is the cache"), (two, "it is the pool")):
            with zipfile.ZipFile(file) as parts:
                content = {part: parts.read(part) for part in parts.namelist()}
            notes = json.loads(content["notes.json"])
            note = next(note for note in notes["notes"] if note["id"] == name)
            note["replaced"] = [note["text"][0]["id"]]
            note["text"][0]["id"] = f"{len(text):016x}"
            note["text"][0]["value"] = text
            content["notes.json"] = json.dumps(notes).encode()
            with zipfile.ZipFile(file, "w") as parts:
                for part, data in content.items():
                    parts.writestr(part, data)
        done = skein("merge", str(one), str(two), "-o", str(one))
        self.assertEqual(done.returncode, 1)
        self.assertIn("it is the cache", done.stdout)
        self.assertIn("it is the pool", done.stdout)
        self.assertEqual(skein("merge", str(one), str(self.folder / "no.skein"), "-o", str(one)).returncode, 3)
        self.assertEqual(skein("merge", str(one), "-o", str(one)).returncode, 2)

    def test_redacted(self):
        self.log.write_text("db-1.zyxcorp.com: password=hunter2\n" + LOG.read_text() + "/home/maria/x 10.1.2.3\n")
        self.case.unlink()
        skein("case", str(self.log))
        self.note(self.case, "ask maria@zyxcorp.com")
        shared = self.folder / "shared.skein"
        done = skein("redact", str(self.case), "--output", str(shared), "--pattern", "shop=shopd")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("IPv4 addresses: 1 (1 place)", done.stderr)
        with zipfile.ZipFile(shared) as parts:
            everything = b"".join(parts.read(part) for part in parts.namelist())
        for secret in (b"zyxcorp", b"hunter2", b"maria", b"10.1.2.3", b"shopd"):
            self.assertFalse(secret in everything, secret)
        self.assertEqual(len(self.annotations(shared)), 1)
        listed = skein("redact", str(self.case), "--list").stdout
        self.assertIn("hunter2", listed)
        # Never over the original, and a case stays a case.
        self.assertEqual(skein("redact", str(self.log), "--output", str(self.log)).returncode, 2)
        self.assertEqual(skein("redact", str(self.case), "--output", str(self.folder / "x.log")).returncode, 2)
        self.assertEqual(skein("redact", str(self.log), "--pattern", "**").returncode, 2)

    def test_by_reference(self):
        self.case.unlink()
        self.assertEqual(skein("case", str(self.log), "--by-reference").returncode, 0)
        self.assertLess(self.case.stat().st_size, 2000)
        self.assertEqual(skein("report", str(self.case)).returncode, 0)
        elsewhere = self.folder / "elsewhere"
        elsewhere.mkdir()
        shutil.copy(self.case, elsewhere / "theirs")
        self.note(self.case, "mine")
        self.assertEqual(skein("merge", str(self.case), str(elsewhere / "theirs"), "-o", str(self.case)).returncode, 0)
        self.assertEqual(len(self.annotations(self.case)), 1)
        self.log.write_text("another\n")
        done = skein("report", str(self.case))
        self.assertEqual(done.returncode, 3)
        self.assertIn("is not the log that the notes were written on", done.stderr)


if __name__ == "__main__":
    main()
