// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

// Bug: a snapshot copies the prices in a loop without the lock that the log has.
package main

import (
	"strconv"
	"sync"
	"time"

	"fixture.test/truth"
	"github.com/acme/kit"
)

type book struct {
	prices map[string]float64
	mu     sync.RWMutex
	log    []string
}

func (b *book) snapshot() map[string]float64 {
	out := make(map[string]float64, len(b.prices))
	for k, p := range b.prices { //@ copy iterate
		out[k] = p
	}
	return out
}

func (b *book) tick(symbol string, p float64) {
	b.prices[symbol] = p //@ price write
	b.note(symbol)
}

func (b *book) note(symbol string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.log = append(b.log[:0], symbol)
}

func main() {
	truth.Role("main")
	kit.Start("shards hub sleep")
	b := &book{prices: map[string]float64{}}
	truth.Address("map", b.prices)
	for i := 0; i < 2; i++ {
		i := i
		go func() {
			truth.Role("quote-" + strconv.Itoa(i))
			for {
				total := 0.0
				for _, p := range b.snapshot() {
					total += p
				}
			}
		}()
	}
	go func() {
		truth.Role("feed")
		for n := 0; ; n++ {
			b.tick("S"+strconv.Itoa(n%700), float64(n))
			time.Sleep(time.Microsecond)
		}
	}()
	time.Sleep(12 * time.Second)
}
