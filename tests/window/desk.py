#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: The Skein authors
"""An X server of its own with the real window on it, steered by mouse and keyboard: for tests and for pictures."""
import json
import os
import pathlib
import subprocess
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
PATIENCE = 60.0


class Failed(Exception):
    pass


class Desk:
    """An X server, and the programs on it."""

    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        self.programs = []
        read, write = os.pipe()
        server = subprocess.Popen(
            ["Xvfb", "-displayfd", str(write), "-screen", "0", "1280x820x24", "-nolisten", "tcp"],
            pass_fds=[write], stderr=subprocess.DEVNULL)
        os.close(write)
        self.programs.append(server)
        with os.fdopen(read) as pipe:
            number = pipe.readline().strip()
        if not number:
            raise Failed("Xvfb did not start")
        self.environment = {k: v for k, v in os.environ.items() if k not in ("WAYLAND_DISPLAY", "QT_QPA_PLATFORM")}
        self.environment.update(
            DISPLAY=":" + number, QT_QPA_PLATFORM="xcb", HOME=str(self.folder), XDG_CONFIG_HOME=str(self.folder / "config"),
            XDG_STATE_HOME=str(self.folder / "state"),
            QT_SCALE_FACTOR="1", LC_ALL="C.UTF-8")

    def start(self, *command, **environment):
        program = subprocess.Popen([str(c) for c in command], env={**self.environment, **environment}, cwd=ROOT)
        self.programs.append(program)
        return program

    def run(self, *command, **more):
        return subprocess.run([str(c) for c in command], env=self.environment, check=True, timeout=30,
                              stdout=subprocess.PIPE, **more).stdout

    def do(self, *arguments):
        self.run("xdotool", *arguments)

    def windows(self, program):
        """The visible windows of a program; none while it starts."""
        found = subprocess.run(["xdotool", "search", "--all", "--onlyvisible", "--pid", str(program.pid), "--name", "."],
                               env=self.environment, timeout=30, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        return found.stdout.decode().split()

    def end(self):
        for program in reversed(self.programs):
            program.terminate()
        for program in self.programs:
            try:
                program.wait(10)
            except subprocess.TimeoutExpired:
                program.kill()


class Window:
    """Skein's window as it describes itself."""

    def __init__(self, desk, program, *files):
        self.desk = desk
        self.path = desk.folder / "state.json"
        self.path.unlink(missing_ok=True)  # of the window before
        self.process = desk.start(program, *files, SKEIN_TEST_STATE=str(self.path))

    def state(self):
        try:
            return json.loads(self.path.read_text())
        except (FileNotFoundError, ValueError):
            return {}

    def wait(self, what, condition, act=None, patience=PATIENCE):
        """Until condition(state) holds; `act` is done at first and again every few seconds."""
        end = time.monotonic() + patience
        next_act = time.monotonic()
        while True:
            if self.process.poll() is not None:
                raise Failed(f"{what}: the window has ended with {self.process.returncode}")
            state = self.state()
            try:
                if condition(state):
                    return state
            except (KeyError, IndexError, TypeError):
                pass
            now = time.monotonic()
            if now > end:
                raise Failed(f"{what}: did not happen; last state: {json.dumps(state)}")
            if act and now >= next_act:
                act(state)
                next_act = now + 5
            time.sleep(0.05)

    def click(self, rectangle, button=1):
        if not rectangle:
            return
        x, y, width, height = rectangle
        self.desk.do("mousemove", x + width // 2, y + height // 2)
        time.sleep(0.05)
        self.desk.do("click", button)

    def press(self, button):
        """A button of the dialog that is open, by what stands on it."""
        self.click(self.state().get("dialog", {}).get("buttons", {}).get(button))


def focus(desk, window):
    """Without a window manager nobody gives the window the keyboard."""
    for one in desk.windows(window.process):
        desk.do("windowfocus", one)


def drag(desk, window, drag_source, file, target, what, dropped):
    """Drags a file from another program to the middle of a rectangle, until it has arrived."""
    source = desk.start(drag_source, file)
    window.wait("the drag source's window", lambda s: desk.windows(source))

    def attempt(state):
        if dropped(state):
            return
        left, top, width, height = target(state)
        desk.do("mousemove", 1205, 755)
        time.sleep(0.3)
        desk.do("mousedown", 1)
        time.sleep(0.3)
        # Slowly, as a hand does: the programs talk to each other at each step.
        for step in range(1, 21):
            desk.do("mousemove", 1205 + (left + width // 2 - 1205) * step // 20, 755 + (top + height // 2 - 755) * step // 20)
            time.sleep(0.05)
        time.sleep(0.4)
        desk.do("mouseup", 1)
        time.sleep(1)

    state = window.wait(what, lambda s: s["idle"] and dropped(s), attempt)
    source.terminate()
    source.wait()
    return state
