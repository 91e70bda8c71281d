#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: The Skein authors
"""Build the fixture programs with every toolchain, run them until the designed bug shows, write logs and labels.

usage: capture.py [--only GLOB] [--go 1.22,1.26] [--variants GLOB] [--force] [--out DIR] [--attempts N] [--prefer STACK]

Each program is a directory go/NAME with a case.json (see README.md). Toolchains come from go/toolchains.sh.
Building and running happen in a private mount namespace: GOROOT is /usr/local/go and the source lies in
/home/build/src/NAME, so that no path of this machine gets into a log; nothing is edited afterwards.
"""
import argparse, fnmatch, glob, json, os, re, resource, shutil, signal, subprocess, sys, tempfile, time

HERE = os.path.dirname(os.path.abspath(__file__))
FIXTURES = os.path.join(os.path.dirname(HERE), "fixtures")
CACHE = os.path.join(os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache"), "skein", "go")
HOME = "/home/build"

# ---------------------------------------------------------------- an independent reader of Go tracebacks

HEADER = re.compile(r"^goroutine (\d+)(?: gp=0x[0-9a-f]+ m=(?:\d+|nil)(?: mp=0x[0-9a-f]+)?)? \[(.*?)\](?: ?\{.*\})?:$")
PLACE = re.compile(r"^\t(.+):(\d+)(?: \+0x[0-9a-f]+)?(?: fp=0x[0-9a-f]+ sp=0x[0-9a-f]+ pc=0x[0-9a-f]+| pc=0x[0-9a-f]+)?$")
INNER = re.compile(r"^(runtime\.|net/(?:http|url|textproto)\.|runtime/|internal/runtime/|internal/abi|internal/race|type:\.|type\.\.|maps\.|reflect\.|memeqbody|aeshash|memhash|cmpbody|indexbytebody|hash/maphash|panic$|panic\()")


def function_of(line):
    m = re.match(r"^(.+?)\((?:\.\.\.|.*)\)$", line)
    depth, i = 0, len(line)
    if not m or not line.endswith(")"):
        return line
    for i in range(len(line) - 1, -1, -1):  # the parenthesis that matches the last one
        depth += line[i] == ")"
        depth -= line[i] == "("
        if depth == 0:
            break
    return line[:i]


def is_user(fn):
    """Not runtime and not the standard library: the import path has a dot in its first element, or it is main."""
    if fn.startswith("main.") or fn.startswith("command-line-arguments"):
        return True
    head = fn.split("/")[0]
    return "/" in fn and "." in head


def read_dump(text):
    """Blocks of a dump: [{id, state, frames: [(function, file, line, raw)], created, unavailable}]; id None = runtime stack."""
    blocks, cur, pending = [], None, None
    for line in text.split("\n"):
        m = HEADER.match(line)
        if m:
            cur = {"id": int(m.group(1)), "state": m.group(2), "frames": [], "created": None, "unavailable": False, "elided": False, "text": [line]}
            blocks.append(cur)
            pending = None
            continue
        if line == "runtime stack:":
            cur = {"id": None, "state": "", "frames": [], "created": None, "unavailable": False, "elided": False, "text": [line]}
            blocks.append(cur)
            pending = None
            continue
        if cur is None:
            continue
        if line == "":
            cur, pending = None, None
            continue
        cur["text"].append(line)
        if "stack unavailable" in line:
            cur["unavailable"] = True
        elif "frames elided" in line:
            cur["elided"] = True
        elif line.startswith("\t"):
            m = PLACE.match(line)
            if m and pending:
                if pending.startswith("created by "):
                    cur["created"] = (re.sub(r" in goroutine \d+$", "", pending[11:]), m.group(1), int(m.group(2)))
                else:
                    cur["frames"].append((function_of(pending), m.group(1), int(m.group(2)), pending))
            pending = None
        elif line.startswith("created by ") or line.endswith(")") or not re.search(r"\s", line):
            pending = line
        else:
            pending = None
    return blocks


def goroutines(blocks):
    """One block per goroutine id (the one with most frames), in order; goroutine 0 and the runtime stack apart."""
    best = {}
    for b in blocks:
        if b["id"]:
            if b["id"] not in best or len(b["frames"]) > len(best[b["id"]]["frames"]):
                best[b["id"]] = b
    return best


def state_of(b):
    return re.split(r", ", b["state"])[0]


# ---------------------------------------------------------------- source markers: `//@ NAME OP` ends the designed line

MARK = re.compile(r"//@ (\S+) (\w[\w-]*)(?: fn=(\S+))?")


def markers(directory, module):
    found = {}
    for root, _, files in os.walk(directory):
        for f in sorted(files):
            if not f.endswith(".go"):
                continue
            fn, path = None, os.path.relpath(root, directory)
            text = open(os.path.join(root, f)).read().split("\n")
            pkg = next((re.match(r"package (\w+)", l).group(1) for l in text if l.startswith("package ")), "main")
            imp = "main" if pkg == "main" else module + ("" if path == "." else "/" + path)
            for n, line in enumerate(text, 1):
                m = re.match(r"func (?:\(\w*\s*(\*?)(\w+)(\[[^\]]*\])?\) )?(\w+)(\[[^(]*\])?\(", line)
                if m:
                    star, typ, tp, name, fp = m.groups()
                    t = (typ or "") + ("[...]" if tp else "")
                    recv = f"(*{t})." if star else f"{t}." if typ else ""
                    fn = f"{imp}.{recv}{name}{'[...]' if fp else ''}"
                for m in MARK.finditer(line):
                    found.setdefault(m.group(1), []).append({"op": m.group(2), "file": f, "path": os.path.normpath(os.path.join(path, f)), "line": n, "symbol": imp + "." + m.group(3) if m.group(3) else fn})
    return found


def short(symbol):
    return (symbol or "").split("/")[-1]


# ---------------------------------------------------------------- building and running

def toolchains(only):
    out = []
    for d in glob.glob(os.path.join(CACHE, "go1.*")):
        v = os.path.basename(d)[2:]
        minor = ".".join(v.split(".")[:2])
        if os.path.exists(os.path.join(d, "bin/go")) and (not only or minor in only or v in only):
            out.append((tuple(int(x) for x in v.split(".")), v, d))
    return sorted(out)


def in_namespace(goroot, source, command):
    """A command line that runs `command` with the toolchain at /usr/local/go and the source under /home/build/src."""
    setup = ('mount -t tmpfs none /usr/local && mkdir /usr/local/go && mount --bind "$1" /usr/local/go && mount -t tmpfs none /home && '
             'mkdir -p /home/build/src && mount --bind "$2" /home/build/src && cd "$3" && shift 3 && exec "$@"')
    flags = ["-m"] if os.geteuid() == 0 else ["-Urm"]
    return ["unshare", *flags, "sh", "-c", setup, "sh", goroot, source, *command]


def build(case, version, goroot, work, variant):
    src = os.path.join(work, "src")
    app = os.path.join(src, case["app"])
    shutil.rmtree(src, ignore_errors=True)
    shutil.copytree(os.path.join(HERE, "go", case["name"]), app, ignore=shutil.ignore_patterns("case.json"))
    shutil.copytree(os.path.join(HERE, "go", "truth"), os.path.join(src, "truth"))
    shutil.copytree(os.path.join(HERE, "go", "kit"), os.path.join(src, "kit"))
    lang = ".".join(version.split(".")[:2])
    with open(os.path.join(src, "truth/go.mod"), "w") as f:
        f.write(f"module fixture.test/truth\n\ngo {lang}\n")
    use = "\nrequire fixture.test/truth v0.0.0\n\nreplace fixture.test/truth => ../truth\n"
    with open(os.path.join(src, "kit/go.mod"), "w") as f:
        f.write(f"module github.com/acme/kit\n\ngo {lang}\n{use}")
    with open(os.path.join(app, "go.mod"), "w") as f:
        f.write(f"module {case['module']}\n\ngo {lang}\n{use}\nrequire github.com/acme/kit v0.0.0\n\nreplace github.com/acme/kit => ../kit\n")
    env = {"PATH": "/usr/local/go/bin:/usr/bin:/bin", "HOME": HOME, "GOFLAGS": "-mod=mod", "GOPROXY": "off", "GOTOOLCHAIN": "local", "GOSUMDB": "off",
           "GOCACHE": os.path.join(CACHE, "build", version), "GOROOT": "/usr/local/go", "CGO_ENABLED": "1" if variant.get("race") else "0", "GO111MODULE": "on", "GOPATH": os.path.join(CACHE, "gopath"), "GOENV": "off", "GOTELEMETRY": "off"}
    env.update(variant.get("build_env", {}))
    flags = list(variant.get("flags", [])) + (["-race"] if variant.get("race") else [])
    if case.get("test"):
        cmd = ["go", "test", "-c", *flags, "-o", "app.bin", case["test"]]
    else:
        cmd = ["go", "build", *flags, "-o", "app.bin", case.get("package", ".")]
    r = subprocess.run(in_namespace(goroot, src, [os.path.join(HOME, "src", case["app"]), *cmd]), env=env, capture_output=True, text=True)
    if r.returncode:
        raise SystemExit(f"{case['name']} with {version}: build failed\n{r.stderr}{r.stdout}")
    return src


def run(case, version, goroot, src, variant, deadline):
    truth = os.path.join(os.path.dirname(src), "truth.txt")
    open(truth, "w").close()
    env = {"PATH": "/usr/bin:/bin", "HOME": HOME, "SKEIN_TRUTH": truth, "LANG": "C.UTF-8", "TZ": "UTC"}
    env.update(case.get("env", {}))
    env.update(variant.get("env", {}))

    def limits():
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_CPU, (60, 60))
        resource.setrlimit(resource.RLIMIT_FSIZE, (64 << 20, 64 << 20))
        os.setsid()

    out = os.path.join(os.path.dirname(src), "out.txt")
    with open(out, "wb") as f:
        program = [os.path.join(CACHE, "tools/usr/bin", variant["emulator"])] if variant.get("emulator") else []
        p = subprocess.Popen(in_namespace(goroot, src, [os.path.join(HOME, "src", case["app"]), *program, "./app.bin", *case.get("args", [])]), env=env, stdin=subprocess.DEVNULL, stdout=f, stderr=f, preexec_fn=limits)
        end, sent, timed_out = time.time() + deadline, False, False
        while p.poll() is None:
            if case.get("signal") and not sent and "ready\n" in open(truth).read():
                time.sleep(case.get("settle", 0.3))
                os.kill(p.pid, getattr(signal, case["signal"]))
                sent, end = True, time.time() + 20
            if time.time() > end or os.path.getsize(out) > 48 << 20:
                timed_out = True
                os.killpg(p.pid, signal.SIGKILL)
                p.wait()
            time.sleep(0.005)
    try:
        os.killpg(p.pid, signal.SIGKILL)
    except ProcessLookupError:
        pass
    facts = {"roles": {}, "addresses": {}, "done": set()}
    for l in open(truth).read().split("\n"):
        w = l.split(" ")
        if w[0] == "role":
            facts["roles"][int(w[1])] = w[2]
        elif w[0] == "address":
            facts["addresses"][w[1]] = w[2]
        elif w[0] == "done":
            facts["done"].add(int(w[1]))
    return (None if timed_out else open(out, "rb").read()), facts, p.returncode


# ---------------------------------------------------------------- labels

def matches(role, pattern):
    return role is not None and any(fnmatch.fnmatchcase(role, p) for p in pattern.split("|"))


def place_in(block, mark):
    """How a goroutine's printed stack stands to a marked line: 'racing-frame', 'elsewhere' or None (not printed)."""
    if block is None:
        return "absent", None
    if block["unavailable"] and not block["frames"]:
        return "unavailable", None
    for k, (fn, file, line, raw) in enumerate(block["frames"]):
        if line == mark["line"] and (file == mark["path"] or file.endswith("/" + mark["path"])):
            inner = [f[0] for f in block["frames"][:k]]
            if all(INNER.match(f) for f in inner) or mark["op"] in ("iterate", "clone") or (mark.get("via") and all(INNER.match(f) or re.search(mark["via"], f) for f in inner)):
                return "racing-frame", fn
    return "elsewhere", None


def address_in(block, address):
    return bool(block) and any(re.search(re.escape(address) + r"(?![0-9a-f?])", l) for l in block["text"])


MAP_FRAME = re.compile(r"^(runtime\.map|runtime\.(?:\(\*hmap\)|clone)|internal/runtime/maps\.|maps\.clone\b|reflect\.map)")


def shown_address(best, sides, address):
    """The map's address where the log lets one know it: in a map operation's own frame of the reporter, or in both parties' stacks."""
    reporter = best.get(sides[0]["thread"])
    if not address or not address_in(reporter, address):
        return None
    exact = re.compile(re.escape(address) + r"(?![0-9a-f?])")
    if any(MAP_FRAME.match(f[0]) and exact.search(f[3]) for f in reporter["frames"]):
        return address
    return address if any(address_in(best.get(s["thread"]), address) for s in sides[1:]) else None


def in_map_operation(block, mark):
    """Only where runtime frames are printed: is a map operation the inner part of the stack?"""
    for k, (_, file, line, _) in enumerate(block["frames"]):
        if line == mark["line"] and file.endswith("/" + mark["file"]):
            return any(MAP_FRAME.match(f[0]) for f in block["frames"][:k])
    return False


def conflict(case, marks, blocks, best, facts, kind):
    order = [b["id"] for b in blocks if b["id"]]
    reporter = order[0]
    racers = case["racers"]  # role pattern -> names of markers

    def own(role):
        return [m for pat, names in racers.items() if matches(role, pat) for n in names for m in marks[n]]

    role = facts["roles"].get(reporter)
    mine = own(role)
    wanted = "iterate" if "iteration" in kind else "read" if "read and" in kind else "clone" if "clone" in kind else "write"
    is_write = lambda op: op in ("write", "delete", "clear")
    fits = lambda op: is_write(op) if wanted == "write" else op == wanted or (op == "clone" and wanted == "iterate")
    here = [(m, place_in(best[reporter], m)) for m in mine if fits(m["op"])]
    here = [(m, fn) for m, (p, fn) in here if p == "racing-frame"]
    if not here:
        return None, f"reporter {reporter} ({role}) is not in a designed {wanted}: {[f[:3] for f in best[reporter]['frames'][:3]]}"

    def side(g, mark, stack, symbol):
        b = best.get(g)
        sym = symbol or mark["symbol"]
        return {"op": mark["op"] if mark["op"] in ("read", "write", "iterate", "delete") else {"clear": "delete", "clone": "iterate"}[mark["op"]], "thread": g, "role": facts["roles"].get(g), "function": short(sym), "symbol": symbol,
                "file": mark["file"], "line": mark["line"], "stack": stack, **({"state": state_of(b)} if b else {})}

    sides = [side(reporter, here[0][0], "racing-frame", here[0][1])]
    act, moved = [], []
    for g, r in sorted(facts["roles"].items()):
        writes = [m for m in own(r) if is_write(m["op"])]
        if g == reporter or not writes or (g in facts["done"] and g not in best):
            continue
        if case.get("own_map_per_role_suffix") and r.split("-")[-1] != role.split("-")[-1]:
            continue
        places = [(m, *place_in(best.get(g), m)) for m in writes]
        hit = next(((m, fn) for m, p, fn in places if p == "racing-frame"), None)
        if hit:
            act.append((g, hit[0], "racing-frame", hit[1]))
        else:
            moved.append((g, writes[0], places[0][1], None))
    if not act and not moved:
        return None, "no other racer"
    stack = "ambiguous" if len(act) > 1 else "racing-frame"
    sides += [side(g, m, stack, fn) for g, m, _, fn in act]
    if not act:
        sides += [side(*x) for x in moved]
    address = facts["addresses"].get(case.get("map_address", "map"))
    seen = [g for g in [s["thread"] for s in sides] if address and address_in(best.get(g), address)]
    return {"resource": case["resource"], "address": shown_address(best, sides, address), "sides": sides,
            "other_side_present": bool(act), "other_side_header_present": any(s["thread"] in best for s in sides[1:]),
            **({"other_racers_elsewhere": [x[0] for x in moved]} if act and moved else {}),
            **({"address_seen_in_threads": seen} if seen else {})}, None


def site(b):
    """Innermost frame outside the runtime and the standard library; the innermost one where there is none."""
    return next((f for f in b["frames"] if is_user(f[0])), b["frames"][0] if b["frames"] else None)


def label(case, marks, version, variant, raw, facts, code):
    text = raw.decode("utf-8", "replace")
    body = text
    if case.get("panic_value") and case["panic_value"] in body:
        body = body.replace(case["panic_value"], "", 1)
    elif case.get("panic_value"):
        body = body.replace(case["panic_value"].replace("\n", "\n\t"), "", 1)
    blocks = read_dump(body)
    if case.get("expect") and not re.search(case["expect"], text):
        return None, "the expected text is not there"
    if not blocks:
        return None, "no dump"
    best = goroutines(blocks)
    fatal = re.findall(r"^fatal error: (.*)$", text, re.M)
    kind = case.get("kind") or (fatal[0] if fatal else None)
    if not kind:
        return None, f"no fatal error (exit {code})"
    notes = []
    if fatal and len(set(fatal)) > 1:
        return None, "two different fatal errors"
    if len(fatal) > 1:
        notes.append("two goroutines hit the check: the fatal error line stands twice")
    headers = sum(1 for b in blocks if b["id"])
    frames = sum(len(b["frames"]) for b in best.values())
    g0 = sum(len(b["frames"]) for b in blocks if b["id"] == 0)
    rt = sum(len(b["frames"]) for b in blocks if b["id"] is None)
    lab = {"format": case.get("format", "go-traceback"), "toolchain": "go" + version, "kind": kind, "bug": case["bug"], "source": "tests/programs/go/" + case["name"],
           "env": {k: v for k, v in variant.get("env", {}).items()}, "build": variant.get("flags", []) + [f"{k}={v}" for k, v in variant.get("build_env", {}).items()] + (["-race"] if variant.get("race") else []),
           "threads": len(best), "frames": frames + g0 + rt, "crashing_thread": None, "conflict": None, "deadlock": None, "leak_groups": None, "decoys": case.get("decoys", [])}
    if g0:
        lab["frames_of_goroutine_0"] = g0
    if rt:
        lab["frames_of_runtime_stack"] = rt
    if case.get("racers"):
        if not fatal or "concurrent map" not in fatal[0]:
            return None, "another crash: " + str(fatal[:1])
        c, why = conflict(case, marks, blocks, best, facts, fatal[0])
        if why:
            return None, why
        lab["conflict"], lab["crashing_thread"] = c, c["sides"][0]["thread"]
    elif case.get("crasher"):
        who = [g for g in best if matches(facts["roles"].get(g), case["crasher"])]
        if len(who) != 1 and case["crasher"] != "*":
            return None, f"{len(who)} goroutines with the role of the crasher"
        first = [b["id"] for b in blocks if b["id"] and not matches(facts["roles"].get(b["id"]), case.get("quoted", ""))][0]
        if who and who[0] != first:
            return None, "the crasher is not printed first"
        lab["crashing_thread"] = first
        for m in marks.get("crash", []):
            lab["crash"] = {"role": facts["roles"].get(first), "function": short(m["symbol"]), "file": m["file"], "line": m["line"]}
            if not any(f[2] == m["line"] and f[1].endswith("/" + m["path"]) for f in best[first]["frames"]) and not best[first]["elided"]:
                return None, "the marked line is not in the crasher's stack"
    if "deadlock" in case:
        d = case["deadlock"]
        steps = []
        for s in d.get("cycle", []):
            who = [g for g in best if matches(facts["roles"].get(g), s["role"])]
            if len(who) != 1:
                return None, f"{len(who)} goroutines with role {s['role']}"
            g, m = who[0], marks[s["at"]][0]
            if not any(f[2] == m["line"] and f[1].endswith("/" + m["path"]) for f in best[g]["frames"]) and not m["path"].endswith(".s"):
                if not any(f[2] == m["line"] and f[1] == m["path"] for f in best[g]["frames"]):
                    return None, f"{s['role']} does not stand where it should"
            def res(name, own):
                a = facts["addresses"].get(name) if name else None
                return None if not name else {"name": name, "address": a, "in_log": bool(a and any(address_in(b, a) for b in best.values())), "in_own_stack": bool(a and address_in(best[g], a))}
            steps.append({"thread": g, "role": s["role"], "waits_for": res(s.get("waits_for"), g), "holds": res(s.get("holds"), g), "function": short(m["symbol"]), "file": m["file"], "line": m["line"], "state": state_of(best[g])})
        lab["deadlock"] = {"cycle": steps, "self": bool(d.get("self"))}
    if case.get("leaks"):
        lab["leak_groups"] = []
        for lk in case["leaks"]:
            who = sorted(g for g, b in best.items() if matches(facts["roles"].get(g), lk["role"]))
            groups = {}
            for g in who:
                f = site(best[g])
                groups.setdefault((f[0], f[1], f[2]) if f else None, []).append(g)
            m = marks[lk["at"]][0]
            fits = [k for k in groups if k and k[2] == m["line"] and (k[1] == m["path"] or k[1].endswith("/" + m["path"]))]
            if len(fits) != 1 or (lk.get("count") and len(groups[fits[0]]) != lk["count"]):
                return None, f"leak {lk['role']}: {[(k, len(v)) for k, v in groups.items()]}"
            key, ids = fits[0], groups[fits[0]]
            states = {}
            for g in ids:
                states[state_of(best[g])] = states.get(state_of(best[g]), 0) + 1
            made = {best[g]["created"][0] if best[g]["created"] else None for g in ids}
            same_site = sum(1 for b in best.values() if b["frames"] and tuple(site(b)[:3]) == key)
            lab["leak_groups"].append({"count": same_site, "state": max(states, key=states.get), "states": states, "function": short(key[0]), "file": m["file"], "line": m["line"],
                                       "created_by": made.pop() if len(made) == 1 else None, "threads": ids if len(ids) <= 24 else None, "leaked": len(ids)})
    if case.get("holder"):
        who = [g for g in best if matches(facts["roles"].get(g), case["holder"])]
        if len(who) != 1:
            return None, "no single holder"
        lab["contention"] = {"holder": who[0], "waiters": sum(g["count"] for g in lab["leak_groups"] or [] if g["state"].startswith(("sync.", "semacquire")))}
    if lab["conflict"] and variant.get("env", {}).get("GOTRACEBACK") in ("system", "crash"):
        for s in lab["conflict"]["sides"]:
            if s["stack"] in ("racing-frame", "ambiguous"):
                s["in_map_operation"] = in_map_operation(best[s["thread"]], s)
    if "WARNING: DATA RACE" in text:  # two formats in one file: the counts are those of the dump alone
        lab["dump_threads"], lab["dump_frames"] = lab["threads"], lab["frames"]
        lab["threads"] = lab["frames"] = None
        if lab["conflict"]:  # what the detector saw is proved as well, under its own numbers
            lab["conflict"]["allowed"] = sorted({int(n) for n in re.findall(r"^(?:Previous )?(?:[Rr]ead|[Ww]rite) at 0x[0-9a-f]+ by goroutine (\d+):$", text, re.M)})
        notes.append("the race detector's report stands before the dump, with goroutine numbers of its own")
    lab["headers"] = headers
    lab["created_by_lines"] = sum(1 for b in blocks if b["created"])
    gone = [b["id"] for b in best.values() if b["unavailable"]] + [b["id"] for b in blocks if b["unavailable"]]
    if gone:
        lab["stack_unavailable"] = sorted(set(gone))
    if len(fatal) > 1:
        lab["fatal_error_lines"] = len(fatal)
    lab["roles"] = {}
    for g, r in sorted(facts["roles"].items()):
        if g in best and sum(1 for x in lab["roles"] if x.startswith(r)) < 40:
            lab["roles"][r if r not in lab["roles"] else f"{r}#{g}"] = g
    lab["addresses"] = {k: {"address": v, "in_log": bool(re.search(re.escape(v) + r"(?![0-9a-f])", text))} for k, v in facts["addresses"].items()}
    if case.get("racers") and facts["addresses"].get(case.get("map_address", "map")):
        lab["true_address"] = facts["addresses"][case.get("map_address", "map")]
    if lab["conflict"] and not lab["conflict"]["other_side_present"]:
        notes.append("the other party is not visible in its racing frame (%s)" % ", ".join(sorted({s["stack"] for s in lab["conflict"]["sides"][1:]})))
    lab["notes"] = notes + case.get("notes", [])
    return lab, None


VARIANTS = {
    "": {},
    "all": {"env": {"GOTRACEBACK": "all"}},
    "system": {"env": {"GOTRACEBACK": "system"}},
    "noopt": {"flags": ["-gcflags=all=-N -l"], "env": {"GOTRACEBACK": "all"}},
    "noinline": {"flags": ["-gcflags=-l"], "env": {"GOTRACEBACK": "all"}},
    "trimpath": {"flags": ["-trimpath"], "env": {"GOTRACEBACK": "all"}},
    "386": {"build_env": {"GOARCH": "386"}, "env": {"GOTRACEBACK": "all"}},
    "386-system": {"build_env": {"GOARCH": "386"}, "env": {"GOTRACEBACK": "system"}},
    "386-crash": {"build_env": {"GOARCH": "386"}, "env": {"GOTRACEBACK": "crash"}},
    "arm64": {"build_env": {"GOARCH": "arm64"}, "emulator": "qemu-aarch64", "env": {"GOTRACEBACK": "all"}},
    "arm64-crash": {"build_env": {"GOARCH": "arm64"}, "emulator": "qemu-aarch64", "env": {"GOTRACEBACK": "crash"}},
    "race": {"race": True, "env": {"GOTRACEBACK": "all"}},
    "procs4": {"env": {"GOTRACEBACK": "all", "GOMAXPROCS": "4"}},
    "procs32": {"env": {"GOTRACEBACK": "all", "GOMAXPROCS": "32"}},
    "crash": {"env": {"GOTRACEBACK": "crash"}},
    "single": {"env": {"GOTRACEBACK": "single"}},
    "fortieth": {"env": {"GOTRACEBACK": "all", "FIXTURE_SHARE": "40"}},
    "cgo": {"build_env": {"CGO_ENABLED": "1"}},
}


def plan(case, version):
    """Which variants of a program are captured with a toolchain. Keys of case["captures"]: a minor version or `*`."""
    minor = ".".join(version.split(".")[:2])
    got = case.get("captures", {}).get(minor, case.get("captures", {}).get("*", [""]))
    return got


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--only", default="*")
    ap.add_argument("--go", default="")
    ap.add_argument("--variants", default="*")
    ap.add_argument("--force", action="store_true")
    ap.add_argument("--out", default=os.path.join(FIXTURES, "go-traceback"))
    ap.add_argument("--attempts", type=int, default=12)
    ap.add_argument("--prefer", default="", help="the `stack` of the other side to try for")
    a = ap.parse_args()
    os.makedirs(a.out, exist_ok=True)
    only = [x for x in a.go.split(",") if x]
    cases = sorted(glob.glob(os.path.join(HERE, "go", "*", "case.json")))
    failed = 0
    for number, path in enumerate(cases):
        case = json.load(open(path))
        case["name"] = os.path.basename(os.path.dirname(path))
        case.setdefault("app", case["module"].split("/")[-1])
        if not any(fnmatch.fnmatch(case["name"], p) for p in a.only.split(",")):
            continue
        marks = markers(os.path.dirname(path), case["module"])
        for turn, (vt, version, goroot) in enumerate(toolchains(only)):
            if vt[1] < case.get("min_go", 19):
                continue
            for vname in plan(case, version):
                if not fnmatch.fnmatch(vname, a.variants):
                    continue
                variant = VARIANTS[vname]
                stem = f"{case['name']}--go{version}" + (f"-{vname}" if vname else "")
                base = os.path.join(a.out, stem)
                if os.path.exists(base + ".json") and not a.force:
                    continue
                work = tempfile.mkdtemp(prefix="skein-fixture-")
                try:
                    src = build(case, version, goroot, work, variant)
                    wish = a.prefer or case.get("prefer", "racing-frame" if (turn + number) % 2 else None)
                    kept, why = None, None
                    for attempt in range(max(a.attempts, case.get("attempts", 0))):
                        raw, facts, code = run(case, version, goroot, src, variant, case.get("deadline", 15))
                        if raw is None:
                            why = "timed out"
                            if attempt >= 3:
                                break
                            continue
                        lab, why = label(case, marks, version, variant, raw, facts, code)
                        if lab is None:
                            continue
                        quality = lab["conflict"]["sides"][1]["stack"] if lab["conflict"] else None
                        if kept is None or (wish and quality == wish):
                            kept = (raw, lab, attempt)
                        if not wish or not lab["conflict"] or quality == wish or not lab["conflict"]["other_side_header_present"]:
                            break
                    if kept is None:
                        failed += 1
                        print(f"FAILED {stem}: {why}", flush=True)
                        continue
                    raw, lab, attempt = kept
                    with open(base + ".log", "wb") as f:
                        f.write(raw)
                    with open(base + ".json", "w") as f:
                        json.dump({"log": stem + ".log", **lab}, f, indent=1, ensure_ascii=False)
                        f.write("\n")
                    c = lab["conflict"]
                    print(f"{stem}: {len(raw)} bytes, {lab['threads']} goroutines, {lab['kind']}" + (f", other: {[s['stack'] for s in c['sides'][1:]]}" if c else ""), f"attempt {attempt + 1}", flush=True)
                finally:
                    shutil.rmtree(work, ignore_errors=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
