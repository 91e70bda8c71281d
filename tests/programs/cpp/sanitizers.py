#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: The Skein authors
"""Build the programs of sanitizers/ with gcc and clang, run them under ThreadSanitizer, AddressSanitizer, Helgrind and
DRD, write logs and labels to ../../fixtures/{tsan,asan,helgrind,drd}.

usage: sanitizers.py [--only GLOB] [--force] [--out DIR]

Compilers come from toolchains.sh. What a label says of threads and addresses was written by the program itself to a
side channel (truth.h), places come from the `//@` markers, and the numbers of frames and threads are counted here.
A log is kept as the tool printed it; everything runs with the source at /home/build/src.
"""
import argparse, fnmatch, json, os, re, subprocess, sys, tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
SOURCES = os.path.join(HERE, "sanitizers")
FIXTURES = os.path.join(os.path.dirname(os.path.dirname(HERE)), "fixtures")
CACHE = os.path.join(os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache"), "skein", "cpp")
INSIDE = "/home/build/src"

TOOLCHAINS = {"gcc14": ("trixie", "g++"), "clang19": ("trixie", "clang++-19"), "gcc12": ("bookworm", "g++"),
              "clang14": ("bookworm", "clang++-14")}

# name → sides as (role and marker, operation), in any order
RACES = {
    "global": [("writer", "write"), ("reader", "read")], "heap": [("writer", "write"), ("reader", "read")],
    "locks": [("writer", "write"), ("reader", "read")], "stack": [("writer", "write"), ("reader", "read")],
    "tls": [("owner", "write"), ("intruder", "write")], "bitfield": [("switcher", "write"), ("vandal", None)],
    "string": [("writer", "write"), ("reader", "read")], "vector": [("writer", "write"), ("reader", "read")],
    "hash": [("writer", None), ("reader", None)], "sharedptr": [("writer", None), ("reader", None)],
    "flag": [("reader", "read"), ("writer", "write")], "dcl": [("writer", "write"), ("reader", "read")],
    "vptr": [("destroyer", "write"), ("caller", "read")], "uaf": [("freer", "free"), ("user", "read")],
    "atomic": [("drawer", "write"), ("resetter", "write")],
    "several": [("left", "write"), ("right", "write"), ("reader", "read")],
    "history": [("writer", "write"), ("reader", "read")], "memory": [("eraser", "write"), ("copier", "read")],
    "many": [("up", None), ("down", None)],
}
ORDERS = {"order2": ["checking", "savings"], "order3": ["red", "green", "blue"], "order-rw": ["books", "desk"]}
MISUSE = {"unlock-unlocked": "unlock of an unlocked mutex", "unlock-other": "unlock of a mutex of another thread",
          "destroy-locked": "destroy of a locked mutex", "double-lock": "double lock of a mutex",
          "use-destroyed": "use of an invalid mutex", "rw-unlock": "unlock of an unlocked rwlock",
          "read-write-locked": "read unlock of a write locked mutex", "wait-without": "wait on a condition without its mutex",
          "signal-without": "condition signalled without its mutex", "exit-holding": "thread ends with a lock held",
          "held-long": "lock held long", "leak": "thread leak", "signal-unsafe": "signal-unsafe call"}
MEMORY = {"uaf": [("user", "read"), ("freer", "free")], "overflow": None, "double-free": [("again", "free"), ("freer", "free")], "return": None, "segv": None,
          "leak": None}


def plan():
    """(format, program, scenario, toolchain, variant)"""
    rows = []
    for i, name in enumerate([*RACES, *ORDERS, *MISUSE]):
        program = "races" if name in RACES else "locks"
        for tool in ("gcc14", "clang19", *(("gcc12", "clang14")[i % 2:i % 2 + 1])):
            rows.append(("tsan", program, name, tool, ""))
            if name in ORDERS:
                rows.append(("tsan", program, name, tool, "stacks"))
        if i % 4 == 0 and name in RACES and name != "many":
            rows.append(("tsan", program, name, "gcc14", "O0"))
            rows.append(("tsan", program, name, "clang19", "libcxx"))
        if name in ("heap", "string", "order2"):
            rows.append(("tsan", program, name, "clang19", "stripped"))
            rows.append(("tsan", program, name, "clang19", "no-symbolizer"))
            rows.append(("tsan", program, name, "gcc14", "stripped"))
            rows.append(("tsan", program, name, "clang19", "vs"))
        if name not in ("history", "many", "leak", "signal-unsafe", "vptr"):
            for form in ("helgrind", "drd"):
                rows.append((form, program, name, "gcc14", ""))
                if i % 3 == 0:
                    rows.append((form, program, name, "gcc12", ""))
    for name in MEMORY:
        for tool in TOOLCHAINS:
            rows.append(("asan", "memory", name, tool, ""))
    large = ("hash", "many")
    return [r for r in rows if r[2] not in large or r[3:] == ("gcc14", "") or r[2:] == ("many", "clang19", "")]


def inside(root, command, work, env=None, timeout=120):
    full = ["bwrap", "--ro-bind", os.path.join(CACHE, root), "/", "--dev", "/dev", "--proc", "/proc", "--tmpfs", "/tmp",
            "--tmpfs", "/home", "--ro-bind", SOURCES, INSIDE, "--bind", work, "/home/build/run", "--chdir",
            "/home/build/run", "--clearenv", "--setenv", "PATH", "/usr/bin:/bin:/usr/lib/llvm-19/bin:/usr/lib/llvm-14/bin", "--setenv", "LC_ALL", "C.UTF-8"]
    for key, value in (env or {}).items():
        full += ["--setenv", key, value]
    return subprocess.run(full + command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=timeout)


def build(form, program, tool, variant, work):
    root, compiler = TOOLCHAINS[tool]
    flags = ["-std=c++20", "-pthread", "-O0" if variant == "O0" else "-O1"]
    flags += [] if variant == "stripped" else ["-g"]
    if form in ("tsan", "asan"):
        flags.append("-fsanitize=thread" if form == "tsan" else "-fsanitize=address")
    if variant == "libcxx":
        flags.append("-stdlib=libc++")
    run = inside(root, [compiler, *flags, "-fno-omit-frame-pointer", f"{INSIDE}/{program}.cpp", "-o", "/home/build/run/" + program], work)
    if run.returncode:
        sys.exit(run.stdout.decode())
    return "{} {}".format(compiler, " ".join(flags))


def markers():
    found = {}
    for name in ("races", "locks", "memory"):
        for number, line in enumerate(open(os.path.join(SOURCES, name + ".cpp")), 1):
            m = re.search(r"//@ (\S+) (\S+)", line)
            if m:
                found.setdefault((name, m.group(1), m.group(2)), (name + ".cpp", number))
    return found


def who(form, number):
    """The detector's name for the program's thread number (0: main)."""
    if form in ("helgrind", "drd"):
        return str(number + 1)
    return "main" if number == 0 else f"T{number}"


def count(form, text):
    if form in ("helgrind", "drd"):
        frames = len(re.findall(r"^==\d+== +(?:at|by) 0x[0-9A-F]+:", text, re.M))
        named = re.findall(r"[Tt]hread #?(\d+)(?! \w*\.)", re.sub(r"(?m)^(?!==\d+==).*$", "", text))
        return frames, len(set(named))
    frames = len(re.findall(r"^ +#\d+ ", text, re.M))
    body = "\n".join(l for l in text.split("\n") if not re.match(r" +#\d+ ", l))
    named = set(re.findall(r"\bT(\d+)\b(?!:)", body)) | {"main" for _ in re.findall(r"main thread", body)}
    named = {"main" if n == "0" else n for n in named}
    return frames, len(named)


def label(form, program, name, text, truth, build_line, marks):
    threads, addresses = {}, {}
    for what, key, value in (l.split() for l in truth.splitlines()):
        if what == "thread":
            threads.setdefault(key, int(value))
        else:
            addresses[key] = value
    frames, named = count(form, text)
    out = {"format": form, "source": f"tests/programs/cpp/sanitizers/{program}.cpp {name}", "build": build_line, "threads": named, "frames": frames,
           "crashing_thread": None, "conflict": None, "deadlock": None, "leak_groups": None, "roles": {r: who(form, n) for r, n in threads.items()},
           "addresses": addresses}
    found = lambda a: re.search(r"0x0*" + a[2:] + r"\b", text, re.I) is not None
    sides = RACES.get(name) if program == "races" else MEMORY.get(name) if program == "memory" else None
    out["kind"] = MISUSE.get(name, "data race")
    if program == "races" and name == "uaf":
        out["kind"] = "use-after-free"
    if program == "memory":
        out["kind"] = {"uaf": "heap-use-after-free", "double-free": "use-after-free (double-free)", "leak": "None"}.get(name, "heap-buffer-overflow")
    if sides and re.search(r"WARNING: Thread|ERROR: Addr|data race|Conflicting", text):
        listed = []
        for role, op in sides:
            place = marks.get((program, name, role), (None, None))
            if place[0] and not re.search(re.escape(place[0]) + r"[:(]%d\b" % place[1], text):
                place = (None, None)  # inlined into its caller, or the log has no places
            if form in ("helgrind", "drd") and name in ("tls", "atomic"):
                op = None  # an earlier race of the same threads, or an operation that reads and writes
            if form != "asan" and op == "free":
                op = "write"  # what the header says
            listed.append({"op": op, "thread": who(form, threads.get(role, 0)), "role": role, "file": place[0], "line": place[1], "stack": "racing-frame"})
        # The reporter is whose access the tool prints first.
        m = re.search(r"(?:by |\) at 0x\w+ |thread )(?:thread )?(T\d+|main thread|#?\d+)\b", re.sub(r"(?s).*?(of size|Conflicting)", "", text, count=1))
        first = m.group(1).replace("#", "").replace("main thread", "main") if m else None
        listed.sort(key=lambda s: s["thread"] != first)
        if form == "drd":
            for s in listed[1:]:
                s["stack"] = "segment-only"
        out["conflict"] = {"sides": listed, "other_side_present": len(listed) > 1 and form != "drd", "address": None}
        a = addresses.get("memory")
        if a and found(a) and name not in ("dcl",):
            out["conflict"]["address"] = a
    if name in ORDERS and re.search(r"lock.order", text):
        locks = [addresses[n] for n in ORDERS[name]]
        out["kind"] = "lock-order-inversion"
        out["deadlock"] = {"potential": True, "cycle": [{"thread": None, "holds": {"address": a, "in_log": found(a)}, "waits_for": {"address": b, "in_log": found(b)}}
                                                        for a, b in zip(locks, locks[1:] + locks[:1])]}
    if name == "leak" and form == "tsan":
        place = marks[("locks", "leak", "made")]
        out["leak_groups"] = [{"count": 3, "function": "leak", "file": place[0], "line": place[1]}]
    return out


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--only", default="*")
    arguments.add_argument("--force", action="store_true")
    arguments.add_argument("--out", default=FIXTURES)
    options = arguments.parse_args()
    marks, built = markers(), {}
    with tempfile.TemporaryDirectory() as scratch:
        for form, program, name, tool, variant in plan():
            root = TOOLCHAINS[tool][0]
            shown = form + {"trixie": "3.24", "bookworm": "3.19"}[root] if form in ("helgrind", "drd") else tool
            stem = f"{program}-{name}--{shown}" + (f"-{variant}" if variant else "")
            target = os.path.join(options.out, form, stem)
            if not fnmatch.fnmatch(f"{form}/{stem}", options.only) or (os.path.exists(target + ".log") and not options.force):
                continue
            if not os.path.exists(os.path.join(CACHE, root, ".complete")):
                print("no toolchain for", stem)
                continue
            key = (form if form in ("tsan", "asan") else "plain", program, tool, variant if variant not in ("stacks", "vs", "no-symbolizer") else "")
            work = os.path.join(scratch, "-".join(key))
            if key not in built:
                os.makedirs(work)
                built[key] = build(form, program, tool, key[3], work)
            side = os.path.join(work, "truth")
            if os.path.exists(side):
                os.unlink(side)
            env = {"SKEIN_TRUTH": "/home/build/run/truth"}
            tsan = ["second_deadlock_stack=1"] if variant == "stacks" else ["symbolize_vs_style=1"] if variant == "vs" else []
            if name == "many":
                tsan += ["suppress_equal_stacks=0", "suppress_equal_addresses=0"]
            if variant == "no-symbolizer":
                tsan.append("symbolize=0")
            if name == "history":
                tsan.append("history_size=0")
            env["TSAN_OPTIONS"] = ":".join(tsan)
            env["ASAN_OPTIONS"] = "detect_stack_use_after_return=1"
            command = ["./" + program, name]
            if form in ("helgrind", "drd"):
                command = ["valgrind", f"--tool={form}", *(["--exclusive-threshold=50"] if form == "drd" and name == "held-long" else []), *command]
            run = inside(root, command, work, env)
            text = run.stdout.decode(errors="replace")
            truth = open(side).read() if os.path.exists(side) else ""
            if not re.search(r"WARNING: ThreadSanitizer|ERROR: (?:Address|Leak)Sanitizer|^==\d+== (?!ERROR SUMMARY)(?:Possible data race|Thread #|Thread \d+:|Conflicting|Mutex |Acquired|Lock)|: lock order|Address", text, re.M):
                print("nothing reported:", stem)
                continue
            os.makedirs(os.path.dirname(target), exist_ok=True)
            open(target + ".log", "w").write(text)
            json.dump(label(form, program, name, text, truth, built[key], marks), open(target + ".json", "w"), indent=1)
            open(target + ".json", "a").write("\n")
            print(stem, len(text))


if __name__ == "__main__":
    main()
