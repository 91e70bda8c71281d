#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: The Skein authors
#
# Takes the pictures of the README and of sharing.md anew from the real window (release build, Xvfb).
set -euo pipefail
cd "$(dirname "$0")/../.."

picture() { # NAME LOG ARGUMENTS...
    local name=$1 log=$2
    shift 2
    XDG_CONFIG_HOME=$(mktemp -d) ./dev shell xvfb-run -a -s "-screen 0 1600x1000x24" \
        build/release/bin/skein-window --screenshot "docs/pictures/$name.png" --size 1440x900 "$@" "examples/$log"
}

picture window-light map-writes-http-registry.log --select finding:0 --theme light
picture deadlock-dark deadlock-abba-mutex.log --select finding:0 --theme dark
picture missing-light go1.26-map-crash-one-goroutine.log --select finding:0 --theme light

# The walk of docs/sharing.md, with real events.
./dev shell python3 tests/window/case_events_test.py build/release/bin/skein-window build/release/bin/skein \
    build/release/tests/drag_source build/release/tests/drop_target docs/pictures
