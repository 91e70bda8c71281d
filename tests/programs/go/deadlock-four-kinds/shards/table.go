// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

package shards

import (
	"sync"
	"time"

	"github.com/acme/fourkinds/queue"
)

type Table struct {
	sync.RWMutex
	Q    *queue.Queue
	rows map[int]int
}

func (t *Table) Size() int {
	t.RLock() //@ queue rlock
	defer t.RUnlock()
	return len(t.rows)
}

func (t *Table) Split(n int) {
	t.Lock()
	defer t.Unlock()
	time.Sleep(60 * time.Millisecond)
	t.Q.Enqueue(n)
}
