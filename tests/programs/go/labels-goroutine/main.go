// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

// Goroutines with pprof labels wait for tenants that never come.
package main

import (
	"context"
	"runtime/pprof"
	"strconv"
	"time"

	"fixture.test/truth"
)

func read(in chan string) {
	truth.Role("reader")
	<-in //@ read receive
}

func main() {
	truth.Role("main")
	for i := 0; i < 5; i++ {
		go pprof.Do(context.Background(), pprof.Labels("role", "reader", "tenant", "acme #"+strconv.Itoa(i)), func(context.Context) {
			read(make(chan string))
		})
	}
	time.Sleep(50 * time.Millisecond)
	truth.Ready()
	time.Sleep(20 * time.Second)
}
