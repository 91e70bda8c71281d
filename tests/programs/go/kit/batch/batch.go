// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

// Package batch collects items and flushes them.
package batch

import (
	"time"

	"fixture.test/truth"
)

type flusher struct {
	in   chan int
	stop chan struct{}
}

// Serve runs n collectors that wait in a select most of the time.
func Serve(n int) {
	for i := 0; i < n; i++ {
		f := &flusher{in: make(chan int), stop: make(chan struct{})}
		go f.loop()
		go f.feed()
	}
}

func (f *flusher) loop() {
	truth.Role("kit-batch")
	t := time.NewTicker(30 * time.Millisecond)
	defer t.Stop()
	pending := map[int]bool{}
	for {
		select {
		case n := <-f.in:
			pending[n] = true
		case <-t.C:
			pending = map[int]bool{}
		case <-f.stop:
			return
		}
	}
}

func (f *flusher) feed() {
	truth.Role("kit-feed")
	for n := 0; ; n++ {
		f.in <- n % 100
		time.Sleep(200 * time.Microsecond)
	}
}
