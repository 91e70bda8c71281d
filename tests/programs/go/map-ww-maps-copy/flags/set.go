// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

package flags

import "maps"

// Set holds the flags.
type Set struct{ active map[string]bool }

// NewSet makes a set.
func NewSet() *Set { return &Set{active: map[string]bool{}} }

// Active returns the map.
func (s *Set) Active() map[string]bool { return s.active }

// Merge takes over an update.
func (s *Set) Merge(update map[string]bool) {
	maps.Copy(s.active, update) //@ copy write
}

// Override sets one flag.
func (s *Set) Override(name string, on bool) {
	s.active[name] = on //@ one write
}

// Export copies a snapshot.
func Export(snap map[string]bool) map[string]bool {
	out := map[string]bool{}
	maps.Copy(out, snap)
	return out
}
