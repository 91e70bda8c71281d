# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: The Skein authors
"""The gate as a new user tries it: the steps of docs/triage.md, run as scripts over a repository with leaking tests.

`go` is a stand-in that prints what the real one printed for that commit (tests/programs/reports/capture_libraries.sh
gate); with GATE_GO=/path/to/go and GATE_MODULES=/path/to/pkg/mod the real one runs instead."""
import os
import re
import shutil
import stat
import subprocess
import sys
import tempfile
import textwrap
import unittest
import xml.etree.ElementTree as ET
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "report"))
import skein_program
from skein_program import SOURCE, main

REPOSITORY = SOURCE / "tests" / "programs" / "reports" / "gate"
STAGES = {"known": [], "new": ["new"], "repaired": ["repaired"], "fixed": ["repaired", "fixed"]}
GO = os.environ.get("GATE_GO")


def documented_step(heading):
    """The shell lines of the example under a heading of docs/triage.md."""
    text = (SOURCE / "docs" / "triage.md").read_text()
    block = text.split(f"### {heading}\n", 1)[1].split("```yaml\n", 1)[1].split("```", 1)[0]
    github = re.search(r"run: \|\n((?: {10}.*\n)+)", block)
    if github:
        return textwrap.dedent(github[1])
    return "".join(line.strip()[2:] + "\n" for line in block.split("script:\n", 1)[1].split("artifacts:")[0].splitlines() if line.strip())


class Gate(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.repository = Path(folder.name) / "checkout"
        self.bin = Path(folder.name) / "bin"
        self.bin.mkdir()
        (self.bin / "skein").symlink_to(skein_program.PROGRAM)

    def commit(self, stage):
        """The repository at one of its commits; its baseline stays."""
        self.repository.mkdir(exist_ok=True)
        for part in ["base", *STAGES[stage]]:
            shutil.copytree(REPOSITORY / part, self.repository, dirs_exist_ok=True)
        if GO:
            modules = os.environ["GATE_MODULES"]
            (self.repository / "go.mod").write_text(
                "module github.com/acme/gate\n\ngo 1.24\n\nrequire go.uber.org/goleak v1.3.0\n\n"
                f"replace go.uber.org/goleak => {modules}/go.uber.org/goleak@v1.3.0\n")
            script = (f'#!/bin/sh\nexport GOFLAGS=-mod=mod GOPROXY=off GOSUMDB=off GOTOOLCHAIN=local\nexec "{GO}" "$@"\n')
        else:
            log = SOURCE / "tests" / "fixtures" / "goleak" / f"gate-{stage}--go1.24.4.log"
            script = (f'#!/bin/sh\n[ "$*" = "test ./..." ] && [ -n "$LEAKCHECK" ] || exit 2\ncat "{log}"\n'
                      f'! grep -q "^FAIL" "{log}"\n')
        go = self.bin / "go"
        go.write_text(script)
        go.chmod(go.stat().st_mode | stat.S_IXUSR)

    def run_step(self, step, **variables):
        """As the runners do: GitHub's with bash -e, a line that fails ends it; GitLab's likewise."""
        environment = {**os.environ, "PATH": f"{self.bin}{os.pathsep}{os.environ['PATH']}", **variables}
        for name in ("GITHUB_WORKSPACE", "CI_PROJECT_DIR"):
            if name not in variables:
                environment.pop(name, None)
        return subprocess.run(["bash", "-e", "-o", "pipefail", "-c", step], cwd=self.repository, env=environment,
                              capture_output=True, text=True, timeout=110)

    def github(self):
        summary = self.repository / "summary.md"
        summary.unlink(missing_ok=True)
        run = self.run_step(documented_step("GitHub Actions"), GITHUB_WORKSPACE=str(self.repository),
                            GITHUB_STEP_SUMMARY=str(summary))
        run.summary = summary.read_text()
        return run

    def accept(self):
        run = self.run_step("LEAKCHECK=1 go test ./... >leaks.log 2>&1 || true\n"
                            "skein triage leaks.log --baseline skein-leaks.toml --update-baseline")
        self.assertEqual(run.returncode, 0, run.stderr)

    def line_of(self, file, text):
        lines = (self.repository / file).read_text().splitlines()
        return next(i for i, line in enumerate(lines, 1) if text in line)

    def test_github(self):
        self.commit("known")
        self.accept()
        baseline = self.repository / "skein-leaks.toml"
        self.assertIn('where = "mail.Send.func1 (mail.go)"', baseline.read_text())
        baseline.write_text(baseline.read_text() + 'owner = "maria"\n')

        run = self.github()
        self.assertEqual(run.returncode, 0, run.stdout + run.stderr)
        self.assertRegex(run.stdout, r"^::notice file=mail/mail.go,")
        self.assertIn("1 known", run.summary)

        self.commit("new")
        run = self.github()
        self.assertEqual(run.returncode, 1, run.stdout + run.stderr)
        errors = [line for line in run.stdout.splitlines() if line.startswith("::error")]
        self.assertEqual(len(errors), 1, run.stdout)
        line = self.line_of("stock/watch.go", "range s.taken")
        self.assertTrue(errors[0].startswith(f"::error file=stock/watch.go,line={line},title="), errors[0])
        self.assertIn("1 new, 1 known", run.summary)

        self.commit("repaired")  # and the lines of the known leak have moved
        run = self.github()
        self.assertEqual(run.returncode, 0, run.stdout + run.stderr)
        line = self.line_of("mail/mail.go", "result <-")
        self.assertTrue(run.stdout.startswith(f"::notice file=mail/mail.go,line={line},title="), run.stdout)
        self.assertNotIn("stock", run.stdout)

        self.commit("fixed")
        run = self.github()
        self.assertEqual(run.returncode, 0, run.stdout + run.stderr)
        self.assertEqual(run.stdout, "")
        self.accept()
        self.assertIn('status = "fixed"', baseline.read_text())
        self.assertIn('owner = "maria"', baseline.read_text())

        self.commit("known")  # somebody takes the repair back
        shutil.copytree(REPOSITORY / "base", self.repository, dirs_exist_ok=True)
        run = self.github()
        self.assertEqual(run.returncode, 1, run.stdout)
        self.assertIn("back again", run.stdout)

    def test_gitlab(self):
        step = documented_step("GitLab")
        self.commit("known")
        self.accept()
        for stage, status, failures in (("known", 0, 0), ("new", 1, 1), ("repaired", 0, 0), ("fixed", 0, 0)):
            self.commit(stage)
            run = self.run_step(step, CI_PROJECT_DIR=str(self.repository))
            self.assertEqual(run.returncode, status, stage + run.stdout + run.stderr)
            suite = ET.parse(self.repository / "leaks.xml").getroot().find("testsuite")
            self.assertEqual(len(suite.findall("testcase/failure")), failures, stage)
            self.assertEqual(int(suite.get("failures")), failures)
            if stage == "new":
                case = next(c for c in suite.findall("testcase") if c.find("failure") is not None)
                self.assertEqual((case.get("file"), case.get("classname")), ("stock/watch.go", "github.com/acme/gate/stock"))


if __name__ == "__main__":
    main()
