#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: The Skein authors
"""Make the wrapped variants of real captures in ../fixtures/wrapped: what collectors, terminals and people do to a log.

usage: wrap.py        (deterministic: the same captures give the same files)

NAME+WRAP.log beside NAME+WRAP.json, which is the capture's label with "wrap" and "wrapped_from" added.
"""
import bz2, datetime, gzip, json, lzma, os, random, subprocess

HERE = os.path.dirname(os.path.abspath(__file__))
SOURCE = os.path.join(os.path.dirname(HERE), "fixtures", "go-traceback")
TARGET = os.path.join(os.path.dirname(HERE), "fixtures", "wrapped")
START = datetime.datetime(2026, 5, 4, 9, 31, 7)


def clock(step_us=180):
    t = START
    while True:
        t += datetime.timedelta(microseconds=step_us)
        yield t


def lines_of(raw):
    text = raw.decode("utf-8", "surrogateescape")
    return text[:-1].split("\n") if text.endswith("\n") else text.split("\n")


def join(lines):
    return ("\n".join(lines) + "\n").encode("utf-8", "surrogateescape")


def compose(raw, app):
    return join([f"{app}-1  | {l}" for l in lines_of(raw)])


def compose_mixed(raw, app):
    rnd, out = random.Random(7), []
    for l in lines_of(raw):
        out.append(f"{app}-1     | {l}")
        if rnd.random() < 0.06:
            out.append(rnd.choice([f"postgres-1  | 2026-05-04 09:31:07.{rnd.randrange(1000):03d} UTC [61] LOG:  checkpoint complete: wrote {rnd.randrange(90)} buffers",
                                   f"redis-1     | 1:M 04 May 2026 09:31:07.{rnd.randrange(1000):03d} * Background saving terminated with success"]))
    return join(out)


def docker_json(raw, app):
    c = clock()
    return join([json.dumps({"log": l + "\n", "stream": "stderr", "time": next(c).isoformat() + "Z"}, ensure_ascii=False, separators=(",", ":")) for l in lines_of(raw)])


def kubernetes(raw, app):
    c, out = clock(), []
    for l in lines_of(raw):
        stamp = next(c).isoformat(timespec="microseconds") + "417Z"
        if len(l) > 160:  # the runtime splits long lines: P (partial), then F (full)
            out.append(f"{stamp} stderr P {l[:160]}")
            l = l[160:]
        out.append(f"{stamp} stderr F {l}")
    return join(out)


def kubernetes_plain(raw, app):
    c = clock()
    return join([f"{next(c).isoformat(timespec='microseconds')}417Z stderr F {l}" for l in lines_of(raw)])


def journald(raw, app):
    c = clock()
    return join([f"{next(c).strftime('%b %d %H:%M:%S')} node1 {app}[2113]: {l}" for l in lines_of(raw) if l])  # blank lines are dropped


def syslog(raw, app):
    c = clock()
    return join([f"<27>1 {next(c).isoformat(timespec='milliseconds')}Z node1 {app} 2113 - - {l}" for l in lines_of(raw)])


def github_actions(raw, app):
    c = clock()
    return join([f"{next(c).isoformat(timespec='microseconds')}0Z {l}" for l in
                 ["##[group]Run make integration", "make integration", "shell: /usr/bin/bash -e {0}", "##[endgroup]"] + lines_of(raw) + ["make: *** [Makefile:14: integration] Error 2", "##[error]Process completed with exit code 2."]])


def crlf(raw, app):
    return raw.replace(b"\n", b"\r\n")


def ansi(raw, app):
    out = []
    for l in lines_of(raw):
        if l.startswith("goroutine "):
            l = f"\x1b[1;33m{l}\x1b[0m"
        elif l.startswith(("fatal error", "panic")):
            l = f"\x1b[31m{l}\x1b[0m"
        elif l.startswith("\t"):
            l = f"\x1b[2m{l}\x1b[22m"
        out.append(l)
    return join(out)


def spaces(raw, app):
    return raw.replace(b"\t", b"        ")


def quote(raw, app):
    return join(["Hi, the service died again, this is all it said:", ""] + ["> " + l for l in lines_of(raw)] + ["", "Any idea?"])


def utf16(raw, app):
    return b"\xff\xfe" + crlf(raw, app).decode("utf-8").encode("utf-16-le")


def service_lines(app, n, seed, t0):
    rnd, out, t = random.Random(seed), [], t0
    for i in range(n):
        t += datetime.timedelta(milliseconds=rnd.randrange(1, 90))
        stamp = t.isoformat(timespec="milliseconds") + "Z"
        kind = rnd.random()
        if kind < 0.55:
            out.append(f'{stamp} level=info app={app} msg="request done" method={rnd.choice(["GET", "GET", "POST", "PUT"])} path=/api/{rnd.choice(["streams", "stats", "users/17", "jobs"])} status={rnd.choice([200, 200, 200, 204, 404, 503])} took={rnd.randrange(1, 900)}ms')
        elif kind < 0.75:
            out.append(json.dumps({"time": stamp, "level": "debug", "app": app, "msg": "cache " + rnd.choice(["hit", "miss", "evict"]), "key": f"cam-{rnd.randrange(40)}", "size": rnd.randrange(9000)}))
        elif kind < 0.9:
            out.append(f"{t.strftime('%Y/%m/%d %H:%M:%S')} [{app}] connection from 10.0.{rnd.randrange(9)}.{rnd.randrange(250)}:{rnd.randrange(2000, 60000)} accepted")
        elif kind < 0.97:
            out.append(f'{stamp} level=warn app={app} msg="slow goroutine pool" waiting={rnd.randrange(90)} running={rnd.randrange(16)}')
        else:
            out.append(f'{stamp} level=error app={app} msg="upstream failed" err="dial tcp 10.0.0.{rnd.randrange(9)}:8554: connect: connection refused (goroutine {rnd.randrange(900)} gives up)"')
    return out, t


def in_service_log(raw, app, lines=200):
    before, t = service_lines(app, lines * 62 // 100, 1, START)
    after, _ = service_lines(app, lines * 38 // 100, 2, t + datetime.timedelta(seconds=4))
    return join(before + lines_of(raw) + ["exit status 2", f"{(t + datetime.timedelta(seconds=3)).isoformat(timespec='milliseconds')}Z level=info app={app} msg=starting version=1.14.2"] + after)


def docker_service(raw, app):
    return compose(in_service_log(raw, app), app)


def docker_service_long(raw, app):
    """For the examples; a fixture is cut at every 64th byte, so it is short."""
    return compose(in_service_log(raw, app, 2000), app)


def broken_utf8(raw, app):
    lines, rnd = lines_of(raw), random.Random(3)
    bad = [b"\xff\xfe\x00\x80", b"caf\xe9 saved", b"\xc3", b"\xf0\x9f\x92", b"name=M\xfcller level=warn"]
    blanks = [i for i, l in enumerate(lines) if l == ""]
    out = [b"2026-05-04 09:31:06 user=J\xf6rg logged in"]
    for i, l in enumerate(lines):
        out.append(l.encode())
        if i in blanks[2::4]:  # between two goroutines
            out += [rnd.choice(bad), b""]
    return b"\n".join(out) + b"\n"


def json_oneline(raw, app):
    """The whole dump is the message of one structured log line."""
    text = raw.decode("utf-8")
    return join([json.dumps(o, separators=(",", ":")) for o in [
        {"ts": "2026-05-04T09:31:02.114Z", "level": "info", "app": app, "msg": "started"},
        {"ts": "2026-05-04T09:31:07.530Z", "level": "fatal", "app": app, "msg": text.rstrip("\n"), "source": "stderr"},
        {"ts": "2026-05-04T09:31:09.871Z", "level": "info", "app": app, "msg": "started"}]])


def cut(raw, app):
    """The collector's limit was reached in the middle of the last goroutine's last source line."""
    at = raw.rstrip(b"\n").rfind(b"\n\t")
    return raw[:at + 12]


WRAPS = [
    ("map-ww-http-registry--go1.22.12", "compose", compose), ("map-ww-http-registry--go1.24.4", "compose-mixed", compose_mixed),
    ("map-iter-json-encoder--go1.22.12", "docker-json", docker_json), ("map-rw-config-reload--go1.24.4", "docker-json", docker_json),
    ("map-ww-two-methods--go1.24.4", "k8s", kubernetes_plain), ("map-ww-http-registry--go1.26.11-all", "k8s-partial", kubernetes), ("deadlock-philosophers-five--go1.22.12", "k8s", kubernetes_plain),
    ("map-wd-session-expire--go1.22.12", "journald", journald), ("deadlock-abba-transfer--go1.24.4", "journald", journald), ("deadlock-abba-sigquit--go1.22.12", "journald", journald),
    ("map-rw-other-package--go1.24.4", "syslog", syslog), ("panic-nil-deref--go1.22.12", "syslog", syslog),
    ("test-timeout-publish--go1.26.11", "gha", github_actions), ("map-iter-range-delete--go1.22.12", "gha", github_actions),
    ("map-ww-embedded--go1.25.12", "crlf", crlf), ("deadlock-three-cycle--go1.26.11-system", "crlf", crlf),
    ("map-rw-config-reload--go1.22.12", "ansi", ansi), ("panic-recovered-nested--go1.26.11", "ansi", ansi),
    ("map-ww-http-registry--go1.21.13", "spaces", spaces), ("map-ww-closure--go1.22.12", "quote", quote), ("map-ww-inlined-helpers--go1.23.5", "utf16", utf16),
    ("map-ww-two-methods--go1.22.12-all", "in-service-log", in_service_log), ("map-iter-metrics-scrape--go1.24.4", "docker-service", docker_service), ("deadlock-abba-transfer--go1.24.4", "in-service-log", in_service_log),
    ("map-rw-aliased-map--go1.22.12", "json-oneline", json_oneline), ("deadlock-mutex-channel--go1.24.4", "json-oneline", json_oneline),
    ("map-ww-http-handlers--go1.22.12", "cut", cut), ("map-ww-http-handlers--go1.24.4", "compose-mixed", compose_mixed), ("map-ww-http-handlers--go1.27.4-all", "spaces", spaces),
    ("map-ww-map-of-maps--go1.22.12", "broken-utf8", broken_utf8), ("deadlock-rwmutex-recursive--go1.22.12-system", "broken-utf8", broken_utf8),
]
PACKED = [("map-rw-half-locked--go1.22.12", "gz"), ("map-ww-generic-cache--go1.22.12", "xz"), ("deadlock-abba-transfer--go1.26.11", "zst"), ("panic-nil-deref--go1.26.11", "bz2")]


def pack(raw, how):
    if how == "gz":
        return gzip.compress(raw, mtime=0)
    if how == "xz":
        return lzma.compress(raw)
    if how == "bz2":
        return bz2.compress(raw)
    return subprocess.run(["zstd", "-q", "-19", "-c"], input=raw, stdout=subprocess.PIPE, check=True).stdout


def wrapped(stem, wrap):
    """The bytes of one wrapped capture (for the examples, too)."""
    raw = open(os.path.join(SOURCE, stem + ".log"), "rb").read()
    ways = {w: f for _, w, f in WRAPS} | {"docker-service-long": docker_service_long}
    app = json.load(open(os.path.join(HERE, "go", stem.split("--")[0], "case.json")))["module"].split("/")[-1]
    return ways[wrap](raw, app)


def main():
    os.makedirs(TARGET, exist_ok=True)
    for stem, wrap, make in WRAPS:
        if not os.path.exists(os.path.join(SOURCE, stem + ".log")):
            print("no capture", stem)
            continue
        name = f"{stem}+{wrap}"
        label = json.load(open(os.path.join(SOURCE, stem + ".json")))
        open(os.path.join(TARGET, name + ".log"), "wb").write(wrapped(stem, wrap))
        label.update({"log": name + ".log", "wrap": wrap, "wrapped_from": stem + ".log"})
        if wrap == "cut":  # the last line may or may not be counted as a frame
            label["frames"] = None
        with open(os.path.join(TARGET, name + ".json"), "w") as f:
            json.dump(label, f, indent=1, ensure_ascii=False)
            f.write("\n")
    for stem, how in PACKED:
        if not os.path.exists(os.path.join(SOURCE, stem + ".log")):
            print("no capture", stem)
            continue
        label = json.load(open(os.path.join(SOURCE, stem + ".json")))
        open(os.path.join(TARGET, f"{stem}+{how}.log.{how}"), "wb").write(pack(open(os.path.join(SOURCE, stem + ".log"), "rb").read(), how))
        label.update({"log": f"{stem}+{how}.log.{how}", "wrap": how, "wrapped_from": stem + ".log"})
        with open(os.path.join(TARGET, f"{stem}+{how}.json"), "w") as f:
            json.dump(label, f, indent=1, ensure_ascii=False)
            f.write("\n")


if __name__ == "__main__":
    main()
