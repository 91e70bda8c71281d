#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: The Skein authors
#
# Fetches the Go libraries that the programs of this folder use, as Debian packages, and unpacks them where `go build`
# finds them without a proxy: ${XDG_CACHE_HOME:-$HOME/.cache}/skein/go/mod/PATH@VERSION. Nothing is installed. Run
# ../go/toolchains.sh first: it makes the apt configuration that this one uses.
set -eu

cache=${XDG_CACHE_HOME:-$HOME/.cache}/skein/go
export APT_CONFIG="$cache/apt/apt.conf"
[ -f "$APT_CONFIG" ] || { echo "run ../go/toolchains.sh first" >&2; exit 1; }

# staticcheck, from source; its own libraries come with it
if [ ! -x "$cache/staticcheck" ]; then
	tmp=$(mktemp -d)
	(
		cd "$tmp"
		for package in golang-honnef-go-tools-dev golang-github-burntsushi-toml-dev golang-golang-x-exp-dev golang-golang-x-sys-dev \
			golang-golang-x-tools-dev golang-golang-x-mod-dev golang-golang-x-sync-dev; do
			apt-get -qq download "$package"
		done
		for deb in ./*.deb; do dpkg-deb -x "$deb" .; done
		go=$(ls -d "$cache"/go1.* | sort -V | tail -n 1)
		GO111MODULE=off GOFLAGS= GOTOOLCHAIN=local GOROOT=$go GOPATH=$tmp/usr/share/gocode GOCACHE=$cache/build/staticcheck \
			"$go/bin/go" build -o "$cache/staticcheck" honnef.co/go/tools/cmd/staticcheck
	)
	chmod -R u+w "$tmp"
	rm -rf "$tmp"
fi

# package, import path
while read -r package path; do
	for version in $(apt-cache madison "$package" | awk '{print $3}' | sort -u -rV); do
		up=$(echo "${version%-*}" | sed 's/^[0-9]*://; s/[~+].*//; s/^[0-9]*\.[0-9]*$/&.0/')
		dest=$cache/mod/$path@v$up
		[ -f "$dest/go.mod" ] && continue
		tmp=$(mktemp -d)
		if (cd "$tmp" && apt-get -qq download "$package=$version" && dpkg-deb -x ./*.deb .); then
			mkdir -p "${dest%/*}"
			rm -rf "$dest"
			mv "$tmp/usr/share/gocode/src/$path" "$dest"
			printf 'module %s\n\ngo 1.19\n' "$path" >"$dest/go.mod"
			echo "$dest"
		fi
		rm -rf "$tmp"
	done
done <<LIST
golang-github-sasha-s-go-deadlock-dev github.com/sasha-s/go-deadlock
golang-github-petermattis-goid-dev github.com/petermattis/goid
golang-uber-goleak-dev go.uber.org/goleak
golang-github-fortytw2-leaktest-dev github.com/fortytw2/leaktest
golang-golang-x-sync-dev golang.org/x/sync
LIST
