// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

// Bug: the opener waits with the lock held on a channel that was never made.
package main

import (
	"sync"
	"time"

	"fixture.test/truth"
	"github.com/acme/kit"
)

type door struct {
	mu    sync.Mutex
	ready chan struct{}
	open  bool
}

func (d *door) unlock() {
	d.mu.Lock()
	defer d.mu.Unlock()
	<-d.ready
	d.open = true
}

func (d *door) isOpen() bool {
	d.mu.Lock() //@ lock lock
	defer d.mu.Unlock()
	return d.open
}

func main() {
	truth.Role("main")
	kit.Start("batch hub sleep")
	d := &door{}
	truth.Address("mu", &d.mu)
	go func() { truth.Role("opener"); d.unlock() }()
	time.Sleep(50 * time.Millisecond)
	for i := 0; i < 6; i++ {
		go func() { truth.Role("caller"); d.isOpen() }()
	}
	time.Sleep(100 * time.Millisecond)
	truth.Ready()
	select {}
}
