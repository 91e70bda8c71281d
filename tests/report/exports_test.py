# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: The Skein authors
"""What `skein report` hands on: text forms of every captured log, pictures and pages of every example, and a log whose
names try to be markup."""
import html.parser
import json
import re
import shutil
import subprocess
import tempfile
import unittest
import xml.etree.ElementTree as xml
from pathlib import Path

import hostile
import noted_case
import skein_program
from skein_program import SOURCE, main, real_logs, skein

EXAMPLES = sorted((SOURCE / "examples").glob("*.log"))
SVG = "{http://www.w3.org/2000/svg}"
WORDS = ("proved", "likely", "possible")


class InFolder(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def report(self, form, *logs, options=()):
        run = skein("report", "--format", form, *options, *logs)
        self.assertEqual(run.returncode, 0, run.stderr)
        return run.stdout


class Page(html.parser.HTMLParser):
    """Elements, ids and what stands between the tags."""

    VOID = {"meta", "img", "br", "link", "input"}

    def __init__(self, text):
        super().__init__()
        self.tags, self.ids, self.links, self.text, self.open, self.attributes = [], [], [], [], [], []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        for name, value in attrs:
            self.attributes.append((tag, name, value))
            if name == "id":
                self.ids.append(value)
            elif name == "href":
                self.links.append(value)
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open and self.open[-1] == tag, f"</{tag}> inside {self.open[-3:]}"
        self.open.pop()

    def handle_data(self, data):
        self.text.append(data)


class Text(InFolder):
    def test_logs_in_every_text_form(self):
        for log in real_logs()[::8] + EXAMPLES:
            with self.subTest(log=log.name):
                findings = json.loads(self.report("json", log))["findings"]
                chat = self.report("chat", log).decode()
                markdown = self.report("markdown", log).decode()
                self.assertLessEqual(len(chat.splitlines()), 13)
                if findings:
                    self.assertIn(findings[0]["certainty"], chat)
                    self.assertIn(findings[0]["certainty"], markdown)
                self.assertEqual(markdown.count("```") % 2, 0)
                self.assertEqual(len(self.report("github", log).splitlines()), len(findings))
                self.check_sarif(self.report("sarif", log), findings)

    def check_sarif(self, text, findings):
        """What SARIF 2.1.0 requires of the members that are written (3.13 sarifLog, 3.14 run, 3.27 result, 3.49
        reportingDescriptor), and GitHub of results."""
        log = json.loads(text)
        self.assertEqual((log["version"], len(log["runs"])), ("2.1.0", 1))
        run = log["runs"][0]
        rules = run["tool"]["driver"]["rules"]
        self.assertEqual(len({rule["id"] for rule in rules}), len(rules))
        self.assertEqual([r["ruleId"] for r in run["results"]], [f["kind"] for f in findings])
        levels = {"proved": "error", "likely": "warning", "possible": "note"}
        for result, finding in zip(run["results"], findings):
            self.assertEqual(rules[result["ruleIndex"]]["id"], result["ruleId"])
            self.assertEqual(result["level"], levels[finding["certainty"]])
            self.assertTrue(result["message"]["text"].startswith(finding["certainty"] + ": "))
            place = result["locations"][0]["physicalLocation"]
            self.assertRegex(place["artifactLocation"]["uri"], r"^(file:///)?[A-Za-z0-9._~/%-]+$")
            self.assertGreaterEqual(place["region"]["startLine"], 1)

    def test_hostile_names_stay_text(self):
        log = hostile.write(self.folder)
        markdown = self.report("markdown", log).decode()
        outside = re.sub(r"(`+)[^`].*?\1", "", markdown)  # code spans
        for sign in ("<script", "<img", "<svg", "@everyone", "#123", "](http"):
            self.assertNotIn(sign, outside)
        self.assertNotIn("\x1b", markdown + self.report("chat", log).decode())
        self.assertNotIn("@everyone", self.report("chat", log).decode())
        for line in self.report("github", log).decode().splitlines():
            self.assertRegex(line, "^::(error|warning|notice) ")
        json.loads(self.report("sarif", log))


class Pictures(InFolder):
    def test_every_example_as_svg(self):
        for log in EXAMPLES:
            with self.subTest(log=log.name):
                root = xml.fromstring(self.report("svg", log))
                findings = json.loads(self.report("json", log))["findings"]
                texts = " ".join(t.text or "" for t in root.iter(SVG + "text"))
                self.assertIn(findings[0]["certainty"], texts)
                self.assertTrue(all(t.text for t in root.iter(SVG + "title")), "what can be pointed at says what it is")
                self.assertFalse({e.tag for e in root.iter()} - {SVG + t for t in (
                    "svg", "g", "path", "rect", "ellipse", "text", "title", "desc", "clipPath")})
                for element in root.iter():
                    self.assertFalse([a for a in element.attrib if a.startswith("on") or "href" in a])

    def test_inferred_links_are_not_solid(self):
        log = SOURCE / "examples" / "map-writes-http-registry.log"
        root = xml.fromstring(self.report("svg", log, options=["--picture", "timeline"]))
        orange = [p for p in root.iter(SVG + "path") if p.get("stroke") == "#b04600"]
        self.assertTrue(orange and all(p.get("stroke-dasharray") for p in orange), "a likely conflict is dashed")

    def test_one_picture_or_both_light_or_dark(self):
        log = SOURCE / "examples" / "deadlock-abba-mutex.log"
        heights = [float(xml.fromstring(self.report("svg", log, options=["--picture", p])).get("height"))
                   for p in ("timeline", "graph", "both")]
        self.assertGreater(heights[2], max(heights[:2]))
        self.assertIn(b"#17191d", self.report("svg", log, options=["--theme", "dark"]))
        self.assertNotIn(b"#17191d", self.report("svg", log))

    def test_wrong_options(self):
        log = EXAMPLES[0]
        for options in (["--picture", "map"], ["--theme", "blue"], ["--finding", "99"]):
            run = skein("report", "--format", "svg", *options, log)
            self.assertEqual((run.returncode, run.stdout), (2, b""), options)
            self.assertEqual(run.stderr.count(b"\n"), 1)

    def test_nothing_to_draw(self):
        log = self.folder / "a.log"
        log.write_text("all is well\n")
        for form in ("svg", "png", "pdf", "html"):
            run = skein("report", "--format", form, log)
            self.assertEqual(run.returncode, 0)
            self.assertGreater(len(run.stdout), 200)

    def test_hostile_names_stay_text(self):
        root = xml.fromstring(self.report("svg", hostile.write(self.folder)))
        self.assertFalse([e for e in root.iter() if e.tag in (SVG + "script", SVG + "img", SVG + "image", SVG + "a")])
        self.assertIn("<script>", " ".join(t.text or "" for t in root.iter(SVG + "title")))

    @unittest.skipUnless(shutil.which("rsvg-convert") and shutil.which("pdftoppm") and shutil.which("convert"), "no other renderer")
    def test_other_programs_draw_them(self):
        for log in EXAMPLES[::4]:
            for form, command in (("svg", ["rsvg-convert", "-o"]), ("pdf", ["pdftoppm", "-png", "-singlefile", "-r", "60"])):
                with self.subTest(log=log.name, form=form):
                    file, picture = self.folder / f"a.{form}", self.folder / f"{form}.png"
                    file.write_bytes(self.report(form, log))
                    arguments = [picture, file] if form == "svg" else [file, picture.with_suffix("")]
                    subprocess.run([*command, *map(str, arguments)], check=True, capture_output=True)
                    colours = subprocess.run(["convert", str(picture), "-format", "%k", "info:"], check=True, capture_output=True)
                    self.assertGreater(int(colours.stdout), 30, "more than an empty sheet")

    def test_without_the_window_program(self):
        alone = self.folder / "skein"
        shutil.copy(skein_program.PROGRAM, alone)
        run = subprocess.run([alone, "report", "--format", "svg", EXAMPLES[0]], capture_output=True, timeout=60)
        self.assertEqual((run.returncode, run.stdout), (2, b""))
        self.assertEqual(run.stderr.count(b"\n"), 1)
        self.assertIn(b"skein-window", run.stderr)


class Pages(InFolder):
    def check(self, log):
        text = self.report("html", log).decode("utf-8")
        page = Page(text)
        self.assertEqual(page.open, [], "every element is closed")
        self.assertEqual(len(set(page.ids)), len(page.ids), "every id once")
        for link in page.links:
            self.assertTrue(link.startswith("#") and link[1:] in page.ids, link)
        self.assertFalse([a for a in page.attributes if a[1].startswith("on") or a[1] in ("style", "src", "srcdoc")])
        self.assertFalse(set(page.tags) & {"img", "iframe", "object", "embed", "link", "base", "form", "image", "foreignobject"})
        self.assertEqual(page.tags.count("script"), 1)
        self.assertEqual(page.tags.count("style"), 1)
        self.assertTrue({"main", "nav", "header", "footer", "h1", "h2", "h3"} <= set(page.tags))
        return text, page

    def test_every_example(self):
        for log in EXAMPLES:
            with self.subTest(log=log.name):
                text, page = self.check(log)
                self.assertLessEqual(len(text), 1_000_000 + log.stat().st_size)
                report = json.loads(self.report("json", log))
                for number in range(len(report["findings"])):
                    self.assertIn(f"finding-{number + 1}", page.ids)
                words = "".join(page.text)
                for finding in report["findings"]:
                    self.assertIn(finding["title"], words)

    def test_hostile_names_stay_text(self):
        text, page = self.check(hostile.write(self.folder))
        words = "".join(page.text)
        for sign in hostile.SIGNS[:3]:
            self.assertIn(sign, words)

    def test_a_huge_log_is_cut_and_says_so(self):
        log = self.folder / "huge.log"
        log.write_text("service is up <b>\n" * 400_000 + hostile.LOG + "after\n" * 10)
        text, page = self.check(log)
        self.assertLess(len(text), 1_500_000)
        self.assertIn("lines not in this page", "".join(page.text))
        self.assertIn("thread-7", page.ids)
        self.assertIn("line-400005", page.ids)

    def test_many_threads(self):
        log = self.folder / "many.log"
        log.write_text("".join(f"goroutine {i} [chan receive, 3 minutes]:\nmain.f{i % 900}()\n\t/a/b.go:{i % 900 + 1} +0x1d\n\n" for i in range(1, 20_001)))
        text, page = self.check(log)
        self.assertLess(len(text), 4_000_000)
        self.assertIn("further stacks are not in this page", "".join(page.text))


class Said(InFolder):
    """What people said, in every form, told from what Skein inferred."""

    LOGS = [SOURCE / "examples" / name for name in
            ("map-writes-http-registry.log", "deadlock-abba-mutex.log", "go1.26-map-crash-one-goroutine.log", "tsan-race-heap.log")]

    def setUp(self):
        super().setUp()
        self.cases = {log.stem: noted_case.write(self.folder, log, name=log.stem) for log in self.LOGS}
        self.bad = noted_case.write(self.folder, self.LOGS[0], bad=True, name="bad")

    def each(self):
        for name, case in self.cases.items():
            with self.subTest(case=name):
                yield name, case

    def test_text_forms_say_who_said_it(self):
        for name, case in self.each():
            certainty = json.loads(self.report("json", case))["findings"][0]["certainty"]
            for form in ("text", "chat", "markdown", "github", "sarif"):
                text = self.report(form, case).decode()
                self.assertIn(certainty, text, form)
                self.assertIn("Ann", text, form)
                self.assertRegex(text, "[Ss]aid by Ann|What people say", form)
                self.assertRegex(text, r"[Cc]onfirmed", form)
            text = self.report("text", case).decode()
            for words in ("Called the loader.", "Important.", "in answer to note 1", "It holds both locks", "(https://issues.example/41)"):
                self.assertIn(words, text)
            self.assertLessEqual(len(self.report("chat", case).splitlines()), 18)

    def test_markdown_of_notes_is_markdown_again(self):
        text = self.report("markdown", self.cases["deadlock-abba-mutex"]).decode()
        self.assertIn("> It holds **both** locks, see `bank.Transfer`", text)
        self.assertIn("> - first *this* one", text)
        self.assertIn("✎ _confirmed, said by Ann_", text)

    def test_sarif(self):
        for name, case in self.each():
            run = json.loads(self.report("sarif", case))["runs"][0]
            said = [n for r in run["results"] for n in r.get("properties", {}).get("saidByPeople", [])]
            said += run.get("properties", {}).get("saidByPeople", [])
            report = json.loads(self.report("json", case))
            self.assertEqual(len([n for n in said if n["kind"] == "note"]), len(report["annotations"]))
            for note in said:
                self.assertEqual(set(note), {"author", "time", "about", "kind", "text"})
            for result in run["results"]:
                self.assertLessEqual(set(result), {"ruleId", "ruleIndex", "level", "message", "locations", "relatedLocations",
                                                   "suppressions", "properties"})
                # The schema of SARIF wants no two of them equal, and two people may say the same of one place.
                places = [json.dumps(place, sort_keys=True) for place in result.get("relatedLocations", [])]
                self.assertEqual(len(places), len(set(places)))
                for place in result.get("relatedLocations", []):
                    self.assertEqual(set(place), {"physicalLocation", "id", "message"})
                    self.assertGreaterEqual(place["physicalLocation"]["region"]["startLine"], 1)
        # Somebody says that it is not so: what Skein infers stays, and is set aside.
        result = json.loads(self.report("sarif", self.bad))["runs"][0]["results"][0]
        self.assertEqual(result["level"], "warning")
        self.assertEqual(result["suppressions"][0]["status"], "accepted")
        self.assertTrue(result["suppressions"][0]["justification"].startswith("rejected, said by "))

    def test_pictures_have_bubbles_and_words(self):
        for name, case in self.each():
            root = xml.fromstring(self.report("svg", case))
            texts = " ".join(t.text or "" for t in root.iter(SVG + "text"))
            for words in ("What people say", "said by Ann", "confirmed, said by Ann", "“the loader”", "Called the loader."):
                self.assertIn(words, texts)
            tips = [t.text or "" for t in root.iter(SVG + "title")]
            notes = [t for t in tips if re.match(r"Note \d+, said by Ann", t)]
            self.assertGreaterEqual(len(notes), 3)
            for group in root.iter(SVG + "g"):
                if group.get("class", "").startswith("note-"):
                    self.assertRegex(group.find(SVG + "title").text, f"^Note {group.get('class')[5:]}, ")
            self.assertGreater(len(self.report("png", case)), len(self.report("png", SOURCE / "examples" / (name + ".log"))))

    def test_what_people_draw_is_dashed_like_no_certainty(self):
        root = xml.fromstring(self.report("svg", self.cases["map-writes-http-registry"], options=["--picture", "timeline"]))
        dashes = {p.get("stroke-dasharray") for p in root.iter(SVG + "path")} - {None}
        self.assertIn("12.6 4.5 2.7 4.5", dashes)  # dash, dot, dash
        self.assertIn("1 lane is hidden by people.", " ".join(t.text or "" for t in root.iter(SVG + "text")))

    @unittest.skipUnless(shutil.which("pdfinfo") and shutil.which("pdftotext"), "no reader of PDF")
    def test_notes_have_pages_of_their_own_in_a_pdf(self):
        file = self.folder / "a.pdf"
        file.write_bytes(self.report("pdf", self.cases["deadlock-abba-mutex"]))
        info = subprocess.run(["pdfinfo", file], check=True, capture_output=True, text=True).stdout
        self.assertGreaterEqual(int(re.search(r"Pages:\s+(\d+)", info)[1]), 3)
        text = subprocess.run(["pdftotext", "-layout", file, "-"], check=True, capture_output=True, text=True).stdout
        self.assertIn("What people say", text)
        self.assertIn("said by Ben, 2026-11-21 12:30, in answer to note 1", text)  # and what is copied out is readable

    def test_pages(self):
        for name, case in self.each():
            page = Page(self.report("html", case).decode())
            self.assertEqual(page.open, [])
            self.assertEqual(len(set(page.ids)), len(page.ids))
            for link in page.links:
                self.assertTrue(link.startswith("#") and link[1:] in page.ids, link)
            words = "".join(page.text)
            self.assertIn("confirmed, said by Ann", words)
            self.assertIn("“the loader”", words)
            self.assertTrue({"strong", "em", "code", "pre", "ul", "ol"} <= set(page.tags))
            self.assertIn("note-1", page.ids)

    def test_hostile_notes_stay_text(self):
        page = Page(self.report("html", self.bad).decode())
        self.assertFalse([a for a in page.attributes if a[1].startswith("on") or a[1] in ("style", "src")])
        self.assertFalse(set(page.tags) & {"img", "iframe", "object", "form", "base", "link"})
        self.assertEqual((page.tags.count("script"), page.tags.count("b")), (1, 3))  # those of the page itself
        self.assertTrue(all(link.startswith("#") for link in page.links))
        markdown = re.sub(r"(`+)[^`].*?\1", "", self.report("markdown", self.bad).decode())
        for sign in ("<script", "<img", "<svg", "@everyone", "#123", "](http", "](javascript"):
            self.assertNotIn(sign, markdown)
        for form in ("text", "chat", "markdown", "github", "sarif", "svg"):
            text = self.report(form, self.bad).decode()
            self.assertNotIn("\x1b", text, form)
            self.assertNotIn("\u202e", text, form)
        self.assertNotIn("@everyone", self.report("chat", self.bad).decode())
        for line in self.report("github", self.bad).decode().splitlines():
            self.assertRegex(line, "^::(error|warning|notice) ")
        root = xml.fromstring(self.report("svg", self.bad))
        self.assertFalse([e for e in root.iter() if e.tag in (SVG + "script", SVG + "img", SVG + "image", SVG + "a")])

    def test_many_and_long_notes(self):
        case = noted_case.write(self.folder, self.LOGS[0], many=200, name="many")
        self.assertLess(len(self.report("html", case)), 1_000_000 + self.LOGS[0].stat().st_size)
        self.assertLess(len(self.report("markdown", case)), 65_536)
        root = xml.fromstring(self.report("svg", case))
        self.assertLess(float(root.get("height")), 12_000)
        self.assertIn("further notes are not shown here.", " ".join(t.text or "" for t in root.iter(SVG + "text")))
        writer = noted_case.Writer("Ann")
        noted_case.rewrite(case, {"notes": [writer.note({"kind": "case"}, "*_[`](" * 160_000 + "end")], "verdicts": []})
        for form in ("text", "chat", "markdown", "github", "sarif", "html", "svg", "png", "pdf"):
            with self.subTest(form=form):
                self.assertLess(len(self.report(form, case)), 1_500_000)


if __name__ == "__main__":
    main()
