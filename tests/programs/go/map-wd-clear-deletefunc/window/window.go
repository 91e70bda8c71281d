// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

package window

import "maps"

// Window remembers what came lately.
type Window struct{ seen map[uint64]int64 }

// New makes a window.
func New() *Window { return &Window{seen: map[uint64]int64{}} }

// Seen returns the map.
func (w *Window) Seen() map[uint64]int64 { return w.seen }

// Add marks an id.
func (w *Window) Add(id uint64) {
	w.seen[id]++ //@ add write
}

// Rotate starts a new window.
func (w *Window) Rotate() {
	clear(w.seen) //@ clear clear
}

// Prune forgets rare ids.
func (w *Window) Prune(below int64) {
	maps.DeleteFunc(w.seen, func(_ uint64, n int64) bool { return n < below }) //@ prune delete //@ prune iterate
}
