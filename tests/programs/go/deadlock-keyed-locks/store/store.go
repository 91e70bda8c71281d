// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

package store

import (
	"time"

	"github.com/acme/keyedlocks/keyed"
)

type Store struct{ locks keyed.Locks }

func (s *Store) Move(from, to string) {
	defer s.locks.Lock(from)()
	time.Sleep(50 * time.Millisecond)
	defer s.locks.Lock(to)()
}

func (s *Store) Touch(key string) {
	unlock := s.locks.Lock(key)
	defer unlock()
}
