// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

// Bug: three nodes wait for a token that each would pass on only after it has got one.
package main

import (
	"fmt"
	"sync"

	"fixture.test/truth"
)

type node struct {
	id       int
	from, to chan int
}

func (n *node) run(wg *sync.WaitGroup) {
	truth.Role(fmt.Sprint("node-", n.id))
	defer wg.Done()
	token := <-n.from //@ get receive
	n.to <- token + 1
}

func main() {
	truth.Role("main")
	var ring [3]chan int
	for i := range ring {
		ring[i] = make(chan int)
	}
	var wg sync.WaitGroup
	for i := range ring {
		wg.Add(1)
		go (&node{i, ring[i], ring[(i+1)%3]}).run(&wg)
	}
	wg.Wait()
}
