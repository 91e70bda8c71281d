# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: The Skein authors
"""What `skein` and `skein report` do with their arguments: exit statuses, places of output, streams."""
import bz2
import gzip
import lzma
import os
import pty
import shutil
import subprocess
import tempfile
import unittest
from pathlib import Path

import skein_program
from skein_program import main, reports, schema_errors, skein

PANIC = (
    b"panic: boom\n\ngoroutine 1 [running]:\nmain.main()\n\t/src/main.go:3 +0x1d\nexit status 2\n"
)


class InFolder(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        self.log = self.folder / "crash.log"
        self.log.write_bytes(PANIC)

    def one_sentence(self, run, *words):
        text = run.stderr.decode()
        self.assertTrue(text.startswith("skein: ") and text.endswith("\n") and text.count("\n") == 1, text)
        for word in words:
            self.assertIn(word, text)


class Statuses(InFolder):
    def test_a_finding_is_no_failure(self):
        run = skein("report", self.log)
        self.assertEqual((run.returncode, run.stderr), (0, b""))
        self.assertIn(b"boom", run.stdout)

    def test_nothing_recognised(self):
        self.log.write_bytes(b"all is well\n")
        run = skein("report", self.log)
        self.assertEqual(run.returncode, 0)
        self.one_sentence(run, "crash.log", "Nothing recognised in 1 line")
        self.assertIn(b"crash.log", run.stdout)

    def test_an_input_that_cannot_be_read(self):
        missing = self.folder / "missing.log"
        run = skein("report", "--format", "json", missing, self.log)
        self.assertEqual(run.returncode, 3)
        self.one_sentence(run, "missing.log")
        self.assertEqual([r["input"]["path"] for r in reports(run.stdout)], [str(self.log)], "the others still are read")
        self.assertEqual(skein("report", self.folder).returncode, 3, "a folder")

    def test_a_broken_archive(self):
        broken = self.folder / "broken.gz"
        broken.write_bytes(gzip.compress(PANIC)[:30])
        run = skein("report", broken)
        self.assertIn(run.returncode, (0, 3))
        self.assertNotEqual(run.stderr, b"")

    def test_bad_usage(self):
        for arguments, words in (
            (["report"], ["FILE"]),
            (["report", "--format", "docx", self.log], ["docx", "text, json, html"]),
            (["report", "--min-certainty", "sure", self.log], ["sure", "proved, likely or possible"]),
            (["report", "--fail-on", "panic,typo", self.log], ["typo", "deadlock"]),
            (["report", "--no-such-option", self.log], ["--no-such-option"]),
            (["report", "--format"], ["--format"]),
            (["report", "--output", self.folder / "no" / "where.txt", self.log], ["where.txt"]),
        ):
            with self.subTest(arguments=arguments):
                run = skein(*arguments)
                self.assertEqual(run.returncode, 2)
                self.assertEqual(run.stdout, b"")
                self.one_sentence(run, *words)

    def test_gate(self):
        run = skein("report", "--fail-on", "deadlock,panic", self.log)
        self.assertEqual(run.returncode, 1)
        self.one_sentence(run, "crash.log", "panic")
        self.assertIn(b"boom", run.stdout, "the report is printed all the same")
        self.assertEqual(skein("report", "--fail-on", "deadlock", self.log).returncode, 0)
        self.assertEqual(skein("report", "--fail-on", "panic", self.log, self.folder / "missing").returncode, 3)

    def test_no_space(self):
        if not os.path.exists("/dev/full"):
            self.skipTest("no /dev/full")
        with open("/dev/full", "wb") as full:
            run = subprocess.run([skein_program.PROGRAM, "report", self.log], stdout=full, stderr=subprocess.PIPE)
        self.assertEqual(run.returncode, 2)
        self.one_sentence(run, "standard output")

    def test_help_and_version(self):
        self.assertRegex(skein("--version").stdout.decode(), r"^skein \d+\.\d+\.\d+\n$")
        for arguments in (["--help"], ["report", "--help"]):
            run = skein(*arguments)
            self.assertEqual((run.returncode, run.stderr), (0, b""))
            self.assertIn(b"Examples", run.stdout)


class Certainty(InFolder):
    def test_less_sure_findings_are_left_out(self):
        for log in skein_program.real_logs()[::8]:
            every = reports(skein("report", "-f", "json", log).stdout)[0]["findings"]
            sure = reports(skein("report", "-f", "json", "--min-certainty", "proved", log).stdout)[0]["findings"]
            self.assertEqual([f["title"] for f in sure], [f["title"] for f in every if f["certainty"] == "proved"])


class Output(InFolder):
    def names(self, folder):
        return sorted(p.name for p in folder.iterdir())

    def test_a_file(self):
        target = self.folder / "report.txt"
        run = skein("report", "--output", target, self.log)
        self.assertEqual((run.returncode, run.stdout), (0, b""))
        self.assertEqual(target.read_bytes(), skein("report", self.log).stdout)

    def test_standard_output(self):
        self.assertEqual(skein("report", "--output", "-", self.log).stdout, skein("report", self.log).stdout)

    def test_a_folder_that_is_there(self):
        out = self.folder / "out"
        out.mkdir()
        self.assertEqual(skein("report", "-f", "json", "-o", out, self.log).returncode, 0)
        self.assertEqual(self.names(out), ["crash.log.json"])

    def test_a_folder_to_be_made(self):
        out = self.folder / "deep" / "out"
        self.assertEqual(skein("report", "-o", f"{out}/", self.log).returncode, 0)
        self.assertEqual(self.names(out), ["crash.log.txt"])

    def test_several_inputs(self):
        paths = []
        for name in ("a/crash.log", "b/crash.log", "c/crash.log-2", "d/crash.log"):
            path = self.folder / name
            path.parent.mkdir()
            path.write_bytes(PANIC)
            paths.append(path)
        out = self.folder / "out"
        run = skein("report", "-f", "json", "-o", out, *paths, "-", stdin=PANIC)
        self.assertEqual(run.returncode, 0, run.stderr)
        self.assertEqual(
            self.names(out),
            sorted(["crash.log.json", "crash.log-2.json", "crash.log-2-2.json", "crash.log-3.json", "stdin.json"]),
        )
        for path in out.iterdir():
            self.assertEqual(schema_errors(reports(path.read_bytes())[0]), [])
        self.assertEqual(reports((out / "crash.log-2.json").read_bytes())[0]["input"]["path"], str(paths[1]))

    def test_a_file_in_the_place_of_a_folder(self):
        run = skein("report", "-o", self.log, self.log, "-")
        self.assertEqual(run.returncode, 2)
        self.one_sentence(run, "crash.log")

    def test_an_input_is_never_overwritten(self):
        for arguments in (["-o", self.log, self.log], ["-f", "json", "-o", self.folder, self.folder / "x.json", self.folder / "x"]):
            (self.folder / "x").write_bytes(PANIC)
            (self.folder / "x.json").write_bytes(PANIC)
            run = skein("report", *arguments)
            self.assertEqual(run.returncode, 2)
            self.one_sentence(run, "overwrite")
            self.assertEqual(self.log.read_bytes(), PANIC)
            self.assertEqual((self.folder / "x.json").read_bytes(), PANIC)

    def test_several_reports_on_standard_output(self):
        run = skein("report", "-f", "json", self.log, "-", stdin=PANIC)
        self.assertEqual([r["input"]["path"] for r in reports(run.stdout)], [str(self.log), "-"])
        text = skein("report", self.log, self.log).stdout
        one = skein("report", self.log).stdout
        self.assertEqual(text, one + b"\n" + one)


class Inputs(InFolder):
    def test_standard_input(self):
        run = skein("report", "-", stdin=PANIC)
        self.assertEqual(run.returncode, 0)
        self.assertIn(b"standard input", run.stdout)

    def test_compressed(self):
        plain = reports(skein("report", "-f", "json", self.log).stdout)[0]
        kinds = {"gzip": gzip.compress, "xz": lzma.compress, "bzip2": bz2.compress}
        if shutil.which("zstd"):
            kinds["zstd"] = lambda data: subprocess.run(["zstd", "-q", "-c"], input=data, stdout=subprocess.PIPE, check=True).stdout
        for kind, compress in kinds.items():
            with self.subTest(kind=kind):
                packed = self.folder / f"crash.{kind}"
                packed.write_bytes(compress(PANIC))
                for arguments, stdin in (([packed], b""), (["-"], packed.read_bytes())):
                    report = reports(skein("report", "-f", "json", *arguments, stdin=stdin).stdout)[0]
                    self.assertEqual(report["input"]["compression"], kind)
                    self.assertEqual(report["input"]["bytes"], packed.stat().st_size)
                    self.assertEqual(report["input"]["lines"], plain["input"]["lines"])
                    self.assertEqual(report["findings"], plain["findings"])


class Streams(InFolder):
    def on_terminal(self, *arguments, env=None):
        """Standard output as somebody at a terminal sees it."""
        parent, child = pty.openpty()
        environment = dict(os.environ, TERM="xterm", **(env or {}))
        if env is None:
            environment.pop("NO_COLOR", None)
        run = subprocess.Popen([skein_program.PROGRAM, *map(str, arguments)], stdout=child, stderr=subprocess.PIPE, env=environment)
        os.close(child)
        out = b""
        try:
            while piece := os.read(parent, 65536):
                out += piece
        except OSError:   # Linux's way to say that the other end is closed
            pass
        os.close(parent)
        run.communicate()
        return out

    def test_colours_only_on_a_terminal(self):
        self.assertNotIn(b"\x1b", skein("report", self.log).stdout)
        self.assertIn(b"\x1b[", self.on_terminal("report", self.log))
        self.assertNotIn(b"\x1b", self.on_terminal("report", self.log, env={"NO_COLOR": "1"}))
        self.assertNotIn(b"\x1b", self.on_terminal("report", "-f", "json", self.log))

    def test_nothing_in_a_log_commands_the_terminal(self):
        evil = b"\x1b]0;owned\x07\x1b[2J\r\xc2\x9b31m\x08\xe2\x80\xae"
        text = PANIC.replace(b"boom", b"boom" + evil).replace(b"main.main", b"main." + evil + b"main").replace(b"/src/", b"/src/" + evil)
        path = self.folder / "evil\x1b[31m.log"
        path.write_bytes(text)
        out = skein("report", path).stdout
        shown = out.decode("utf-8")
        self.assertFalse([c for c in shown if (ord(c) < 0x20 and c != "\n") or 0x7F <= ord(c) < 0xA0 or c == "\u202e"], shown)
        self.assertIn("\\x1b", shown)


class Window(InFolder):
    def test_no_display(self):
        run = skein(self.log)
        self.assertEqual((run.returncode, run.stdout), (2, b""))
        self.one_sentence(run, "display", "skein report")

    def test_no_window_program(self):
        lonely = self.folder / "skein"
        shutil.copy(skein_program.PROGRAM, lonely)
        run = subprocess.run([lonely, self.log], capture_output=True, env=dict(os.environ, DISPLAY=":99"))
        self.assertEqual(run.returncode, 2)
        self.one_sentence(run, "skein-window")

    def test_the_window_gets_files_and_standard_input(self):
        lonely = self.folder / "skein"
        shutil.copy(skein_program.PROGRAM, lonely)
        window = self.folder / "skein-window"
        window.write_text('#!/bin/sh\nfor a in "$@"; do echo "<$a>"; done\ncat\n')
        window.chmod(0o755)
        run = subprocess.run([lonely, "a b.log", "-"], input=b"piped", capture_output=True, env=dict(os.environ, DISPLAY=":99"))
        self.assertEqual((run.returncode, run.stdout), (0, b"<a b.log>\n<->\npiped"))


if __name__ == "__main__":
    main()
