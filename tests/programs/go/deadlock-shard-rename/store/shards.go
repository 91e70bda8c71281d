// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

package store

import (
	"hash/fnv"
	"sync"
	"time"
)

type shard struct {
	sync.RWMutex
	kv map[string]string
}

type Store struct{ shards []shard }

func New(n int) *Store {
	s := &Store{shards: make([]shard, n)}
	for i := range s.shards {
		s.shards[i].kv = map[string]string{}
	}
	return s
}

func (s *Store) pick(k string) *shard {
	h := fnv.New32a()
	h.Write([]byte(k))
	return &s.shards[h.Sum32()%uint32(len(s.shards))]
}

func (s *Store) Rename(from, to string) {
	a, b := s.pick(from), s.pick(to)
	a.Lock()
	defer a.Unlock()
	time.Sleep(40 * time.Millisecond)
	if a != b {
		b.Lock() //@ second lock
		defer b.Unlock()
	}
	b.kv[to] = a.kv[from]
	delete(a.kv, from)
}

func (s *Store) Get(k string) string {
	sh := s.pick(k)
	sh.RLock()
	defer sh.RUnlock()
	return sh.kv[k]
}
