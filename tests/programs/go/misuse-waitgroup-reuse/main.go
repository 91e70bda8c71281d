// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

// Bug: a WaitGroup is used for the next round while a waiter of the last one has not returned.
package main

import (
	"sync"
	"time"

	"fixture.test/truth"
	"github.com/acme/kit"
)

type rounds struct {
	wg sync.WaitGroup
	n  int64
}

func (r *rounds) wait() {
	truth.Role("waiter")
	for {
		r.wg.Wait()
	}
}

func (r *rounds) play() {
	truth.Role("player")
	for {
		r.wg.Add(1)
		r.n++
		r.wg.Done()
	}
}

func main() {
	truth.Role("main")
	kit.Start("conns sleep")
	r := &rounds{}
	for i := 0; i < 4; i++ {
		go r.wait()
	}
	go r.play()
	time.Sleep(15 * time.Second)
}
