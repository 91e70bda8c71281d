// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

package journal

import (
	"sync"
	"time"

	"fixture.test/truth"
)

// Journal is written to disk.
type Journal struct {
	mu   sync.RWMutex
	rows []int
}

// New makes a journal.
func New() *Journal {
	j := &Journal{}
	truth.Address("journal.Journal.mu", &j.mu)
	return j
}

// Append adds a row.
func (j *Journal) Append(row int) {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.rows = append(j.rows, row)
}

// Size counts the rows.
func (j *Journal) Size() int {
	j.mu.RLock() //@ audit lock
	defer j.mu.RUnlock()
	return len(j.rows)
}

// Flush writes everything.
func (j *Journal) Flush(slow time.Duration) {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.write(slow)
}

func (j *Journal) write(slow time.Duration) {
	time.Sleep(slow)
	j.rows = j.rows[:0]
}
