# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: The Skein authors
"""The forms of `skein triage` and `skein diff`: what services require of them, whatever names a log holds."""
import json
import re
import sys
import tempfile
import unittest
import xml.etree.ElementTree as ET
from pathlib import Path
from urllib.parse import unquote

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "report"))
from skein_program import SOURCE, main, skein

# A function that would mean something to every one of the formats, as a log may have it.
HOSTILE = 'acme.test/x.(*T[a|b<c>&"d"]).`run`%0A::error::x,y:@all]]>\x1b[31m\u202e'
GOLEAK = (
    "--- FAIL: TestX (0.45s)\n    x_test.go:12: found unexpected goroutines:\n"
    "        [Goroutine 7 in state chan send, with {0} on top of the stack:\n        goroutine 7 [chan send]:\n"
    "        {0}()\n        \t/build/a b/x,y:%.go:41 +0x25\n        created by acme.test/x.Start\n        \t/build/x.go:10 +0x9f\n"
    "        ]\nFAIL\n")
DUMP = ("SIGQUIT: quit\n\ngoroutine 1 [select]:\nmain.main()\n\t/a/main.go:1 +0x1\n\n{}exit status 2\n")


def goroutine(number, minutes, function="main.leak"):
    return (f"goroutine {number} [chan send, {minutes} minutes]:\n{function}()\n\t/build/store/leak.go:41 +0x1\n"
            "created by main.main in goroutine 1\n\t/a/main.go:9 +0x1\n\n")


# The objects of the SARIF 2.1.0 schema that are written, with the members that may stand in them and those that must. The
# schema (Schemata/sarif-schema-2.1.0.json of oasis-tcs/sarif-spec) allows no others: additionalProperties is false.
SARIF = {
    "": ({"$schema", "version", "runs"}, {"version", "runs"}),
    "runs": ({"tool", "results", "columnKind"}, {"tool"}),
    "tool": ({"driver"}, {"driver"}),
    "driver": ({"name", "version", "informationUri", "rules"}, {"name"}),
    "rules": ({"id", "shortDescription", "fullDescription", "help"}, {"id"}),
    "shortDescription": ({"text"}, {"text"}),
    "fullDescription": ({"text"}, {"text"}),
    "help": ({"text"}, {"text"}),
    "results": ({"ruleId", "ruleIndex", "level", "message", "locations", "partialFingerprints", "baselineState",
                 "suppressions"}, {"message"}),
    "message": ({"text"}, {"text"}),
    "locations": ({"physicalLocation"}, set()),
    "physicalLocation": ({"artifactLocation", "region"}, {"artifactLocation"}),
    "artifactLocation": ({"uri", "uriBaseId"}, {"uri"}),
    "region": ({"startLine"}, {"startLine"}),
    "suppressions": ({"kind", "status", "justification"}, {"kind"}),
}
# What the JUnit schema of Jenkins (junit-10.xsd) has, and the file and line that GitLab and others read.
JUNIT = {
    "testsuites": ({"name", "tests", "failures", "errors", "time"}, {"testsuite"}),
    "testsuite": ({"name", "tests", "failures", "errors", "skipped", "time"}, {"testcase"}),
    "testcase": ({"name", "classname", "time", "file", "line"}, {"failure", "skipped", "system-out"}),
    "failure": ({"message", "type"}, set()),
    "skipped": ({"message", "type"}, set()),
    "system-out": (set(), set()),
}


class Formats(unittest.TestCase):
    def check_members(self, value, name=""):
        """No member that the schema doesn't know, none missing that it wants."""
        if isinstance(value, list):
            for one in value:
                self.check_members(one, name)
        elif isinstance(value, dict) and name != "partialFingerprints":
            allowed, needed = SARIF[name]
            self.assertLessEqual(set(value), allowed, name)
            self.assertLessEqual(needed, set(value), name)
            for key, one in value.items():
                self.check_members(one, key)

    def check_elements(self, element):
        attributes, children = JUNIT[element.tag]
        self.assertLessEqual(set(element.attrib), attributes, element.tag)
        for child in element:
            self.assertIn(child.tag, children, element.tag)
            self.check_elements(child)

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        (self.folder / "store").mkdir()
        (self.folder / "store" / "leak.go").write_text("package store\n")

    def write(self, name, text):
        (self.folder / name).write_text(text)
        return name

    def run_skein(self, *arguments, status=0):
        run = skein(*arguments, cwd=self.folder, env={"GITHUB_WORKSPACE": "", "CI_PROJECT_DIR": ""})
        self.assertEqual(run.returncode, status, run.stderr.decode())
        return run.stdout.decode()

    def both(self, form):
        """The output of triage over a hostile and a plain log, and of diff."""
        hostile = self.write("hostile.log", GOLEAK.format(HOSTILE))
        plain = self.write("plain.log", DUMP.format(goroutine(7, 3)))
        later = self.write("later.log", DUMP.format(goroutine(7, 9) + goroutine(8, 2) + goroutine(9, 2, HOSTILE)))
        yield self.run_skein("triage", "--root", ".", "-f", form, hostile, plain)
        yield self.run_skein("diff", "--root", ".", "-f", form, plain, later)

    def check_sarif(self, text):
        """The rules of SARIF 2.1.0 for what is written, and those that GitHub adds."""
        log = json.loads(text)
        self.check_members(log)
        self.assertEqual(log["version"], "2.1.0")
        self.assertTrue(log["$schema"].endswith("sarif-2.1.0.json"))
        self.assertEqual(len(log["runs"]), 1)
        run = log["runs"][0]
        driver = run["tool"]["driver"]
        self.assertTrue(driver["name"])
        rules = [rule["id"] for rule in driver["rules"]]
        self.assertEqual(len(rules), len(set(rules)))
        for rule in driver["rules"]:
            self.assertTrue(rule["shortDescription"]["text"] and rule["fullDescription"]["text"] and rule["help"]["text"])
        self.assertLessEqual(set(run), {"tool", "results", "columnKind"})
        for result in run["results"]:
            self.assertLessEqual(set(result), {"ruleId", "ruleIndex", "level", "message", "locations", "partialFingerprints",
                                               "baselineState", "suppressions"})
            self.assertEqual(rules[result["ruleIndex"]], result["ruleId"])
            self.assertIn(result["level"], ("none", "note", "warning", "error"))
            self.assertTrue(result["message"]["text"])
            self.assertIn(result.get("baselineState", "new"), ("new", "unchanged", "updated", "absent"))
            self.assertEqual(len(result["locations"]), 1)
            place = result["locations"][0]["physicalLocation"]
            self.assertGreaterEqual(place["region"]["startLine"], 1)
            uri = place["artifactLocation"]["uri"]
            self.assertRegex(uri, r"^[A-Za-z0-9._~:/%-]+$")
            self.assertNotRegex(uri, r"%(?![0-9A-F]{2})")
            self.assertEqual("uriBaseId" in place["artifactLocation"], not uri.startswith("file:"))
            for value in result.get("partialFingerprints", {}).values():
                self.assertTrue(value)
            for suppression in result.get("suppressions", []):
                self.assertIn(suppression["kind"], ("inSource", "external"))
                self.assertIn(suppression["status"], ("accepted", "underReview", "rejected"))
        return run["results"]

    def test_sarif(self):
        triage, diff = self.both("sarif")
        results = self.check_sarif(triage)
        uris = {unquote(r["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]) for r in results}
        self.assertEqual(uris, {"file:///build/a b/x,y:%.go", "store/leak.go"})
        self.assertEqual(len({r["partialFingerprints"]["skeinLeak/v1"] for r in results}), 2)
        windows = self.write("windows.log", GOLEAK.format("acme.test/x.run").replace("/build/a b/x,y:%.go", "C:/src/a b/x.go"))
        (result,) = self.check_sarif(self.run_skein("triage", "-f", "sarif", windows))
        self.assertEqual(result["locations"][0]["physicalLocation"]["artifactLocation"], {"uri": "file:///C:/src/a%20b/x.go"})
        self.assertTrue(self.check_sarif(diff))

    def test_sarif_against_a_baseline(self):
        self.write("plain.log", DUMP.format(goroutine(7, 3)))
        self.run_skein("triage", "plain.log", "--baseline", "b.toml", "--update-baseline")
        (result,) = self.check_sarif(self.run_skein("triage", "plain.log", "--baseline", "b.toml", "-f", "sarif"))
        self.assertEqual((result["level"], result["baselineState"], result["ruleId"]), ("note", "unchanged", "known-leak"))
        baseline = self.folder / "b.toml"
        baseline.write_text(baseline.read_text().replace('"known"', '"won\'t fix"') + 'note = "by design"\n')
        (result,) = self.check_sarif(self.run_skein("triage", "plain.log", "--baseline", "b.toml", "-f", "sarif", "--fail-on", "any"))
        self.assertEqual(result["suppressions"][0]["justification"], "won't fix: by design")

    def test_junit(self):
        for text in self.both("junit"):
            self.assertNotRegex(text, "[\x00-\x08\x0b-\x1f]")
            root = ET.fromstring(text.encode())
            self.check_elements(root)
            suite = root.find("testsuite")
            self.assertTrue({"name", "tests", "failures", "errors"} <= set(suite.attrib))
            self.assertEqual(int(suite.get("tests")), len(suite.findall("testcase")))
            names = [(c.get("classname"), c.get("name")) for c in suite.findall("testcase")]
            self.assertEqual(len(names), len(set(names)), "every case has its own name")
        empty = self.run_skein("triage", "-f", "junit", self.write("empty.log", "all is well\n"))
        self.assertEqual(ET.fromstring(empty.encode()).find("testsuite").get("failures"), "0")

    def test_github(self):
        for text in self.both("github"):
            self.assertNotRegex(text, "[\x00-\x09\x0b-\x1f]")
            for line in text.splitlines():
                # ::command property=value,…::message, nothing else can begin a command
                match = re.fullmatch(r"::(error|warning|notice) ((?:[a-zA-Z]+=[^:,]*,?)+)::(.*)", line)
                self.assertIsNotNone(match, line)
                properties = dict(p.split("=", 1) for p in match[2].split(","))
                self.assertEqual(set(properties), {"file", "line", "title"})
        triage = next(self.both("github"))
        self.assertIn("file=/build/a b/x%2Cy%3A%25.go,line=41,", triage)
        self.assertIn("file=store/leak.go,line=41,", triage)

    def test_markdown(self):
        for text in self.both("markdown"):
            table = [line for line in text.splitlines() if line.startswith("|")]
            columns = {len(re.findall(r"(?<!\\)\|", line)) for line in table}
            self.assertEqual(len(columns), 1, text)
            outside = re.sub(r"(`+)(?!`).*?(?<!`)\1(?!`)", "", text)
            for sign in ("<", "@", "](", "::error"):
                self.assertNotIn(sign, outside)

    def test_json(self):
        triage, diff = (json.loads(text) for text in self.both("json"))
        self.assertEqual(triage["schema"], "skein-triage/1")
        self.assertEqual([leak["count"] for leak in triage["leaks"]], [1, 1])
        self.assertEqual({leak["source"]["path"] if leak["source"] else None for leak in triage["leaks"]}, {None, "store/leak.go"})
        self.assertEqual(diff["schema"], "skein-diff/1")
        self.assertEqual([d["goroutines"] for d in diff["dumps"]], [2, 4])
        self.assertEqual({g["change"]: g["counts"] for g in diff["groups"]},
                         {"new": [0, 1], "grew": [1, 2], "stayed": [1, 1]})

    def test_text(self):
        for text in self.both("text"):
            self.assertNotRegex(text, "[\x00-\x09\x0b-\x1f\u202e]")

    def test_statuses(self):
        plain = self.write("plain.log", DUMP.format(goroutine(7, 3)))
        later = self.write("later.log", DUMP.format(goroutine(7, 9) + goroutine(8, 2)))
        for arguments, status in (
                (("triage", plain), 0), (("triage", plain, "--fail-on", "new"), 1), (("triage", plain, "--fail-on", "old"), 2),
                (("triage", "missing.log"), 2), (("triage", plain, "-f", "html"), 2), (("triage",), 2),
                (("triage", plain, "--baseline", "missing.toml"), 2), (("triage", plain, "--update-baseline"), 2),
                (("triage", plain, "--filter", "wait>soon"), 2), (("triage", plain, "--ignore", "func:main.leak", "--fail-on", "any"), 0),
                (("triage", plain, "--filter", "status:known", "--fail-on", "new"), 0),
                (("diff", plain, later), 0), (("diff", plain, later, "--fail-on", "new"), 0),
                (("diff", plain, later, "--fail-on", "grown"), 1), (("diff", plain, plain, "--fail-on", "any"), 0),
                (("diff", plain), 2), (("diff", plain, "missing.log"), 2), (("diff", plain, later, "--by", "colour"), 2),
                (("diff", plain, later, "--filter", "change:gone", "--fail-on", "any"), 0)):
            with self.subTest(arguments):
                self.run_skein(*arguments, status=status)
        error = skein("triage", plain, "--filter", "state:x wait>soon", cwd=self.folder).stderr.decode()
        lines = error.splitlines()
        self.assertEqual(lines[1].index("soon"), lines[2].index("^"))

    def test_the_matrix(self):
        plain = self.write("plain.log", DUMP.format(goroutine(7, 3)))
        later = self.write("later.log", DUMP.format(goroutine(7, 9) + goroutine(8, 2)))
        text = self.run_skein("diff", "--threads", plain, later)
        self.assertRegex(text, r"(?m)^G7 +3 +9 !$")
        self.assertRegex(text, r"(?m)^G8 +· +2$")
        threads = {t["id"]: t for t in json.loads(self.run_skein("diff", "--threads", "-f", "json", plain, later))["threads"]}
        self.assertEqual((threads["7"]["waited_minutes"], threads["7"]["stuck"]), ([3, 9], "likely"))
        self.assertEqual(threads["8"]["waited_minutes"], [None, 2])

    def test_a_filtered_report(self):
        plain = self.write("plain.log", DUMP.format(goroutine(7, 3) + goroutine(8, 3) + goroutine(9, 3)))
        report = json.loads(self.run_skein("report", "-f", "json", "--filter", "state:chan*", plain))
        self.assertEqual([g["count"] for g in report["groups"]], [3])
        self.assertEqual(len(report["findings"]), 1)
        report = json.loads(self.run_skein("report", "-f", "json", "--filter", "not state:chan*", plain))
        self.assertEqual(([g["count"] for g in report["groups"]], report["findings"]), ([1], []))
        self.assertIn(b"no time", skein("report", "--filter", "wait>soon", plain, cwd=self.folder).stderr)

    def test_real_logs_in_every_format(self):
        for log in sorted((SOURCE / "tests" / "fixtures").rglob("leak-*--go1.27.4.log")) + sorted((SOURCE / "tests" / "fixtures" / "goleak").glob("*.log")):
            for form in ("text", "json", "markdown", "junit", "sarif", "github"):
                out = self.run_skein("triage", "-f", form, log)
                if form == "sarif":
                    self.check_sarif(out)
                elif form == "junit":
                    ET.fromstring(out.encode())


if __name__ == "__main__":
    main()
