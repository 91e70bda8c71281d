// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

package graph

// ID names a node.
type ID int

// Graph has edges.
type Graph struct{ next [][]ID }

// Grid makes a graph.
func Grid(n int) *Graph {
	g := &Graph{next: make([][]ID, n*n)}
	for i := range g.next {
		g.next[i] = []ID{ID((i + 1) % (n * n)), ID((i + n) % (n * n))}
	}
	return g
}

// From walks from a node.
func (g *Graph) From(at ID, seen map[ID]bool) int {
	return g.walk(at, seen, 0)
}

func (g *Graph) walk(at ID, seen map[ID]bool, depth int) int {
	if depth > 12 {
		return 0
	}
	seen[at] = depth%2 == 0 //@ mark write
	n := 1
	for _, to := range g.next[at] {
		n += g.walk(to, seen, depth+1)
	}
	return n
}
