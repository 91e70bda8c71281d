// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

package main

import (
	"time"

	"fixture.test/truth"
	"github.com/acme/kit"
	"github.com/acme/rpcnested/rpc"
)

func main() {
	truth.Role("main")
	kit.Start("lru sleep cond")
	s := rpc.New()
	s.Handle("version", func(*rpc.Server) string { return "1" })
	s.Handle("status", func(s *rpc.Server) string { return "ok " + s.Call("version") })
	go s.Serve()
	go func() { truth.Role("client"); s.Call("status") }()
	time.Sleep(80 * time.Millisecond)
	truth.Ready()
	select {}
}
