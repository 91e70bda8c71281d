// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

package eng

import (
	"sync"
	"time"
)

type Engine struct {
	mu   sync.Mutex
	once sync.Once
	on   bool
}

func (e *Engine) Start() {
	e.once.Do(e.boot)
}
func (e *Engine) boot() {
	time.Sleep(50 * time.Millisecond)
	e.mu.Lock() //@ o lock
	e.on = true
	e.mu.Unlock()
}
func (e *Engine) Use() bool {
	e.mu.Lock()
	defer e.mu.Unlock()
	time.Sleep(20 * time.Millisecond)
	e.once.Do(e.boot) //@ m lock
	return e.on
}
