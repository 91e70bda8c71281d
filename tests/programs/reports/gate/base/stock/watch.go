// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

// Package stock counts what is on the shelves.
package stock

// Shelf holds pieces of one kind.
type Shelf struct{ pieces int }

// Take takes n pieces away.
func (s *Shelf) Take(n int) int {
	s.pieces -= n
	return s.pieces
}
