// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

package ring

import (
	"strconv"
	"sync"

	"fixture.test/truth"
)

// Node is one place of the ring.
type Node struct {
	mu   sync.Mutex
	work int
	next *Node
}

// New makes a ring of n nodes.
func New(n int) []*Node {
	nodes := make([]*Node, n)
	for i := range nodes {
		nodes[i] = &Node{}
		truth.Address("node."+strconv.Itoa(i)+".mu", &nodes[i].mu)
	}
	for i := range nodes {
		nodes[i].next = nodes[(i+1)%n]
	}
	return nodes
}

// HandOver gives work to the next node.
func (n *Node) HandOver(all *sync.WaitGroup) {
	n.mu.Lock()
	defer n.mu.Unlock()
	all.Done()
	all.Wait()
	n.next.take(n.work)
}

func (n *Node) take(work int) {
	n.mu.Lock() //@ next lock
	n.work += work
	n.mu.Unlock()
}
