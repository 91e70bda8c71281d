// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

// No bug: many goroutines under two locks that are always taken in one order.
package main

import (
	"strconv"
	"sync"
	"time"

	"fixture.test/truth"
	"github.com/acme/kit"
)

type account struct {
	mu      sync.Mutex
	balance int
}

type bank struct {
	mu       sync.RWMutex
	accounts map[int]*account
}

func (b *bank) transfer(i, j, n int) {
	if i > j {
		i, j = j, i
	}
	b.mu.RLock()
	x, y := b.accounts[i], b.accounts[j]
	b.mu.RUnlock()
	if x == y {
		return
	}
	x.mu.Lock()
	defer x.mu.Unlock()
	y.mu.Lock()
	defer y.mu.Unlock()
	for k := 0; k < 300; k++ {
		x.balance -= n
		y.balance += n
	}
}

func (b *bank) open(i int) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.accounts[i] == nil {
		b.accounts[i] = &account{}
	}
}

func main() {
	truth.Role("main")
	kit.Start("shards hash sort conns sleep")
	b := &bank{accounts: map[int]*account{}}
	for i := 0; i < 4; i++ {
		b.open(i)
	}
	for w := 0; w < 12; w++ {
		go func(w int) {
			truth.Role("teller-" + strconv.Itoa(w))
			for n := w; ; n++ {
				b.transfer(n%4, (n*7+1)%4, 1)
				if n%100 == 0 {
					b.open(n % 4)
				}
			}
		}(w)
	}
	time.Sleep(200 * time.Millisecond)
	truth.Ready()
	select {}
}
