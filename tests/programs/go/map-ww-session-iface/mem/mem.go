// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

package mem

import (
	"time"

	"fixture.test/truth"
)

type row struct {
	n  int
	at int64
}

type mem struct {
	m map[string]row
}

// New makes a store.
func New() *mem { return &mem{m: map[string]row{}} }

// Announce tells the truth.
func (s *mem) Announce() { truth.Address("map", s.m) }

// Ensure counts a visit.
func (s *mem) Ensure(id string) int {
	at := time.Now().UnixNano()
	s.m[id] = row{1, at} //@ ensure write
	return 1
}

// Bulk adds many.
func (s *mem) Bulk(ids []string) {
	for _, id := range ids {
		s.m[id] = row{} //@ bulk write
	}
}
