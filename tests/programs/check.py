#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: The Skein authors
"""Check the committed fixtures: every log has its label, counts and sides agree with the log, no path of a real machine."""
import collections, glob, json, os, re, sys

import capture


def main():
    bad, table = [], collections.defaultdict(lambda: collections.defaultdict(list))
    sides = collections.Counter()
    for log in sorted(glob.glob(os.path.join(capture.FIXTURES, "go-traceback", "*.log"))):
        name = os.path.basename(log)[:-4]
        try:
            lab = json.load(open(log[:-4] + ".json"))
        except (OSError, ValueError) as e:
            bad.append(f"{name}: {e}")
            continue
        text = open(log, "rb").read().decode("utf-8", "replace")
        for path in re.findall(r"(?:^|[\s\"(])(/(?:home|root|tmp|work|usr|var|opt)/[^\s:\"]+)", text):
            if not path.startswith(("/home/build/src/", "/usr/local/go/")) and not re.search(r"^/(root|tmp)/?$", path):
                bad.append(f"{name}: path {path}")
        prog, _, version = name.partition("--go")
        version, _, variant = version.partition("-")
        table[prog][".".join(version.split(".")[:2])].append(variant or "default")
        c = lab["conflict"]
        if c:
            blocks = capture.goroutines(capture.read_dump(text))
            if next(iter(blocks)) != lab["crashing_thread"] or c["sides"][0]["thread"] != lab["crashing_thread"]:
                bad.append(f"{name}: reporter")
            for s in c["sides"]:
                b = blocks.get(s["thread"])
                if (s["stack"] == "absent") != (b is None):
                    bad.append(f"{name}: side {s['thread']} {s['stack']}")
                if s["stack"] in ("racing-frame", "ambiguous") and not any(f[2] == s["line"] and f[1].endswith("/" + s["file"]) for f in b["frames"]):
                    bad.append(f"{name}: side {s['thread']} isn't in line {s['line']}")
            sides[c["sides"][1]["stack"]] += 1
    versions = sorted({v for t in table.values() for v in t}, key=lambda v: int(v.split(".")[1]))
    if "--table" in sys.argv:
        print("| program | " + " | ".join(versions) + " |\n|---" * 1 + "|---" * len(versions) + "|")
        for prog in sorted(table):
            print(f"| {prog} | " + " | ".join(" ".join(table[prog].get(v, [])) for v in versions) + " |")
    print(f"{sum(len(x) for t in table.values() for x in t.values())} captures of {len(table)} programs; other side: {dict(sides)}")
    print("\n".join(bad) if bad else "no contradiction")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
