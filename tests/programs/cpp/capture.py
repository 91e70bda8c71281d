#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: The Skein authors
"""Builds hang/*.cpp in the roots of toolchains.sh, lets each hang, and writes what gdb, lldb and eu-stack say of it to
../../fixtures/{gdb,lldb,eu-stack}/NAME--TOOL.log, with a label beside it from the program's side channel (truth.h).
usage: capture.py [--only GLOB] [--out DIR] [--force]"""
import argparse, fnmatch, json, os, pathlib, re, subprocess, sys, tempfile, time

HERE = pathlib.Path(__file__).resolve().parent
ROOTS = pathlib.Path(os.environ.get("XDG_CACHE_HOME", pathlib.Path.home() / ".cache")) / "skein/cpp"
GDB = "gdb -nx -batch -iex 'set debuginfod enabled off' -iex 'set pagination off' -iex 'set confirm off' -p {pid}"
BUILDS = {
    "gcc12": ("bookworm", "g++ -std=c++20 -g -O0 -pthread"),
    "gcc14": ("trixie", "g++ -std=c++20 -g -O0 -pthread"),
    "gcc14-O2": ("trixie", "g++ -std=c++20 -g -O2 -pthread"),
    "gcc14-stripped": ("trixie", "g++ -std=c++20 -O2 -s -pthread"),
    "clang19-libc++": ("trixie", "clang++-19 -std=c++20 -stdlib=libc++ -fexperimental-library -g -O0 -pthread"),
}
# name of the capture → build, format, command
TOOLS = {
    "gdb13": ("gcc12", "gdb", GDB + " -ex 'thread apply all bt'"),
    "gdb13-full": ("gcc12", "gdb", GDB + " -ex 'thread apply all bt full'"),
    "gdb16": ("gcc14", "gdb", GDB + " -ex 'thread apply all bt'"),
    "gdb16-full": ("gcc14", "gdb", GDB + " -ex 'thread apply all bt full'"),
    "gdb16-four": ("gcc14", "gdb", GDB + " -ex 'info threads' -ex 'thread apply all bt 4'"),
    "gdb13-script": ("gcc12", "gdb", "gdb -nx -p {pid} -batch -x hang.gdb"),  # what `skein gdb-script` prints
    "gdb16-script": ("gcc14", "gdb", "gdb -nx -p {pid} -batch -x hang.gdb"),
    "gdb16-O2": ("gcc14-O2", "gdb", GDB + " -ex 'info threads' -ex 'thread apply all bt'"),
    "gdb16-stripped": ("gcc14-stripped", "gdb", GDB + " -ex 'thread apply all bt'"),
    "gdb16-owner": ("gcc14", "gdb", GDB + " -ex 'thread apply all bt' {print}"),
    "gdb16-libc++-full": ("clang19-libc++", "gdb", GDB + " -ex 'thread apply all bt full'"),
    "eustack0.188": ("gcc12", "eu-stack", "eu-stack -p {pid}"),
    "eustack0.192-vs": ("gcc14", "eu-stack", "eu-stack -v -s -p {pid}"),
    "lldb14": ("gcc12", "lldb", "lldb-14 --batch --no-lldbinit -p {pid} -o 'thread backtrace all' -o detach"),
    "lldb19": ("gcc14", "lldb", "lldb-19 --batch --no-lldbinit -p {pid} -o 'thread backtrace all' -o detach"),
}
SHORT = ["gdb13-full", "gdb16", "gdb16-O2", "eustack0.188", "lldb19"]
FEW = {"pool": ["gdb16-O2"],  # 2.5 MB, too large for a fixture: capture it with --out, for /examples
       **dict.fromkeys(["disconnect", "journal", "latch", "reservations"], SHORT),
       **dict.fromkeys(["guards_absl", "guards_boost", "guards_qt"], ["gdb13-full", "gdb16-full"])}
WAITS = ["gdb13", "gdb16-full", "gdb16-O2", "eustack0.188", "lldb19"]  # of waits_*.cpp: one thread in each wait
FORMAT = {"gdb": "gdb-thread-apply-all-bt", "eu-stack": "eu-stack", "lldb": "lldb-thread-backtrace-all"}


def inside(suite, scratch, command, **more):
    """Runs a shell command in a root, with the scratch directory at /work."""
    return subprocess.Popen(["bwrap", "--bind", str(ROOTS / suite), "/", "--dev", "/dev", "--proc", "/proc", "--ro-bind", str(HERE), "/src",
                             "--bind", scratch, "/work", "--chdir", "/work", "--setenv", "HOME", "/work", "--setenv", "SKEIN_TRUTH", "/work/truth",
                             "sh", "-c", command], **more)


def programs(scratch):
    """The pids of what runs from the scratch directory, as the host sees them: the oldest first."""
    found = []
    for proc in pathlib.Path("/proc").glob("[0-9]*"):
        try:
            if os.readlink(proc / "exe") == "/work/program" and f"SKEIN_RUN={scratch}" in (proc / "environ").read_text(errors="replace"):
                found.append(int(proc.name))
        except OSError:
            pass
    return sorted(found)


def capture(name, tool, out):
    build, kind, command = TOOLS[tool]
    suite, compiler = BUILDS[build]
    with tempfile.TemporaryDirectory(prefix="skein-cpp-") as scratch:
        flags = re.search(r"^// flags: (.*)", (HERE / f"hang/{name}.cpp").read_text(), re.M)
        if inside(suite, scratch, f"{compiler} -o program /src/hang/{name}.cpp {flags[1] if flags else ''}", stderr=subprocess.DEVNULL).wait() != 0:
            print(f"{name} {tool}: does not build with {build}", file=sys.stderr)
            return
        run = inside(suite, scratch, f"SKEIN_RUN={scratch} exec ./program", stdin=subprocess.DEVNULL)
        truth = pathlib.Path(scratch) / "truth"
        try:
            for _ in range(300):
                time.sleep(0.1)
                if truth.exists() and "\nready" in truth.read_text():
                    break
            facts = [line.split(" ", 3) for line in truth.read_text().splitlines()]
            pid = next((int(f[1]) for f in facts if f[0] == "process"), programs(scratch)[0])
            locks = [f for f in facts if f[0] == "lock"]
            if "{print}" in command and not locks:
                return
            script = (HERE.parents[2] / "app/command_line/gdb_script_command.cpp").read_text()
            (pathlib.Path(scratch) / "hang.gdb").write_text(re.search(r'R"\((.*?)\)"', script, re.S)[1])
            prints = " ".join(f"-ex 'p *(pthread_mutex_t*){f[2]}'" for f in locks)
            done = inside(suite, scratch, "ulimit -c 0; " + command.format(pid=pid, print=prints), stdin=subprocess.DEVNULL,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
            text = done.communicate(timeout=300)[0].decode(errors="replace")
            tids = sorted(int(t) for t in os.listdir(f"/proc/{pid}/task"))
        finally:
            for pid in programs(scratch):
                os.kill(pid, 9)
            run.wait()
    label = labelled(facts, locks if "{print}" in command or "hang.gdb" in command else None, kind, text, tids)
    label.update(log=f"{name}--{tool}.log", toolchain=tool, build=compiler, source=f"tests/programs/cpp/hang/{name}.cpp")
    where = out / kind
    where.mkdir(parents=True, exist_ok=True)
    (where / f"{name}--{tool}.log").write_text(text)
    (where / f"{name}--{tool}.json").write_text(json.dumps(label, indent=1) + "\n")
    print(f"{name}--{tool}: {label['threads']} threads, {label['frames']} frames")


def labelled(facts, printed, kind, text, tids):
    """Threads by the number that the tool gives them; the TIDs are the kernel's."""
    numbers = {t: t for t in tids}
    if kind == "gdb":
        numbers = {int(l): int(n) for n, l in re.findall(r"^Thread (\d+) \(.*LWP (\d+)\)", text, re.M)}
    elif kind == "lldb":  # Linux: numbered as the kernel lists them
        numbers = {tid: i + 1 for i, tid in enumerate(tids)}
    roles = {f[1]: numbers.get(int(f[2])) for f in facts if f[0] == "role"}
    frame = {"gdb": r"^#\d+ ", "eu-stack": r"^#\d+ ", "lldb": r"^ *\*? *frame #\d+: "}[kind]
    cycle = [{"thread": n} for r, n in roles.items() if r.startswith("cycle")]
    groups = [f for f in facts if f[0] == "group"]
    return {
        "format": FORMAT[kind] + ("-full" if "full" in text[:0] else ""),
        "kind": next((" ".join(f[1:]) for f in facts if f[0] == "kind"), "thread dump"),
        "threads": len(tids),
        "frames": len(re.findall(frame, text.split("(lldb) thread backtrace all")[-1], re.M)),
        "roles": roles,
        "crashing_thread": None,
        "conflict": None,
        "deadlock": {"cycle": cycle} if cycle else None,
        "owners": [{"mutex": f[1], "address": f[2], "owner_thread": roles.get(f[3])} for f in printed]
                  if printed and ["unproved"] not in facts else None,
        "waits": [{"thread": numbers.get(int(f[2])), "reason": f[1], "what": what, "address": None if where == "-" else where}
                  for f in facts if f[0] == "waits" for what, where in [f[3].rsplit(" ", 1)]] or None,
        "locks": [{"mutex": f[1], "address": f[2], "holder": f[3]} for f in facts if f[0] == "lock"],
        "leak_groups": [{"count": int(f[1]), "function": f[2]} for f in groups] or None,
    }


def main():
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--only", default="*")
    options.add_argument("--out", type=pathlib.Path, default=HERE.parent.parent / "fixtures")
    options.add_argument("--force", action="store_true")
    o = options.parse_args()
    for source in sorted((HERE / "hang").glob("*.cpp")):
        for tool in FEW.get(source.stem, WAITS if source.stem.startswith("waits_") else TOOLS):
            target = f"{source.stem}--{tool}"
            if fnmatch.fnmatch(target, o.only) and (o.force or not (o.out / TOOLS[tool][1] / f"{target}.log").exists()):
                capture(source.stem, tool, o.out)


if __name__ == "__main__":
    main()
