// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

// Package stock counts what is on the shelves.
package stock

// Shelf holds pieces of one kind.
type Shelf struct {
	pieces int
	taken  chan int
}

// Take takes n pieces away, and has them written down.
func (s *Shelf) Take(n int) int {
	if s.taken == nil {
		s.taken = make(chan int)
		go s.write()
	}
	s.pieces -= n
	s.taken <- n
	return s.pieces
}

// write ends when the channel is closed, which nobody does.
func (s *Shelf) write() {
	total := 0
	for n := range s.taken {
		total += n
	}
}
