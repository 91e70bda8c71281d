#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: The Skein authors
#
# Fetch several Go toolchains as Debian packages and unpack them, without installing anything:
# ${XDG_CACHE_HOME:-$HOME/.cache}/skein/go/goX.Y.Z. The host's apt state is not touched; only its mirror and
# keyring are used.  usage: toolchains.sh [MINOR...]    (default: every golang-1.NN that the suites have)
#                           toolchains.sh tools         (delve, gccgo and qemu-user into …/skein/go/tools, for others.py)
set -eu

cache=${XDG_CACHE_HOME:-$HOME/.cache}/skein/go
apt=$cache/apt
suites=${SKEIN_GO_SUITES:-"bookworm bookworm-backports trixie trixie-backports forky sid"}
arch=$(dpkg --print-architecture)

mirror=${SKEIN_DEBIAN_MIRROR:-}
if [ -z "$mirror" ]; then
	mirror=$(cat /etc/apt/sources.list /etc/apt/sources.list.d/*.sources /etc/apt/sources.list.d/*.list 2>/dev/null |
		sed -n -e 's/^URIs:[[:space:]]*\([^ ]*\/debian\)\/\{0,1\}$/\1/p' \
			-e 's/^deb \(\[[^]]*\] \)\{0,1\}\([^ ]*\/debian\)\/\{0,1\} .*/\2/p' | head -n 1)
fi
[ -n "$mirror" ] || { echo "no Debian mirror found; set SKEIN_DEBIAN_MIRROR" >&2; exit 1; }

mkdir -p "$apt/lists/partial" "$apt/archives/partial" "$apt/etc/trusted.gpg.d"
: >"$apt/status"
: >"$apt/sources.list"
for s in $suites; do
	echo "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $mirror $s main" >>"$apt/sources.list"
done
cat >"$apt/apt.conf" <<CONF
Dir::State "$apt";
Dir::State::lists "$apt/lists";
Dir::State::status "$apt/status";
Dir::Cache "$apt";
Dir::Cache::archives "$apt/archives";
Dir::Etc::sourcelist "$apt/sources.list";
Dir::Etc::sourceparts "/dev/null";
Dir::Etc::preferencesparts "/dev/null";
APT::Architecture "$arch";
APT::Sandbox::User "root";
Acquire::Languages "none";
Acquire::IndexTargets::deb::Contents-deb::DefaultEnabled "false";
CONF
export APT_CONFIG="$apt/apt.conf"

apt-get -qq update || echo "some suites could not be read; going on with the rest" >&2

if [ "${1:-}" = tools ]; then
	tmp=$cache/unpack.$$
	mkdir -p "$tmp" "$cache/tools"
	(cd "$tmp" && apt-get -qq download delve/trixie gccgo-14/trixie gccgo-14-x86-64-linux-gnu/trixie libgo-14-dev/trixie libgo23/trixie qemu-user/trixie)
	for d in "$tmp"/*.deb; do dpkg-deb -x "$d" "$cache/tools"; done
	rm -rf "$tmp"
	echo "$cache/tools"
	exit
fi

minors=$*
[ -n "$minors" ] || minors=$(apt-cache pkgnames golang-1. | sed -n 's/^golang-1\.\([0-9]*\)-go$/\1/p' | sort -n | uniq)

for m in $minors; do
	for v in $(apt-cache madison "golang-1.$m-go" | awk '{print $3}' | sort -u -V | tail -n "${SKEIN_GO_VERSIONS_PER_MINOR:-1}"); do
		up=${v%-*}
		up=$(echo "$up" | sed 's/^[0-9]*://; s/[~+].*//')
		dest=$cache/go$up
		if [ -x "$dest/bin/go" ]; then echo "$dest"; continue; fi
		tmp=$cache/unpack.$$
		rm -rf "$tmp"; mkdir -p "$tmp/root" "$tmp/deb"
		(cd "$tmp/deb" && apt-get -qq download "golang-1.$m-go=$v" "golang-1.$m-src=$v") || { rm -rf "$tmp"; continue; }
		for d in "$tmp"/deb/*.deb; do dpkg-deb -x "$d" "$tmp/root"; done
		# Debian splits GOROOT between /usr/lib and /usr/share and links the halves; make one directory of them.
		mkdir -p "$tmp/go"
		cp -a "$tmp/root/usr/lib/go-1.$m/." "$tmp/go/"
		find "$tmp/go" "$tmp/root/usr/share/go-1.$m" -type l -delete
		cp -a "$tmp/root/usr/share/go-1.$m/." "$tmp/go/"
		rm -rf "$dest"; mv "$tmp/go" "$dest"; rm -rf "$tmp"
		echo "$dest"
	done
done
