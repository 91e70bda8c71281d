// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

// Package netio keeps idle connections.
package netio

import (
	"bufio"
	"net"

	"fixture.test/truth"
)

// Serve opens n idle connections to itself.
func Serve(n int) {
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return
	}
	go accept(ln)
	for i := 0; i < n; i++ {
		if c, err := net.Dial("tcp", ln.Addr().String()); err == nil {
			go read(c)
		}
	}
}

func accept(ln net.Listener) {
	truth.Role("kit-accept")
	for {
		c, err := ln.Accept()
		if err != nil {
			return
		}
		go read(c)
	}
}

func read(c net.Conn) {
	truth.Role("kit-read")
	bufio.NewReader(c).ReadString('\n')
}
