// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

package vm

import (
	"fixture.test/truth"
	"sync"
	"time"
)

type VM struct {
	mu   sync.Mutex
	gen  int
	rw   sync.RWMutex
	ram  []int
	snap chan []int
}

func New() *VM {
	v := &VM{snap: make(chan []int)}
	truth.Address("mu", &v.mu)
	truth.Address("rw", &v.rw)
	truth.Address("snap", v.snap)
	return v
}

func (v *VM) Save() []int {
	v.mu.Lock()
	defer v.mu.Unlock()
	time.Sleep(40 * time.Millisecond)
	go v.snapshot()
	return <-v.snap //@ s recv
}

func (v *VM) snapshot() {
	truth.Role("snapshot")
	time.Sleep(20 * time.Millisecond)
	v.rw.RLock() //@ r lock
	defer v.rw.RUnlock()
	v.snap <- append([]int(nil), v.ram...)
}

func (v *VM) Write(x int) {
	v.rw.Lock()
	defer v.rw.Unlock()
	v.ram = append(v.ram, x)
	time.Sleep(80 * time.Millisecond)
	v.bump()
}

func (v *VM) bump() {
	v.mu.Lock() //@ w lock
	v.gen++
	v.mu.Unlock()
}
