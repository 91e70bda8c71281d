// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

// Bug: one product makes the handler panic; net/http logs and goes on.
package main

import (
	"io"
	"log"
	"net"
	"net/http"

	"fixture.test/truth"
)

func price(w http.ResponseWriter, r *http.Request) {
	truth.Role("handler")
	prices := []int{3, 5, 9}
	i := len(r.URL.Path)
	_, _ = io.WriteString(w, string(rune('0'+prices[i]))) //@ crash read
}

func main() {
	truth.Role("main")
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		panic(err)
	}
	go http.Serve(ln, http.HandlerFunc(price))
	for _, p := range []string{"/", "/a", "/socks", "/"} {
		resp, err := http.Get("http://" + ln.Addr().String() + p)
		if err != nil {
			log.Printf("GET %s failed", p)
			continue
		}
		log.Printf("GET %s %s", p, resp.Status)
		resp.Body.Close()
	}
}
