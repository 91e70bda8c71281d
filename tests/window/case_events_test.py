#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: The Skein authors
"""The life of a case with real events: from a dropped log to a shared page, a program that is killed, a merge.

    case_events_test.py SKEIN_WINDOW SKEIN DRAG_SOURCE DROP_TARGET [PICTURES]

Drives the real window on an X server of its own. PICTURES: a folder that gets the pictures of docs/sharing.md.
"""
import json
import pathlib
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import zipfile

from desk import ROOT, Desk, Failed, Window, drag, focus

LOG = "docker-map-crash-in-service-log.log"
NOTE = "Inc writes the map *without* mu; maria@acme.com has a fix."


class Walk:
    """A user who works: every click and every second counts."""

    def __init__(self, desk, window, pictures):
        self.desk = desk
        self.window = window
        self.pictures = pictures
        self.clicks = 0
        self.began = time.monotonic()

    def click(self, rectangle, button=1):
        if not rectangle:
            raise Failed("there is nothing to click on")
        self.clicks += 1
        self.window.click(rectangle, button)

    def key(self, *keys):
        self.desk.do("key", "--clearmodifiers", *keys)

    def type(self, text):
        self.desk.do("type", "--delay", "15", text)

    def menu(self, name, entry):
        """Two clicks: on the menu, and on its entry."""
        state = self.window.wait(f"the menu {name}", lambda s: s["menus"][name])
        self.click(state["menus"][name])
        state = self.window.wait(f"the entry {entry}", lambda s: s["menus"][entry])
        self.click(state["menus"][entry])

    def button(self, dialog, button):
        state = self.window.wait(f"the dialog {dialog}", lambda s: s["dialog"]["name"] == dialog and
                                 button in s["dialog"]["buttons"])
        self.click(state["dialog"]["buttons"][button])

    def picture(self, name):
        if not self.pictures:
            return
        time.sleep(0.7)
        x, y, width, height = self.window.state()["window"]
        self.desk.run("import", "-window", "root", "-crop", f"{width}x{height}+{x}+{y}", "+repage", "-colors", "200",
                      self.pictures / f"{name}.png")


def tab(state, index=-1):
    return state["tabs"][index]


def press(desk, window, key, what, happened):
    """A key to the window, again where a slow machine has missed it."""

    def act(state):
        if not state.get("dialog"):
            focus(desk, window)
            desk.do("key", "--clearmodifiers", key)

    return window.wait(what, happened, act)


def write_note(desk, window, walk, text):
    before = tab(window.state())["notes"]

    def begin(state):
        if state["focus"] != "noteText":
            focus(desk, window)
            walk.key("ctrl+n")

    window.wait("the editor of the notes view", lambda s: s["focus"] == "noteText", begin)
    walk.type(text)
    walk.picture("sharing-2-note")
    walk.key("ctrl+Return")
    window.wait("the note", lambda s: tab(s)["notes"] == before + 1 and tab(s)["modified"])


def share(desk, program, drag_source, folder, pictures):
    """From a dropped log to a shared annotated page: under a minute, ten clicks."""
    log = folder / LOG
    shutil.copy(ROOT / "examples" / LOG, log)
    window = Window(desk, program)
    window.wait("starting", lambda s: s["idle"] and "emptyOpen" in s["buttons"])
    walk = Walk(desk, window, pictures)
    drag(desk, window, drag_source, log, lambda s: s["window"], "dropping the log",
         lambda s: len(s["tabs"]) == 1 and tab(s)["findings"] > 0)
    walk.clicks += 1  # the drag
    walk.picture("sharing-1-dropped")

    write_note(desk, window, walk, NOTE)
    walk.picture("sharing-3-written")

    # The page.
    walk.menu("Share", "HTML page…")
    page = folder / "crash.html"
    window.wait("the dialog for the page", lambda s: s["dialog"]["title"] == "Save report")
    walk.key("ctrl+a")
    walk.type(page.name)  # in the folder of the log
    walk.picture("sharing-4-page")
    walk.key("Return")
    window.wait("the page", lambda s: page.exists() and not s["dialog"])
    seconds = time.monotonic() - walk.began
    text = page.read_text()
    if "maria@acme.com has a fix" not in text:
        raise Failed("the page has no note")
    print(f"from the dropped log to the page: {seconds:.1f} s, {walk.clicks} clicks")
    if walk.clicks > 10 or seconds > 60:
        raise Failed(f"that took {walk.clicks} clicks and {seconds:.0f} s")

    # A masked copy of the case.
    walk.menu("Share", "Copy with names masked…")
    window.wait("the preview of what is masked", lambda s: "Save masked copy…" in s["dialog"]["buttons"])
    walk.picture("sharing-5-masked")
    walk.button("redactDialog", "Save masked copy…")
    masked = folder / "masked.skein"
    window.wait("the dialog for the copy", lambda s: s["dialog"]["title"] == "Save masked copy")
    walk.key("ctrl+a")
    walk.type(str(masked))
    walk.key("Return")
    window.wait("what was masked", lambda s: masked.exists() and "masked copy is saved" in s["dialog"]["text"])
    walk.key("Return")
    window.wait("the end of the dialogs", lambda s: not s["dialog"])
    with zipfile.ZipFile(masked) as case:
        notes = case.read("notes.json").decode()
        if "Inc writes the map" not in notes or "maria" in notes or b"10.0.7.166" in case.read("log"):
            raise Failed(f"what the masked case says: {notes}")
    return window


def save(desk, window, folder):
    """Ctrl+S, and the proposed name."""
    case = folder / f"{LOG}.skein"
    press(desk, window, "ctrl+s", "the dialog for the case", lambda s: s["dialog"]["name"] == "saveCase")
    desk.do("key", "Return")
    window.wait("saving", lambda s: tab(s)["case"] == str(case) and not tab(s)["modified"])
    return case


def killed(desk, program, window, case):
    """The program is killed while a note is not saved; the next one offers it."""
    walk = Walk(desk, window, None)
    write_note(desk, window, walk, "written, and never saved")
    window.process.send_signal(signal.SIGKILL)
    window.process.wait(10)
    if "never saved" in zipfile.ZipFile(case).read("notes.json").decode():
        raise Failed("the case was written without being saved")
    window = Window(desk, program)
    window.wait("the offer to recover", lambda s: s["dialog"]["name"] == "recoveryQuestion" and
                case.name.removesuffix(".skein") in s["dialog"]["text"])
    window.press("Recover")
    window.wait("the recovered note", lambda s: s["idle"] and tab(s)["notes"] == 2 and tab(s)["modified"])
    return window


def killed_before_it_was_a_case(desk, program, window, folder):
    """The same for a log that was never saved and whose file is another one by then."""
    quit_without_saving(desk, window)
    log = folder / "second.log"
    shutil.copy(ROOT / "examples/deadlock-abba-mutex.log", log)
    window = Window(desk, program, log)
    window.wait("opening", lambda s: s["idle"] and tab(s)["state"] == "ready" and not s["dialog"])
    write_note(desk, window, Walk(desk, window, None), "about the second log")
    recovery = desk.folder / "state/skein/recovery"
    window.wait("the log that is kept", lambda s: any(recovery.glob("*.skein")))
    window.process.send_signal(signal.SIGKILL)
    window.process.wait(10)
    log.write_text("rotated away\n")
    window = Window(desk, program)
    window.wait("the offer to recover", lambda s: s["dialog"]["name"] == "recoveryQuestion")
    window.press("Recover")
    window.wait("the recovered log", lambda s: s["idle"] and tab(s)["notes"] == 1 and tab(s)["findings"] > 0 and
                tab(s)["title"] == "second.log" and tab(s)["case"] == "")
    # Killed again before anything is saved: nothing is lost the second time either.
    time.sleep(1)
    window.process.send_signal(signal.SIGKILL)
    window.process.wait(10)
    window = Window(desk, program)
    window.wait("the second offer", lambda s: s["dialog"]["name"] == "recoveryQuestion")
    window.press("Recover")
    window.wait("the log again", lambda s: s["idle"] and tab(s)["notes"] == 1 and tab(s)["findings"] > 0)
    quit_without_saving(desk, window)
    if list(recovery.iterdir()):
        raise Failed(f"recovery keeps what nobody wants: {list(recovery.iterdir())}")


def quit_without_saving(desk, window):
    press(desk, window, "ctrl+q", "the question", lambda s: s["dialog"]["name"] == "unsavedQuestion")
    button = [b for b in window.state()["dialog"]["buttons"] if "Discard" in b or "without" in b.lower()]
    window.press(button[0])
    window.process.wait(30)


def merge(desk, program, skein, drag_source, case, folder):
    """A copy with another person's note is dropped on the open case."""
    copy = folder / "bert.skein"
    shutil.copy(case, copy)
    subprocess.run([skein, "note", copy, "seen by Bert", "--author", "Bert"], check=True, stdout=subprocess.DEVNULL)
    window = Window(desk, program, case)
    window.wait("opening the case", lambda s: s["idle"] and tab(s)["notes"] == 1 and not s["dialog"])
    drag(desk, window, drag_source, copy, lambda s: s["window"], "dropping the copy", lambda s: tab(s)["notes"] == 2)
    if len(window.state()["tabs"]) != 1:
        raise Failed("the copy was opened, not merged")
    press(desk, window, "ctrl+s", "saving what was merged", lambda s: not tab(s)["modified"])
    if "seen by Bert" not in zipfile.ZipFile(case).read("notes.json").decode():
        raise Failed("the merged note is not in the case")
    return window


def drag_out(desk, window, drop_target, folder):
    """A finding's card as it is, timeline and graph with Ctrl held, into another program."""
    for name, held in (("findings", False), ("timeline", True), ("graph", True)):
        window.wait(f"showing {name}", lambda s: s["views"][name]["shown"],
                    lambda s: window.click(s["views"][name]["handle"]))
        taken = folder / f"dropped-{name}.json"
        target = desk.start(drop_target, taken)
        window.wait("the drop target's window", lambda s: desk.windows(target))

        def attempt(state):
            x, y, width, height = state["views"][name]["rect"]
            at = (x + width // 2, y + min(60, height // 2))
            desk.do("mousemove", *at)
            time.sleep(0.2)
            if held:
                desk.do("keydown", "ctrl")
            desk.do("mousedown", 1)
            time.sleep(0.2)
            for step in range(1, 21):
                desk.do("mousemove", at[0] + (1205 - at[0]) * step // 20, at[1] + (755 - at[1]) * step // 20)
                time.sleep(0.04)
            time.sleep(0.4)
            desk.do("mouseup", 1)
            if held:
                desk.do("keyup", "ctrl")
            time.sleep(1)

        window.wait(f"dragging {name} out", lambda s: taken.exists(), attempt)
        got = json.loads(taken.read_text())
        target.terminate()
        target.wait()
        if "image/svg+xml" not in got["formats"] or not got["image"] or not got["files"]:
            raise Failed(f"{name}: what was dropped is {got}")


def main():
    program, skein, drag_source, drop_target = sys.argv[1:5]
    pictures = pathlib.Path(sys.argv[5]).resolve() if len(sys.argv) > 5 else None
    with tempfile.TemporaryDirectory(prefix="skein-case-") as name:
        folder = pathlib.Path(name) / "crash"
        folder.mkdir()
        desk = Desk(name)
        desk.environment["SKEIN_AUTHOR"] = "Ann"
        try:
            window = share(desk, program, drag_source, folder, pictures)
            if pictures:
                return 0
            case = save(desk, window, folder)
            window = killed(desk, program, window, case)
            killed_before_it_was_a_case(desk, program, window, folder)
            window = merge(desk, program, skein, drag_source, case, folder)
            drag_out(desk, window, drop_target, folder)
        except (Failed, subprocess.SubprocessError) as failure:
            print(f"FAILED: {failure}", file=sys.stderr)
            return 1
        finally:
            desk.end()
    print("shared, masked, saved, killed and recovered twice, merged by a drop, dragged out: all there")
    return 0


if __name__ == "__main__":
    sys.exit(main())
