// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

// Bug: a handler calls Off while Emit holds the lock.
package main

import (
	"sync"

	"fixture.test/truth"
)

type emitter struct {
	mu  sync.Mutex
	fns map[string]func(string)
}

func (e *emitter) On(k string, fn func(string)) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.fns[k] = fn
}

func (e *emitter) Off(k string) {
	e.mu.Lock() //@ off lock
	defer e.mu.Unlock()
	delete(e.fns, k)
}

func (e *emitter) Emit(v string) {
	e.mu.Lock()
	defer e.mu.Unlock()
	for _, fn := range e.fns {
		fn(v)
	}
}

func main() {
	truth.Role("main")
	e := &emitter{fns: map[string]func(string){}}
	truth.Address("hub", &e.mu)
	e.On("once", func(v string) { e.Off("once") })
	e.Emit("hello")
}
