// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

package set

// Set is a set.
type Set[T comparable] map[T]struct{}

// Add adds.
func (s Set[T]) Add(v T) {
	s[v] = struct{}{} //@ add write
}

// List lists.
func (s Set[T]) List() []T {
	var all []T
	for v := range s { //@ list iterate
		all = append(all, v)
	}
	return all
}
