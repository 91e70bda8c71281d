// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

package batch

import (
	"sync"
	"time"
)

type group struct {
	wg  sync.WaitGroup
	err error
}

func (g *group) Go(f func() error) {
	g.wg.Add(1)
	go func() {
		defer g.wg.Done()
		if err := f(); err != nil {
			g.err = err
		}
	}()
}

func (g *group) Wait() error {
	g.wg.Wait() //@ wait wait
	return g.err
}

// Batch is flushed at once.
type Batch struct {
	mu   sync.Mutex
	sent map[string]bool
}

// New makes one.
func New() *Batch { return &Batch{sent: map[string]bool{}} }

// Flush sends all.
func (b *Batch) Flush(names []string, begin func()) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	var g group
	for _, n := range names {
		n := n
		g.Go(func() error {
			begin()
			time.Sleep(30 * time.Millisecond)
			return b.mark(n)
		})
	}
	return g.Wait()
}

func (b *Batch) mark(name string) error {
	b.mu.Lock() //@ member lock
	defer b.mu.Unlock()
	b.sent[name] = true
	return nil
}
