// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

// Command gateway is a busy service: two thousand goroutines, 400 of which wait for a lock whose holder waits for a
// network answer, and 400 leaked ones. FIXTURE_SHARE=40 makes a fortieth of each.
package main

import (
	"fmt"
	"net"
	"net/http"
	"os"
	"strconv"
	"time"

	"fixture.test/truth"
	"github.com/acme/gateway/events"
	"github.com/acme/gateway/proxy"
	"github.com/acme/gateway/quota"
	"github.com/acme/kit"
)

// of gives how many of `all` there shall be.
func of(all int) int {
	share, err := strconv.Atoi(os.Getenv("FIXTURE_SHARE"))
	if err != nil || share < 1 {
		return all
	}
	return max(all/share, 1)
}

func main() {
	truth.Role("main")
	if of(2) == 2 {
		kit.Start("shards batch hub conns hash sort cond")
	}
	kit.Start("lru sleep")
	slow, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		panic(err)
	}
	go func() {
		for {
			if c, err := slow.Accept(); err == nil {
				defer c.Close()
			}
		}
	}()
	limiter := quota.New("http://" + slow.Addr().String())
	go limiter.Refill()
	for !limiter.Busy() {
		time.Sleep(time.Millisecond)
	}

	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		panic(err)
	}
	mux := http.NewServeMux()
	mux.HandleFunc("/v1/route", proxy.Route(limiter))
	mux.HandleFunc("/v1/stream", proxy.Stream)
	go http.Serve(ln, mux)
	base := "http://" + ln.Addr().String()
	for i := 0; i < of(100); i++ {
		go proxy.Client(base+"/v1/route", i)
	}
	for i := 0; i < of(30); i++ {
		go proxy.Client(base+"/v1/stream", i)
	}
	bus := events.NewBus()
	for i := 0; i < of(300); i++ {
		go proxy.Pump(limiter, i)
	}
	for i := 0; i < of(700); i++ {
		go bus.Subscribe(fmt.Sprintf("tenant-%d", i))
	}
	for i := 0; i < of(200); i++ {
		go bus.Retry(time.Duration(i+1) * time.Minute)
	}
	for i := 0; i < of(400); i++ {
		bus.PublishTimeout("audit", time.Millisecond)
	}
	time.Sleep(3 * time.Second)
	truth.Ready()
	time.Sleep(60 * time.Second)
}
