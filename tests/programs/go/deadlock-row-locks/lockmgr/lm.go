// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

package lockmgr

import "sync"

type Manager struct {
	mu    sync.Mutex
	freed *sync.Cond
	owner map[string]int
}

func New() *Manager { m := &Manager{owner: map[string]int{}}; m.freed = sync.NewCond(&m.mu); return m }
func (m *Manager) Acquire(tx int, key string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for m.owner[key] != 0 && m.owner[key] != tx {
		m.freed.Wait() //@ w wait
	}
	m.owner[key] = tx
}
func (m *Manager) ReleaseAll(tx int) {
	m.mu.Lock()
	for k, o := range m.owner {
		if o == tx {
			delete(m.owner, k)
		}
	}
	m.mu.Unlock()
	m.freed.Broadcast()
}
