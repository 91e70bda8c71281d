// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

package main

import (
	"time"

	"fixture.test/truth"
	"github.com/acme/kit"
	"github.com/acme/netpipe/mux"
)

func main() {
	truth.Role("main")
	kit.Start("sleep lru hub")
	s := mux.New()
	go func() { truth.Role("tx"); s.WriteFrame([]byte("hello")) }()
	go func() { truth.Role("rx"); s.ReadLoop() }()
	time.Sleep(80 * time.Millisecond)
	truth.Ready()
	select {}
}
