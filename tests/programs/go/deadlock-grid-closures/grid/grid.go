// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

package grid

import (
	"sync"
	"time"
)

type Grid struct{ rows []row }
type row struct {
	mu    sync.Mutex
	cells []int
}

func New(n int) *Grid { return &Grid{rows: make([]row, n)} }
func (g *Grid) with(i int, f func(*row)) {
	g.rows[i].mu.Lock() //@ x lock
	defer g.rows[i].mu.Unlock()
	f(&g.rows[i])
}
func (g *Grid) Add(i, k int) {
	g.with(i, func(a *row) {
		time.Sleep(30 * time.Millisecond)
		g.with(k, func(b *row) { a.cells = append(a.cells, b.cells...) })
	})
}
