#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: The Skein authors
"""Builds ends.cpp and order_absl.cpp in the root `trixie` of ../toolchains.sh, runs it once for each way to end, and writes what it printed to
../../../fixtures/ends/NAME.log.
usage: ends.py [--out DIR] [--only NAME]"""
import argparse, os, pathlib, subprocess, tempfile

HERE = pathlib.Path(__file__).resolve().parent
ROOTS = pathlib.Path(os.environ.get("XDG_CACHE_HOME", pathlib.Path.home() / ".cache")) / "skein/cpp"
PLAIN = "g++ -std=c++23 -g -O1 -fstack-protector-all -pthread"
CLANG = "clang++-19 -std=c++20 -stdlib=libc++ -g -O1 -pthread"
# name of the capture → compiler, libraries, how it ends
CAPTURES = {
    **{f"{how}--gcc14": (PLAIN, "", how) for how in ("throw", "assert", "double-free", "smash", "not-joined")},
    "throw--clang19-libc++": (CLANG, "", "throw"),
    "stacktrace--gcc14": (PLAIN + " -DWITH_STACKTRACE", "-lstdc++exp", "stacktrace"),
    "stacktrace-stripped--gcc14": (PLAIN + " -g0 -s -DWITH_STACKTRACE", "-lstdc++exp", "stacktrace"),
    "abort-absl--gcc14": (PLAIN + " -DWITH_ABSL", "-labsl_failure_signal_handler -labsl_symbolize", "abort"),
    **{f"{how}-absl--gcc14": (PLAIN, "-labsl_symbolize -labsl_synchronization", how) for how in ("order", "order-of-three")},
    "segv-absl--gcc14": (PLAIN + " -DWITH_ABSL", "-labsl_failure_signal_handler -labsl_symbolize", "segv"),
}


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--out", type=pathlib.Path, default=HERE.parents[2] / "fixtures/ends")
    arguments.add_argument("--only", default="", help="captures whose name begins so")
    given = arguments.parse_args()
    out = given.out
    out.mkdir(parents=True, exist_ok=True)
    for name, (compiler, libraries, how) in CAPTURES.items():
        if not name.startswith(given.only):
            continue
        source = "order_absl.cpp" if how.startswith("order") else "ends.cpp"
        with tempfile.TemporaryDirectory(prefix="skein-ends-") as scratch:
            run = ["bwrap", "--bind", str(ROOTS / "trixie"), "/", "--dev", "/dev", "--proc", "/proc", "--ro-bind", str(HERE), "/src",
                   "--bind", scratch, "/work", "--chdir", "/work", "sh", "-c"]
            subprocess.run(run + [f"{compiler} -o harbour /src/{source} {libraries}"], check=True)
            log = subprocess.run(run + [f"ulimit -c 0; exec ./harbour {how}"], capture_output=True, check=False).stderr
        (out / f"{name}.log").write_bytes(log)
        print(f"{name}: {len(log.splitlines())} lines")


if __name__ == "__main__":
    main()
