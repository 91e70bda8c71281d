// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

// Bug: an early return path unlocks twice.
package main

import (
	"sync"
	"time"

	"fixture.test/truth"
	"github.com/acme/kit"
)

type shard struct {
	mu   sync.Mutex
	rows map[string]string
}

func (s *shard) put(key, value string) bool {
	s.mu.Lock()
	defer s.mu.Unlock() //@ late unlock
	if value == "" {
		delete(s.rows, key)
		s.mu.Unlock()
		return false
	}
	s.rows[key] = value
	return true
}

func main() {
	truth.Role("main")
	kit.Start("hub batch lru")
	s := &shard{rows: map[string]string{}}
	truth.Address("shard.mu", &s.mu)
	time.Sleep(20 * time.Millisecond)
	go func() {
		truth.Role("writer")
		s.put("a", "1")
		s.put("a", "")
	}()
	time.Sleep(5 * time.Second)
}
