// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

package sim

// Step changes a cell.
//
//go:noinline
func Step(cells map[int]float64, at int, by float64) {
	cells[at] += by //@ step write
}

// Probe reads a cell.
//
//go:noinline
func Probe(cells map[int]float64, at int) float64 {
	return cells[at] //@ probe read
}
