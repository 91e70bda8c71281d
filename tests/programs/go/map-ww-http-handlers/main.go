// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

// Bug: PUT handlers write the package-level registry of sources; nothing else does.
package main

import (
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"time"

	"fixture.test/truth"
	"github.com/acme/camhub/api"
	"github.com/acme/camhub/sources"
	"github.com/acme/kit"
)

func main() {
	truth.Role("main")
	kit.Start("sleep cond")
	truth.Address("map", sources.Registry())
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		panic(err)
	}
	go http.Serve(ln, api.Router())
	for i := 0; i < 4; i++ {
		go put(ln.Addr().String(), "sources", i)
	}
	for i := 0; i < 2; i++ {
		go put(ln.Addr().String(), "tags", i)
	}
	time.Sleep(12 * time.Second)
}

func put(addr, kind string, n int) {
	truth.Role("client")
	c := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 1}}
	names := strings.Repeat("rtsp://camera/live,", 200)
	for {
		req, _ := http.NewRequest("PUT", fmt.Sprintf("http://%s/api/%s?client=%d", addr, kind, n), strings.NewReader(names))
		resp, err := c.Do(req)
		if err == nil {
			io.Copy(io.Discard, resp.Body)
			resp.Body.Close()
		}
	}
}
