// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

package plug

import (
	"sync"
	"time"
)

// Registry knows plugins.
type Registry struct {
	once  sync.Once
	mu    sync.Mutex
	known map[string]int
}

// New makes one.
func New() *Registry { return &Registry{known: map[string]int{}} }

func (r *Registry) load() {
	time.Sleep(60 * time.Millisecond)
	r.register("tls")
}

func (r *Registry) register(name string) {
	r.mu.Lock() //@ reg lock
	defer r.mu.Unlock()
	r.known[name]++
}

// Get loads and returns.
func (r *Registry) Get(name string) int {
	r.once.Do(r.load)
	return r.known[name]
}

// Reload loads anew.
func (r *Registry) Reload() {
	r.mu.Lock()
	defer r.mu.Unlock()
	time.Sleep(30 * time.Millisecond)
	r.once.Do(r.load) //@ once lock
}
