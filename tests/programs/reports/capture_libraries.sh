#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: The Skein authors
#
# Runs locks, leaks, gate, contention, gctrace, reasons, ancestors and kinds with the toolchains of ../go/toolchains.sh and the libraries of libraries.sh,
# and writes what they print to tests/fixtures. Everything lies at neutral paths of a private mount namespace.
# usage: capture_libraries.sh [locks|leaks|gate|contention|gctrace|reasons|ancestors|kinds|lint]...
set -e
here=$(cd "$(dirname "$0")" && pwd)
if [ -z "$SKEIN_NAMESPACE" ]; then
    flags=-m
    [ "$(id -u)" = 0 ] || flags=-Urm
    SKEIN_NAMESPACE=1 exec unshare $flags "$0" "$@"
fi
cache=${XDG_CACHE_HOME:-$HOME/.cache}/skein/go
fixtures=$(cd "$here/../../fixtures" && pwd)
work=$(mktemp -d)
mkdir -p "$work/cache" "$work/fixtures" "$work/here" /usr/local/go
mount --bind "$cache" "$work/cache"
mount --bind "$fixtures" "$work/fixtures"
mount --bind "$here" "$work/here"
mount -t tmpfs none /home
mkdir -p /home/build/go/pkg/mod /home/build/src
mount --bind "$work/cache/mod" /home/build/go/pkg/mod
export HOME=/home/build GOROOT=/usr/local/go PATH=/usr/local/go/bin:/usr/bin:/bin GOPATH=/home/build/go GOFLAGS=-mod=mod
export GOPROXY=off GOSUMDB=off GOTOOLCHAIN=local GOTELEMETRY=off GOENV=off CGO_ENABLED=0 LANG=C.UTF-8 TZ=UTC
unset SKEIN_NAMESPACE

# toolchain VERSION
toolchain() {
    cd /
    ! mountpoint -q /usr/local/go || umount /usr/local/go
    mount --bind "$work/cache/go$1" /usr/local/go
    export GOCACHE=$work/cache/build/$1
    go=$1
}

# project NAME [PATH@VERSION...]: the program's source at its place, with a go.mod that names the unpacked libraries
project() {
    local name=$1 use
    shift
    cd /
    rm -rf "/home/build/src/$name"
    cp -r "$work/here/$name" "/home/build/src/$name"
    cd "/home/build/src/$name"
    {
        printf 'module github.com/acme/%s\n\ngo %s\n\n' "$name" "${go%.*}"
        for use; do
            printf 'require %s %s\nreplace %s => /home/build/go/pkg/mod/%s\n' "${use%@*}" "${use##*@}" "${use%@*}" "$use"
        done
    } >go.mod
}

# save FORMAT NAME COMMAND...
save() {
    local into=$work/fixtures/$1/$2
    shift 2
    mkdir -p "${into%/*}"
    "$@" >"$into" 2>&1 </dev/null || true
    [ -s "$into" ] || rm -f "$into"
}

locks() {
    local version mode goid=github.com/petermattis/goid@v0.0.0
    for version in "1.19.8 v0.3.1" "1.24.4 v0.3.3" "1.27.4 v0.3.6"; do
        toolchain "${version% *}"
        project locks github.com/sasha-s/go-deadlock@"${version#* }" $goid
        go build -o locks.bin . || continue
        for mode in order order-others recursive recursive-read timeout timeout-others abba; do
            save go-deadlock "$mode--${version#* }.log" ./locks.bin $mode
        done
    done
}

leaks() {
    local version
    for version in "1.19.8 v1.2.0" "1.24.4 v1.3.0" "1.27.4 v1.3.0"; do
        toolchain "${version% *}"
        project leaks go.uber.org/goleak@"${version#* }" github.com/fortytw2/leaktest@v1.3.0
        save goleak "command--go$go.log" go test -run Goleak .
        save goleak "command--go$go-json.log" go test -json -run Goleak .
        save goleak "command--go$go-main.log" env VERIFY_MAIN=1 go test -run Quiet .
        save leaktest "command--go$go.log" go test -run Leaktest -v .
    done
}

# The repository of ../../triage/gate_test.py at four of its commits: a leak that its baseline knows, one more, that one
# repaired (and lines moved), and both.
gate() {
    local stage
    toolchain 1.24.4
    for stage in "known" "new new" "repaired repaired" "fixed repaired fixed"; do
        project gate go.uber.org/goleak@v1.3.0
        for part in base ${stage#* }; do
            [ "$part" = known ] || cp -r "$work/here/gate/$part/." .
        done
        rm -rf base new repaired fixed
        save goleak "gate-${stage%% *}--go$go.log" env LEAKCHECK=1 go test ./...
    done
}

contention() {
    local profile
    for version in 1.19.8 1.24.4 1.27.4; do
        toolchain $version
        project contention
        go build -o contention.bin .
        for profile in goroutine goroutineleak mutex block threadcreate; do
            save go-pprof "$profile--go$go.log" ./contention.bin $profile 1
            save go-pprof "$profile--go$go.pb.gz" ./contention.bin $profile 0
        done
    done
}

gctrace() {
    for version in 1.19.8 1.27.4; do
        toolchain $version
        project gctrace
        go build -o gctrace.bin .
        save go-traceback "gctrace-growing--go$go.log" env GODEBUG=gctrace=1,schedtrace=100 ./gctrace.bin
        save go-traceback "gctrace-detail--go$go.log" env GODEBUG=gctrace=1,schedtrace=200,scheddetail=1 ./gctrace.bin
    done
}

reasons() {
    for version in 1.19.8 1.24.4 1.27.4; do
        toolchain $version
        project reasons
        go build -o reasons.bin .
        save go-traceback "leak-reasons--go$go.log" ./reasons.bin
    done
}

ancestors() {
    for version in 1.19.8 1.24.4 1.27.4; do
        toolchain $version
        project ancestors
        go build -gcflags=-l -o ancestors.bin .
        save go-traceback "leak-ancestors--go$go.log" env GODEBUG=tracebackancestors=10 ./ancestors.bin
    done
}

kinds() {
    local form
    for version in "1.19.8 v1.2.0 v0.1.0" "1.21.13 v1.2.0 v0.1.0" "1.22.12 v1.3.0 v0.1.0" "1.23.5 v1.3.0 v0.7.0" \
        "1.24.4 v1.3.0 v0.7.0" "1.25.12 v1.3.0 v0.24.0" "1.26.11 v1.3.0 v0.24.0" "1.27.4 v1.3.0 v0.24.0"; do
        set -- $version
        toolchain $1
        project kinds go.uber.org/goleak@$2 golang.org/x/sync@$3
        go build -o kinds.bin .
        save go-traceback "leak-kinds--go$go.log" ./kinds.bin
        save goleak "kinds--go$go.log" go test .
        case $go in 1.19.* | 1.24.* | 1.27.*) ;; *) continue ;; esac
        for form in goroutine goroutineleak; do
            save go-pprof "kinds-$form--go$go.pb.gz" ./kinds.bin $form 0
            save go-pprof "kinds-$form--go$go.log" ./kinds.bin $form 1
            save go-pprof "kinds-$form-2--go$go.log" ./kinds.bin $form 2
        done
    done
}

# A CI job: the checkers, then the program. staticcheck is built from golang-honnef-go-tools-dev (libraries.sh).
ci() {
    printf '+ go vet %s\n' "$1"
    go vet $1 ./... || true
    printf '+ staticcheck %s\n' "$2"
    ! [ -x "$work/cache/staticcheck" ] || "$work/cache/staticcheck" $2 ./... || true
    printf '+ ./lint.bin\n'
    GOTRACEBACK=all ./lint.bin
}

lint() {
    toolchain 1.27.4
    project lint
    go build -o lint.bin .
    save lint "votes--go$go.log" ci
    save lint "votes--go$go-json.log" ci -json "-f json"
}

for part in "${@:-locks leaks gate contention gctrace reasons ancestors kinds lint}"; do
    for name in $part; do
        $name
    done
done
