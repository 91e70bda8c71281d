# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: The Skein authors
"""The exported page in a real browser: what it shows, how it answers to mouse and keyboard, that it asks nobody for
anything, and that names which try to be markup stay names."""
import os
import tempfile
import unittest
from pathlib import Path

import browser
import hostile
import noted_case
from skein_program import SOURCE, main, skein

EXAMPLES = sorted((SOURCE / "examples").glob("*.log"))
# Where somebody wants to look at the pages: pictures of all examples at both widths, light and dark.
PICTURES = os.environ.get("SKEIN_PAGE_PICTURES")


class Pages(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.temporary = tempfile.TemporaryDirectory()
        cls.folder = Path(cls.temporary.name)
        cls.addClassCleanup(cls.temporary.cleanup)
        run = skein("report", "--format", "html", "--output", str(cls.folder) + "/", *EXAMPLES, hostile.write(cls.folder))
        assert run.returncode == 0, run.stderr
        registry = SOURCE / "examples" / "map-writes-http-registry.log"
        cls.cases = [noted_case.write(cls.folder, registry, name="noted"), noted_case.write(cls.folder, registry, bad=True, name="hostile-notes")]
        run = skein("report", "--format", "html", "--output", str(cls.folder) + "/", *cls.cases)
        assert run.returncode == 0, run.stderr
        cls.browser = browser.Browser()
        cls.addClassCleanup(cls.browser.close)

    def page(self, name):
        return self.folder / (name + ".log.html")

    def open(self, name, fragment="", **how):
        self.browser.open(self.page(name), fragment, **how)
        return self.browser.run

    def silent(self):
        """Nothing was asked of anybody, and nobody complained."""
        self.assertEqual(self.browser.complaints, [])
        self.assertEqual([r for r in self.browser.requests if not r.startswith("file://")], [])
        self.assertEqual(len(self.browser.requests), 1, self.browser.requests)

    def test_what_would_be_noticed(self):
        """The checks of this file see a request and a script that the policy refuses."""
        page = self.folder / "control.html"
        page.write_text(self.page("tsan-race-heap").read_text().replace(
            "</main>", "<img src='http://127.0.0.1:9/x.png'><script>owned=1</script></main>"))
        self.browser.open(page)
        self.assertGreaterEqual(len(self.browser.complaints), 2)
        self.assertEqual(self.browser.run("typeof owned"), "undefined")

    def test_every_example_fits_in_light_and_dark(self):
        for log in EXAMPLES:
            for width in (1280, 390):
                for dark in (False, True):
                    with self.subTest(log=log.name, width=width, dark=dark):
                        run = self.open(log.stem, width=width, dark=dark)
                        self.assertLessEqual(run("document.documentElement.scrollWidth"), width)
                        self.assertEqual(run("document.querySelectorAll('article.finding:not([hidden])').length"), 1)
                        self.assertGreater(run("document.querySelector('.view svg').getBoundingClientRect().height"), 40)
                        ground = run("getComputedStyle(document.body).backgroundColor")
                        self.assertEqual(ground, "rgb(23, 25, 29)" if dark else "rgb(246, 246, 244)")
                        self.silent()
                        if PICTURES:
                            self.picture(f"{log.stem}-{width}-{'dark' if dark else 'light'}.png", width)

    def picture(self, name, width):
        import base64
        height = min(self.browser.run("document.documentElement.scrollHeight"), 4000)
        shot = self.browser.call("Page.captureScreenshot", captureBeyondViewport=True,
                                 clip={"x": 0, "y": 0, "width": width, "height": height, "scale": 1})
        (Path(PICTURES) / name).write_bytes(base64.b64decode(shot["data"]))

    def test_links_lead_somewhere(self):
        run = self.open("map-writes-http-registry")
        self.assertEqual(run("[...document.querySelectorAll('a[href]')].filter(a => !document.getElementById("
                             "decodeURIComponent(a.getAttribute('href').slice(1)))).length"), 0)
        self.open("map-writes-http-registry", "#line-17")
        self.assertTrue(run("document.getElementById('line-17').classList.contains('here')"))
        self.open("map-writes-http-registry", "#thread-7")
        self.assertEqual(run("document.querySelector('.drawer:not([hidden]) .who').textContent"), "G7")
        self.open("sigquit-service-2300-goroutines", "#finding-3")
        self.assertEqual(run("document.querySelector('article:not([hidden])').id"), "finding-3")
        self.silent()

    def test_a_click_on_a_lane_selects_everywhere(self):
        run = self.open("map-writes-http-registry")
        self.browser.click("#finding-1-timeline a.spot[data-t]")
        self.assertEqual(run("document.querySelector('.drawer:not([hidden]) .who').textContent"), "G11")
        self.assertIn("sources.Put", run("document.querySelector('.drawer .frames').textContent"))
        self.assertIn("goroutine 11 [running]", run("document.querySelector('.drawer .lines-view').textContent"))
        for what in (".spot.on", ".parties tr.on", ".chip.on", ".side.on"):
            self.assertTrue(run(f"!!document.querySelector('{what}')"), what)
        self.browser.key("Escape")
        self.assertTrue(run("document.querySelector('.drawer').hidden"))
        self.silent()

    def test_a_lane_by_keyboard(self):
        run = self.open("map-writes-http-registry")
        run("document.querySelector('#finding-1-timeline a.spot[data-t]').focus()")
        self.assertIn("G11", run("document.querySelector('.tip:not([hidden])').textContent"))
        self.browser.key("Enter", "\r")
        self.assertEqual(run("document.querySelector('.drawer:not([hidden]) .who').textContent"), "G11")

    def test_zoom(self):
        run = self.open("deadlock-abba-mutex")
        width = "document.querySelector('#finding-1-timeline svg').getBoundingClientRect().width"
        before = run(width)
        run("document.querySelector('#finding-1-timeline .view').focus()")
        self.browser.key("+", "+")
        self.assertAlmostEqual(run(width), before * 1.25, delta=2)
        self.browser.key("0", "0")
        self.assertAlmostEqual(run(width), before, delta=1)

    def test_steps_play_with_their_certainty(self):
        run = self.open("map-writes-http-registry")
        count = run("document.querySelectorAll('#finding-1-steps > ol > li').length")
        run("document.querySelector('#finding-1-steps ol').focus()")
        said = []
        for _ in range(count):
            self.browser.key("ArrowRight")
            said.append(run("document.querySelector('.said-now').textContent"))
            self.assertEqual(run("document.querySelectorAll('#finding-1-steps li.now').length"), 1)
        self.assertEqual(len(set(said)), count)
        for words in said:
            self.assertRegex(words, r"^Step \d+ of \d+, (proved|likely|possible): .")
        self.assertTrue(any("no order is known" in words for words in said))
        self.assertTrue(run("!!document.querySelector('#finding-1-timeline .spot.past')"))
        self.silent()

    def test_names_stay_names(self):
        (page,) = [p for p in self.folder.iterdir() if p.name.startswith("a") and p.suffix == ".html"]
        for how in ({}, {"width": 390, "dark": True}):
            self.browser.open(page, **how)
            run = self.browser.run
            self.assertEqual(run("typeof owned"), "undefined")
            self.assertEqual(run("document.querySelectorAll('img, iframe, [onload], [onerror], [onclick]').length"), 0)
            self.assertEqual(run("document.scripts.length"), 1)
            self.assertIn("<script>owned=1</script>", run("document.querySelector('main').innerText"))
            self.browser.click("#finding-1-timeline a.spot[data-t]")
            self.assertEqual(run("typeof owned + document.images.length"), "undefined0")
            self.silent()

    def test_notes_lead_to_and_fro(self):
        for width, dark in ((1280, False), (390, True)):
            self.browser.open(self.folder / "noted.skein.html", width=width, dark=dark)
            run = self.browser.run
            self.assertLessEqual(run("document.documentElement.scrollWidth"), width)
            self.assertIn("confirmed, said by Ann", run("document.querySelector('.verdict').textContent"))
            self.assertIn("“the loader”", run("document.querySelector('.parties').textContent"))
            spots = run("document.querySelectorAll('#finding-1-timeline a.spot[href^=\"#note-\"]').length")
            self.assertGreaterEqual(spots, 4)
            self.browser.click("#finding-1-timeline a.spot[href='#note-3']")
            self.assertEqual(run("location.hash"), "#note-3")
            self.assertEqual(run("getComputedStyle(document.querySelector('#note-3')).borderLeftColor") ==
                             run("getComputedStyle(document.querySelector('#note-2')).borderLeftColor"), False)
            self.assertEqual(run("document.querySelectorAll('#note-1 strong, #note-1 em, #note-1 code, #note-1 pre').length"), 5)
            self.assertEqual(run("document.querySelectorAll('.said a:not([href^=\"#\"])').length"), 0)
            self.silent()
            if PICTURES:
                self.picture(f"noted-{width}-{'dark' if dark else 'light'}.png", width)

    def test_hostile_notes_stay_text(self):
        for how in ({}, {"width": 390, "dark": True}):
            self.browser.open(self.folder / "hostile-notes.skein.html", **how)
            run = self.browser.run
            self.assertLessEqual(run("document.documentElement.scrollWidth"), how.get("width", 1280))
            self.assertEqual(run("typeof owned"), "undefined")
            self.assertEqual(run("document.querySelectorAll('img, iframe, [onload], [onerror], [onclick]').length"), 0)
            self.assertEqual(run("document.scripts.length"), 1)
            self.assertIn("<script>owned=1</script>", run("document.querySelector('#notes').innerText"))
            self.browser.click("#finding-1-timeline a.spot[href^='#note-']")
            self.assertEqual(run("typeof owned + document.images.length"), "undefined0")
            self.silent()

    def test_without_script(self):
        # The protocol cannot look either, so the picture of the page has to do: every article takes its room.
        self.browser.open(self.page("sigquit-service-2300-goroutines"), script=False)
        without = self.browser.call("Page.getLayoutMetrics")["cssContentSize"]["height"]
        self.browser.open(self.page("sigquit-service-2300-goroutines"))
        self.assertGreater(without, self.browser.call("Page.getLayoutMetrics")["cssContentSize"]["height"] + 2000)
        self.silent()

    def test_landmarks_and_names(self):
        self.open("deadlock-abba-mutex")
        nodes = self.browser.call("Accessibility.getFullAXTree")["nodes"]
        roles = [n["role"]["value"] for n in nodes if not n.get("ignored")]
        for role in ("main", "navigation", "banner", "contentinfo", "article", "figure", "heading", "table"):
            self.assertIn(role, roles)
        for node in nodes:
            if not node.get("ignored") and node["role"]["value"] in ("link", "button"):
                self.assertTrue(node.get("name", {}).get("value"), "every link and button has a name")

    def test_print(self):
        self.open("map-writes-http-registry", dark=True)
        self.browser.call("Emulation.setEmulatedMedia", media="print")
        run = self.browser.run
        self.assertEqual(run("getComputedStyle(document.querySelector('.side-bar')).display"), "none")
        self.assertEqual(run("getComputedStyle(document.body).getPropertyValue('--panel').trim()"), "#ffffff")
        self.assertEqual(run("getComputedStyle(document.querySelector('.lines-view')).maxHeight"), "none")
        self.browser.call("Emulation.setEmulatedMedia", media="")


if __name__ == "__main__":
    if not browser.PROGRAM:
        raise SystemExit("no Chromium")
    main()
