// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

// Command streamhub registers streams over HTTP. Bug: streams.New writes a package-level map without a lock, and
// every API handler and the preloader call it.
package main

import (
	"net"
	"net/http"
	"time"

	"fixture.test/truth"
	"github.com/acme/streamhub/internal/api"
	"github.com/acme/streamhub/internal/probe"
	"github.com/acme/streamhub/internal/rooms"
	"github.com/acme/streamhub/internal/streams"
)

func main() {
	truth.Role("main")
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		panic(err)
	}
	truth.Address("map", streams.All())
	for i := 0; i < 3; i++ {
		go probe.Measure(i)
	}
	for i := 0; i < 4; i++ {
		go rooms.Get("lobby").Keepalive(i)
	}
	go api.Upload(make(chan []byte))
	go streams.Preload("cameras.yaml", 1<<20)
	for i := 0; i < 3; i++ {
		go api.Hammer("http://"+ln.Addr().String(), i)
	}
	time.AfterFunc(12*time.Second, func() { ln.Close() })
	_ = http.Serve(ln, api.Handler())
}
