// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

package gates

import "fixture.test/truth"

// Board says which gates are open.
type Board struct{ open map[int]string }

// NewBoard makes a board.
func NewBoard() *Board {
	b := &Board{open: map[int]string{}}
	truth.Address("map", b.open)
	return b
}

// Raw gives the map away.
func (b *Board) Raw() map[int]string { return b.open }

// Open opens a gate.
func (b *Board) Open(gate int, vessel string) {
	b.open[gate] = vessel //@ open write
}

// Close closes one.
func (b *Board) Close(gate int) {
	delete(b.open, gate) //@ close delete
}
