// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

// Bug: two RWMutexes in two orders, one side reading.
package main

import (
	"sync"
	"time"

	"fixture.test/truth"
	"github.com/acme/kit"
)

type index struct {
	mu sync.RWMutex
	at map[string]int
}

type mirror struct{ local, remote *index }

func (m *mirror) pull() {
	m.local.mu.Lock()
	defer m.local.mu.Unlock()
	time.Sleep(50 * time.Millisecond)
	m.remote.mu.RLock() //@ pull rlock
	defer m.remote.mu.RUnlock()
	m.local.at["a"] = m.remote.at["a"]
}

func (m *mirror) push() {
	m.remote.mu.Lock()
	defer m.remote.mu.Unlock()
	time.Sleep(50 * time.Millisecond)
	m.local.mu.RLock() //@ push rlock
	defer m.local.mu.RUnlock()
	m.remote.at["a"] = m.local.at["a"]
}

func main() {
	truth.Role("main")
	kit.Start("hub conns sleep")
	m := &mirror{&index{at: map[string]int{}}, &index{at: map[string]int{}}}
	truth.Address("local", &m.local.mu)
	truth.Address("remote", &m.remote.mu)
	go func() { truth.Role("pull"); m.pull() }()
	go func() { truth.Role("push"); m.push() }()
	for i := 0; i < 3; i++ {
		go func() {
			truth.Role("peek")
			time.Sleep(80 * time.Millisecond)
			m.local.mu.RLock()
			defer m.local.mu.RUnlock()
		}()
	}
	time.Sleep(200 * time.Millisecond)
	truth.Ready()
	select {}
}
