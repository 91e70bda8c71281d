// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

package topics

import (
	"sync"
	"time"

	"fixture.test/truth"
)

// Tree is a set of topics.
type Tree struct {
	mu     sync.RWMutex
	names  []string
	inside chan struct{}
}

// New makes a tree.
func New() *Tree {
	t := &Tree{names: []string{"root"}, inside: make(chan struct{})}
	truth.Address("topics.Tree.mu", &t.mu)
	return t
}

// Walk visits all topics.
func (t *Tree) Walk() int {
	t.mu.RLock()
	defer t.mu.RUnlock()
	close(t.inside)
	time.Sleep(100 * time.Millisecond)
	return t.Count() * 2
}

// Count counts.
func (t *Tree) Count() int {
	t.mu.RLock() //@ inner lock
	defer t.mu.RUnlock()
	return len(t.names)
}

// Insert adds a topic.
func (t *Tree) Insert(name string) {
	<-t.inside
	t.mu.Lock() //@ write lock
	defer t.mu.Unlock()
	t.names = append(t.names, name)
}
