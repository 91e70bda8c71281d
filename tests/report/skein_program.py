# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: The Skein authors
"""What the tests of the printing program share. Run a test as: TEST.py PROGRAM [unittest arguments]"""
import json
import os
import subprocess
import sys
import unittest
from pathlib import Path

import jsonschema

SOURCE = Path(__file__).resolve().parents[2]
SCHEMA = json.loads((SOURCE / "docs" / "report.schema.json").read_text())
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)
PROGRAM = None


def main():
    """Takes the program's path off the command line and runs the tests of the calling file."""
    global PROGRAM
    if len(sys.argv) < 2 or not os.access(sys.argv[1], os.X_OK):
        sys.exit(f"usage: {sys.argv[0]} PROGRAM [unittest arguments]")
    PROGRAM = os.path.abspath(sys.argv.pop(1))
    sys.modules["skein_program"].PROGRAM = PROGRAM
    unittest.main(verbosity=1)


def skein(*arguments, stdin=b"", env=None, cwd=None):
    """Runs the program; the result has returncode, stdout and stderr (bytes)."""
    environment = {k: v for k, v in os.environ.items() if k not in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")}
    environment.update(env or {})
    return subprocess.run([PROGRAM, *map(str, arguments)], input=stdin, capture_output=True, env=environment, cwd=cwd, timeout=60)


def real_logs():
    """Every captured log of the project, in a fixed order."""
    found = sorted(p for p in (SOURCE / "tests" / "fixtures").rglob("*.log*") if p.suffix != ".json")
    found += sorted((SOURCE / "examples").glob("*.log"))
    assert found, "no fixtures and no examples"
    return found


def schema_errors(report):
    return [f"{'/'.join(map(str, e.absolute_path))}: {e.message[:200]}" for e in VALIDATOR.iter_errors(report)]


def reports(output):
    """The objects of NDJSON output."""
    return [json.loads(line) for line in output.decode("utf-8").splitlines()]
