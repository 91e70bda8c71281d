// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

// Bug: a swap locks two shards in the order of its arguments.
package main

import (
	"strconv"
	"sync"
	"time"

	"fixture.test/truth"
	"github.com/acme/kit"
)

type shard struct {
	mu sync.Mutex
	m  map[int]int
}

type shardmap struct{ shards [8]shard }

func (s *shardmap) swap(i, j int) {
	a, b := &s.shards[i], &s.shards[j]
	a.mu.Lock()
	defer a.mu.Unlock()
	time.Sleep(50 * time.Millisecond)
	b.mu.Lock() //@ b lock
	defer b.mu.Unlock()
	a.m, b.m = b.m, a.m
}

func (s *shardmap) size(i int) int {
	s.shards[i].mu.Lock()
	defer s.shards[i].mu.Unlock()
	return len(s.shards[i].m)
}

func main() {
	truth.Role("main")
	kit.Start("lru conns sleep")
	s := &shardmap{}
	for i := range s.shards {
		truth.Address("s"+strconv.Itoa(i), &s.shards[i].mu)
	}
	go func() { truth.Role("up"); s.swap(2, 5) }()
	go func() { truth.Role("down"); s.swap(5, 2) }()
	go func() {
		truth.Role("fine")
		for {
			s.swap(0, 1)
		}
	}()
	time.Sleep(90 * time.Millisecond)
	go func() { truth.Role("reader"); s.size(2) }()
	time.Sleep(100 * time.Millisecond)
	truth.Ready()
	select {}
}
