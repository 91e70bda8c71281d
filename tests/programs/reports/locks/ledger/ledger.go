// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

// Package ledger locks in every wrong way.
package ledger

import (
	"sync"
	"time"

	deadlock "github.com/sasha-s/go-deadlock"
)

type book struct {
	mu      deadlock.Mutex
	balance int
}

type index struct {
	mu    deadlock.RWMutex
	names map[string]int
}

var (
	accounts book
	lookup   = index{names: map[string]int{"a": 1}}
	never    = make(chan int)
)

// InTurn runs one after the other, each in a goroutine of its own.
func InTurn(jobs ...func()) {
	for _, job := range jobs {
		var wg sync.WaitGroup
		wg.Add(1)
		go func(job func()) {
			defer wg.Done()
			job()
		}(job)
		wg.Wait()
	}
}

// Transfer locks the accounts, then the index.
func Transfer() {
	accounts.mu.Lock()
	defer accounts.mu.Unlock()
	time.Sleep(10 * time.Millisecond)
	lookup.find("a")
}

// Audit locks the index, then the accounts.
func Audit() {
	lookup.mu.Lock()
	defer lookup.mu.Unlock()
	time.Sleep(10 * time.Millisecond)
	accounts.total()
}

func (i *index) find(name string) int {
	i.mu.RLock()
	defer i.mu.RUnlock()
	return i.names[name]
}

func (b *book) total() int {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.balance
}

// Rename holds the lock that find wants.
func Rename(from, to string) {
	lookup.mu.Lock()
	defer lookup.mu.Unlock()
	lookup.names[to] = lookup.find(from)
}

// Walk takes a read lock on every level.
func Walk(depth int) int {
	lookup.mu.RLock()
	defer lookup.mu.RUnlock()
	if depth == 0 {
		return 1
	}
	return depth * Walk(depth-1)
}

// Hold keeps the accounts locked while it waits for what never comes.
func Hold() {
	accounts.mu.Lock()
	defer accounts.mu.Unlock()
	accounts.balance = <-never
}

// HoldIndex does the same with the index.
func HoldIndex() {
	lookup.mu.Lock()
	defer lookup.mu.Unlock()
	lookup.names["b"] = <-never
}

// Deposit wants the accounts.
func Deposit(amount int) {
	accounts.mu.Lock()
	defer accounts.mu.Unlock()
	accounts.balance += amount
}
