// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

// Command jobrunner runs jobs. Bug: the /metrics handler ranges over counters that workers increment.
package main

import (
	"io"
	"net"
	"net/http"
	"strconv"
	"time"

	"fixture.test/truth"
	"github.com/acme/jobrunner/metrics"
	"github.com/acme/jobrunner/queue"
	"github.com/acme/kit"
)

func main() {
	truth.Role("main")
	kit.Start("hub sleep cond")
	set := metrics.NewSet()
	truth.Address("map", set.Counters())
	q := queue.New(set)
	for i := 0; i < 3; i++ {
		go q.Work("worker-"+strconv.Itoa(i), time.Duration(i)*50*time.Microsecond)
	}
	for i := 0; i < 4; i++ {
		go q.Idle()
	}
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		panic(err)
	}
	http.Handle("/metrics", set)
	go http.Serve(ln, nil)
	go func() {
		truth.Role("prometheus")
		for {
			resp, err := http.Get("http://" + ln.Addr().String() + "/metrics")
			if err == nil {
				io.Copy(io.Discard, resp.Body)
				resp.Body.Close()
			}
		}
	}()
	time.Sleep(12 * time.Second)
}
