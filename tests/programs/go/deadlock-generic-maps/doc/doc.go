// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

package doc

import (
	"time"

	"github.com/acme/genericmaps/kv"
)

type Store struct {
	docs  *kv.Map[string, int]
	index *kv.Map[int, string]
}

func New() *Store {
	s := &Store{kv.NewMap[string, int](), kv.NewMap[int, string]()}
	s.index.Update(1, func(string) string { return "a" })
	return s
}
func (s *Store) Insert(k string, v int) {
	s.docs.Update(k, func(int) int {
		time.Sleep(40 * time.Millisecond)
		s.index.Update(v, func(string) string { return k }) //@ i lock
		return v
	})
}
func (s *Store) Rebuild() {
	s.index.Each(func(v int, k string) {
		s.docs.Update(k, func(int) int { return v }) //@ c lock
	})
}
