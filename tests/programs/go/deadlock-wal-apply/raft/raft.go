// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

package raft

import (
	"sync"
	"time"

	"fixture.test/truth"
	"github.com/acme/walapply/wal"
)

type Node struct {
	mu      sync.RWMutex
	term    uint64
	log     *wal.Log
	applyCh chan uint64
}

func New(l *wal.Log) *Node {
	n := &Node{log: l, applyCh: make(chan uint64)}
	l.OnSync = n.synced
	go n.applyLoop()
	return n
}

func (n *Node) Campaign() {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.term++
	time.Sleep(60 * time.Millisecond)
	n.log.Append(n.term)
}

func (n *Node) synced(i uint64) {
	n.applyCh <- i //@ apply send
}

func (n *Node) applyLoop() {
	truth.Role("apply")
	for i := range n.applyCh {
		n.applyOne(i)
	}
}

func (n *Node) applyOne(i uint64) {
	time.Sleep(80 * time.Millisecond)
	n.mu.RLock() //@ term rlock
	defer n.mu.RUnlock()
	_ = n.term + i
}

func (n *Node) Status() uint64 {
	n.mu.RLock()
	defer n.mu.RUnlock()
	return n.term
}
