#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: The Skein authors
"""Drives the real window with real events: an X server of its own, the mouse and the keyboard.

    real_events_test.py SKEIN_WINDOW DRAG_SOURCE

Pastes a log with Ctrl+V, clicks on every view, drags a file from another program into the window, triages leaks from
the first look to the saved baseline and opens it again, and looks at what the window says of itself (SKEIN_TEST_STATE) and at its picture. Waits for what it wants to see instead of sleeping,
and repeats what a slow machine may have missed.
"""
import shutil
import subprocess
import sys
import tempfile
import time

from desk import PATIENCE, ROOT, Desk, Failed, Window, drag, focus

def paste(desk, window):
    log = (ROOT / "examples/map-iteration-json-encoder.log").read_bytes()
    subprocess.Popen(["xclip", "-selection", "clipboard", "-in"], env=desk.environment, stdin=subprocess.PIPE,
                     stdout=subprocess.DEVNULL).communicate(log, timeout=30)

    def press(state):
        if state.get("tabs"):
            return  # it is being read
        focus(desk, window)
        desk.do("key", "--clearmodifiers", "ctrl+v")

    state = window.wait("pasting with Ctrl+V", lambda s: s["idle"] and len(s["tabs"]) == 1, press)
    tab = state["tabs"][0]
    if not (tab["state"] == "ready" and tab["title"].startswith("Pasted") and tab["findings"] > 0):
        raise Failed(f"pasting: unexpected tab {tab}")


def click_views(desk, window):
    for name in window.state()["views"]:
        # First its tab or title, then into the view itself.
        window.wait(f"clicking on the title of {name}", lambda s: s["views"][name]["shown"],
                    lambda s: window.click(s["views"][name]["handle"]))
        window.wait(f"clicking into {name}", lambda s: s["views"][name]["focus"],
                    lambda s: window.click(s["views"][name]["rect"]))
    # Chosen in one view, followed by all.
    state = window.wait("showing the log", lambda s: s["views"]["log"]["shown"] and s["views"]["log"]["rect"][0] >= 0,
                        lambda s: window.click(s["views"]["log"]["handle"]))
    before = state["selection"]
    x, y, width, height = state["views"]["log"]["rect"]
    for row in range(3, 9):
        desk.do("mousemove", x + 160, y + height * row // 10)
        desk.do("click", 1)
        time.sleep(0.5)
        if window.state()["selection"] != before:
            return
    raise Failed("clicking on lines of the log selected nothing")


def drag_to_window(desk, window, drag_source):
    file = ROOT / "examples/deadlock-abba-mutex.log"
    state = drag(desk, window, drag_source, file, lambda s: s["window"], "dropping a file", lambda s: len(s["tabs"]) == 2)
    tab = state["tabs"][1]
    if not (tab["title"] == file.name and tab["state"] == "ready" and state["current"] == 1):
        raise Failed(f"dropping: unexpected tab {tab}")


def drag_to_triage(desk, window, drag_source):
    """What is dropped on the triage view is compared, in no tab of its own."""
    window.wait("showing triage", lambda s: s["views"]["triage"]["shown"], lambda s: window.click(s["views"]["triage"]["handle"]))
    file = ROOT / "examples/leak-unread-results-channel.log"
    state = drag(desk, window, drag_source, file, lambda s: s["views"]["triage"]["rect"], "comparing a dropped file",
                 lambda s: s["compared"] == 1)
    if len(state["tabs"]) != 2:
        raise Failed("what was dropped on the triage view has a tab")


def show_triage(window):
    window.wait("showing triage", lambda s: s["views"]["triage"]["shown"] and s["leaks"],
                lambda s: window.click(s["views"]["triage"]["handle"]))


def triage_session(desk, window, drag_source, log):
    """As a user does it: open, compare, filter, say what is known, save. What is typed is typed once."""
    drag(desk, window, drag_source, log, lambda s: s["window"], "opening the log of the session",
         lambda s: s["tabs"][-1]["title"] == log.name and s["current"] == len(s["tabs"]) - 1)
    show_triage(window)
    drag(desk, window, drag_source, ROOT / "examples/sigquit-service-2300-goroutines.log",
         lambda s: s["views"]["triage"]["rect"], "comparing with another dump", lambda s: s["compared"] == 1)
    window.wait("the growth of the leaks", lambda s: any(row["cells"][2] for row in s["leaks"]))

    focus(desk, window)
    window.wait("the keyboard in the list", lambda s: s["views"]["triage"]["focus"] and s["selection"]["thread"] is not None,
                lambda s: window.click(s["leaks"][0]["rect"]))
    rows = len(window.state()["leaks"])
    desk.do("key", "--clearmodifiers", "ctrl+f")
    desk.do("type", "--delay", "30", "state:chan* status:new")
    desk.do("key", "Escape")  # what is offered
    time.sleep(0.2)
    window.wait("the filter", lambda s: 0 < len(s["leaks"]) < rows and
                all(row["cells"][4].startswith("chan") for row in s["leaks"]))
    desk.do("key", "Return")
    desk.do("key", "Home")
    desk.do("key", "k")
    state = window.wait("a status by keyboard", lambda s: s["leaks"][0]["cells"][0].startswith("known") and s["unsaved"])
    place = state["leaks"][0]["cells"][3]
    desk.do("key", "n")
    desk.do("type", "--delay", "30", "gone with the next release")
    desk.do("key", "Return")
    window.wait("a note", lambda s: s["leaks"][0]["cells"][8] == "gone with the next release")
    desk.do("key", "--clearmodifiers", "ctrl+s")
    window.wait("saving the baseline", lambda s: not s["unsaved"])
    if "gone with the next release" not in (log.parent / "skein-leaks.toml").read_text():
        raise Failed("the saved baseline has no note")
    return place


def reopen(desk, program, log, place):
    """What was said yesterday is there today."""
    window = Window(desk, program, log)
    window.wait("starting again", lambda s: s["idle"] and len(s["tabs"]) == 1 and s["tabs"][0]["title"] == log.name)
    show_triage(window)

    def known(state):
        cells = [row["cells"] for row in state["leaks"] if row["cells"][3] == place]
        return cells and cells[0][0].startswith("known") and cells[0][8] == "gone with the next release"

    window.wait("what was saved", known)
    quit_window(desk, window)


def quit_window(desk, window):
    focus(desk, window)
    desk.do("key", "--clearmodifiers", "ctrl+q")
    try:
        status = window.process.wait(PATIENCE)
    except subprocess.TimeoutExpired:
        raise Failed("Ctrl+Q did not end the program") from None
    if status != 0:
        raise Failed(f"the program ended with {status}")


def tabs(desk, window):
    window.wait("clicking on the first tab", lambda s: s["current"] == 0 and s["idle"],
                lambda s: window.click(s["tabs"][0]["rect"]))
    window.wait("closing it with Ctrl+W", lambda s: len(s["tabs"]) == 1,
                lambda s: (focus(desk, window), desk.do("key", "--clearmodifiers", "ctrl+w")))
    window.wait("opening it again", lambda s: len(s["tabs"]) == 2 and s["idle"],
                lambda s: len(s["tabs"]) == 1 and (focus(desk, window), desk.do("key", "--clearmodifiers", "ctrl+shift+t")))


def look(desk, window):
    """The screen is not empty: many colours, and the views' own."""
    if not shutil.which("import") or not shutil.which("identify"):
        return
    picture = desk.folder / "screen.png"
    desk.run("import", "-window", "root", picture)
    colours = int(desk.run("identify", "-format", "%k", picture))
    if colours < 40:
        raise Failed(f"the picture of the screen has only {colours} colours")


def main():
    program, drag_source = sys.argv[1:3]
    with tempfile.TemporaryDirectory(prefix="skein-events-") as folder:
        desk = Desk(folder)
        try:
            window = Window(desk, program)
            window.wait("starting", lambda s: s["idle"] and "emptyOpen" in s["buttons"])
            look(desk, window)
            paste(desk, window)
            click_views(desk, window)
            look(desk, window)
            drag_to_window(desk, window, drag_source)
            drag_to_triage(desk, window, drag_source)
            tabs(desk, window)
            look(desk, window)
            log = desk.folder / "session" / "leak.log"
            log.parent.mkdir()
            shutil.copy(ROOT / "examples/leak-unread-results-channel.log", log)
            place = triage_session(desk, window, drag_source, log)
            look(desk, window)
            quit_window(desk, window)
            reopen(desk, program, log, place)
        except (Failed, subprocess.SubprocessError) as failure:
            print(f"FAILED: {failure}", file=sys.stderr)
            return 1
        finally:
            desk.end()
    print("paste, clicks, drag and drop, tabs, triage: all there")
    return 0


if __name__ == "__main__":
    sys.exit(main())
