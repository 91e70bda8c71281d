// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

// Thirty goroutines whose results nobody reads, some of them labelled; a goroutine profile with debug=1.
package main

import (
	"context"
	"os"
	"runtime/pprof"
	"time"
)

func query(results chan<- int, n int) { results <- n }

func main() {
	results := make(chan int)
	for i := 0; i < 25; i++ {
		go query(results, i)
	}
	pprof.Do(context.Background(), pprof.Labels("tenant", "a b", "queue", "fast"), func(context.Context) {
		for i := 0; i < 5; i++ {
			go query(results, i)
		}
	})
	time.Sleep(50 * time.Millisecond)
	pprof.Lookup("goroutine").WriteTo(os.Stdout, 1)
}
