// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

package sched

import (
	"sync"
	"time"

	"github.com/acme/fourkinds/shards"
)

type Scheduler struct {
	mu    sync.Mutex
	Table *shards.Table
	load  int
}

func (s *Scheduler) Rebalance() {
	s.mu.Lock()
	defer s.mu.Unlock()
	time.Sleep(60 * time.Millisecond)
	s.load = s.Table.Size()
}

func (s *Scheduler) Report(n int) {
	s.mu.Lock() //@ sched lock
	s.load += n
	s.mu.Unlock()
}
