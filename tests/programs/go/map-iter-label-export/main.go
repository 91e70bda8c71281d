// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

// Bug: a package-level map of counters is exported while workers count.
package main

import (
	"fmt"
	"time"

	"fixture.test/truth"
	"github.com/acme/kit"
	"github.com/acme/probe/labels"
)

func main() {
	truth.Role("main")
	kit.Start("lru shards batch")
	labels.Announce()
	for i := 0; i < 2; i++ {
		go worker(i)
	}
	go gaugeLoop()
	truthless()
}

func truthless() {
	done := make(chan bool)
	go func() {
		truth.Role("scrape")
		for {
			_ = labels.Text()
		}
	}()
	select {
	case <-done:
	case <-time.After(12 * time.Second):
	}
}

func worker(i int) {
	truth.Role(fmt.Sprintf("worker-%d", i))
	for n := 0; ; n++ {
		labels.One(fmt.Sprintf("zone=%d,node=%d", n%9, i))
		spin(n)
	}
}

//go:noinline
func spin(n int) int {
	x := n
	for i := 0; i < 300; i++ {
		x = x*31 + i
	}
	return x
}

func gaugeLoop() {
	truth.Role("gauge")
	for n := 0; ; n++ {
		labels.Gauge("depth", float64(n))
		time.Sleep(50 * time.Microsecond)
	}
}
