// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

// Package group waits for functions.
package group

import "sync"

// Group has the shape of errgroup.
type Group struct {
	wg   sync.WaitGroup
	once sync.Once
	err  error
}

// Go runs f.
func (g *Group) Go(f func() error) {
	g.wg.Add(1)
	go func() {
		defer g.wg.Done()
		if err := f(); err != nil {
			g.once.Do(func() { g.err = err })
		}
	}()
}

// Wait waits for all.
func (g *Group) Wait() error {
	g.wg.Wait()
	return g.err
}
