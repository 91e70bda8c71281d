// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

// Bug: /stats encodes the map that the middleware counts in.
package main

import (
	"fmt"
	"net"
	"net/http"
	"time"

	"fixture.test/truth"
	"github.com/acme/kit"
	"github.com/acme/visits/stats"
)

func main() {
	truth.Role("main")
	kit.Start("batch sleep")
	mux := http.NewServeMux()
	mux.HandleFunc("/page", func(w http.ResponseWriter, r *http.Request) { fmt.Fprintln(w, "hello") })
	mux.HandleFunc("/stats", stats.Page)
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		panic(err)
	}
	stats.Announce()
	go http.Serve(l, stats.Counted(mux))
	for i := 0; i < 4; i++ {
		go visit(fmt.Sprintf("http://%s/page?u=%d", l.Addr(), i))
	}
	go visit(fmt.Sprintf("http://%s/stats", l.Addr()))
	time.Sleep(12 * time.Second)
}

func visit(url string) {
	truth.Role("client")
	c := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 1}}
	for {
		r, err := c.Get(url)
		if err == nil {
			r.Body.Close()
		}
	}
}
