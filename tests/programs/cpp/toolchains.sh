#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: The Skein authors
#
# Make the roots in which the C++ programs are built and caught: compilers, debuggers, elfutils and valgrind of
# Debian 12 (gcc 12, clang 14, gdb 13, lldb 14) and 13 (gcc 14, clang 19, gdb 16, lldb 19), below
# ${XDG_CACHE_HOME:-$HOME/.cache}/skein/cpp. Nothing is installed on the host; it needs root and mmdebstrap.
# usage: toolchains.sh [bookworm] [trixie]
set -eu

cache=${XDG_CACHE_HOME:-$HOME/.cache}/skein/cpp
mirror=${SKEIN_DEBIAN_MIRROR:-}
if [ -z "$mirror" ]; then
	mirror=$(cat /etc/apt/sources.list /etc/apt/sources.list.d/*.sources /etc/apt/sources.list.d/*.list 2>/dev/null |
		sed -n -e 's/^URIs:[[:space:]]*\([^ ]*\/debian\)\/\{0,1\}$/\1/p' \
			-e 's/^deb \(\[[^]]*\] \)\{0,1\}\([^ ]*\/debian\)\/\{0,1\} .*/\2/p' | head -n 1)
fi
: "${mirror:=http://deb.debian.org/debian}"
common=g++,libc6-dbg,gdb,elfutils,valgrind,python3-minimal
[ $# -gt 0 ] || set -- bookworm trixie
mkdir -p "$cache"
for suite; do
	case $suite in
		bookworm) extra=clang-14,libc++-14-dev,libc++abi-14-dev,libclang-rt-14-dev,libomp-14-dev,lldb-14,qtbase5-dev,libtbb-dev ;;
		*) extra=clang-19,llvm-19,libc++-19-dev,libc++abi-19-dev,libclang-rt-19-dev,libomp-19-dev,lldb-19,qt6-base-dev,libtbb-dev ;;
	esac
	packages=$common,$extra,libabsl-dev,libboost-thread-dev,libglib2.0-dev,libuv1-dev
	[ "$(cat "$cache/$suite/.complete" 2>/dev/null)" = "$packages" ] && continue
	rm -rf --one-file-system "$cache/$suite.new"
	mmdebstrap --variant=apt --include="$packages" \
		--aptopt='Acquire::Languages "none"' --dpkgopt='path-exclude=/usr/share/man/*' \
		--dpkgopt='path-exclude=/usr/share/doc/*' --dpkgopt='path-exclude=/usr/share/locale/*' \
		--dpkgopt=force-unsafe-io "$suite" "$cache/$suite.new" "deb $mirror $suite main"
	rm -rf --one-file-system "${cache:?}/$suite"
	mv "$cache/$suite.new" "$cache/$suite"
	printf '%s\n' "$packages" >"$cache/$suite/.complete"
done
