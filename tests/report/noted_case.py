# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: The Skein authors
"""A case with a note on everything that a note can sit on, and with every verdict, for any log (docs/case-file.md)."""
import json
import zipfile

import hostile
from skein_program import skein

TIME = "2026-11-21T12:30:05.000Z"
MARKDOWN = ("It holds **both** locks, see `bank.Transfer`:\n\n- first *this* one\n- then [the other](https://issues.example/41)\n\n"
            "```\nmu.Lock()\n```\n1. unlock\n2. retry")
COLOURS = ("yellow", "red", "green", "blue", "purple", "grey")
BAD = "\n".join(hostile.SIGNS) + "\n<b onclick=owned=1>bold</b> [x](javascript:owned=1) ![y](http://127.0.0.1:9/z.png)\n" + "`*_[" * 50


class Writer:
    """Numbers that are the same in every run."""

    def __init__(self, author):
        self.author, self.count = author, 0

    def id(self, digits):
        self.count += 1
        return f"{self.count:0{digits}x}"

    def version(self, value, author=None):
        return [{"id": self.id(16), "at": TIME, "by": author or self.author, "value": value}]

    def note(self, anchor, text, colour="", arrow=None, resolved=False, reply=None, author=None):
        note = {"id": self.id(32), "at": TIME, "by": author or self.author, "anchor": self.version(anchor),
                "text": self.version(text), "colour": self.version(colour), "resolved": self.version(resolved)}
        if arrow:
            note["arrowTo"] = self.version(arrow)
        if reply:
            note["replyTo"] = reply["id"]
        return note

    def verdict(self, kind, on, text="", party=None):
        value = {"text": text, **({"party": party} if party else {})}
        return {"kind": kind, "on": on, "value": self.version(value)}


def span(of):
    return [of["first_line"], of["last_line"]]


def thread(of):
    return {"kind": "thread", "thread": of["id"], "lines": span(of)}


def write(folder, log, bad=False, many=0, name="case"):
    """The case of `log` in `folder`; `bad`: texts, names and authors try to be markup; `many`: that many notes more."""
    report = json.loads(skein("report", "--format", "json", log).stdout)
    case = folder / f"{name}.skein"
    case.unlink(missing_ok=True)
    assert skein("case", log, "--output", case).returncode == 0
    w = Writer(hostile.SIGNS[0] + hostile.SIGNS[6] if bad else "Ann")
    text = BAD if bad else MARKDOWN
    notes, verdicts = [w.note({"kind": "case"}, text)], []
    lines = span(report["snapshots"][0]) if report["snapshots"] else [1, 1]
    threads = [t for t in report["snapshots"][0]["threads"] if t.get("id") and t["kind"] != "system"] if report["snapshots"] else []
    if report["findings"]:
        finding = report["findings"][0]
        cited = [line for e in finding["evidence"] for line in e["log_lines"]]
        cited += [line for a in finding.get("accesses", []) for line in a.get("log_lines", [])]
        on = {"kind": "finding", "finding": finding["kind"], "lines": [min(cited), max(cited)] if cited else lines}
        address = (finding.get("resource") or {}).get("address")
        if address:
            on["address"] = address
        notes.append(w.note(on, text, "red"))
        verdicts.append(w.verdict("finding", on, "rejected" if bad else "confirmed"))
        named = [t for t in threads if t["id"] in finding.get("threads", [])]
        threads = named + [t for t in threads if t not in named]
        if len(threads) > 2 and finding.get("accesses"):
            verdicts.append(w.verdict("other-party", on, party=thread(threads[2])))
    for i, of in enumerate(threads[:6]):
        notes.append(w.note(thread(of), text if i < 2 else f"number {i}", COLOURS[i % 6], resolved=i == 3,
                            arrow=thread(threads[0]) if i == 1 else None))
    if threads:
        first = threads[0]
        notes.append(w.note({"kind": "frame", "thread": first["id"], "index": 0, "function": "", "lines": span(first)}, text))
        notes.append(w.note({"kind": "time", "axis": "order", "fromLines": span(first), "toLines": span(first),
                             "lines": lines}, "this span"))
        notes.append(w.note({"kind": "time", "axis": "clock", "from": -600000, "to": -60000, "lines": lines},
                            "ten minutes"))
        verdicts.append(w.verdict("name", thread(first), hostile.SIGNS[1] if bad else "the loader"))
        verdicts.append(w.verdict("important", thread(threads[-1]), "yes"))
        if len(threads) > 3:
            verdicts.append(w.verdict("hidden", thread(threads[-2]), "yes"))
    notes.append(w.note({"kind": "lines", "lines": [1, min(3, lines[1])]}, text, "grey"))
    notes.append(w.note({"kind": "case"}, "I see it too", reply=notes[0], author="Ben"))
    for i in range(many):
        notes.append(w.note(thread(threads[i % len(threads)]) if threads else {"kind": "case"}, f"note {i} " + "lorem *ipsum* " * 40))
    rewrite(case, {"notes": notes, "verdicts": verdicts})
    return case


def rewrite(case, notes):
    """Other notes in the same case."""
    with zipfile.ZipFile(case) as old:
        parts = [(info, old.read(info)) for info in old.infolist()]
    with zipfile.ZipFile(case, "w") as new:
        for info, content in parts:
            new.writestr(info, json.dumps(notes) if info.filename == "notes.json" else content)
