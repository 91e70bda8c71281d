// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

package memo

import (
	"sync"
	"time"
)

type call struct {
	wg  sync.WaitGroup
	val int
}

type Memo struct {
	mu    sync.Mutex
	calls map[string]*call
	Deps  map[string]string
}

func New(deps map[string]string) *Memo { return &Memo{calls: map[string]*call{}, Deps: deps} }

func (m *Memo) Get(key string) int {
	m.mu.Lock()
	if c, ok := m.calls[key]; ok {
		m.mu.Unlock()
		c.wg.Wait() //@ wait wait
		return c.val
	}
	c := &call{}
	c.wg.Add(1)
	m.calls[key] = c
	m.mu.Unlock()
	c.val = m.compute(key)
	c.wg.Done()
	return c.val
}

func (m *Memo) compute(key string) int {
	time.Sleep(20 * time.Millisecond)
	if d := m.Deps[key]; d != "" {
		return m.Get(d) + 1
	}
	return 1
}
