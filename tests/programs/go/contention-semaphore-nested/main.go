// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

// Bug: each task holds a slot of the semaphore and needs another for its child.
package main

import (
	"strconv"
	"time"

	"fixture.test/truth"
	"github.com/acme/kit"
)

type limiter chan struct{}

func (l limiter) run(f func()) {
	l <- struct{}{}
	defer func() { <-l }()
	f()
}

func (l limiter) nested(f func()) {
	l <- struct{}{} //@ inner send
	defer func() { <-l }()
	f()
}

func main() {
	truth.Role("main")
	kit.Start("batch conns sleep")
	l := make(limiter, 3)
	truth.Address("l", l)
	for i := 0; i < 3; i++ {
		go func(i int) {
			truth.Role("parent-" + strconv.Itoa(i))
			l.run(func() {
				time.Sleep(50 * time.Millisecond)
				l.nested(func() {})
			})
		}(i)
	}
	time.Sleep(100 * time.Millisecond)
	for i := 0; i < 2; i++ {
		go func() { truth.Role("late"); l.run(func() {}) }()
	}
	time.Sleep(100 * time.Millisecond)
	truth.Ready()
	select {}
}
