#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: The Skein authors
#
# Builds some of the programs under go/ with gccgo, runs them, and writes what they print to ../fixtures/gccgo. Needs
# `go/toolchains.sh tools`, and the C compiler of `./dev shell`:  ./dev shell sh tests/programs/gccgo.sh
set -eu
here=$(cd "$(dirname "$0")" && pwd)
tools=${XDG_CACHE_HOME:-$HOME/.cache}/skein/go/tools
fixtures=$here/../fixtures/gccgo
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p "$fixtures"
export PATH="$tools/usr/bin:$PATH" LD_LIBRARY_PATH="$tools/usr/lib/x86_64-linux-gnu"
lib=$tools/usr/lib/x86_64-linux-gnu/go/14/x86_64-linux-gnu

# package IMPORT-PATH DIRECTORY: one object file, of which gccgo also reads what it exports
package() {
	path=-fgo-pkgpath=$1
	[ "$1" != main ] || path=
	mkdir -p "$work/$(dirname "$1")"
	(cd "$2" && gccgo-14 -B/usr/lib/gcc/x86_64-linux-gnu/14/ -O1 -g -c -I"$lib" -I"$work" \
		-fdebug-prefix-map="$here/go=/home/build/src" $path -o "$work/$1.o" "$2"/*.go)
}

package fixture.test/truth "$here/go/truth"
for p in batch hub lru netio work; do package github.com/acme/kit/$p "$here/go/kit/$p"; done
package github.com/acme/kit "$here/go/kit"
objects=$(find "$work" -name '*.o')

# program NAME [ENVIRONMENT…]: its main package, and those below it
program() {
	name=$1
	shift
	module=$(sed -n 's/.*"module": *"\([^"]*\)".*/\1/p' "$here/go/$name/case.json")
	own=
	for d in "$here/go/$name"/*/; do
		[ -d "$d" ] || continue
		package "$module/$(basename "$d")" "${d%/}"
		own="$own $work/$module/$(basename "$d").o"
	done
	package main "$here/go/$name"
	gccgo-14 -B/usr/lib/gcc/x86_64-linux-gnu/14/ -L"$tools/usr/lib/gcc/x86_64-linux-gnu/14" -static-libgo -o "$work/app" \
		"$work/main.o" $own $objects
	: >"$work/truth"
	log=$fixtures/$name--gccgo14.log
	(cd / && exec env SKEIN_TRUTH="$work/truth" "$@" "$work/app" >"$log" 2>&1) &
	if grep -q '"signal"' "$here/go/$name/case.json"; then
		for _ in 1 2 3 4 5 6 7 8 9 10; do grep -q ready "$work/truth" && break; sleep 0.5; done
		sleep 0.5
		kill -QUIT $!
	fi
	wait $! || true
	echo "$log: $(grep -c '^goroutine ' "$log" || true) goroutines"
}

program map-ww-closure GOTRACEBACK=all
program map-rw-memo-recursion GOTRACEBACK=system
program panic-nil-deref GOTRACEBACK=all
program deadlock-four-ledgers GOTRACEBACK=all
program misuse-unlock-unlocked GOTRACEBACK=all
