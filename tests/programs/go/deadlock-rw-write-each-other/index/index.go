// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

package index

import (
	"sync"
	"time"
)

// Pair has two indexes.
type Pair struct {
	leftMu, rightMu sync.RWMutex
	left, right     map[int]int
}

// New makes one.
func New() *Pair { return &Pair{left: map[int]int{}, right: map[int]int{}} }

// SyncLeft copies left to right.
func (p *Pair) SyncLeft() {
	p.leftMu.RLock()
	defer p.leftMu.RUnlock()
	time.Sleep(50 * time.Millisecond)
	p.rightMu.Lock() //@ left lock
	defer p.rightMu.Unlock()
	for k, v := range p.left {
		p.right[k] = v
	}
}

// SyncRight copies right to left.
func (p *Pair) SyncRight() {
	p.rightMu.RLock()
	defer p.rightMu.RUnlock()
	time.Sleep(50 * time.Millisecond)
	p.leftMu.Lock() //@ right lock
	defer p.leftMu.Unlock()
	for k, v := range p.right {
		p.left[k] = v
	}
}
