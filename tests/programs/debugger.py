#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: The Skein authors
"""Sessions of Delve and gdb at a map crash, typed on a terminal, into ../fixtures/debugger.

Needs go/toolchains.sh, `go/toolchains.sh tools` (Delve) and gdb. What the terminal showed is written as it is, without
its control sequences.
"""
import fcntl, json, os, pty, re, select, shutil, signal, struct, sys, tempfile, termios, time

import capture

OUT = os.path.join(capture.FIXTURES, "debugger")
HEADER = re.compile(rb"\b[hm] ?= ?(?:\([^)]*\)\()?(0x[0-9a-f]+)")
DELVE = ["continue", "stack 5", "frame {frame} args", "frame {frame} print *{name}", "goroutines -t 4", "clearall", "continue", "quit"]
GDB = ["set pagination off", "set confirm off", "handle SIGURG nostop noprint", "break runtime.fatal", "run", "bt 5", "frame {frame}", "info args", "p *{name}",
       "delete", "continue", "quit"]
# program, minor version, variant, tool, GOTRACEBACK, frame of the map function, name of its argument
SESSIONS = [
    ("map-ww-generic-cache", "1.22", "noopt", "dlv", "system", 1, "h"),
    ("map-ww-generic-cache", "1.24", "noopt", "dlv", "system", 2, "m"),
    ("map-ww-generic-cache", "1.22", "noopt", "gdb", "system", 1, "h"),
    ("map-ww-generic-cache", "1.24", "noopt", "gdb", "system", 2, "m"),
    ("map-rw-config-reload", "1.22", "noopt", "dlv", "all", 1, "h"),
]


def session(goroot, src, app, tool, level, commands):
    """What the terminal shows."""
    env = {"PATH": "/usr/local/go/bin:/usr/bin:/bin", "HOME": capture.HOME, "LANG": "C.UTF-8", "TZ": "UTC", "GOTRACEBACK": level, "TERM": "dumb"}
    os.makedirs(os.path.join(src, "bin"), exist_ok=True)
    shutil.copy(os.path.join(capture.CACHE, "tools/usr/bin/dlv"), os.path.join(src, "bin"))
    run = [os.path.join(capture.HOME, "src/bin/dlv"), "exec", "./app.bin"] if tool == "dlv" else ["gdb", "-q", "-nx", "./app.bin"]
    prompt = f"({tool}) ".encode()
    pid, terminal = pty.fork()
    if pid == 0:
        command = capture.in_namespace(goroot, src, [os.path.join(capture.HOME, "src", app), *run])
        os.execvpe(command[0], command, env)
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 200, 200, 0, 0))
    shown = b""

    def to_prompt(seconds):
        nonlocal shown
        start, end = len(shown), time.time() + seconds
        while time.time() < end:
            if select.select([terminal], [], [], 0.5)[0]:
                try:
                    shown += os.read(terminal, 65536)
                except OSError:
                    return False  # it has ended
                if shown[start:].endswith(prompt):
                    return True
        return True

    to_prompt(30)
    for line in commands:
        os.write(terminal, line.encode() + b"\n")
        if not to_prompt(40):
            break
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
    return re.sub(rb"\x1b\[[0-9;?]*[a-zA-Z]|\x1b[=>]|\r", b"", shown)


def main():
    os.makedirs(OUT, exist_ok=True)
    for name, minor, vname, tool, level, frame, argument in SESSIONS:
        path = os.path.join(capture.HERE, "go", name, "case.json")
        case = {"name": name, **json.load(open(path))}
        case.setdefault("app", case["module"].split("/")[-1])
        _, version, goroot = capture.toolchains([minor])[0]
        out = os.path.join(OUT, f"{tool}-{name}--go{version}.log")
        if os.path.exists(out):
            continue
        work = tempfile.mkdtemp(prefix="skein-fixture-")
        try:
            src = capture.build(case, version, goroot, work, capture.VARIANTS[vname])
            commands = [c.format(frame=frame, name=argument) for c in (DELVE if tool == "dlv" else GDB)]
            text = session(goroot, src, case["app"], tool, level, commands)
        finally:
            shutil.rmtree(work, ignore_errors=True)
        if not HEADER.search(text):
            print(f"FAILED {out}: no map header")
            continue
        with open(out, "wb") as f:
            f.write(text)
        print(f"{out}: {len(text)} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main())
