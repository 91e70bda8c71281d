// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

package main

import (
	"fixture.test/truth"
	"fmt"
	"sync"
	"time"
)

type cell struct {
	val int
	mu  sync.Mutex
	pad [3]int
}
type automaton struct {
	name  string
	cells [6]cell
}

func (a *automaton) step(i int) {
	c := &a.cells[i]
	c.mu.Lock()
	time.Sleep(50 * time.Millisecond)
	a.take(i, (i+1)%len(a.cells))
	c.mu.Unlock()
}

func (a *automaton) take(i, j int) {
	n := &a.cells[j]
	n.mu.Lock() //@ cell lock
	a.cells[i].val += n.val
	n.mu.Unlock()
}

func main() {
	truth.Role("main")
	a := &automaton{name: "life"}
	var wg sync.WaitGroup
	for i := range a.cells {
		truth.Address(fmt.Sprintf("cell%d", i), &a.cells[i].mu)
		wg.Add(1)
		go func(i int) {
			defer wg.Done()
			truth.Role(fmt.Sprintf("c%d", i))
			a.step(i)
		}(i)
	}
	time.Sleep(200 * time.Millisecond)
	truth.Ready()
	go func() {
		for {
			time.Sleep(time.Second)
		}
	}()
	wg.Wait()
}
