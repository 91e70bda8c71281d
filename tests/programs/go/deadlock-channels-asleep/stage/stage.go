// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

package stage

import "sync"

// Emit sends to nobody.
func Emit(out chan<- int) {
	out <- 1 //@ send send
}

// Push sends on a channel that was never made.
func Push(out chan<- int) {
	out <- 1 //@ nilsend send
}

// Pull receives from a channel that was never made.
func Pull(in <-chan int) int {
	return <-in //@ nilrecv receive
}

// Block waits for nothing.
func Block() {
	select {} //@ select select
}

// Join waits for workers, of which one forgets to say so.
func Join(n int) {
	var wg sync.WaitGroup
	wg.Add(n)
	wg.Done()
	wg.Wait() //@ wg wait
}

// Gate opens once somebody signals.
type Gate struct {
	mu   sync.Mutex
	cond *sync.Cond
	open bool
}

// NewGate makes a gate.
func NewGate() *Gate {
	g := &Gate{}
	g.cond = sync.NewCond(&g.mu)
	return g
}

// Enter waits until the gate is open.
func (g *Gate) Enter() {
	g.mu.Lock()
	defer g.mu.Unlock()
	for !g.open {
		g.cond.Wait() //@ cond wait
	}
}
