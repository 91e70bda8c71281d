#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: The Skein authors
#
# Runs the programs of this folder with the toolchains of ../go/toolchains.sh and writes what they print to
# tests/fixtures. Source and toolchain lie at neutral paths of a private mount namespace while it does so.
set -e
here=$(cd "$(dirname "$0")" && pwd)
if [ -z "$SKEIN_INSIDE" ]; then
    SKEIN_INSIDE=1 exec unshare -Urm "$0" "$@"
fi
cache=${XDG_CACHE_HOME:-$HOME/.cache}/skein/go
fixtures=$(cd "$here/../../fixtures" && pwd)
export GOPATH=$cache/gopath GOTOOLCHAIN=local GOTELEMETRY=off GOFLAGS=-mod=mod
work=$(mktemp -d)
src=/usr/local/src/acme
mkdir -p /usr/local/go $src 2>/dev/null || true
mount --bind "$work" /usr/local/src
mkdir -p $src
for version in ${1:-1.22.12 1.24.4 1.27.4}; do
    mount --bind "$cache/go$version" /usr/local/go
    export GOROOT=/usr/local/go GOCACHE=$cache/build/$version PATH=/usr/local/go/bin:$PATH
    for name in races profile; do
        rm -rf "${src:?}"/*
        cp "$here/$name"/*.go $src/
        cd $src
        go mod init github.com/acme/$name 2>/dev/null
        case $name in
        races)
            CGO_ENABLED=1 go build -race -o /tmp/races.bin .
            /tmp/races.bin >"$fixtures/go-race/races--go$version.log" 2>&1 || true ;;
        profile)
            go build -o /tmp/profile.bin .
            /tmp/profile.bin >"$fixtures/go-pprof/profile--go$version.log" ;;
        esac
    done
    umount /usr/local/go
done
