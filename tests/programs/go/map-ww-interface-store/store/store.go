// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

package store

import (
	"strconv"
	"sync"
	"time"

	"fixture.test/truth"
)

// Store keeps rows.
type Store interface {
	Put(key string, row []byte)
}

type memory struct{ rows map[string][]byte }

// Memory makes an unlocked store.
func Memory() Store { return &memory{rows: map[string][]byte{}} }

// Rows returns the map of an unlocked store.
func Rows(s Store) map[string][]byte { return s.(*memory).rows }

func (m *memory) Put(key string, row []byte) {
	m.rows[key] = append([]byte(nil), row...) //@ put write
}

func (m *memory) compact() {
	truth.Role("compact")
	for n := 0; ; n++ {
		m.drop("tail-app" + strconv.Itoa(n%2500))
		if n%100 == 0 {
			time.Sleep(30 * time.Microsecond)
		}
	}
}

func (m *memory) drop(key string) {
	m.rows[key] = nil //@ compact write
}

// Compactor returns the background task of an unlocked store.
func Compactor(s Store) func() { return s.(*memory).compact }

type locked struct {
	mu sync.Mutex
	memory
}

// Locked makes a store with a lock.
func Locked() Store { return &locked{memory: memory{rows: map[string][]byte{}}} }

func (l *locked) Put(key string, row []byte) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.memory.Put(key, row)
}
